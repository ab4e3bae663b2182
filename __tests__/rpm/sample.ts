import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf, memoryScratch } from '../../src/content.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import { SAMPLE, bytes, onDisk as written } from '../support/sample.ts'

export { SAMPLE_TIME, bytes } from '../support/sample.ts'
/** Noon of the day of SAMPLE_TIME. */
export const SAMPLE_NOON = 1_795_262_400

type Role = Extract<PackagedEntry, { readonly type: 'file' }>['role']

export function file(path: string, text: string, mode = 0o644, role?: Role): PackagedEntry {
  const content = contentOf(Buffer.from(text))
  return { type: 'file', path, mode, content, ...(role === undefined ? {} : { role }) }
}

/** A package of one program, its licence and its manual, in the ways that a package can hold them. */
export function sample(changes: Partial<PackageDescription> = {}): PackageDescription {
  return {
    ...SAMPLE,
    arch: 'amd64',
    entries: [
      file('/usr/bin/hello', '#!/bin/true\n', 0o755),
      { type: 'symlink', path: '/usr/bin/hi', target: 'hello' },
      { type: 'directory', path: '/usr/share/licenses/hello', mode: 0o755 },
      file('/usr/share/licenses/hello/LICENSE', 'Do as you like.\n', 0o644, 'license'),
      { type: 'directory', path: '/usr/share/doc/hello', mode: 0o755 },
      file('/usr/share/doc/hello/README', 'Say hello.\n', 0o644, 'doc'),
    ],
    ...changes,
  }
}

export async function build(changes: Partial<PackageDescription> = {}): Promise<Buffer> {
  return bytes(await buildRpm(sample(changes), memoryScratch))
}

export function onDisk(rpm: Uint8Array, name = 'package.rpm'): Promise<string> {
  return written(rpm, name)
}

/** What rpmbuild makes of a spec file: the paths of its packages. */
export async function rpmbuild(
  spec: string,
  defines: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly binary: string; readonly source: string }> {
  const top = await temporaryDirectory()
  const path = join(top, 'package.spec')
  await writeFile(path, spec)
  const all = { _topdir: top, _rpmdir: top, _srcrpmdir: top, _build_id_links: 'none', ...defines }
  const options = Object.entries(all).flatMap(([name, value]) => ['--define', `${name} ${value}`])
  const { stdout } = await run('rpmbuild', [...options, '-ba', path], { env })
  const written = [...stdout.matchAll(/^Wrote: (.*)$/gm)].map(([, file = '']) => file)
  const pick = (isSource: boolean) => written.find((file) => file.endsWith('.src.rpm') === isSource) ?? ''
  return { binary: pick(false), source: pick(true) }
}

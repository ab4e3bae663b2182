import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf, contentOf, memoryScratch } from '../../src/content.ts'
import type { Content } from '../../src/content.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

/** 2026-11-21 09:15:44 UTC, and noon of that day. */
export const SAMPLE_TIME = 1_795_252_544
export const SAMPLE_NOON = 1_795_262_400

type Role = Extract<PackagedEntry, { readonly type: 'file' }>['role']

export function file(path: string, text: string, mode = 0o644, role?: Role): PackagedEntry {
  const content = contentOf(Buffer.from(text))
  return { type: 'file', path, mode, content, ...(role === undefined ? {} : { role }) }
}

/** A package of one program, its licence and its manual, in the ways that a package can hold them. */
export function sample(changes: Partial<PackageDescription> = {}): PackageDescription {
  return {
    name: 'hello',
    version: '1.2.3',
    arch: 'amd64',
    maintainer: 'Jane Doe <jane@example.org>',
    description: 'Greets whoever asks\n\nIt says hello to the world, and to nobody else.',
    homepage: 'https://example.org/hello',
    license: 'MIT',
    depends: [],
    entries: [
      file('/usr/bin/hello', '#!/bin/true\n', 0o755),
      { type: 'symlink', path: '/usr/bin/hi', target: 'hello' },
      { type: 'directory', path: '/usr/share/licenses/hello', mode: 0o755 },
      file('/usr/share/licenses/hello/LICENSE', 'Do as you like.\n', 0o644, 'license'),
      { type: 'directory', path: '/usr/share/doc/hello', mode: 0o755 },
      file('/usr/share/doc/hello/README', 'Say hello.\n', 0o644, 'doc'),
    ],
    timeSeconds: SAMPLE_TIME,
    ...changes,
  }
}

export async function build(changes: Partial<PackageDescription> = {}): Promise<Buffer> {
  return bytes(await buildRpm(sample(changes), memoryScratch))
}

export function bytes(content: Content): Promise<Buffer> {
  return bytesOf(content, 2 ** 30, 'the package')
}

/** The package as a file, for the programs that read it. */
export async function onDisk(package_: Uint8Array, name = 'package.rpm'): Promise<string> {
  const path = join(await temporaryDirectory(), name)
  await writeFile(path, package_)
  return path
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

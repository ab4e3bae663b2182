import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf, memoryScratch } from '../../src/content.ts'
import { buildDeb } from '../../src/deb/build.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { SAMPLE, bytes } from '../support/sample.ts'

export { SAMPLE_TIME, bytes, onDisk } from '../support/sample.ts'

export function file(path: string, text: string | Uint8Array, mode = 0o644): PackagedEntry {
  return { type: 'file', path, mode, content: contentOf(Buffer.from(text)) }
}

export function sample(changes: Partial<PackageDescription> = {}): PackageDescription {
  return {
    ...SAMPLE,
    arch: 'all',
    entries: [
      file('/usr/bin/hello', '#!/bin/sh\necho hello\n', 0o755),
      { type: 'symlink', path: '/usr/bin/hi', target: 'hello' },
    ],
    ...changes,
  }
}

export async function build(changes: Partial<PackageDescription> = {}): Promise<Buffer> {
  return bytes(await buildDeb(sample(changes), memoryScratch))
}

/** An empty root for dpkg, and the options that make it use it. */
export async function dpkgRoot(): Promise<{ readonly root: string; readonly options: readonly string[] }> {
  const root = await temporaryDirectory()
  for (const folder of ['info', 'updates', 'triggers']) {
    await mkdir(join(root, 'var/lib/dpkg', folder), { recursive: true })
  }
  await writeFile(join(root, 'var/lib/dpkg/status'), '')
  const options = [`--root=${root}`, '--force-not-root', '--force-script-chrootless', `--log=${root}/log`]
  return { root, options }
}

/** `/usr/sbin` and `/sbin`, without which dpkg does not begin. */
export const DPKG_ENV = { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }

export async function* cut(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size)
}

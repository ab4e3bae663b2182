import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ArchiveFile, archiveOf } from '../recipe/placement/sample-release.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { runIn } from '../support/running.ts'
import type { Root } from './root.ts'

export interface Published {
  /** Paths on this machine. */
  readonly deb: string
  readonly rpm: string
  readonly lines: readonly string[]
}

/**
 * Publishes a release as a project does that has an archive of its program `greet` and nothing else to say.
 *
 * @param program the bytes of an executable
 * @param folder that the archive has around its files
 */
export async function publishRelease(
  files: Readonly<Record<string, ArchiveFile>>,
  program: Uint8Array,
  { version = '1.2.3', folder = '' } = {},
): Promise<Published> {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  const archive = archiveOf({ ...files, greet: program }, folder)
  await writeFile(join(cwd, 'dist', `greet_${version}_linux_amd64.tar.gz`), archive)
  const { entries, lines } = await runIn(cwd, {
    artifacts: 'dist/*',
    name: 'greet',
    version,
    maintainer: 'Jane Doe <jane@example.com>',
    description: 'Greeter of whoever asks',
    homepage: 'https://example.com/greet',
    license: 'MIT',
  })
  const keyOf = (format: string) => entries.find((entry) => entry.format === format)?.key ?? ''
  return { deb: join(cwd, 'repository', keyOf('deb')), rpm: join(cwd, 'repository', keyOf('rpm')), lines }
}

/** A dynamic executable of this machine, that prints as its first argument says. */
export function printf(): Promise<Buffer> {
  return readFile('/usr/bin/printf')
}

/** Copies a file of this machine there. */
export async function copy(root: Root, from: string, to: string): Promise<void> {
  await root.write(to, await readFile(from))
}

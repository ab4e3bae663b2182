import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GeneratedDeb, GeneratedPackage, Series } from './generated.ts'
import { describeVersion, isLaterVersion } from './packages.ts'
import { tinyDeb } from './tiny-deb.ts'

/** Writes the files of a series for tools that read them. */
export interface PeerFiles {
  add(number: number, package_: GeneratedPackage & GeneratedDeb): Promise<void>
  /** Once all were added. */
  finish(): Promise<void>
}

/**
 * - `pool/`: the debs
 * - `one-of-each-name`: their paths, in lines; of names that have several versions the first one, and in the place of
 *   the others the same under names of their own, for tools that keep one version
 * - `rpm/`: files of the rpms' names, and nothing in them
 */
export function peerFiles(directory: string, { seed, arch }: Pick<Series, 'seed' | 'arch'>): PeerFiles {
  const names: string[] = []
  const folders = new Set<string>()
  const write = async (path: string, bytes: Buffer | string) => {
    const file = join(directory, path)
    if (!folders.has(dirname(file))) await mkdir(dirname(file), { recursive: true })
    folders.add(dirname(file))
    await writeFile(file, bytes)
  }
  return {
    async add(number, { deb, rpm, bytes }) {
      await write(deb.filename, bytes)
      await write(`rpm/${rpm.href}`, '')
      if (!isLaterVersion(number)) {
        names.push(deb.filename)
        return
      }
      const path = `others/${number}.deb`
      await write(path, (await tinyDeb(describeVersion(number, 0, { seed, arch }))).bytes)
      names.push(path)
    },
    finish: () => write('one-of-each-name', `${names.join('\n')}\n`),
  }
}

/** Files of the sizes that indexes say, with a hole in each: enough for whoever does not read them. */
export async function writeHoles(directory: string, { deb, rpm }: GeneratedPackage): Promise<void> {
  for (const { key, content } of [deb, rpm]) {
    const path = join(directory, key)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, '')
    await truncate(path, content.sizeBytes)
  }
}

import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { GeneratedDeb, GeneratedPackage, Series } from './generated.ts'
import { describeVersion, isLaterVersion } from './packages.ts'
import { tinyDeb } from './tiny-deb.ts'

/** Writes the files of a series for tools that read them. */
export interface PeerFiles {
  add(number: number, package_: GeneratedPackage & GeneratedDeb): Promise<void>
  /** Once all were added. */
  finish(): void
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
  // Hundreds of thousands of small files: promises would take longer than the files.
  const write = (path: string, bytes: Buffer | string) => {
    const file = join(directory, path)
    if (!folders.has(dirname(file))) mkdirSync(dirname(file), { recursive: true })
    folders.add(dirname(file))
    writeFileSync(file, bytes)
  }
  return {
    async add(number, { deb, rpm, bytes }) {
      write(deb.filename, bytes)
      write(`rpm/${rpm.href}`, '')
      if (!isLaterVersion(number)) {
        names.push(deb.filename)
        return
      }
      const path = `others/${number}.deb`
      write(path, (await tinyDeb(describeVersion(number, 0, { seed, arch }))).bytes)
      names.push(path)
    },
    finish: () => write('one-of-each-name', `${names.join('\n')}\n`),
  }
}

/** Files of the sizes that indexes say, with a hole in each: enough for whoever does not read them. */
export function writeHoles(directory: string, { deb, rpm }: GeneratedPackage): void {
  for (const { key, content } of [deb, rpm]) {
    const path = join(directory, key)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
    truncateSync(path, content.sizeBytes)
  }
}

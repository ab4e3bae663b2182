import { linkSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type GeneratedDeb, type GeneratedPackage, type Series, debOf } from './generated.ts'
import { describeVersion, isLaterVersion } from './packages.ts'

/** Writes the files of a series for tools that read them. */
export interface PeerFiles {
  add(number: number, package_: GeneratedPackage & GeneratedDeb): Promise<void>
}

/**
 * - `pool/`: the debs
 * - `names/pool/`: the same, but for versions after the first of a name, in whose place there are packages of names of
 *   their own: for tools that keep one version
 * - `rpm/`: files of the rpms' names, and nothing in them
 */
export function peerFiles(directory: string, { seed, arch }: Pick<Series, 'seed' | 'arch'>): PeerFiles {
  const folders = new Set<string>()
  const placeOf = (path: string) => {
    const file = join(directory, path)
    if (!folders.has(dirname(file))) mkdirSync(dirname(file), { recursive: true })
    folders.add(dirname(file))
    return file
  }
  // Hundreds of thousands of small files: promises would take longer than the files.
  return {
    async add(number, { deb, rpm, bytes }) {
      const file = placeOf(deb.filename)
      writeFileSync(file, bytes)
      writeFileSync(placeOf(`rpm/${rpm.href}`), '')
      if (!isLaterVersion(number)) {
        linkSync(file, placeOf(`names/${deb.filename}`))
        return
      }
      const other = await debOf(describeVersion(number, 0, { seed, arch }), '')
      writeFileSync(placeOf(`names/${other.deb.filename}`), other.bytes)
    },
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

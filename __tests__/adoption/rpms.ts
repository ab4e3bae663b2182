import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bytesOf } from '../../src/content.ts'
import { rpmFileName } from '../../src/rpm/layout.ts'
import type { RpmPackage } from '../../src/rpm/package.ts'
import { data } from '../clients/packages.ts'
import { keysOf } from '../clients/site.ts'
import { rpm } from '../support/publishing.ts'

/** What a foreign repository holds, signed by a key of the fixtures. */
export interface OldRpms {
  readonly old: RpmPackage
  readonly data: RpmPackage
}

export async function oldRpms(key: string): Promise<OldRpms> {
  const keys = await keysOf(key)
  return {
    old: await rpm(keys, { name: 'old', description: 'Old & kept\nIt says <old>.' }),
    data: await rpm(keys, { ...data(), name: 'old-data' }),
  }
}

/** Writes their files below a folder, in the layout of most distributions, and gives their paths. */
export async function writeRpms(folder: string, rpms: OldRpms): Promise<readonly string[]> {
  const paths = Object.values(rpms).map((pkg: RpmPackage) => ({
    pkg,
    path: join(folder, 'Packages/o', rpmFileName(pkg)),
  }))
  for (const { pkg, path } of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await bytesOf(pkg.content, 2 ** 20, path))
  }
  return paths.map(({ path }) => path)
}

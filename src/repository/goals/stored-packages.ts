import { abreast } from '../../abreast.ts'
import { readDebHead } from '../../deb/read.ts'
import { LIMITS } from '../../limits.ts'
import type { PackageOfFile } from '../../package.ts'
import { type PackagePattern, selects } from '../../request/selection.ts'
import { readRpmHead } from '../../rpm/read.ts'
import type { Store } from '../../store/store.ts'
import { type StoredPackage, storedPackage } from '../digests.ts'

/** A package that lies in a store, as its own headers describe it. */
export interface FoundPackage {
  readonly pkg: PackageOfFile
  readonly file: StoredPackage
}

/**
 * The packages below a folder that patterns are about. Of each the headers alone are read, by range, where its digests
 * are known from its metadata.
 *
 * @param folder ending in a slash, or empty
 * @throws PublishError `PACKAGE` for a file that is none
 */
export async function foundPackages(
  store: Store,
  folder: string,
  format: 'deb' | 'rpm',
  patterns: readonly PackagePattern[],
): Promise<readonly FoundPackage[]> {
  if (patterns.length === 0) return []
  const keys = (await store.list(folder)).map(({ key }) => key)
  const wanted = keys.filter((key) => patterns.some((pattern) => mayBe(pattern, key, format)))
  const found = await abreast(wanted, LIMITS.parallelPackages, (key) => readStored(store, key, format))
  return found.filter((it) => it !== undefined).filter(({ pkg }) => patterns.some((it) => selects(it, pkg)))
}

/** By the name of the file, which begins with that of the package; a `+` is written `.` in keys of ours. */
function mayBe({ name }: PackagePattern, key: string, format: 'deb' | 'rpm'): boolean {
  const basename = key.slice(key.lastIndexOf('/') + 1)
  const start = name
    .split('*')
    .map((part) => part.replace(/[.+]/g, '[.+]'))
    .join('.*')
  const separator = format === 'deb' ? '_' : '-'
  return basename.endsWith(`.${format}`) && new RegExp(`^${start}${separator}`).test(basename)
}

async function readStored(
  store: Store,
  key: string,
  format: 'deb' | 'rpm',
): Promise<FoundPackage | undefined> {
  const [file, content] = [await storedPackage(store, key), await store.open(key)]
  if (file === undefined || content === undefined) return undefined
  const read = format === 'deb' ? readDebHead : readRpmHead
  return { file, pkg: await read(content, file.sha256, `${key} in ${store.name}`) }
}

import { abreast } from '../../abreast.ts'
import { LIMITS } from '../../limits.ts'
import type { ListedPackage } from '../../package.ts'
import type { ObjectDetails, Store } from '../../store/store.ts'

/**
 * What is wrong with the files of packages that are to be listed once more.
 *
 * @param digestOf gives the SHA-256 of a stored file; undefined where it is not to be known
 * @returns words for each, such as `KEY is missing`
 */
export async function faultsOfFiles(
  packages: readonly ListedPackage[],
  store: Store,
  digestOf: (file: ObjectDetails) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const faults = await abreast(packages, LIMITS.parallelRequests, async ({ key, sha256, content }) => {
    const file = await store.head(key)
    if (file === undefined) return `${key} is missing`
    const isSame = file.sizeBytes === content.sizeBytes && ((await digestOf(file)) ?? sha256) === sha256
    return isSame ? undefined : `${key} is another file than the signed index says`
  })
  return faults.filter((fault) => fault !== undefined)
}

/** Whether its index says enough of a package to list it elsewhere: other tools may know it by weaker digests. */
export function isListable(pkg: ListedPackage): boolean {
  return pkg.sha256 !== '' && !(pkg.format === 'rpm' && pkg.entries === undefined)
}

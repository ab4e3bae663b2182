import { PublishError } from '../../errors.ts'
import { type ListedPackage, listedIdentityOf } from '../../package.ts'
import type { Store } from '../../store/store.ts'
import { digestOfStored } from '../digests.ts'
import type { Goal } from './goal.ts'
import { faultsOfFiles, isListable } from './listed-files.ts'

/** That the packages of an earlier head are listed, and no others. */
export function restoration(
  id: string,
  packages: readonly ListedPackage[],
  store: Store,
): Goal<ListedPackage> {
  const wanted = new Set(packages.map(listedIdentityOf))
  return {
    scope: { packages, everything: true },
    from: 'head',
    ifExists: () => 'replace',
    wish: async (opened) => {
      const present = opened.listed()
      const there = new Set(present.map(lineOf))
      const added = packages.filter((pkg) => !there.has(lineOf(pkg)))
      await assertRestorable(added, store, id)
      const removed = present.filter((pkg) => !wanted.has(listedIdentityOf(pkg)))
      return { added, removed, rewrite: false }
    },
  }
}

/** A package with the file that is listed for it: one that stayed is left as it stands. */
function lineOf(pkg: ListedPackage): string {
  return [listedIdentityOf(pkg), pkg.key, pkg.format === 'rpm' ? pkg.pkgid : pkg.sha256].join(' ')
}

async function assertRestorable(packages: readonly ListedPackage[], store: Store, id: string): Promise<void> {
  const faults = [
    ...packages
      .filter((pkg) => !isListable(pkg))
      .map(({ key }) => `${key} is listed by another tool without a SHA-256`),
    ...(await faultsOfFiles(packages.filter(isListable), store, (file) => digestOfStored(store, file))),
  ]
  if (faults.length === 0) return
  throw new PublishError(
    'INTEGRITY',
    `Packages of the head ${id} cannot be listed again; in ${store.name} ${faults.join('; ')}. Go back to a later one.`,
  )
}

import { abreast } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { type ListedPackage, identityOf } from '../../package.ts'
import type { Store } from '../../store/store.ts'
import type { Goal } from './goal.ts'

/** That the packages of an earlier head are listed, and no others. */
export function restoration(
  id: string,
  packages: readonly ListedPackage[],
  store: Store,
): Goal<ListedPackage> {
  const wanted = new Set(packages.map(identityOf))
  return {
    scope: { packages, everything: true },
    from: 'head',
    ifExists: () => 'replace',
    wish: async (opened) => {
      const present = opened.listed()
      const keys = new Set(present.map(({ key }) => key))
      await assertStored(
        packages.filter(({ key }) => !keys.has(key)),
        store,
        id,
      )
      return {
        added: packages,
        removed: present.filter((pkg) => !wanted.has(identityOf(pkg))),
        rewrite: false,
      }
    },
  }
}

async function assertStored(packages: readonly ListedPackage[], store: Store, id: string): Promise<void> {
  const found = await abreast(packages, LIMITS.parallelRequests, ({ key }) => store.head(key))
  const lost = packages.filter(({ content }, at) => found[at]?.sizeBytes !== content.sizeBytes)
  if (lost.length === 0) return
  throw new PublishError(
    'INTEGRITY',
    `The head ${id} names ${lost.map(({ key }) => key).join(', ')}, which ${store.name} does not have any more. Go back to a later one.`,
  )
}

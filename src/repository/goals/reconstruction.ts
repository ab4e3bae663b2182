import { abreast } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { type AnyPackage, type ListedPackage, identityOf, mayLieElsewhere } from '../../package.ts'
import type { IfExists } from '../../request/request.ts'
import type { Store } from '../../store/store.ts'
import { type StoredPackage, storedPackage } from '../digests.ts'
import { type Vouched, chosenFiles, withoutTwins } from './choice.ts'
import type { Goal } from './goal.ts'

/** Packages that indexes are built from besides those that the verified head lists. */
export interface Reinforcements<P> {
  /** Taken as they lie in the store, because the user says so. */
  readonly vouched: readonly Vouched<P>[]
  /** New ones: the assets of a release. */
  readonly arriving: readonly P[]
  readonly ifExists: IfExists
}

export interface Reconstruction<P extends AnyPackage> {
  readonly goal: Goal<P>
  /** What is known of the files of the packages, once they were looked at. */
  readonly looked: () => Promise<readonly StoredPackage[]>
}

/**
 * That every index is written anew, from packages whose files are what the verified head says; of those nothing has to
 * be read again, and what the old index says of them stays.
 */
export function reconstruction<P extends AnyPackage>(
  store: Store,
  { vouched, arriving, ifExists }: Reinforcements<P>,
): Reconstruction<P> {
  const looks = new Map<string, Promise<StoredPackage | undefined>>()
  const look = (key: string) => {
    const known = looks.get(key) ?? storedPackage(store, key)
    looks.set(key, known)
    return known
  }
  const isVouched = new Set(vouched.map(({ pkg }) => identityOf(pkg)))
  return {
    looked: async () => (await Promise.all(looks.values())).filter((it) => it !== undefined),
    goal: {
      scope: { packages: [...vouched.map(({ pkg }) => pkg), ...arriving], everything: true },
      from: vouched.length > 0 ? 'rebuild' : 'recover',
      ifExists: (pkg) => (isVouched.has(identityOf(pkg)) ? 'take' : ifExists),
      wish: async (opened) => {
        const listed = opened.listed()
        const others = listed.filter((pkg) => !isVouched.has(identityOf(pkg)))
        const files = await abreast(others, LIMITS.parallelRequests, ({ key }) => look(key))
        assertAsListed(others, files, store)
        const added = withoutTwins(chosenFiles(vouched, listed), arriving, ifExists)
        return { added, removed: [], rewrite: opened.head !== undefined || added.length > 0 }
      },
    },
  }
}

/** @throws PublishError `INTEGRITY` that names every file that is missing, or another than the signed index says */
function assertAsListed(
  packages: readonly ListedPackage[],
  files: readonly (StoredPackage | undefined)[],
  store: Store,
): void {
  const faults = packages.flatMap((pkg, at) => {
    const { key, sha256, content } = pkg
    const file = files[at]
    if (file === undefined) return mayLieElsewhere(pkg) ? [] : [`${key} is missing`]
    if (sha256 === '') return [`${key} is listed without a SHA-256`]
    if (file.sha256 === sha256 && file.sizeBytes === content.sizeBytes) return []
    return [`${key} is another file than the signed index says`]
  })
  if (faults.length === 0) return
  const shown = faults.slice(0, 20).join('; ')
  const more = faults.length > 20 ? `; and ${faults.length - 20} more` : ''
  throw new PublishError(
    'INTEGRITY',
    `Of the packages in ${store.name} ${shown}${more}. Put the right files back, take the packages out with \`remove\`, ` +
      'or name them in packages to take what lies there.',
  )
}

import { PublishError } from '../../errors.ts'
import { type AnyPackage, type ListedPackage, contentDigest, identityOf, labelOf } from '../../package.ts'
import type { IfExists } from '../../request/request.ts'
import type { StoredPackage } from '../digests.ts'

/** A package that is to be listed as it lies in the store. */
export interface Vouched<P> {
  readonly pkg: P
  readonly file: Pick<StoredPackage, 'key'>
}

/**
 * One file of each package: of several, which a replaced package leaves, the one that the head lists.
 *
 * @throws PublishError `CONFLICT` where nothing says which
 */
export function chosenFiles<P extends AnyPackage>(
  vouched: readonly Vouched<P>[],
  listed: readonly ListedPackage[],
): readonly P[] {
  const listings = Map.groupBy(listed, identityOf)
  const files = Map.groupBy(vouched, ({ pkg }) => identityOf(pkg))
  return [...files].map(([identity, candidates]) => {
    const listing = listings.get(identity) ?? []
    const inForce = candidates.filter(({ file }) => listing.some(({ key }) => key === file.key))
    return inComponentOf(listing, only(inForce.length > 0 ? inForce : candidates))
  })
}

/** It stays in the component that lists it. */
function inComponentOf<P extends AnyPackage>(listing: readonly ListedPackage[], pkg: P): P {
  const deb = listing.find((it) => it.format === 'deb')
  return deb !== undefined ? { ...pkg, component: deb.component } : pkg
}

function only<P extends AnyPackage>(candidates: readonly Vouched<P>[]): P {
  const [first, ...others] = candidates
  if (first === undefined) throw new Error('a group without members')
  const other = others.find(({ pkg }) => contentDigest(pkg) !== contentDigest(first.pkg))
  if (other === undefined) return first.pkg
  throw new PublishError(
    'CONFLICT',
    `${first.pkg.source} and ${other.file.key} are both ${labelOf(first.pkg)}, with other content, and no head says which ` +
      'of them is published. Delete the one that is not to be listed.',
  )
}

/**
 * What lies in the store, and what arrives beside it: of a package that is both, one.
 *
 * @throws PublishError `CONFLICT` where the two have other content and `ifExists` is `fail`
 */
export function withoutTwins<P extends AnyPackage>(
  stored: readonly P[],
  arriving: readonly P[],
  ifExists: IfExists,
): readonly P[] {
  const twins = new Map(arriving.map((pkg) => [identityOf(pkg), pkg]))
  const staying = stored.filter((pkg) => {
    const twin = twins.get(identityOf(pkg))
    if (twin === undefined || contentDigest(twin) === contentDigest(pkg)) return true
    if (ifExists === 'fail') throw twinsDiffer(pkg, twin)
    return ifExists === 'skip'
  })
  const isStored = new Set(staying.map(identityOf))
  return [...staying, ...arriving.filter((pkg) => !isStored.has(identityOf(pkg)))]
}

function twinsDiffer(stored: AnyPackage, arriving: AnyPackage): PublishError {
  return new PublishError(
    'CONFLICT',
    `${arriving.source} and ${stored.source}, which packages names, are both ${labelOf(stored)}, with other content. ` +
      'Leave it out of packages, or set if-exists to skip (keep what lies there) or replace.',
  )
}

import { type Place, faulty, placeText } from '../../errors.ts'
import type { PackagedEntry, RpmGhost } from '../description.ts'

/** How much an entry insists on its path. */
export type Claim =
  /** A folder of a tree: several may have it. */
  | 'shared'
  /** Documents in a deb: nFPM leaves them out there, so that a configuration may have another file at their path. */
  | 'weak'
  | 'own'

export interface Held {
  readonly path: string
  readonly at: Place
  readonly claim: Claim
  readonly entry: PackagedEntry | undefined
  readonly ghost: RpmGhost | undefined
}

/**
 * The entries of a package, each path once.
 *
 * @returns sorted by path
 * @throws PublishError with the place of the second of two that want one path
 */
export function settled(all: readonly Held[]): readonly Held[] {
  const held = new Map<string, Held>()
  for (const next of all) {
    const other = held.get(next.path)
    if (other === undefined || yields(other, next)) held.set(next.path, next)
    else if (!yields(next, other)) {
      const message = `${next.path} is in the package already, from ${placeText(other.at)}`
      throw faulty([{ message, place: next.at }])
    }
  }
  return [...held.values()].sort((left, right) => (left.path < right.path ? -1 : 1))
}

function yields({ claim, entry }: Held, to: Held): boolean {
  if (claim === 'weak') return to.claim !== 'weak'
  return claim === 'shared' && entry?.type === to.entry?.type
}

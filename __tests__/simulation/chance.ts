import { randomOf } from '../support/fault-proxy.ts'

/** Decisions that a seed determines. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  isTrue(probability: number): boolean
  pick<T>(things: readonly T[]): T
  /** So many of them, all different, in an order by chance. */
  sample<T>(things: readonly T[], count: number): readonly T[]
  /** Decisions of somebody else, which do not depend on how many this one goes on to make. */
  fork(): Chance
}

export function chanceOf(seed: number): Chance {
  const next = randomOf(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  const chance: Chance = {
    next,
    below,
    isTrue: (probability) => next() < probability,
    pick: <T>(things: readonly T[]) => things[below(things.length)] as T,
    sample: (things, count) => {
      const left = [...things]
      const drawn = Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(below(left.length), 1),
      )
      return drawn.flat()
    },
    fork: () => chanceOf(below(2 ** 32)),
  }
  return chance
}

import type { Chance } from '../simulation/chance.ts'

/** How long it is from one step to the next. */
export interface Pause {
  readonly ms: number
  /** Longer than the grace time. */
  readonly isLong: boolean
}

const HOUR_MS = 60 * 60 * 1000
/** One in so many is long. */
const LONG = 0.04

/** Of steps and of the one before them: mostly some hours, sometimes some days, after which there is much to collect. */
export function pausesOf(steps: number, chance: Chance): readonly Pause[] {
  return Array.from({ length: steps + 1 }, () => {
    const isLong = chance.isTrue(LONG)
    const ms = isLong ? (48 + chance.below(48)) * HOUR_MS : 2_000 + chance.below(12 * HOUR_MS)
    return { ms, isLong }
  })
}

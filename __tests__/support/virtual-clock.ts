import type { Clock } from '../../src/clock.ts'

export interface VirtualClock extends Clock {
  advance(milliseconds: number): void
}

/** A clock on which sleeping takes no time. Chance comes from a seed, so that a run can be had again. */
export function virtualClock(startMs = 1_800_000_000_000, seed = 1): VirtualClock {
  let now = startMs
  let state = seed
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
    sleep: async (milliseconds) => {
      now += milliseconds
    },
    random: () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    },
  }
}

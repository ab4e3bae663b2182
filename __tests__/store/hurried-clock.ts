import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'

export interface HurriedClock extends Clock {
  /** What was asked for, in milliseconds. */
  readonly pauses: number[]
}

/** Real time, but pauses take so many times less than they should. */
export function hurriedClock(times = 100): HurriedClock {
  const pauses: number[] = []
  return {
    pauses,
    now: () => Date.now(),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds)
      await sleep(milliseconds / times)
    },
    random: () => Math.random(),
  }
}

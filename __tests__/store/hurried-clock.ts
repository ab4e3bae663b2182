import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'

export interface HurriedClock extends Clock {
  /** What was asked for, in milliseconds. */
  readonly pauses: number[]
}

/** Real time, but pauses take a hundredth of what they should. */
export function hurriedClock(): HurriedClock {
  const pauses: number[] = []
  return {
    pauses,
    now: () => Date.now(),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds)
      await sleep(milliseconds / 100)
    },
    random: () => Math.random(),
  }
}

import type { Clock } from '../../src/clock.ts'
import type { Chance } from './chance.ts'
import type { SimulatedProcess } from './process.ts'
import type { Scheduler } from './scheduler.ts'

const MOST_SKEW_MS = 24 * 60 * 60 * 1000

/** The clock of a runner, which is off by up to a day; its sleep is the scheduler's to end. */
export function processClock(scheduler: Scheduler, process: SimulatedProcess, chance: Chance): Clock {
  const skewMs = chance.isTrue(0.5) ? 0 : Math.floor((chance.next() * 2 - 1) * MOST_SKEW_MS)
  return {
    now: () => scheduler.now() + skewMs,
    random: () => chance.next(),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (process.isGone) return
        const pending = scheduler.add('sleep', process, milliseconds, () => resolve())
        const wake = () => {
          pending.dueMs = scheduler.now()
        }
        if (signal?.aborted === true) wake()
        else signal?.addEventListener('abort', wake, { once: true })
      }),
  }
}

import type { Clock } from '../clock.ts'
import { PublishError } from '../errors.ts'

/** A clock on which nobody waits any more once a run is over: what would be tried again is not. */
export function endingClock(clock: Clock, over: AbortSignal): Clock {
  return {
    ...clock,
    sleep: async (milliseconds, signal) => {
      await clock.sleep(milliseconds, signal === undefined ? over : AbortSignal.any([signal, over]))
      assertGoingOn(over)
    },
  }
}

/** @throws PublishError `CANCELLED`, which reaches nobody: the run has failed already */
export function assertGoingOn(over: AbortSignal): void {
  if (over.aborted) throw new PublishError('CANCELLED', 'The run is over.')
}

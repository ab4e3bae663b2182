import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'

/**
 * Does something again and again until it succeeds, fails for good, or has been tried often or long enough.
 *
 * @param isTransient whether another try after this error can succeed
 * @throws the last error
 */
export async function retry<T>(
  work: () => Promise<T>,
  isTransient: (error: unknown) => boolean,
  clock: Clock,
): Promise<T> {
  const giveUpAt = clock.now() + LIMITS.requestMs
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || tries >= LIMITS.requestTries || clock.now() > giveUpAt) throw error
      await clock.sleep(pauseMs(tries, clock))
    }
  }
}

/**
 * How long to wait after so many tries: from one second, because R2 takes one write a second and key, doubling, with
 * chance in it, because those who were throttled together should not come back together.
 */
export function pauseMs(tries: number, clock: Clock): number {
  const doubled = LIMITS.retryFloorMs * 2 ** (tries - 1)
  return Math.min(LIMITS.retryCeilingMs, doubled + clock.random() * doubled)
}

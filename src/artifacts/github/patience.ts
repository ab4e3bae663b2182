import type { Clock } from '../../clock.ts'
import { LIMITS } from '../../limits.ts'
import type { Log } from '../../report/log.ts'
import { pauseMs } from '../../store/retry.ts'
import { seenIn } from './failures.ts'

export interface Patience {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** What GitHub asks for where it limits requests and does not say how long. */
const UNSAID_LIMIT_MS = 60_000

/**
 * Asks GitHub, and again after a pause where it was busy, limits requests or could not be reached.
 *
 * @throws what the last try threw
 */
export async function patiently<T>(request: () => Promise<T>, { clock, log, signal }: Patience): Promise<T> {
  let waitedMs = 0
  for (let tries = 1; ; tries += 1) {
    try {
      return await request()
    } catch (error) {
      signal.throwIfAborted()
      const pause = pauseAfter(error, tries, clock)
      waitedMs += pause ?? 0
      if (pause === undefined || tries >= LIMITS.requestTries || waitedMs > LIMITS.githubWaitMs) throw error
      if (pause > LIMITS.retryCeilingMs)
        log.info(`GitHub limits requests: going on in ${Math.ceil(pause / 1_000)} seconds`)
      await clock.sleep(pause, signal)
      signal.throwIfAborted()
    }
  }
}

/** How long to wait before the next try; undefined where none can succeed. */
function pauseAfter(error: unknown, tries: number, clock: Clock): number | undefined {
  const { status, isLimit, retryAfterMs, resetMs } = seenIn(error)
  if (isLimit) {
    const askedMs = retryAfterMs ?? (resetMs === undefined ? UNSAID_LIMIT_MS : resetMs - clock.now())
    return Math.max(askedMs, pauseMs(tries, clock))
  }
  if (status === 408 || status >= 500) return Math.max(retryAfterMs ?? 0, pauseMs(tries, clock))
  return undefined
}

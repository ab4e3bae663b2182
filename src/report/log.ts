import type { Place } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/** How often it is worth saying how far something has come. */
export interface Pace {
  /** What is done sooner needs no word. */
  readonly firstMs: number
  readonly everyMs: number
}

/** For a log that keeps every line. */
export const LINE_PACE: Pace = { firstMs: LIMITS.progressFirstMs, everyMs: LIMITS.progressEveryMs }

/** Where a run says what it does: the runner's log, or a terminal. */
export interface Log {
  info(message: string): void
  /** Something the user should see and need not act on. */
  notice(message: string, place?: Place): void
  warning(message: string): void
  error(message: string): void
  /** How far something long has come: the line before it need not stay. */
  progress(message: string): void
  readonly pace: Pace
  /** Runs one step, its lines folded under a title where the log can do that. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
}

/** A log whose warnings are kept too. */
export function notingLog(log: Log, warnings: string[]): Log {
  return {
    ...log,
    warning: (message) => {
      warnings.push(message)
      log.warning(message)
    },
  }
}

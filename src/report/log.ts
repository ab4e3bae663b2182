import type { Place } from '../errors.ts'

/** Where a run says what it does: the runner's log, or a terminal. */
export interface Log {
  info(message: string): void
  /** Something the user should see and need not act on. */
  notice(message: string, place?: Place): void
  warning(message: string): void
  error(message: string): void
  /** Runs one phase, its lines folded under a title where the log can do that. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
}

/** Lines for a person: phases as headings, warnings marked, errors apart. */
export function terminalLog(out: (line: string) => void, err: (line: string) => void): Log {
  return {
    info: (message) => out(message),
    notice: (message) => out(message),
    warning: (message) => err(`Warning: ${message}`),
    error: (message) => err(`Error: ${message}`),
    group: async (title, work) => {
      out(title)
      return work()
    },
  }
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

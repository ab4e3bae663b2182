import { LIMITS } from '../limits.ts'
import { LINE_PACE, type Log, type Pace } from './log.ts'

/** Where lines for a person go. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** How wide the screen is that `err` goes to; undefined where it goes into a file or a pipe. */
  readonly columns: number | undefined
}

const SCREEN_PACE: Pace = { firstMs: LIMITS.screenProgressFirstMs, everyMs: LIMITS.screenProgressEveryMs }

/** ECMA-48: to the first column, and the line is erased. */
const ERASE_LINE = '\r\u001b[2K'

/**
 * Lines for a person: steps as headings, warnings marked, errors apart. On a screen, how far something has come is one
 * line that changes, and is gone when the next is said.
 */
export function terminalLog({ out, err, columns }: Terminal): Log {
  let isShown = false
  function say(line: string, to: (text: string) => void): void {
    if (isShown) err(ERASE_LINE)
    isShown = false
    to(`${printable(line)}\n`)
  }
  return {
    info: (message) => say(message, out),
    notice: (message) => say(message, out),
    warning: (message) => say(`Warning: ${message}`, err),
    error: (message) => say(`Error: ${message}`, err),
    progress(message) {
      if (columns === undefined) return say(message, out)
      isShown = true
      err(`${ERASE_LINE}${printable(message).slice(0, columns - 1)}`)
    },
    pace: columns === undefined ? LINE_PACE : SCREEN_PACE,
    async group(title, work) {
      say(title, out)
      try {
        return await work()
      } finally {
        if (isShown) err(ERASE_LINE)
        isShown = false
      }
    },
  }
}

/** Names of files and answers of servers must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD')
}

/** Libraries of the runner's toolkit print `::debug::` lines, which only a runner hides. */
export function hideWorkflowCommands(): void {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) =>
    typeof chunk === 'string' && chunk.startsWith('::debug::') ? true : write(chunk, ...rest)
}

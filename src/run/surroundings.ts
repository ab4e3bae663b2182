import type { Clock } from '../clock.ts'
import type { Scratch } from '../content.ts'
import type { Journal } from '../report/journal.ts'
import type { Log } from '../report/log.ts'

/** Where a run happens: a runner, a terminal, a test. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly log: Log
  /** Written as the run goes on: who reads it knows what a run did that failed. */
  readonly journal: Journal
  readonly scratch: Scratch
  readonly signal: AbortSignal
  /** The system's, where nothing else is said. */
  readonly clock?: Clock
  /** Cloudflare's own, where nothing else is said; tests bring theirs. */
  readonly cloudflareApi?: string
}

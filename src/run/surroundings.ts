import type { Scratch } from '../content.ts'
import type { Log } from '../report/log.ts'

/** Where a run happens: a runner, a terminal, a test. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly log: Log
  readonly scratch: Scratch
  readonly signal: AbortSignal
}

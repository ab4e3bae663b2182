import type { ReadyPackages } from '../packaging/ready.ts'
import type { Entry } from '../report/entries.ts'
import type { Committed } from '../repository/commit/commit.ts'
import type { Verification } from '../verification/verdict.ts'

/** What a command did. */
export interface CommandReport {
  /** The packages that the run made or published from files; undefined for commands without any. */
  readonly packages: ReadyPackages | undefined
  /** Package by package; empty where the run only built and checked. */
  readonly entries: readonly Entry[]
  /** What became of each repository; undefined where none was to be changed. */
  readonly committed?: readonly Committed[]
  /** Of `verify` alone. */
  readonly verification?: Verification
}

import type { Clock } from '../../clock.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import type { AnyPackage } from '../../package.ts'
import type { Store } from '../../store/store.ts'
import type { PackageFile, Repository } from '../repository.ts'
import type { Placement } from './placement.ts'

/** What became of a package in one repository. */
export type Status = 'added' | 'unchanged' | 'replaced' | 'skipped' | 'removed'

export interface Outcome {
  readonly pkg: AnyPackage
  readonly channel: string
  /** Its file; the published one where that stayed. */
  readonly file: PackageFile
  readonly status: Status
}

/** Everything that a commit needs beside the repository and the packages. */
export interface Publisher {
  readonly store: Store
  readonly clock: Clock
  readonly keys: SigningKeys
  readonly placement: Placement
  /** Keys that some head named when this run read it: what lies there stays for the grace time at least. */
  readonly named: ReadonlySet<string>
  /** Aborted by SIGINT or SIGTERM: nothing new begins, a swap that has begun still writes its aliases. */
  readonly signal: AbortSignal
  readonly warn: (message: string) => void
  /** Told of each repository that has what this run wants of it. */
  readonly committed: (repository: Pick<Repository, 'title'>) => void
  /** Makes sure, once, that the store keeps conditions; asked before the first write to a head that has no copy of ours. */
  readonly checkStore: () => Promise<void>
}

/** Whether an outcome puts a package into an index. */
export function isArriving({ status }: Pick<Outcome, 'status'>): boolean {
  return status === 'added' || status === 'replaced'
}

import type { Clock } from '../clock.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import type { Log } from '../report/log.ts'
import type { Store } from '../store/store.ts'
import type { StoredObjects } from './stored-objects.ts'

/** What every check has at hand. */
export interface Ground {
  readonly store: Store
  readonly objects: StoredObjects
  readonly trust: readonly TrustedKey[]
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Read every byte of every package. */
  readonly deep: boolean
  /** Whether the store keeps metadata of objects: a directory does not. */
  readonly keepsMetadata: boolean
  /** How long what was superseded stays readable. */
  readonly graceSeconds: number
}

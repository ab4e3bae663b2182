import type { Store } from '../../store/store.ts'
import type { Acceptance } from '../heads/adoption.ts'

/** Which repository, and where it lies. */
export interface RpmRepositoryOptions extends Acceptance {
  readonly store: Store
  /** Of the repository; empty or ending in a slash. */
  readonly folder: string
  readonly channel: string
  /** For messages; empty where one repository has all architectures. */
  readonly arch: string
}

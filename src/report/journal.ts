import type { ReadyPackages } from '../packaging/ready.ts'
import type { Request } from '../request/request.ts'
import { type Counts, NO_REQUESTS } from '../store/counting.ts'

/** What a run has come to so far: written as it goes on, so that a run that fails can tell, too. */
export interface Journal {
  readonly warnings: string[]
  /** Undefined as long as the inputs are not read. */
  request?: Request
  /** The store's name; undefined as long as none is needed. */
  storeName?: string
  packages?: ReadyPackages
  /** Of each repository that is to change, its title and what is to become of it. */
  readonly planned: Map<string, string>
  /** Titles of the repositories that have what this run wants of them. */
  readonly committed: Set<string>
  /** What the store was asked until now. */
  counts: () => Counts
}

export function newJournal(): Journal {
  return { warnings: [], planned: new Map(), committed: new Set(), counts: () => NO_REQUESTS }
}

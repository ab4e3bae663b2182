import type { Finding } from './finding.ts'

/** A head that a repository can be brought back to, or has now. */
export interface DatedHead {
  readonly id: string
  /** ISO 8601. */
  readonly date: string
}

/** What was read of one repository. */
export interface RepositoryVerdict {
  readonly title: string
  readonly channel: string
  readonly format: 'deb' | 'rpm'
  /** Undefined where it is gone, or could not be verified. */
  readonly head:
    | (DatedHead & {
        readonly key: string
        /** Fingerprints of the trusted keys that signed it. */
        readonly signedBy: readonly string[]
      })
    | undefined
  readonly packages: number
  /** Files and packages that were looked at, and their bytes. */
  readonly objects: number
  readonly bytes: number
  /** Earlier heads that `rollback` can go back to, oldest first. */
  readonly copies: readonly DatedHead[]
  /** IDs of copies that no head says it replaced: their writers lost the swap, or crashed before. */
  readonly neverInForce: readonly string[]
}

/** What `verify` found. */
export interface Verification {
  /** Whether no finding is an error. */
  readonly isSound: boolean
  readonly repositories: readonly RepositoryVerdict[]
  /** The worst first. */
  readonly findings: readonly Finding[]
}

/** A head as it is shown. */
export function datedHead(id: string, stampSeconds: number): DatedHead {
  return { id, date: new Date(stampSeconds * 1000).toISOString() }
}

import type { Signer } from '../../openpgp/verify.ts'
import type { Head } from './head.ts'
import type { Listing } from '../listing.ts'

/** A file that a head names, as clients find it. */
export interface NamedFile {
  /** Where clients look first, relative to the root of the store. */
  readonly key: string
  /** Where they look when nothing is there. */
  readonly plainKey: string | undefined
  /** Undefined where the head does not say it. */
  readonly sizeBytes: number | undefined
  /** As node names it. */
  readonly algorithm: string
  /** Lower-case hex; its beginning where nothing says more. */
  readonly hash: string
  /** Files of the same name here are forms of one index: clients need one of them. */
  readonly index: string
}

/** What tools read that know neither by-hash nor copies, and what does not belong to the head. */
export interface StaleAlias {
  readonly key: string
  /** Whether current clients read it: then they fail. */
  readonly isNeeded: boolean
}

/**
 * A head as somebody sees it who reads with public keys alone: it is verified, and nothing that it names was read yet, so
 * that each damage can be told apart.
 */
export interface InspectedHead {
  /** Undefined where there is none. */
  readonly head: Head | undefined
  /** The store's clock when the head was read. */
  readonly nowSeconds: number
  readonly signers: readonly Signer[]
  readonly files: readonly NamedFile[]
  /**
   * Reads and verifies its indexes.
   *
   * @throws PublishError `INTEGRITY` where one is missing or is not what the head says
   */
  listing(): Promise<Listing>
  /** None of a head that no publish of ours wrote: its aliases are not ours. */
  staleAliases(): Promise<readonly StaleAlias[]>
}

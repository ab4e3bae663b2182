/**
 * What keeps clients from what was published.
 *
 * - `error`: clients fail, or new ones cannot begin
 * - `warning`: clients work, but see an older state, or not as well as they could
 */
export interface ReadBackFinding {
  readonly severity: 'error' | 'warning'
  readonly url: string
  /** As a sentence. */
  readonly seen: string
  /** What mends it, as a sentence. */
  readonly remedy: string
}

/** A finding that was seen once. */
export interface Trouble extends ReadBackFinding {
  /** Whether it may pass by itself: a cache that runs out, a domain that is new. */
  readonly mayPass: boolean
  /** Whether there is no way to the host from here. */
  readonly isOutOfReach?: true
}

/** What was found out by reading back. */
export interface ReadBack {
  /** The worst first; of several URLs with one trouble the first. */
  readonly findings: readonly ReadBackFinding[]
  /** What is as it should be, as sentences. */
  readonly confirmed: readonly string[]
}

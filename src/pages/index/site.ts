/** Whose page it is, as every run knows it. */
export interface PageSite {
  readonly repositoryName: string
  /** Where the root is served, without a slash at its end. */
  readonly baseUrl: string
  /** Of the keys that clients are to trust, 40 capital hex digits each. */
  readonly fingerprints: readonly string[]
}

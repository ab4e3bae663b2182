/** What was found and is not published, and why. */
export interface Skipped {
  /** As messages name it. */
  readonly path: string
  /** What it is instead: `a shared library`. */
  readonly reason: string
}

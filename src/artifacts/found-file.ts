import type { Content } from '../content.ts'

/** A file that may become a package. */
export interface FoundFile {
  /** For messages, `/`-separated; below the folder that was searched relative to it, else absolute. */
  readonly path: string
  readonly content: Content
  /** Whether it was named itself, and not caught by a wildcard: then it has to be of use. */
  readonly isLiteral: boolean
}

import type { Content } from '../content.ts'

/** Something that may become a package, wherever it was found: a file, or an asset of a release. */
export interface FoundArtifact {
  /** For messages: a path as globs.ts shows it, or `asset NAME of TAG`. */
  readonly source: string
  /** The last part of its path. */
  readonly fileName: string
  readonly content: Content
  /** Whether it was named itself, and not caught by a wildcard: then it has to be of use. */
  readonly isLiteral: boolean
}

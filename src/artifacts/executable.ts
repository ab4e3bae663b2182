import type { Content } from '../content.ts'
import type { Architecture } from '../recipe/architecture.ts'
import type { DynamicLinks } from '../recipe/dynamic-links.ts'
import type { Linkage } from './elf.ts'

/** An executable for Linux, found as a file or in an archive. */
export interface Executable {
  /** For messages; in an archive `ARCHIVE: MEMBER`. */
  readonly path: string
  /** The file that it came in: itself, or an archive. */
  readonly container: string
  /** The last part of its path. */
  readonly fileName: string
  /** What its header says. */
  readonly arch: Architecture
  readonly linkage: Linkage
  readonly links: DynamicLinks | undefined
  readonly content: Content
}

/** A symbolic link to an executable, in the archive of both. */
export interface ExecutableLink {
  /** For messages, as those of executables. */
  readonly path: string
  readonly container: string
  /** The last part of its path. */
  readonly fileName: string
  readonly target: Executable
}

import type { Content } from '../content.ts'
import type { Stanza } from './stanza.ts'

/** A .deb, as its own bytes describe it. */
export interface DebPackage {
  readonly format: 'deb'
  readonly name: string
  /** `[epoch:]upstream[-revision]` */
  readonly version: string
  /** dpkg's spelling: `amd64`, `armhf`, `all`. */
  readonly arch: string
  /** The control file, whole. */
  readonly control: Stanza
  readonly content: Content
  /** Lower-case hex, of the whole file. */
  readonly sha256: string
  /** Where it came from, for messages. */
  readonly source: string
}

import type { Content } from '../content.ts'
import type { Stanza } from './stanza.ts'

interface DebIdentity {
  readonly format: 'deb'
  readonly name: string
  /** `[epoch:]upstream[-revision]` */
  readonly version: string
  /** dpkg's spelling: `amd64`, `armhf`, `all`. */
  readonly arch: string
  readonly content: Content
  /** Lower-case hex, of the whole file. */
  readonly sha256: string
  /** Where it came from, for messages. */
  readonly source: string
}

/** A .deb, as its own bytes describe it. */
export interface DebPackage extends DebIdentity {
  /** The control file, whole. */
  readonly control: Stanza
  /** Where it is to be listed; the component of the run by default. */
  readonly component?: string
}

/** A published .deb, as a verified index describes it. Nothing of the file is read. */
export interface ListedDeb extends DebIdentity {
  /** What the index says of it, as it stands: its last newline included. */
  readonly stanza: Buffer
  /** Of its file, relative to the root of the store. */
  readonly key: string
  /** The same, relative to the root of the repository, as the index says it. */
  readonly filename: string
  readonly component: string
}

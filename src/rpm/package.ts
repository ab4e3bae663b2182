import type { Content } from '../content.ts'
import type { RpmHeader } from './header.ts'

/** A binary .rpm, as its own bytes describe it. */
export interface RpmPackage {
  readonly format: 'rpm'
  readonly name: string
  /** Absent where the package says none, which compares as 0. */
  readonly epoch?: number
  readonly version: string
  readonly release: string
  /** rpm's spelling: `x86_64`, `armv7hl`, `noarch`. */
  readonly arch: string
  readonly signatureHeader: RpmHeader
  readonly header: RpmHeader
  /** Where the main header lies in the file, from its magic to the end of its data store. */
  readonly headerRange: { readonly start: number; readonly end: number }
  /** Lower-case hex, of the bytes of that range: what is signed, and the package's identity. */
  readonly headerSha256: string
  readonly content: Content
  /** Lower-case hex, of the whole file. */
  readonly sha256: string
  /** Where it came from, for messages. */
  readonly source: string
}

import type { Content } from '../content.ts'
import type { RpmHeader } from './header.ts'

interface RpmIdentity {
  readonly format: 'rpm'
  readonly name: string
  /** Absent where the package says none, which compares as 0. */
  readonly epoch?: number
  readonly version: string
  readonly release: string
  /** rpm's spelling: `x86_64`, `armv7hl`, `noarch`. */
  readonly arch: string
  readonly content: Content
  /** Lower-case hex, of the whole file. */
  readonly sha256: string
  /** Where it came from, for messages. */
  readonly source: string
}

/** A binary .rpm, as its own bytes describe it. */
export interface RpmPackage extends RpmIdentity {
  readonly signatureHeader: RpmHeader
  readonly header: RpmHeader
  /** Where the main header lies in the file, from its magic to the end of its data store. */
  readonly headerRange: { readonly start: number; readonly end: number }
  /** Lower-case hex, of the bytes of that range: what is signed, and the package's identity. */
  readonly headerSha256: string
}

/**
 * A published .rpm, as a verified index describes it. Nothing of the file is read: whoever can write to the store could
 * have put another one there, and what that says of itself must not get into an index that is signed.
 */
export interface ListedRpm extends RpmIdentity {
  readonly headerSha256: undefined
  /** What its index calls it by: its SHA-256, or a weaker digest of a foreign repository, whose `sha256` is empty. */
  readonly pkgid: string
  /** Its entries in the three indexes, as they stand; undefined where one has none, which cannot be listed elsewhere. */
  readonly entries: PackageEntriesAsRead | undefined
  /** Of its file, relative to the root of the store. */
  readonly key: string
  /** The same, relative to the root of the repository, as the entry in primary says it. */
  readonly href: string
  /** An `xml:base`: where clients look for it, perhaps on another server. */
  readonly base?: string
}

interface PackageEntriesAsRead {
  readonly primary: Buffer
  readonly filelists: Buffer
  readonly other: Buffer
}

import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { Condition, ObjectHeaders } from '../store/store.ts'

/** The head of a repository as it was read: the one object that a publish replaces. */
export interface Head {
  /** What the swap demands: its ETag, or absence where another object was read in its place. */
  readonly condition: Condition
  readonly stampSeconds: number
  /** When the store wrote it, by the store's clock. */
  readonly writtenSeconds: number
}

/** What a repository says of a package's name, version and architecture. */
export type Published =
  | { readonly kind: 'absent' }
  /** The same content; `complete` is false where an index that should list it does not. */
  | { readonly kind: 'same'; readonly file: PackageFile; readonly complete: boolean }
  | { readonly kind: 'different'; readonly file: PackageFile }

/** The file of a package in the store. */
export interface PackageFile {
  /** Relative to the root of the store. */
  readonly key: string
  /** Lower-case hex. */
  readonly sha256: string
  readonly sizeBytes: number
}

/** A package and the key of its file, relative to the root of the store. */
export interface Placed<P> {
  readonly pkg: P
  readonly key: string
}

export interface ObjectWrite {
  readonly key: string
  readonly bytes: Uint8Array
  readonly headers: ObjectHeaders
}

/** A copy of something in the head, for tools that know no better. */
export interface Alias extends ObjectWrite {
  /** What lay there before the swap; undefined where nobody looked. */
  readonly noted?: Condition | undefined
}

/** Everything that one publish writes besides the packages, in the three groups of their order. */
export interface Rendering {
  /** Immutable, under names that nothing had before: indexes, and the copy of the head. */
  readonly objects: readonly ObjectWrite[]
  readonly head: ObjectWrite
  /** In groups, each written when all of the one before it are. */
  readonly aliases: readonly (readonly Alias[])[]
}

/** An index with packages in it, not yet dated or signed. */
export interface Change {
  render(stampSeconds: number, keys: SigningKeys): Promise<Rendering>
}

/** A repository at one moment: its head and the indexes that will change, all verified. */
export interface OpenRepository<P> {
  /** Undefined before the first publish. */
  readonly head: Head | undefined
  /** The store's clock when the head was read. */
  readonly nowSeconds: number
  /** Whether a copy of this head is stored, as every publish of ours leaves one. */
  readonly hasCopy: boolean
  readonly warnings: readonly string[]
  /** The versions that the opened indexes have under a name; of an rpm without its release. */
  versions(name: string): readonly string[]
  published(pkg: P): Promise<Published>
  /** The indexes with these packages, those of the same name, version and architecture replaced; undefined where nothing changes. */
  add(packages: readonly Placed<P>[]): Change | undefined
  /** Aliases that differ from this head, with what they should hold. */
  staleAliases(keys: SigningKeys): Promise<readonly (readonly Alias[])[]>
}

/** One head and all that hangs on it: an apt suite, or an rpm repository. */
export interface Repository<P> {
  /** For messages: `apt suite stable`. */
  readonly title: string
  readonly channel: string
  readonly headKey: string
  /** The folder whose packages and marks this repository shares with its siblings; empty or ending in a slash. */
  readonly tree: string
  /**
   * Reads and verifies the head and those indexes that these packages will change.
   *
   * @throws PublishError `SIGNATURE` or `INTEGRITY` where something is not what a trusted key signed
   */
  open(packages: readonly P[]): Promise<OpenRepository<P>>
  /** Where the file of a package belongs, if nothing else lies there. */
  packageKey(pkg: P): string
}

import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { AnyPackage, ListedPackage } from '../package.ts'
import type { Condition, ObjectHeaders } from '../store/store.ts'
import type { RepositoryContents } from '../pages/index/contents.ts'
import type { Head, HeadCopy } from './heads/head.ts'
import type { InspectedHead, NamedFile } from './heads/inspection.ts'
import type { Listing } from './listing.ts'

/** What a repository says of a package's name, version and architecture. */
export type Published =
  | { readonly kind: 'absent' }
  /**
   * The same content; `complete` is false where an index that should list it does not, `isExact` where one says another
   * digest of the file, or none: rpms are the same whoever signed them.
   */
  | {
      readonly kind: 'same'
      readonly file: PackageFile
      readonly complete: boolean
      readonly isExact: boolean
    }
  | { readonly kind: 'different'; readonly file: PackageFile }

/** The file of a package in the store. */
export interface PackageFile {
  /** Relative to the root of the store. */
  readonly key: string
  /** Lower-case hex; empty where nothing says it. */
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

/** Something that never changes, under a name that nothing had before. */
export interface HashedWrite extends ObjectWrite {
  readonly sha256: string
}

/** A copy of something in the head, for tools that know no better. */
export interface Alias extends ObjectWrite {
  /** What lay there before the swap; undefined where nobody looked. */
  readonly noted?: Condition | undefined
}

/** Everything that one publish writes besides the packages, in the three groups of their order. */
export interface Rendering {
  /** Immutable, under names that nothing had before: indexes, and the copy of the head. */
  readonly objects: readonly HashedWrite[]
  /** The ID of the new head. */
  readonly id: string
  readonly head: ObjectWrite
  /** In groups, each written when all of the one before it are. */
  readonly aliases: readonly (readonly Alias[])[]
}

/** What is to become of a repository: step 3. */
export interface Edit<P> {
  /** Packages that are to be listed, each in the place of what has its name, version and architecture. */
  readonly added: readonly Placed<P>[]
  readonly removed: readonly ListedPackage[]
  /** Write every index and the head anew, also where nothing changes. */
  readonly rewrite: boolean
}

/** An index with packages in it, not yet dated or signed. */
export interface Change {
  /** What the repository then lists, of the indexes that were opened. */
  contents(): RepositoryContents
  render(stampSeconds: number, keys: SigningKeys): Promise<Rendering>
}

/** Which indexes of a repository are read. */
export interface Scope<P> {
  /** Those that these packages change. */
  readonly packages: readonly P[]
  /** All that it has. */
  readonly everything: boolean
}

export const EVERYTHING: Scope<never> = { packages: [], everything: true }
export const NOTHING: Scope<never> = { packages: [], everything: false }

/** A repository at one moment: its head and the indexes that will change, all verified. */
export interface OpenRepository<P> extends Listing {
  /** Undefined before the first publish. */
  readonly head: Head | undefined
  /** The store's clock when the head was read. */
  readonly nowSeconds: number
  /** Copies of this head and of others, oldest first. */
  readonly copies: readonly HeadCopy[]
  /** The head carries no signature, and is taken over because `adopt-unsigned` says so. */
  readonly isUnsigned: boolean
  readonly warnings: readonly string[]
  published(pkg: P): Promise<Published>
  /** The indexes after an edit; undefined where nothing changes. */
  edit(edit: Edit<P>): Change | undefined
  /** Aliases that differ from this head, with what they should hold. */
  staleAliases(keys: SigningKeys): Promise<readonly (readonly Alias[])[]>
}

/** One head and all that hangs on it: an apt suite, or an rpm repository. */
export interface Repository<P extends AnyPackage = AnyPackage> {
  readonly format: 'deb' | 'rpm'
  /** For messages: `apt suite stable`. */
  readonly title: string
  readonly channel: string
  readonly headKey: string
  /** The folder whose packages and marks this repository shares with its siblings; empty or ending in a slash. */
  readonly tree: string
  /**
   * Reads and verifies the head and those indexes that a run is about.
   *
   * @throws PublishError `SIGNATURE` or `INTEGRITY` where something is not what a trusted key signed
   */
  open(scope: Scope<P>): Promise<OpenRepository<P>>
  /**
   * The same, with everything, for what is damaged: where the head cannot be used, the newest copy that can. What lies
   * under the head's key will be replaced.
   *
   * @param orEmpty begin anew where no copy can be used either, instead of an error
   * @throws PublishError as `open`
   */
  recover(scope: Scope<P>, orEmpty: boolean): Promise<OpenRepository<P>>
  /**
   * Reads and verifies a copy of an earlier head.
   *
   * @throws PublishError as `open`
   */
  openCopy(id: string): Promise<OpenCopy>
  /**
   * Reads and verifies the head alone, for who looks on where more is damaged. One without a signature is refused.
   *
   * @throws PublishError as `open`
   */
  inspect(): Promise<InspectedHead>
  /** Copies of the head and of others, oldest first. */
  copies(): Promise<readonly HeadCopy[]>
  /** Where the file of a package belongs, if nothing else lies there. */
  packageKey(pkg: P): string
}

/** A copy of an earlier head. */
export interface OpenCopy {
  readonly id: string
  /** The ID of the head that it replaced, or was to replace. */
  readonly previous: string | undefined
  /** The keys of the indexes and other files that it names. */
  readonly namedFiles: readonly string[]
  /** The same, as clients find them. */
  readonly files: readonly NamedFile[]
  /**
   * Reads and verifies its indexes.
   *
   * @throws PublishError `INTEGRITY` where one is missing or is not what the copy says
   */
  listing(): Promise<Listing>
}

/** Whether a copy of the head is stored, as every publish of ours leaves one. */
export function hasCopy({ head, copies }: Pick<OpenRepository<never>, 'head' | 'copies'>): boolean {
  return copies.some(({ id }) => id === head?.id)
}

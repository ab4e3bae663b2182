import type { AnyPackage, ListedPackage } from '../../package.ts'
import type { IfExists } from '../../request/request.ts'
import type { OpenRepository, Scope } from '../repository.ts'

/** What a run wants of one repository. */
export interface Goal<P extends AnyPackage> {
  readonly scope: Scope<P>
  /**
   * `recover`: from the newest copy of the head that can be read, where the head itself cannot; `rebuild`: from nothing
   * where there is no such copy either.
   */
  readonly from: 'head' | 'recover' | 'rebuild'
  /**
   * What becomes of other content that is published under the name of a package; `take`: it is replaced, and so is the
   * same content where the index does not say the very digest of the file.
   */
  ifExists(pkg: P): IfExists | 'take'
  /** Decided anew at each attempt, on what is published then. */
  wish(opened: OpenRepository<P>): Promise<Wish<P>>
}

export interface Wish<P> {
  /** Packages that are to be listed. */
  readonly added: readonly P[]
  readonly removed: readonly ListedPackage[]
  /** Write every index and the head anew, also where nothing changes. */
  readonly rewrite: boolean
  /** What its user should know before it is carried out. */
  readonly warnings?: readonly string[]
}

/** Packages that are to be listed, and nothing else. */
export function addition<P extends AnyPackage>(packages: readonly P[], ifExists: IfExists): Goal<P> {
  const wish = { added: packages, removed: [], rewrite: false }
  const scope = { packages, everything: false }
  return { scope, from: 'head', ifExists: () => ifExists, wish: async () => wish }
}

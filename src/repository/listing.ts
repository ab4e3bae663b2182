import type { ListedPackage } from '../package.ts'

/** The packages that a state of a repository lists. */
export interface Listing {
  /** Those whose names are wanted; all by default. One that several indexes list is there once. */
  listed(isWanted?: (name: string) => boolean): readonly ListedPackage[]
  /** The keys of all packages. */
  namedPackages(): readonly string[]
  /** The keys of the indexes and other files that the head names. */
  readonly namedFiles: readonly string[]
}

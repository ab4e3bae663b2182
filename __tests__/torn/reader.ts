import type { Release } from '../clients/fresh-root.ts'

/** What came of one refresh by a real client, and of one download of a package that the state just read names. */
export interface Refresh {
  /** What the client said when it refused what it read; undefined where it was content. */
  readonly failure: string | undefined
  /** Likewise for the download, which is tried only after a good refresh. */
  readonly downloadFailure: string | undefined
  /** The N of the version 1.N that was offered and downloaded. */
  readonly version: number | undefined
}

/** A machine with a client that knows one repository. */
export interface Reader {
  readonly release: Release
  /** Of the row in which its refreshes are counted. */
  readonly row: string
  refresh(options: RefreshOptions): Promise<Refresh>
}

export interface RefreshOptions {
  /** Forget everything that was read before. */
  readonly fromNothing: boolean
  /** Download the newest `hello` afterwards. */
  readonly download: boolean
}

/** How a test tells readers of a kind where to read. */
export interface Source {
  /** Without a slash at its end. */
  readonly url: string
  /** The public key, armored. */
  readonly key: string
  /** Below the URL, where `dists/` is, and where `repodata/` is. */
  readonly aptPath: string
  readonly rpmPath: string
}

/** The N of `1.N-1` or `1.N`, as it is in the output of a download. */
export function versionIn(text: string, pattern: RegExp): number | undefined {
  const [, version] = pattern.exec(text) ?? []
  return version === undefined ? undefined : Number(version)
}

import type { Releases } from './artifacts/release-assets.ts'
import type { Clock } from './clock.ts'
import type { Scratch } from './content.ts'
import type { SigningKeys } from './openpgp/signing-keys.ts'
import type { TrustedKey } from './openpgp/trust.ts'
import type { Project } from './recipe/project.ts'
import type { Journal } from './report/journal.ts'
import type { Log } from './report/log.ts'
import type { Store } from './store/store.ts'

/** All of the outside that building packages touches. */
export interface World {
  /** Undefined where there is no key: then nothing is signed, and nothing published. */
  readonly keys: SigningKeys | undefined
  /** The public keys that may have signed what is published: our own and trusted-keys. */
  readonly trust: readonly TrustedKey[]
  readonly clock: Clock
  readonly log: Log
  /** What the run has come to, for its summary. */
  readonly journal: Journal
  /** Where artifacts are looked for. */
  readonly cwd: string
  /** What configurations of packages take for their variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the assets of a release are looked for. */
  readonly releases: Releases
  /** What packages say where nothing else says it. */
  readonly project: Project
  readonly scratch: Scratch
  /** The time of everything inside a package, in seconds since 1970. */
  readonly timeSeconds: number
  readonly signal: AbortSignal
}

/** The outside of a run that reads what is published. */
export interface ReadingWorld extends World {
  readonly store: Store
  /** Where clients find the root: public-url, or the file URL of a directory; undefined for a bucket without one. */
  readonly baseUrl: string | undefined
  /** Whether the store keeps metadata of objects: a directory does not. */
  readonly keepsMetadata: boolean
  /** Makes sure that the store keeps conditions. */
  readonly checkStore: () => Promise<void>
}

/** The outside of a run that publishes. */
export interface PublishingWorld extends ReadingWorld {
  readonly keys: SigningKeys
}

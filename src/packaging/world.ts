import type { Releases } from '../artifacts/release-assets.ts'
import type { Clock } from '../clock.ts'
import type { Scratch } from '../content.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import type { Project } from '../recipe/project.ts'
import type { PackagingRequest } from '../request/packaging.ts'
import type { Log } from '../report/log.ts'

/** What packages are made with. */
export interface PackagingWorld {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly scratch: Scratch
  readonly releases: Releases
  readonly project: Project
  /** Undefined where the run builds and checks only. */
  readonly keys: SigningKeys | undefined
  readonly trust: readonly TrustedKey[]
  /** Of everything inside a package. */
  readonly timeSeconds: number
  readonly log: Log
  readonly clock: Clock
}

/** Which packages to make, and where they are published. */
export interface PublishedPackaging extends PackagingRequest {
  readonly channels: readonly string[]
}

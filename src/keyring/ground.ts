import type { KeyFiles } from '../openpgp/trust.ts'
import type { RepositoryRequest } from '../request/repository.ts'

/** What a keyring package carries to clients, and about which repositories. */
export interface KeyringGround {
  readonly request: RepositoryRequest
  /** Where clients find the root, without a slash at its end. */
  readonly baseUrl: string
  readonly keys: KeyFiles
  readonly maintainer: string | undefined
  /** Of everything in the package: that of the keys, so that a package changes only when they do. */
  readonly timeSeconds: number
}

/** Keys are facts, and the lines around them ask for nothing. */
export const LICENSE = 'CC0-1.0'

/** A repository's name as both deb and rpm let a package's name begin. */
export function plainName(repositoryName: string): string {
  return repositoryName.toLowerCase().replaceAll('_', '-')
}

/** The condition of a script: a file is still what the package put there. */
export function isUnchanged(sha256: string, path: string): string {
  return `echo '${sha256}  ${path}' | sha256sum --check --status 2>/dev/null`
}

import { shellWord } from '../shell-word.ts'
import { INSTALL_SCRIPT } from './install-script-body.ts'
import type { ClientFiles } from './sources.ts'

/** The keys that a client is to trust. */
export interface InstalledKeys {
  /** 40 capital hex digits each: of every key in the published file. */
  readonly fingerprints: readonly string[]
  /** Of the armored file, lower-case hex. */
  readonly sha256: string
}

/** A script for POSIX shells that sets the repository up on a client: it holds all that it trusts. */
export function installScript({ repositoryName, baseUrl }: ClientFiles, keys: InstalledKeys): string {
  const settings = [
    ['name', repositoryName],
    ['url', baseUrl],
    ['key_sha256', keys.sha256],
    ['fingerprints', keys.fingerprints.join(' ')],
  ] as const
  const lines = settings.map(([variable, value]) => `${variable}=${shellWord(value)}`)
  return INSTALL_SCRIPT.replace('# SETTINGS', () => lines.join('\n'))
}

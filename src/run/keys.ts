import { systemClock } from '../clock.ts'
import type { ProjectEvent } from '../event.ts'
import type { InputTexts } from '../inputs.ts'
import { type SigningKeys, readSigningKeys } from '../openpgp/signing-keys.ts'
import { type TrustedKey, readTrustedKeys, trustOf } from '../openpgp/trust.ts'
import type { Log } from '../report/log.ts'
import { keyRequired } from '../commands/command.ts'
import { type Request, packagingOf } from '../request/request.ts'

/** The keys of a run: what it signs with, and what it trusts. */
export interface Keys {
  readonly keys: SigningKeys | undefined
  readonly trust: readonly TrustedKey[]
}

/** @throws PublishError `KEY` where one cannot be used */
export async function readKeys(texts: InputTexts, log: Log): Promise<Keys> {
  const now = new Date(systemClock.now())
  const trusted = texts['trusted-keys'] === '' ? [] : await readTrustedKeys(texts['trusted-keys'], now)
  if (texts['gpg-private-key'] === '') return { keys: undefined, trust: trusted }
  const keys = await readSigningKeys(texts['gpg-private-key'], texts['gpg-passphrase'] || undefined, now)
  for (const warning of keys.warnings) log.warning(warning)
  return { keys, trust: [...trustOf(keys), ...trusted] }
}

/** Without a key nothing can be published: that is right only where nobody expects it. */
export function assertMayGoWithoutKey(request: Request, event: ProjectEvent, log: Log): void {
  const why = event.isPullRequestFromFork
    ? 'a pull request from a fork gets no secrets'
    : request.dryRun
      ? 'this is a dry run without gpg-private-key'
      : undefined
  if (why === undefined) throw keyRequired(request.command)
  const built = packagingOf(request) === undefined ? '' : ' Packages are built and checked.'
  log.notice(`Nothing is published: ${why}.${built}`)
}

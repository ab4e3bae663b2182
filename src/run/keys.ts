import { systemClock } from '../clock.ts'
import type { ProjectEvent } from '../event.ts'
import type { InputTexts } from '../inputs.ts'
import { type SigningKeys, readSigningKeys } from '../openpgp/signing-keys.ts'
import { type TrustedKey, readTrustedKeys, trustOf } from '../openpgp/trust.ts'
import type { Log } from '../report/log.ts'
import { keyRequired } from '../commands/command.ts'
import type { Request } from '../request/request.ts'

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

/**
 * Why a run builds and checks, and publishes nothing; undefined where it goes on.
 *
 * @throws PublishError `INPUT` where the key is missing and somebody expects it to be there
 */
export function whyUnpublished(
  { command, dryRun }: Pick<Request, 'command' | 'dryRun'>,
  event: ProjectEvent,
  keys: SigningKeys | undefined,
): string | undefined {
  if (command === 'verify') return undefined
  // Secrets or not: under pull_request_target and workflow_run, what a stranger wrote would be signed.
  if (event.isPullRequestFromFork && !(dryRun && keys !== undefined))
    return 'a pull request from a fork must not publish'
  if (keys !== undefined) return undefined
  if (dryRun) return 'this is a dry run without gpg-private-key'
  if (event.isPullRequestOfDependabot === true) return 'a pull request of Dependabot gets no secrets'
  throw keyRequired(command)
}

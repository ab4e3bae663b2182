import type { Clock } from '../../src/clock.ts'
import { PublishError } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type AnyPackage, identityOf } from '../../src/package.ts'
import type { Entry } from '../../src/report/entries.ts'
import type { Store } from '../../src/store/store.ts'
import { publishAll, recordingLog } from '../support/publishing.ts'
import type { Intent } from './ledger.ts'
import type { JobPlan } from './plan.ts'
import { BASE_URL } from './start.ts'

/** A job with its packages made. */
export interface Job extends JobPlan {
  readonly packages: readonly AnyPackage[]
}

/**
 * How a run ended.
 *
 * - `done`: it reported its packages
 * - `conflict`: another package of the same name is published
 * - `stopped`: killed, cancelled, or given up; a run again must finish it
 */
export type Result =
  | { readonly kind: 'done'; readonly entries: readonly Entry[]; readonly warnings: readonly string[] }
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'stopped'; readonly why: string }

export interface Runner {
  readonly store: Store
  readonly clock: Clock
  readonly keys: SigningKeys
  readonly signal: AbortSignal
}

/** @throws whatever is not an error that a user is told */
export async function runJob(job: Job, { store, clock, keys, signal }: Runner): Promise<Result> {
  const log = recordingLog()
  const inputs = { channels: job.channels.join(', '), 'if-exists': job.ifExists }
  try {
    const options = { store, clock, keys, signal, log, inputs, baseUrl: BASE_URL }
    const { entries } = await publishAll(job.packages, options)
    return { kind: 'done', entries, warnings: log.lines.filter((line) => line.startsWith('warning: ')) }
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    switch (error.code) {
      case 'CONFLICT':
        return { kind: 'conflict', message: error.message }
      case 'STORE':
      case 'CONTENTION':
      case 'CANCELLED':
        return { kind: 'stopped', why: `${error.code}: ${error.message}` }
      case 'INPUT':
      case 'ARTIFACT':
      case 'PACKAGE':
      case 'KEY':
      case 'SIGNATURE':
      case 'INTEGRITY':
      case 'LIMIT':
      case 'DENIED':
      case 'GITHUB':
        throw error
    }
  }
}

/** What a job takes away from others on purpose. */
export function intentsOf({ packages, channels, ifExists }: Job): readonly Intent[] {
  if (ifExists !== 'replace') return []
  return channels.flatMap((channel) =>
    packages.map((pkg) => ({
      kind: 'replace' as const,
      channel,
      identity: identityOf(pkg),
      sha256: pkg.sha256,
    })),
  )
}

import type { Clock } from '../../src/clock.ts'
import { PublishError } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type AnyPackage, identityOf } from '../../src/package.ts'
import type { Entry } from '../../src/report/entries.ts'
import type { Store } from '../../src/store/store.ts'
import { publishAll, recordingLog, runCommand } from '../support/publishing.ts'
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
  const inputs = { ...job.inputs, channels: job.channels.join(', '), 'if-exists': job.ifExists }
  const world = { store, clock, keys, signal, log, inputs, baseUrl: BASE_URL }
  try {
    const { entries } =
      job.command === 'publish'
        ? await publishAll(job.packages, world)
        : await runCommand(job.command, {}, world)
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
        // Nothing of that name is published: perhaps because an earlier run of the job was killed.
        if (job.command === 'publish') throw error
        return { kind: 'done', entries: [], warnings: [] }
      case 'INTEGRITY':
        // The copy of a first head is there before the head: a rebuild that comes in between takes that for a loss.
        if (job.command === 'republish') return { kind: 'stopped', why: error.message }
        throw error
      case 'ARTIFACT':
      case 'PACKAGE':
      case 'KEY':
      case 'SIGNATURE':
      case 'LIMIT':
      case 'DENIED':
      case 'GITHUB':
      case 'CLIENT':
        throw error
    }
  }
}

/** What a job takes away from others on purpose. */
export function intentsOf(job: Job): readonly Intent[] {
  const { packages, channels, ifExists, inputs } = job
  return channels.flatMap((channel): readonly Intent[] => {
    switch (job.command) {
      case 'publish':
        if (inputs['keep-versions'] !== undefined)
          return packages.map(({ name }) => ({ kind: 'remove', channel, name }))
        if (ifExists !== 'replace') return []
        return packages.map((pkg) => ({
          kind: 'replace',
          channel,
          identity: identityOf(pkg),
          sha256: pkg.sha256,
        }))
      case 'remove':
        return [{ kind: 'remove', channel, name: inputs['packages']?.split('=')[0] ?? '' }]
      case 'rollback':
        return [{ kind: 'remove', channel, name: undefined }]
      case 'promote':
      case 'republish':
        return []
    }
  })
}

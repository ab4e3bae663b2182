import type { RunReport } from '../run/run.ts'
import { countOf } from '../verification/finding.ts'
import { counted } from '../words.ts'
import { arrivalFailure } from './arrival.ts'
import type { Entry } from './entries.ts'
import { statusesOf } from './result.ts'
import { countsOf } from './verification.ts'

/** What came of a run, in a few words behind a sign. */
export function outcomeOf(report: RunReport): string {
  return `${signOf(report)} ${report.request.repositoryName}: ${wordsOf(report)}`
}

function signOf({ request, verification, arrival, warnings, whyUnpublished }: RunReport): string {
  if (arrivalFailure(arrival) !== undefined) return '❌'
  if (verification !== undefined && !verification.isSound) return '❌'
  if (warnings.length > 0) return '⚠️'
  return request.dryRun || whyUnpublished !== undefined ? 'ℹ️' : '✅'
}

function wordsOf({ request, entries, packages, verification, arrival, whyUnpublished }: RunReport): string {
  if (verification !== undefined) {
    const errors = countOf(verification.findings, 'error')
    return errors === 0 ? `sound (${countsOf(verification.findings)})` : `${counted(errors, 'error')} found`
  }
  if (whyUnpublished !== undefined) {
    const built = (packages?.debs.length ?? 0) + (packages?.rpms.length ?? 0)
    return `${counted(built, 'package')} built and checked, nothing published`
  }
  const changes = statusesOf(distinct(entries).filter(isChange))
  const what = changes || (request.command === 'republish' ? 'every index written anew' : 'nothing to change')
  if (arrivalFailure(arrival) !== undefined) return `${what}, but clients do not get it as they should`
  return request.dryRun ? `${what} (dry run: nothing was written)` : what
}

function isChange({ status }: Entry): boolean {
  return status !== 'unchanged' && status !== 'skipped'
}

/** A package of several channels counts once. */
function distinct(entries: readonly Entry[]): readonly Entry[] {
  const named = entries.map(
    (it) => [`${it.status} ${it.format} ${it.name} ${it.version} ${it.arch}`, it] as const,
  )
  return [...new Map(named).values()]
}

import type { RunReport } from '../run/run.ts'
import { installationLines } from './arrival.ts'
import { columns } from './columns.ts'
import { costOf, requestsOf } from './cost.ts'
import type { Entry } from './entries.ts'
import { planOf } from './plan.ts'
import { resultOf } from './result.ts'
import { linesOf } from './verification.ts'

/** What a run did, in lines: a package each, what was found, and what a dry run would have written. */
export function tableOf(report: RunReport): readonly string[] {
  const { entries, counts, request, planned, verification, arrival } = report
  const hasPlan = verification === undefined && request.dryRun && requestsOf(counts) > 0
  return [
    ...columns(entries.map(cellsOf)),
    ...(hasPlan ? planOf(planned) : []),
    ...(verification === undefined ? [] : linesOf(verification)),
    ...(arrival === undefined ? [] : installationLines(arrival)),
  ]
}

/** What came of it, and what it cost, in a sentence each. */
export function closingOf(report: RunReport): readonly string[] {
  const { request, counts, verification } = report
  return [...(verification === undefined ? [resultOf(report)] : []), costOf(request.dryRun, counts)]
}

/** What is shown of a package in a channel. */
function cellsOf({ status, format, name, version, arch, channel, key }: Entry): readonly string[] {
  return [status, format, name, version, arch, channel, key]
}

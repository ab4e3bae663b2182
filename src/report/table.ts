import type { RunReport } from '../run/run.ts'
import { installationLines } from './arrival.ts'
import { columns } from './columns.ts'
import { costOf, requestsOf } from './cost.ts'
import type { Entry } from './entries.ts'
import { planOf } from './plan.ts'
import { resultOf } from './result.ts'
import { linesOf } from './verification.ts'

/** What a run did, in lines: a package each, what was found, what a dry run would have written, and what it cost. */
export function tableOf(report: RunReport): readonly string[] {
  const { entries, counts, request, planned, verification, arrival } = report
  const hasPlan = request.dryRun && requestsOf(counts) > 0
  return [
    ...columns(entries.map(cellsOf)),
    ...(verification === undefined
      ? [...(hasPlan ? planOf(planned) : []), resultOf(report)]
      : linesOf(verification)),
    ...(arrival === undefined ? [] : installationLines(arrival)),
    costOf(request.dryRun, counts),
  ]
}

/** What is shown of a package in a channel. */
export function cellsOf({ status, format, name, version, arch, channel, key }: Entry): readonly string[] {
  return [status, format, name, version, arch, channel, key]
}

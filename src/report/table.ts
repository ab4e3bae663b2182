import type { RunReport } from '../run/run.ts'
import { columns } from './columns.ts'
import { costOf } from './cost.ts'
import type { Entry } from './entries.ts'
import { planOf } from './plan.ts'
import { linesOf } from './verification.ts'

/** What a run did, in lines: a package each, what was found, what a dry run would have written, and what it cost. */
export function tableOf({ entries, counts, request, planned, verification }: RunReport): readonly string[] {
  return [
    ...columns(entries.map(cellsOf)),
    ...(verification === undefined ? [] : linesOf(verification)),
    ...(request.dryRun && verification === undefined ? planOf(planned) : []),
    costOf(request.dryRun, counts),
  ]
}

/** What is shown of a package in a channel. */
export function cellsOf({ status, format, name, version, arch, channel, key }: Entry): readonly string[] {
  return [status, format, name, version, arch, channel, key]
}

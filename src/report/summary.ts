import { LIMITS } from '../limits.ts'
import type { RunReport } from '../run/run.ts'
import type { Verification } from '../verification/verdict.ts'
import { counted } from '../words.ts'
import { arrivalSection } from './arrival.ts'
import { costOf } from './cost.ts'
import { folded, plain, tableHead, tableRow } from './markdown.ts'
import { planOf } from './plan.ts'
import { resultOf } from './result.ts'
import { cellsOf } from './table.ts'
import { countsOf, verdictCells } from './verification.ts'

const MOST_WARNINGS = 50

/** A page of which only the rows can be too many. */
interface Page {
  readonly before: readonly string[]
  readonly rows: readonly string[]
  readonly after: readonly string[]
}

/** The summary of a run for its page on GitHub, in Markdown. GitHub takes no more than 1 MiB: what is over is counted. */
export function summaryOf(report: RunReport): string {
  const { verification } = report
  return printed(verification === undefined ? pageOf(report) : verificationPage(report, verification))
}

function pageOf(report: RunReport): Page {
  const { entries, request, planned, counts } = report
  const head = ['status', 'format', 'name', 'version', 'architecture', 'channel', 'key']
  return {
    before: [
      titleOf(report),
      '',
      plain(resultOf(report)),
      ...(entries.length === 0 ? [] : ['', ...tableHead(head)]),
    ],
    rows: entries.map((entry) => tableRow(cellsOf(entry))),
    after: [
      ...arrivalSection(report.arrival),
      ...warningsOf(report),
      ...(request.dryRun && planned.length > 0
        ? ['', ...folded('What would be written', planOf(planned))]
        : []),
      '',
      plain(costOf(request.dryRun, counts)),
    ],
  }
}

function verificationPage(report: RunReport, { repositories, findings }: Verification): Page {
  const copies = repositories.flatMap(({ title, copies }) => copies.map(({ id, date }) => [title, id, date]))
  return {
    before: [
      titleOf(report),
      '',
      ...tableHead(['repository', 'state', 'content', 'head', 'signed by']),
      ...repositories.map((it) => tableRow(verdictCells(it, findings))),
      ...(copies.length === 0
        ? []
        : ['', ...tableHead(['rollback takes', 'ID', 'date']), ...copies.map(tableRow)]),
      '',
      `Found: ${countsOf(findings)}.`,
      '',
      ...(findings.length === 0 ? [] : tableHead(['severity', 'object', 'seen', 'what mends it'])),
    ],
    rows: findings.map(({ severity, key, seen, remedy }) => tableRow([severity, key, seen, remedy])),
    after: [...warningsOf(report), '', plain(costOf(report.request.dryRun, report.counts))],
  }
}

function titleOf({ request: { command, repositoryName, channels, dryRun } }: RunReport): string {
  const dry = dryRun ? ' (dry run: nothing was written)' : ''
  return `## ${plain(`${repositoryName}: ${command} ${channels.join(', ')}`)}${dry}`
}

function warningsOf({ warnings }: RunReport): readonly string[] {
  if (warnings.length === 0) return []
  const shown = warnings.slice(0, MOST_WARNINGS).map((warning) => `- ⚠️ ${plain(warning)}`)
  const left = warnings.length - shown.length
  return ['', ...shown, ...(left === 0 ? [] : [`- and ${counted(left, 'more warning')}`])]
}

function printed({ before, rows, after }: Page): string {
  const sizeOfAll = (lines: readonly string[]) =>
    lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  let left = LIMITS.summaryBytes - sizeOfAll(before) - sizeOfAll(after)
  const end = rows.findIndex((row) => (left -= Buffer.byteLength(row) + 1) < 0)
  const shown = end < 0 ? rows : rows.slice(0, end)
  const cut =
    end < 0 ? [] : ['', `${counted(rows.length - end, 'more row')} left out: this page may have 1 MiB.`]
  return [...before, ...shown, ...cut, ...after, ''].join('\n')
}

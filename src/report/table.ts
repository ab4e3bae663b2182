import type { RunReport } from '../run.ts'
import type { Entry } from './entries.ts'
import { sizeOf } from './size.ts'

/** What a run did, in lines: a package each, what was left out, and what it cost. */
export function tableOf({ entries, counts, request }: RunReport): readonly string[] {
  return [
    ...columns(
      entries.map(({ status, format, name, version, arch, channel, key }) => [
        status,
        format,
        name,
        version,
        arch,
        channel,
        key,
      ]),
    ),
    `${request.dryRun ? 'Would upload' : 'Uploaded'} ${counts.uploadedObjects} objects, ${sizeOf(counts.uploadedBytes)}, with ${sumOf(counts.requests)} requests.`,
  ]
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function sumOf(requests: Readonly<Record<string, number>>): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0)
}

/** Names of what can be installed now. */
export function installableNames(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(({ name }) => name))]
}

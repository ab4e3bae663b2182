import type { RunReport } from '../run/run.ts'
import type { Counts } from '../store/counting.ts'
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
    cost(request.dryRun, counts),
  ]
}

function cost(isDry: boolean, counts: Counts): string {
  const requests = sumOf(counts.requests)
  if (requests === 0) return 'Nothing was read from the store, and nothing written.'
  const uploaded = `${counts.uploadedObjects} objects, ${sizeOf(counts.uploadedBytes)}, with ${requests} requests.`
  return `${isDry ? 'Would upload' : 'Uploaded'} ${uploaded}`
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

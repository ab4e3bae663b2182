import type { RunReport } from '../run.ts'
import type { Entry } from './entries.ts'

/** What a run did, in lines: a package each, what was left out, and what it cost. */
export function tableOf({ entries, packages, counts, request }: RunReport): readonly string[] {
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
    ...packages.skipped.map(({ path, reason }) => `left out: ${path} (${reason})`),
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

/** Bytes for a person: `12.3 MiB`. */
function sizeOf(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB']
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return step === 0 ? `${bytes} bytes` : `${(bytes / 1024 ** step).toFixed(1)} ${units[step]}`
}

/** Names of what can be installed now. */
export function installableNames(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(({ name }) => name))]
}

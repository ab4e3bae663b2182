import { type Measurement, spreadOf } from './measure.ts'

const MIB = 1024 * 1024

/** Rows of text in columns; all but the first column to the right. */
export function printTable(title: string, header: readonly string[], rows: readonly (readonly string[])[]) {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? ''
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  for (const text of ['', title, '', line(header), rule, ...rows.map(line)]) say(text.trimEnd())
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

export const MEASURED_HEADER = ['', 'CPU s', 'wall s', 'peak MiB', 'CPU ratio', 'wall ratio'] as const

/** Medians with their spread, and how many times as much as `ours` each of them takes: over 1, ours is ahead. */
export function measuredRow(
  name: string,
  taken: readonly Measurement[],
  ours?: readonly Measurement[],
): readonly string[] {
  const median = (of: readonly Measurement[], key: keyof Measurement) =>
    spreadOf(of.map((it) => it[key])).median
  const ratio = (key: keyof Measurement) =>
    ours === undefined ? '' : `${(median(taken, key) / median(ours, key)).toFixed(2)} ×`
  return [
    name,
    seconds(taken.map(({ cpuMs }) => cpuMs)),
    seconds(taken.map(({ wallMs }) => wallMs)),
    mebibytes(spreadOf(taken.map(({ peakBytes }) => peakBytes)).most),
    ratio('cpuMs'),
    ratio('wallMs'),
  ]
}

function seconds(milliseconds: readonly number[]): string {
  const { median, least, most } = spreadOf(milliseconds)
  const [middle, low, high] = [median, least, most].map((value) => (value / 1000).toFixed(2))
  return `${middle} (${low}–${high})`
}

export function mebibytes(bytes: number): string {
  return (bytes / MIB).toFixed(bytes < 10 * MIB ? 2 : 0)
}

import { LIMITS } from '../limits.ts'
import { counted } from '../words.ts'

/** A part of a page, of which only the rows can be too many. */
export interface Section {
  readonly before: readonly string[]
  readonly rows: readonly string[]
  readonly after: readonly string[]
}

/** A part without rows. */
export function paragraph(...lines: readonly string[]): Section {
  return { before: lines, rows: [], after: [] }
}

/** Sections as one text. GitHub takes no more than 1 MiB for a step: what is over is left out, and counted. */
export function printed(sections: readonly Section[]): string {
  const frame = sections.flatMap(({ before, after }) => ['', ...before, ...after, CUT_ROOM])
  let left = LIMITS.summaryBytes - frame.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  const parts = sections.map(({ before, rows, after }) => {
    const end = rows.findIndex((row) => (left -= Buffer.byteLength(row) + 1) < 0)
    if (end < 0) return [...before, ...rows, ...after]
    const cut = `${counted(rows.length - end, 'more row')} left out: this page may have 1 MiB.`
    return [...before, ...rows.slice(0, end), ...after, '', cut]
  })
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** As long as the line that says what is left out. */
const CUT_ROOM = ' '.repeat(80)

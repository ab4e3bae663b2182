import type { Planned } from '../store/planning.ts'
import { columns } from './columns.ts'
import { sizeOf } from './size.ts'

const MOST_LINES = 300
const KINDS: readonly Planned['kind'][] = ['write', 'copy', 'relabel', 'delete']

/** What a dry run would have done to the store, in lines: the objects of each kind, then how many of each. */
export function planOf(planned: readonly Planned[]): readonly string[] {
  const sorted = KINDS.flatMap((kind) => planned.filter((it) => it.kind === kind))
  const shown = sorted.slice(0, MOST_LINES)
  const left = sorted.length - shown.length
  return [
    ...columns(shown.map((it) => [it.kind, it.key, detailOf(it)])),
    ...(left === 0 ? [] : [`and ${left} more`]),
    `Planned: ${KINDS.map((kind) => `${kind} ${sorted.filter((it) => it.kind === kind).length}`).join(', ')}.`,
  ]
}

function detailOf(planned: Planned): string {
  switch (planned.kind) {
    case 'write':
      return sizeOf(planned.sizeBytes)
    case 'copy':
      return `from ${planned.from}`
    case 'relabel':
    case 'delete':
      return ''
  }
}

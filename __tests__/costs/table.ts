import type { Counts } from '../../src/store/counting.ts'

/** Requests as a bucket is asked, by the kinds that are priced: a copy looks at its target first. */
export interface Requests {
  readonly get: number
  readonly head: number
  readonly list: number
  readonly put: number
  readonly copy: number
  readonly delete: number
}

export function requestsOf({ requests }: Counts): Requests {
  return {
    get: requests.get + requests.open,
    head: requests.head + requests.copy,
    list: requests.list,
    put: requests.put + requests.swap,
    copy: requests.copy,
    delete: requests.delete,
  }
}

export function total(requests: Requests): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0)
}

/** Class A of R2's prices: what writes and what lists; deleting is free. */
export function writing({ list, put, copy }: Requests): number {
  return list + put + copy
}

const HEADER = ['what', 'GET', 'HEAD', 'LIST', 'PUT', 'copy', 'DELETE', 'in all', 'KiB up']

/** A table in Markdown, a row a scenario. */
export function markdownTable(rows: readonly { readonly title: string; readonly counts: Counts }[]): string {
  const lines = rows.map(({ title, counts }) => {
    const requests = requestsOf(counts)
    const { get, head, list, put, copy, delete: deleted } = requests
    const numbers = [get, head, list, put, copy, deleted, total(requests)]
    return [title, ...numbers.map(String), (counts.uploadedBytes / 1024).toFixed(0)]
  })
  const widths = HEADER.map((name, column) =>
    Math.max(name.length, ...lines.map((line) => (line[column] ?? '').length)),
  )
  const printed = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [printed(HEADER), rule, ...lines.map(printed)].join('\n')
}

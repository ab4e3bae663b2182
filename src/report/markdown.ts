/**
 * A value as text in Markdown: names of packages and keys of objects are written by others, and must neither break a
 * table nor become a link, an image or HTML.
 */
export function plain(value: string): string {
  return value
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~!#]/g, '\\$&')
}

/** The lines of a table before its rows. */
export function tableHead(titles: readonly string[]): readonly string[] {
  return [rowOf(titles), `|${' --- |'.repeat(titles.length)}`]
}

/** A row, of values of any kind. */
export function tableRow(cells: readonly string[]): string {
  return rowOf(cells.map(plain))
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Lines that stand as they are, folded away under a title. */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  const verbatim = lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
  return [`<details><summary>${plain(title)}</summary>`, '', '<pre>', ...verbatim, '</pre>', '', '</details>']
}

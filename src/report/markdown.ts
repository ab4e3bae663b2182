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

/** A value as text that stands out: a key, a digest, a path. */
export function code(value: string): string {
  return `<code>${plain(value)}</code>`
}

/** @param url absolute; where it is not one of the web, the text stands alone */
export function link(text: string, url: string): string {
  if (!/^https?:\/\//.test(url)) return plain(text)
  const target = url.replaceAll(
    /[^A-Za-z0-9:/.~_%?#=&+@,;-]/g,
    (it) =>
      `%${Buffer.from(it)
        .toString('hex')
        .toUpperCase()
        .replaceAll(/(..)(?=.)/g, '$1%')}`,
  )
  return `[${plain(text)}](${target})`
}

/** The lines of a table before its rows. */
export function tableHead(titles: readonly string[]): readonly string[] {
  return [markdownRow(titles), `|${' --- |'.repeat(titles.length)}`]
}

/** A row, of values of any kind. */
export function tableRow(cells: readonly string[]): string {
  return markdownRow(cells.map(plain))
}

/** A row of cells that are Markdown already. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Lines that stand as they are, folded away under a title. */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  return [...foldedStart(title), ...lines.map(verbatim), ...FOLDED_END]
}

export function foldedStart(title: string): readonly string[] {
  return [`<details><summary>${plain(title)}</summary>`, '', '<pre>']
}

export const FOLDED_END: readonly string[] = ['</pre>', '', '</details>']

/** A line between `foldedStart` and `FOLDED_END`. An empty one would end the HTML. */
export function verbatim(line: string): string {
  const text = line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') || ' '
}

/** Lines of a shell, to be copied. */
export function shellCommands(lines: readonly string[]): readonly string[] {
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return [`${fence}sh`, ...lines, fence]
}

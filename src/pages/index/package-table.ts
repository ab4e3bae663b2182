import { sizeOf } from '../../report/size.ts'
import type { Catalogue, CatalogueEntry } from './catalogue.ts'
import { dayOf } from './date.ts'
import { type Html, NOTHING, markup, trustedMarkup } from './html.ts'

const COLUMNS = ['Package', 'Version', 'Published', 'Download']

/**
 * The packages of a channel in one format; nothing where it has none. Each part has its role spelled out: on narrow
 * screens the rows are laid out as blocks, and browsers then forget that they are a table.
 */
export function packageTable(caption: string, { entries, hidden }: Catalogue): Html {
  if (entries.length === 0) return NOTHING
  const heads = COLUMNS.map((title) => markup`<th role="columnheader" scope="col">${title}</th>`)
  const more =
    hidden === 0 ? NOTHING : markup`<p class="soft more">And ${hidden.toLocaleString('en')} more.</p>\n`
  return markup`<div class="packages">
<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${entries.map(row)}</tbody>
</table>
${more}</div>
`
}

function row({ name, version, older, publishedSeconds, files }: CatalogueEntry): Html {
  const before = older === 0 ? NOTHING : markup` <span class="older">and ${older} older</span>`
  const cell = (kind: string, content: Html) => markup`<td role="cell" class="${kind}">${content}</td>`
  return markup`<tr role="row"><th role="rowheader" scope="row" class="name">${name}</th>${[
    cell('version', markup`${breakable(version)}${before}`),
    cell('when', dayOf(publishedSeconds)),
    cell('downloads', markup`<ul role="list" class="files">${files.map(file)}</ul>`),
  ]}</tr>
`
}

/** A long version breaks where a person would break it. */
function breakable(version: string): readonly Html[] {
  return version
    .split(/(?<=[.~+^:_-])/)
    .map((part, at) => markup`${at === 0 ? NOTHING : trustedMarkup('<wbr>')}${part}`)
}

function file({ arch, key, sizeBytes }: CatalogueEntry['files'][number]): Html {
  const path = key.split('/').map(encodeURIComponent).join('/')
  return markup`<li><a href="./${path}">${arch}</a> <span>${sizeOf(sizeBytes)}</span></li>`
}

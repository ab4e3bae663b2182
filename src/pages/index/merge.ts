import { LIMITS } from '../../limits.ts'
import type { IndexContents, NewestVersion } from './contents.ts'
import { type PageContent, type PageRow, type PageSection, pageSection } from './section.ts'

/** A section as an index gives it: its rows are not dated yet. */
export interface FreshSection extends Omit<PageSection, 'rows'> {
  readonly rows: readonly NewestVersion[]
  /** Whether this run wrote the head: then its stamp is noted also where the rows are the same. */
  readonly isChanged: boolean
}

/** The sections of a repository, of those of its indexes that were opened. */
export function freshSections(
  { format, channel }: Pick<PageSection, 'format' | 'channel'>,
  stampSeconds: number,
  indexes: readonly IndexContents[],
  isChanged: boolean,
): readonly FreshSection[] {
  return indexes.map(({ component, arch, names, newest: rows }) => ({
    format,
    channel,
    component,
    arch,
    stampSeconds,
    names,
    rows,
    isChanged,
  }))
}

/**
 * The content of a page with these sections in it: in the place of those of the same index, all others as they are.
 * Of two publishers, the one that saw the newer head stays, whoever writes first; a section that says the same stays as
 * it is, so that a publish without news writes nothing.
 *
 * @param nowSeconds of the store's clock: no head is dated after it, whatever a page says
 */
export function withSections(
  existing: PageContent,
  fresh: readonly FreshSection[],
  defaults: PageContent['defaults'],
  nowSeconds: number,
): PageContent {
  const latest = nowSeconds + LIMITS.stampAheadMs / 1000
  const sections = existing.sections.filter(({ stampSeconds }) => stampSeconds <= latest)
  for (const arriving of fresh) {
    const position = sections.findIndex((it) => placeOf(it) === placeOf(arriving))
    const before = sections[position]
    if (before !== undefined && before.stampSeconds > arriving.stampSeconds) continue
    const section = dated(arriving, sections, latest)
    if (
      section === undefined ||
      (!arriving.isChanged && before !== undefined && saysTheSame(before, section))
    )
      continue
    if (before !== undefined) sections[position] = section
    else sections.push(section)
  }
  return {
    defaults: inOrder({ ...existing.defaults, ...defaults }),
    sections: sections.slice(0, LIMITS.pageSections),
  }
}

/** In one order, whichever was known first: the same content is the same bytes. */
function inOrder({ deb, rpm }: PageContent['defaults']): PageContent['defaults'] {
  return { ...(deb !== undefined && { deb }), ...(rpm !== undefined && { rpm }) }
}

/** Which index a section is about. */
export function placeOf({
  format,
  channel,
  component,
  arch,
}: Pick<PageSection, 'format' | 'channel' | 'component' | 'arch'>): string {
  return [format, channel, component, arch].join(' ')
}

/** A package keeps the date that the page has of it in any index of its channel; one that is new gets the head's. */
function dated(
  fresh: FreshSection,
  sections: readonly PageSection[],
  latest: number,
): PageSection | undefined {
  const known = new Map<string, number>()
  for (const { format, channel, rows } of sections) {
    if (format !== fresh.format || channel !== fresh.channel) continue
    for (const row of rows)
      if (row.publishedSeconds <= latest) known.set(identityOf(row), row.publishedSeconds)
  }
  const rows = fresh.rows.map((row) => ({
    ...row,
    publishedSeconds: known.get(identityOf(row)) ?? fresh.stampSeconds,
  }))
  return pageSection({ ...fresh, rows })
}

function identityOf({ name, version, arch }: Pick<PageRow, 'name' | 'version' | 'arch'>): string {
  return [name, version, arch].join(' ')
}

function saysTheSame(before: PageSection, after: PageSection): boolean {
  return JSON.stringify({ ...before, stampSeconds: 0 }) === JSON.stringify({ ...after, stampSeconds: 0 })
}

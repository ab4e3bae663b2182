import type { PageContent, PageRow, PageSection } from './section.ts'

/** A version of a package, with its files for all architectures that have it. */
export interface CatalogueEntry {
  readonly name: string
  readonly version: string
  readonly publishedSeconds: number
  readonly older: number
  readonly files: readonly Pick<PageRow, 'arch' | 'key' | 'sizeBytes'>[]
}

/** What a channel has in one format. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[]
  /** How many names the largest of its indexes does not show. */
  readonly hidden: number
}

/** The channels that have packages: the default ones first, then in the order in which they were first published. */
export function channelsOf({ sections, defaults }: PageContent): readonly string[] {
  const having = sections.filter(({ rows }) => rows.length > 0).map(({ channel }) => channel)
  const first = [defaults.deb, defaults.rpm].filter((channel) => channel !== undefined)
  return [...new Set([...first.filter((channel) => having.includes(channel)), ...having])]
}

/** The packages of a channel in one format, by name, the newest version first. */
export function catalogueOf(
  { sections }: PageContent,
  channel: string,
  format: PageSection['format'],
): Catalogue {
  const own = sections.filter((it) => it.channel === channel && it.format === format)
  const rows = own.flatMap((it) => it.rows)
  const groups = Map.groupBy(rows, ({ name, version }) => `${name} ${version}`)
  const entries = [...groups.values()].flatMap(entryOf)
  return {
    entries: entries.sort(
      (a, b) =>
        compareTexts(a.name, b.name) ||
        b.publishedSeconds - a.publishedSeconds ||
        compareTexts(b.version, a.version),
    ),
    hidden: Math.max(0, ...own.map((it) => it.names - new Set(it.rows.map(({ name }) => name)).size)),
  }
}

/** What is for all architectures is listed for each of them. */
function entryOf(rows: readonly PageRow[]): readonly CatalogueEntry[] {
  const [first] = rows
  if (first === undefined) return []
  const { name, version } = first
  const files = new Map(rows.map(({ arch, key, sizeBytes }) => [arch, { arch, key, sizeBytes }]))
  return [
    {
      name,
      version,
      publishedSeconds: Math.min(...rows.map((row) => row.publishedSeconds)),
      older: Math.max(...rows.map((row) => row.older)),
      files: [...files.values()].sort((a, b) => compareTexts(a.arch, b.arch)),
    },
  ]
}

/** The package that instructions name: that of the repository's own name, else the first that is not its keys. */
export function featured(
  entries: readonly CatalogueEntry[],
  repositoryName: string,
): CatalogueEntry | undefined {
  return (
    entries.find(({ name }) => name === repositoryName) ??
    entries.find(({ name }) => !/-(?:archive-keyring|release)$/.test(name)) ??
    entries[0]
  )
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

import { LIMITS } from '../../limits.ts'

/** A version of a package in an index, as a person wants to see it. */
export interface ListedVersion {
  readonly name: string
  /** Whole, as the format's own tools print it. */
  readonly version: string
  readonly arch: string
  /** Of its file, relative to the root of the store. */
  readonly key: string
  readonly sizeBytes: number
}

/** The newest version of a name for one architecture, and how many there are before it. */
export interface NewestVersion extends ListedVersion {
  readonly older: number
}

/** What one index lists: the newest version of each of its first names. */
export interface IndexContents {
  /** Of an apt suite; empty in an rpm repository. */
  readonly component: string
  /** Of the index; empty in an rpm repository that has all architectures. */
  readonly arch: string
  /** How many names it has, also those that are not shown. */
  readonly names: number
  readonly newest: readonly NewestVersion[]
}

/** What a repository lists, in those of its indexes that were opened. */
export interface RepositoryContents {
  /** All that it has, whatever was opened; of an rpm repository its own. */
  readonly architectures: readonly string[]
  readonly indexes: readonly IndexContents[]
}

/**
 * Reads no more of an index than its names, and the versions of those that are shown.
 *
 * @param all each once
 */
export function newestVersions(
  all: Iterable<string>,
  versionsOf: (name: string) => readonly ListedVersion[],
  compare: (a: string, b: string) => number,
): Pick<IndexContents, 'names' | 'newest'> {
  const { names, first } = firstNames(all)
  const newest = first.flatMap((name) => {
    const groups = Map.groupBy(versionsOf(name), ({ arch }) => arch)
    return [...groups.values()].flatMap((versions) => newestOf(versions, compare))
  })
  return { names, newest: newest.slice(0, LIMITS.pageRows) }
}

/** How many names there are, and those that are shown, in order. Few of very many are: so not all are put in order. */
function firstNames(all: Iterable<string>): { readonly names: number; readonly first: readonly string[] } {
  let names = 0
  let first: string[] = []
  let last: string | undefined
  for (const name of all) {
    names += 1
    if (last !== undefined && name > last) continue
    first.push(name)
    if (first.length < 2 * LIMITS.pageNames) continue
    first = first.sort().slice(0, LIMITS.pageNames)
    last = first.at(-1)
  }
  return { names, first: first.sort().slice(0, LIMITS.pageNames) }
}

function newestOf(
  versions: readonly ListedVersion[],
  compare: (a: string, b: string) => number,
): readonly NewestVersion[] {
  const [first, ...older] = versions.toSorted((a, b) => compare(b.version, a.version))
  return first === undefined ? [] : [{ ...first, older: older.length }]
}

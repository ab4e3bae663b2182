import { PublishError } from '../errors.ts'
import type { Tree } from '../repository/collection/collect.ts'
import { storedMarks } from '../repository/collection/marks.ts'
import { unnamedObjects } from '../repository/collection/sweep.ts'
import { treesOf } from '../repository/collection/trees.ts'
import type { Repository } from '../repository/repository.ts'
import { sizeOf } from '../report/size.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { reading } from './damage.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import type { Examined } from './repository.ts'

/** What is younger may be what a publish stores right now. */
const YOUNG_MS = 24 * 60 * 60 * 1000
const MOST_SHOWN = 5
/** How long after the grace time a mark is nothing to speak of. */
const MARK_MS = 30 * 24 * 60 * 60 * 1000

/**
 * What lies in the trees of these repositories and neither a head nor a copy of one names.
 *
 * @param untraced repositories of which no head and no copy is left
 */
export async function unnamedFindings(
  request: RepositoryRequest,
  ground: Ground,
  examined: readonly Examined[],
  untraced: readonly Repository[],
): Promise<readonly Finding[]> {
  const repositories = [...examined.map(({ repository }) => repository), ...untraced]
  const trees = await treesOf(request, ground, repositories)
  const found = await Promise.all(
    trees
      .map(orUntraced(untraced))
      .map(async (tree) => [
        ...(await unnamedIn(tree, ground, examined, untraced)),
        ...(await oldMarks(tree, ground)),
      ]),
  )
  return found.flat()
}

/** No suite is listed in a tree that has lost all of them. */
function orUntraced(untraced: readonly Repository[]): (tree: Tree) => Tree {
  const suites = untraced.filter(({ format }) => format === 'deb')
  return (tree) => (tree.repositories.length > 0 ? tree : { ...tree, repositories: suites })
}

/** Nothing can be said where something that names objects cannot be read: that is a finding already. */
async function unnamedIn(
  tree: Tree,
  ground: Ground,
  examined: readonly Examined[],
  untraced: readonly Repository[],
): Promise<readonly Finding[]> {
  const names = await Promise.all(tree.repositories.map((it) => namesOf(it, examined)))
  const unknown = tree.repositories.filter((_, at) => names[at] === undefined)
  if (unknown.length > 0) return unknown.flatMap((it) => unreadableSibling(it, examined))
  const isNamed = (key: string) => names.some((it) => it?.has(key) === true)
  const unnamed = await unnamedObjects(ground.store, tree, isNamed)
  const old = unnamed.filter(({ lastModified }) => lastModified.getTime() < ground.clock.now() - YOUNG_MS)
  const [first] = old
  if (first === undefined) return []
  const bytes = old.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const shown = old.slice(0, MOST_SHOWN).map(({ key }) => key)
  const more = old.length > shown.length ? ` and ${old.length - shown.length} more` : ''
  const what = `${shown.join(', ')}${more}: ${sizeOf(bytes)} that a crashed run left, or somebody put there`
  const { severity, seen, remedy } = tree.repositories.every((it) => untraced.includes(it))
    ? headless(what)
    : unnamedBeside(what)
  return [{ severity, repository: titleOf(tree), key: first.key, seen, remedy }]
}

function unnamedBeside(what: string) {
  const remedy = '`republish` deletes what is older than grace-days.'
  return { severity: 'notice' as const, seen: `No head and no copy names ${what}.`, remedy }
}

/** A first publish that crashed leaves that, and so does somebody who deletes all indexes. */
function headless(what: string) {
  const seen = `There is no head, and no copy of one, that could name ${what}; or all indexes were deleted.`
  const remedy = '`republish` with packages lists them again; else `publish` them, or delete them.'
  return { severity: 'warning' as const, seen, remedy }
}

async function namesOf(
  repository: Repository,
  examined: readonly Examined[],
): Promise<ReadonlySet<string> | undefined> {
  const known = examined.find((it) => it.repository.headKey === repository.headKey)
  if (known !== undefined) return known.named
  const read = await reading(() => everythingNamed(repository))
  return read.kind === 'read' ? read.value : undefined
}

async function everythingNamed(repository: Repository): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  const copies = await repository.copies()
  const inspected = await repository.inspect()
  if (inspected.head === undefined && copies.length > 0) throw headGone(repository)
  const opened = copies.map(
    ({ id }) =>
      () =>
        repository.openCopy(id),
  )
  for (const open of [async () => inspected, ...opened]) {
    const listing = await (await open()).listing()
    for (const key of [...listing.namedFiles, ...listing.namedPackages()]) named.add(key)
  }
  return named
}

function headGone({ headKey }: Repository): PublishError {
  return new PublishError('INTEGRITY', `${headKey} is gone.`)
}

function unreadableSibling(
  { title, headKey: key }: Repository,
  examined: readonly Examined[],
): readonly Finding[] {
  if (examined.some(({ repository }) => repository.headKey === key)) return []
  const seen = `The ${title}, which shares these packages, cannot be read: what is stored but named by nothing is not known.`
  return [
    { severity: 'notice', repository: title, key, seen, remedy: `Name its channel in channels to see why.` },
  ]
}

function titleOf({ repositories }: Tree): string {
  return repositories.length === 1 ? (repositories[0]?.title ?? '') : ''
}

/** Marks go with the first collection after the grace time that deletes something: there may be none for long. */
async function oldMarks(tree: Tree, { store, clock, graceSeconds }: Ground): Promise<readonly Finding[]> {
  const horizonSeconds = (clock.now() - MARK_MS) / 1000 - graceSeconds
  const old = (await storedMarks(store, tree.folder)).filter(
    ({ stampSeconds }) => stampSeconds < horizonSeconds,
  )
  const [first] = old
  if (first === undefined) return []
  const seen = `${first.key}${old.length > 1 ? ` and ${old.length - 1} more marks are` : ', the mark of a collection, is'} long past grace-days: a package that it names and that is published again gets another key.`
  const remedy = 'Nothing has to be done: the next collection that deletes something takes it away.'
  return [{ severity: 'notice', repository: titleOf(tree), key: first.key, seen, remedy }]
}

import { type AnyPackage, labelOf } from '../package.ts'
import type { PreparedCommit } from '../repository/commit/commit.ts'
import { type Status, isArriving } from '../repository/commit/publisher.ts'
import { counted } from '../words.ts'
import { columns } from './columns.ts'
import { statusesOf } from './result.ts'
import { sizeOf } from './size.ts'

/** What is going to become of a repository. */
export type PlannedChange = Pick<PreparedCommit, 'repository' | 'isNew' | 'isForeign' | 'outcomes'>

const MOST_ROWS = 300

const TO_DO: Readonly<Record<Status, string>> = {
  added: 'to add',
  replaced: 'to replace',
  removed: 'to remove',
  unchanged: 'published already',
  skipped: 'to skip, as if-exists says',
}

/** `apt suite stable, new: 2 packages to add, 1 to remove` */
export function changeSentence(change: PlannedChange): string {
  const { repository, isNew, isForeign } = change
  const origin = isForeign ? ', made by another tool' : isNew ? ', new' : ''
  return `${repository.title}${origin}: ${changesIn(change)}`
}

/** `2 packages to add, 1 to remove` */
export function changesIn({ outcomes }: Pick<PlannedChange, 'outcomes'>): string {
  return statusesOf(outcomes, (status) => TO_DO[status]) || 'no package changes'
}

const VERBS = { added: 'add', replaced: 'replace', removed: 'remove', skipped: 'skip' } as const

/**
 * Everything that is going to be done, in lines: for each repository its packages and the head that is swapped last; then
 * how much is sent.
 *
 * @param isRewriting whether heads are swapped also where no package changes
 */
export function changeLines(commits: readonly PlannedChange[], isRewriting: boolean): readonly string[] {
  const blocks = commits.map((commit) => ({
    title: commit.repository.title,
    rows: rowsOf(commit, isRewriting),
  }))
  const rows = columns(blocks.flatMap((block) => block.rows))
  const titles = blocks.flatMap(({ title, rows }) => rows.map((_, at) => (at === 0 ? title : undefined)))
  const lines = rows.flatMap((row, at) => [...(titles[at] === undefined ? [] : [titles[at]]), `  ${row}`])
  const left = lines.length - MOST_ROWS
  return [
    ...lines.slice(0, MOST_ROWS),
    ...(left > 0 ? [`and ${counted(left, 'more line')}`] : []),
    ...(lines.length === 0 ? ['Nothing changes.'] : [sendingOf(commits, isRewriting)]),
  ]
}

function rowsOf(commit: PlannedChange, isRewriting: boolean): readonly (readonly string[])[] {
  const rows = commit.outcomes.flatMap(({ pkg, status }) =>
    status === 'unchanged' ? [] : [[VERBS[status], labelOf(pkg), sizeOf(pkg.content.sizeBytes)]],
  )
  return isSwapped(commit, isRewriting) ? [...rows, ['swap', commit.repository.headKey, '']] : rows
}

function isSwapped({ outcomes }: PlannedChange, isRewriting: boolean): boolean {
  return isRewriting || outcomes.some((it) => isArriving(it) || it.status === 'removed')
}

function sendingOf(commits: readonly PlannedChange[], isRewriting: boolean): string {
  const arriving = commits.flatMap(({ outcomes }) => outcomes.filter(isArriving).map(({ pkg }) => pkg))
  const files = new Map(arriving.filter(isOnTheWay).map(({ sha256, content }) => [sha256, content.sizeBytes]))
  const sizeBytes = [...files.values()].reduce((sum, bytes) => sum + bytes, 0)
  const parts = [
    ...(files.size === 0 ? [] : [`${counted(files.size, 'package')} (${sizeOf(sizeBytes)})`]),
    ...(commits.some((commit) => isSwapped(commit, isRewriting)) ? ['the indexes that change'] : []),
  ]
  return `To be sent: ${parts.join(', and ') || 'nothing'}.`
}

/** One that an index lists lies in the store already. */
function isOnTheWay(pkg: AnyPackage): boolean {
  return !('key' in pkg)
}

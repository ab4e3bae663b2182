import type { Status } from '../repository/commit/publisher.ts'
import type { ReadyPackages } from '../packaging/ready.ts'
import type { Request } from '../request/request.ts'
import { counted, theChannels } from '../words.ts'
import type { Entry } from './entries.ts'

/** What a run was to do, and did. */
interface Result {
  readonly request: Request
  readonly packages: ReadyPackages | undefined
  readonly entries: readonly Entry[]
  readonly whyUnpublished?: string
}

const STATUSES: readonly Status[] = ['added', 'replaced', 'removed', 'unchanged', 'skipped']

/** What came of a run that publishes, as a sentence. */
export function resultOf({ entries, request, packages, whyUnpublished }: Result): string {
  if (whyUnpublished !== undefined) {
    const ready = (packages?.debs.length ?? 0) + (packages?.rpms.length ?? 0)
    return `Built and checked: ${counted(ready, 'package')}. Nothing is published: ${whyUnpublished}.`
  }
  const changes = channelsOf(entries)
  const done = request.dryRun ? 'Would be done: ' : 'Done: '
  if (request.command === 'republish') {
    const listed = changes === '' ? ', with the packages that were in it' : `; ${changes}`
    return `${done}every index of ${theChannels(request.channels)} written anew${listed}.`
  }
  if (changes === '') return `No package changes: ${emptinessOf(request)}.`
  const isChange = entries.some(({ status }) => status !== 'unchanged' && status !== 'skipped')
  return `${isChange ? done : 'No package changes: '}${changes}.`
}

/** `in stable 2 packages added, 1 removed; in testing 1 package added` */
function channelsOf(entries: readonly Entry[]): string {
  const channels = [...new Set(entries.map(({ channel }) => channel))]
  return channels
    .map((name) => `in ${name} ${statusesOf(entries.filter(({ channel }) => channel === name))}`)
    .join('; ')
}

/** `2 packages added, 1 removed`; nothing where there are none. */
export function statusesOf(
  outcomes: readonly { readonly status: Status }[],
  wordOf: (status: Status) => string = (status) => status,
): string {
  return STATUSES.map((status) => ({
    status,
    count: outcomes.filter((outcome) => outcome.status === status).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }, at) => `${at === 0 ? counted(count, 'package') : count} ${wordOf(status)}`)
    .join(', ')
}

function emptinessOf(request: Request): string {
  if (request.command === 'rollback') return 'what is in force has those of the head to go back to'
  if (request.command === 'promote') return `${theChannels([request.fromChannel])} has none to promote`
  return 'there are none'
}

import type { Clock } from '../../clock.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { type AnyPackage, type ListedPackage, listedIdentityOf } from '../../package.ts'
import type { SwapOutcome } from '../../store/store.ts'
import type { RepositoryContents } from '../../pages/index/contents.ts'
import type { HeadCopy } from '../heads/head.ts'
import { type Change, type Repository, hasCopy } from '../repository.ts'
import { changeOf, placeAll } from './arrivals.ts'
import { type Attempt, attempt } from './attempt.ts'
import type { Goal } from '../goals/goal.ts'
import { type Outcome, type Publisher, isArriving } from './publisher.ts'
import { type PublishedHead, foundHead } from '../heads/published-head.ts'
import { repairAliases, swap } from './swap.ts'

/** A repository that was opened and checked, and what is to become of it: nothing has been written yet. */
export interface PreparedCommit {
  readonly repository: Repository
  /** Whether the head has no copy of ours: a first publish, or a foreign repository. */
  readonly isNew: boolean
  /** Whether it is a foreign repository, with a head that another tool wrote. */
  readonly isForeign: boolean
  /** Whether there is anything to write: a head, or packages to list in a first one. */
  readonly isNothing: boolean
  readonly isUnsigned: boolean
  readonly warnings: readonly string[]
  /** Keys of packages that the head names already. */
  readonly named: readonly string[]
  readonly outcomes: readonly Pick<Outcome, 'pkg' | 'status'>[]
  commit(publisher: Publisher): Promise<Committed>
}

/** What a commit did to one repository. */
export interface Committed {
  readonly repository: Repository
  readonly outcomes: readonly Outcome[]
  /** Whether a head of ours came into force. */
  readonly isChanged: boolean
  /** What came into force last by this run, or was in force already; undefined where there is no head. */
  readonly head: PublishedHead | undefined
  /** False after a swap without an answer: it may have been applied, or be applied yet. */
  readonly isCertain: boolean
  /** Copies of heads as they were listed, and the store's clock, before the last swap. */
  readonly copies: readonly HeadCopy[]
  readonly nowSeconds: number
  readonly state: RepositoryState
}

/** A head that was in force for certain, and what it lists of the indexes that were opened. */
export interface RepositoryState {
  /** Of the head; undefined where there is none. */
  readonly stampSeconds: number | undefined
  contents(): RepositoryContents
}

/**
 * Opens a repository and decides what becomes of each package, without a write.
 *
 * @throws PublishError `CONFLICT` where other content is published and `ifExists` is `fail`
 */
export async function prepare<P extends AnyPackage>(
  repository: Repository<P>,
  goal: Goal<P>,
): Promise<PreparedCommit> {
  const open = () => attempt(repository, goal)
  const first = await open()
  return {
    repository: repository as unknown as Repository,
    isNew: !hasCopy(first.opened),
    isForeign: first.opened.head?.id !== undefined && !hasCopy(first.opened),
    isUnsigned: first.opened.isUnsigned,
    isNothing: first.opened.head === undefined && first.judged.length === 0,
    warnings: [...first.opened.warnings, ...(first.wish.warnings ?? [])],
    named: first.judged.flatMap(({ published }) => (published.kind === 'absent' ? [] : [published.file.key])),
    outcomes: [...first.judged, ...removals(first)],
    commit: (publisher) => commit(first, open, publisher),
  }
}

/**
 * Brings a repository to a state that has what is wanted, whatever others publish meanwhile. A refused, a throttled, a
 * failed and an unanswered swap are the same: wait, read again, and ask the state whether it is what was wanted.
 *
 * @throws PublishError `CONTENTION` when others were faster for too long, `CONFLICT` when one of them published other
 *   content under a name of ours; what was written by then stays, and harms nobody
 */
async function commit<P extends AnyPackage>(
  first: Attempt<P>,
  open: () => Promise<Attempt<P>>,
  publisher: Publisher,
): Promise<Committed> {
  const { clock, signal } = publisher
  const repository = first.repository as unknown as Repository
  const outcomes = new Map<string, Outcome>()
  const ours = new Map<string, PublishedHead>()
  const endMs = clock.now() + LIMITS.commitMs
  let [current, giveUpAt, isInDoubt, isCertain] = [first, Infinity, false, true]
  const committed = (stampSeconds: number | undefined, listing: Pick<Change, 'contents'>) => ({
    repository,
    outcomes: [...outcomes.values()],
    isChanged: ours.size > 0,
    head: [...ours.values()].at(-1) ?? foundHead(current.opened.head),
    isCertain,
    copies: current.opened.copies,
    nowSeconds: current.opened.nowSeconds,
    state: { stampSeconds, contents: once(() => listing.contents()) },
  })
  for (let tries = 1; ; tries += 1) {
    if (!isInDoubt) signal.throwIfAborted()
    const arriving = await placeAll(current, publisher)
    for (const outcome of [...arriving.map((it) => it.outcome), ...removals(current)]) {
      outcomes.set(
        listedIdentityOf(outcome.pkg),
        latest(outcomes.get(listedIdentityOf(outcome.pkg)), outcome),
      )
    }
    const change = ours.has(current.opened.head?.id ?? '') ? undefined : changeOf(current, arriving)
    if (change === undefined) {
      await repairAliases(current, publisher)
      return committed(current.opened.head?.stampSeconds, current.opened)
    }
    signal.throwIfAborted()
    const { head, stampSeconds, outcome } = await swap(current, change, publisher, endMs)
    if (outcome.kind !== 'refused') ours.set(head.id, head)
    if (outcome.kind === 'stored') return committed(stampSeconds, change)
    // Others changed the repository: what goes is decided anew, unless a swap of ours may have taken it out already.
    if (ours.size === 0) for (const { pkg } of removals(current)) outcomes.delete(listedIdentityOf(pkg))
    if (tries === 1) giveUpAt = clock.now() + LIMITS.contentionMs
    if (clock.now() > giveUpAt) throw outOfTime(repository, publisher, outcome)
    // After an unanswered swap the head may be ours: a run that is cancelled then still looks, and writes its aliases.
    isInDoubt = outcome.kind === 'unknown'
    isCertain &&= !isInDoubt
    await clock.sleep(backoffMs(tries, clock), signal)
    current = await open()
  }
}

function once<T>(work: () => T): () => T {
  let done: { readonly result: T } | undefined
  return () => (done ??= { result: work() }).result
}

function removals<P extends AnyPackage>({ repository, wish }: Attempt<P>): readonly Outcome[] {
  return wish.removed.map((pkg) => ({
    pkg,
    channel: repository.channel,
    file: fileOf(pkg),
    status: 'removed',
  }))
}

function fileOf({ key, sha256, content }: ListedPackage) {
  return { key, sha256, sizeBytes: content.sizeBytes }
}

/** A package that our own unanswered swap brought in is found unchanged by the next attempt: it was added all the same. */
function latest(before: Outcome | undefined, now: Outcome): Outcome {
  const isOurs =
    before !== undefined &&
    isArriving(before) &&
    now.status === 'unchanged' &&
    now.file.sha256 === now.pkg.sha256
  return isOurs ? { ...now, status: before.status } : now
}

/** At least a second, because R2 takes one write a second and key; longer each time up to a bound, with chance in it. */
function backoffMs(attempt: number, clock: Clock): number {
  const ceiling = Math.min(LIMITS.swapPauseMs, LIMITS.retryFloorMs * 1.5 ** attempt)
  return LIMITS.retryFloorMs + clock.random() * ceiling
}

function outOfTime(
  { title, headKey }: { title: string; headKey: string },
  { store }: Publisher,
  last: SwapOutcome,
): PublishError {
  const cause = last.kind === 'unknown' ? ` The last answer: ${last.cause.message}` : ''
  return new PublishError(
    'CONTENTION',
    `For ${LIMITS.contentionMs / 60_000} minutes every attempt to write ${headKey} in ${store.name} was refused or got no ` +
      `answer. What this run wants of the ${title} is not done yet. Nothing is lost: run the step again.${cause}`,
  )
}

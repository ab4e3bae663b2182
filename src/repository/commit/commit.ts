import type { Clock } from '../../clock.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { AnyPackage } from '../../package.ts'
import type { IfExists } from '../../request/request.ts'
import type { SwapOutcome } from '../../store/store.ts'
import { changeOf, placeAll } from './arrivals.ts'
import { type Attempt, attempt } from './attempt.ts'
import { assertStorable } from './placement.ts'
import { type Outcome, type Publisher, isChange } from './publisher.ts'
import type { Repository } from '../repository.ts'
import { repairAliases, swap } from './swap.ts'

/** A repository that was opened and checked, and the packages that will be in it: nothing has been written yet. */
export interface PreparedCommit {
  readonly title: string
  readonly channel: string
  /** Whether the head has no copy of ours: a first publish, or a foreign repository. */
  readonly isNew: boolean
  readonly isUnsigned: boolean
  readonly warnings: readonly string[]
  /** Keys of packages that the head names already. */
  readonly named: readonly string[]
  readonly outcomes: readonly Pick<Outcome, 'pkg' | 'status'>[]
  commit(publisher: Publisher): Promise<readonly Outcome[]>
}

/**
 * Opens a repository and decides what becomes of each package, without a write.
 *
 * @throws PublishError `CONFLICT` where other content is published and `ifExists` is `fail`
 */
export async function prepare<P extends AnyPackage>(
  repository: Repository<P>,
  packages: readonly P[],
  ifExists: IfExists,
): Promise<PreparedCommit> {
  for (const pkg of packages) assertStorable(pkg, repository.packageKey(pkg))
  const open = () => attempt(repository, packages, ifExists)
  const first = await open()
  return {
    title: repository.title,
    channel: repository.channel,
    isNew: !first.opened.hasCopy,
    isUnsigned: first.opened.isUnsigned,
    warnings: first.opened.warnings,
    named: first.judged.flatMap(({ published }) => (published.kind === 'same' ? [published.file.key] : [])),
    outcomes: first.judged,
    commit: (publisher) => commit(first, open, publisher),
  }
}

/**
 * Brings a repository to a state that has the packages, whatever others publish meanwhile. A refused, a throttled, a
 * failed and an unanswered swap are the same: wait, read again, and ask the state whether our packages are in it.
 *
 * @throws PublishError `CONTENTION` when others were faster for too long, `CONFLICT` when one of them published other
 *   content under a name of ours; what was written by then stays, and harms nobody
 */
async function commit<P extends AnyPackage>(
  first: Attempt<P>,
  open: () => Promise<Attempt<P>>,
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  const { clock, signal } = publisher
  const outcomes = new Map<P, Outcome>()
  let [current, giveUpAt, isInDoubt] = [first, Infinity, false]
  for (let tries = 1; ; tries += 1) {
    if (!isInDoubt) signal.throwIfAborted()
    const arriving = await placeAll(current, publisher)
    for (const { pkg, outcome } of arriving) outcomes.set(pkg, latest(outcomes.get(pkg), outcome))
    const change = changeOf(current, arriving)
    if (change === undefined) {
      await repairAliases(current, publisher)
      return [...outcomes.values()]
    }
    signal.throwIfAborted()
    const outcome = await swap(current, change, publisher)
    if (outcome.kind === 'stored') return [...outcomes.values()]
    if (tries === 1) giveUpAt = clock.now() + LIMITS.contentionMs
    if (clock.now() > giveUpAt) throw outOfTime(current.repository, publisher, outcome)
    // After an unanswered swap the head may be ours: a run that is cancelled then still looks, and writes its aliases.
    isInDoubt = outcome.kind === 'unknown'
    await clock.sleep(backoffMs(tries, clock), signal)
    current = await open()
  }
}

/** A package that our own unanswered swap brought in is found unchanged by the next attempt: it was added all the same. */
function latest(before: Outcome | undefined, now: Outcome): Outcome {
  const isOurs = isChange(before) && now.status === 'unchanged' && now.file.sha256 === now.pkg.sha256
  return isOurs && before !== undefined ? { ...now, status: before.status } : now
}

/** At least a second, because R2 takes one write a second and key; longer each time, with chance in it. */
function backoffMs(attempt: number, clock: Clock): number {
  const ceiling = Math.min(LIMITS.retryCeilingMs, LIMITS.retryFloorMs * 1.5 ** attempt)
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
      `answer. The ${title} does not have all packages of this run yet. Nothing is lost: run the step again.${cause}`,
  )
}

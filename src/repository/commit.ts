import { abreast } from '../abreast.ts'
import type { Clock } from '../clock.ts'
import { contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { IfExists } from '../request.ts'
import type { Store, SwapOutcome } from '../store/store.ts'
import { type HeadVersion, writeAliases } from './aliases.ts'
import { type AnyPackage, labelOf } from '../package.ts'
import { type Placement, assertStorable, markedKeys } from './placement.ts'
import type {
  Change,
  Head,
  OpenRepository,
  PackageFile,
  Published,
  Rendering,
  Repository,
} from './repository.ts'
import { nextStamp } from './stamp.ts'

/** What became of a package in one repository. */
export type Status = 'added' | 'unchanged' | 'replaced' | 'skipped'

export interface Outcome {
  readonly pkg: AnyPackage
  readonly channel: string
  /** Its file; the published one where that stayed. */
  readonly file: PackageFile
  readonly status: Status
}

/** Everything that a commit needs beside the repository and the packages. */
export interface Publisher {
  readonly store: Store
  readonly clock: Clock
  readonly keys: SigningKeys
  readonly placement: Placement
  /** Keys that some head named when this run read it: what lies there stays for the grace time at least. */
  readonly named: ReadonlySet<string>
  /** Aborted by SIGINT or SIGTERM: nothing new begins, a swap that has begun still writes its aliases. */
  readonly signal: AbortSignal
  readonly warn: (message: string) => void
  /** Makes sure, once, that the store keeps conditions; asked before the first write to a head that has no copy of ours. */
  readonly checkStore: () => Promise<void>
}

/** A repository that was opened and checked, and the packages that will be in it: nothing has been written yet. */
export interface PreparedCommit {
  readonly title: string
  readonly channel: string
  /** Whether the head has no copy of ours: a first publish, or a foreign repository. */
  readonly isNew: boolean
  readonly warnings: readonly string[]
  /** Keys of packages that the head names already. */
  readonly named: readonly string[]
  readonly outcomes: readonly Pick<Outcome, 'pkg' | 'status'>[]
  commit(publisher: Publisher): Promise<readonly Outcome[]>
}

interface Judged<P> {
  readonly pkg: P
  readonly published: Published
  readonly status: Status
}

/** A repository at one attempt. */
interface Attempt<P> {
  readonly repository: Repository<P>
  readonly opened: OpenRepository<P>
  readonly judged: readonly Judged<P>[]
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
    warnings: first.opened.warnings,
    named: first.judged.flatMap(({ published }) => (published.kind === 'same' ? [published.file.key] : [])),
    outcomes: first.judged,
    commit: (publisher) => commit(first, open, publisher),
  }
}

async function attempt<P extends AnyPackage>(
  repository: Repository<P>,
  packages: readonly P[],
  ifExists: IfExists,
): Promise<Attempt<P>> {
  const opened = await repository.open(packages)
  const judged = await Promise.all(
    packages.map(async (pkg) => {
      const published = await opened.published(pkg)
      return { pkg, published, status: statusOf(repository, pkg, published, ifExists) }
    }),
  )
  return { repository, opened, judged }
}

function statusOf(
  repository: { title: string },
  pkg: AnyPackage,
  published: Published,
  ifExists: IfExists,
): Status {
  if (published.kind === 'absent') return 'added'
  if (published.kind === 'same') return published.complete ? 'unchanged' : 'added'
  switch (ifExists) {
    case 'skip':
      return 'skipped'
    case 'replace':
      return 'replaced'
    case 'fail':
      throw new PublishError(
        'CONFLICT',
        `${pkg.source} is ${labelOf(pkg)}, which the ${repository.title} already has as ${published.file.key} with ` +
          'other content. Give it a new version, or set if-exists to skip (keep what is published) or replace.',
      )
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

function isChange(outcome: Pick<Outcome, 'status'> | undefined): boolean {
  return outcome?.status === 'added' || outcome?.status === 'replaced'
}

interface Arriving<P> {
  readonly pkg: P
  readonly isNew: boolean
  readonly outcome: Outcome
}

function changeOf<P extends AnyPackage>(
  { opened }: Attempt<P>,
  arriving: readonly Arriving<P>[],
): Change | undefined {
  const changes = arriving.filter(({ outcome }) => isChange(outcome))
  return opened.add(changes.map(({ pkg, outcome }) => ({ pkg, key: outcome.file.key })))
}

/** Stores what is new, and gives those packages another key that a collector is about to delete. */
async function placeAll<P extends AnyPackage>(
  attempted: Attempt<P>,
  publisher: Publisher,
): Promise<readonly Arriving<P>[]> {
  const { repository, opened, judged } = attempted
  const { store, placement, named, signal } = publisher
  const { channel, tree } = repository
  if (!opened.hasCopy && judged.some(isChange)) await publisher.checkStore()
  const placed = await abreast(judged, LIMITS.parallelRequests, async ({ pkg, published, status }) => {
    const isNew = published.kind === 'absent' || status === 'replaced'
    if (!isNew) return { pkg, isNew, outcome: { pkg, channel, status, file: published.file } }
    signal.throwIfAborted()
    const wanted = repository.packageKey(pkg)
    const key = await placement.place(pkg, wanted, opened.nowSeconds, named.has(wanted))
    return { pkg, isNew, outcome: { pkg, channel, status, file: fileOf(pkg, key) } }
  })
  if (placed.every(({ isNew }) => !isNew)) return placed
  const marked = await markedKeys(store, tree)
  for (const key of marked) placement.forget(key)
  return abreast(placed, LIMITS.parallelRequests, async (it) => {
    if (!it.isNew || !marked.has(it.outcome.file.key)) return it
    const key = await placement.placeApart(it.pkg, repository.packageKey(it.pkg), opened.nowSeconds)
    return { ...it, outcome: { ...it.outcome, file: fileOf(it.pkg, key) } }
  })
}

function fileOf(pkg: AnyPackage, key: string): PackageFile {
  return { key, sha256: pkg.sha256, sizeBytes: pkg.content.sizeBytes }
}

async function swap<P>(
  { repository, opened }: Attempt<P>,
  change: Change,
  { store, clock, keys, signal, warn, checkStore }: Publisher,
): Promise<SwapOutcome> {
  if (!opened.hasCopy) await checkStore()
  const { stampSeconds, waitMs } = nextStamp(opened, repository.title)
  const rendering = await change.render(stampSeconds, keys)
  await Promise.all([storeAll(store, rendering), waitMs > 0 ? clock.sleep(waitMs, signal) : undefined])
  signal.throwIfAborted()
  const condition = opened.head?.condition ?? { absent: true }
  const { key, bytes, headers } = rendering.head
  const outcome = await store.swap(key, contentOf(bytes), condition, headers)
  if (outcome.kind !== 'stored') return outcome
  const head = { key, etag: outcome.etag }
  for (const warning of await writeAliases(store, clock, rendering.aliases, head)) warn(warning)
  return outcome
}

async function storeAll(store: Store, { objects }: Rendering): Promise<void> {
  await abreast(objects, LIMITS.parallelRequests, async ({ key, bytes, headers }) => {
    const outcome = await store.put(key, contentOf(bytes), headers)
    if (outcome.kind === 'exists') await assertStored(store, key, bytes)
  })
}

/** An earlier try of ours may have written it; anything else under such a name would be a head of broken parts. */
async function assertStored(store: Store, key: string, bytes: Uint8Array): Promise<void> {
  const { object } = await store.get(key, LIMITS.storedIndexBytes)
  if (object?.bytes.equals(bytes)) return
  throw new PublishError(
    'INTEGRITY',
    `${key} in ${store.name} holds other bytes than its name says. Delete it, and run the step again.`,
  )
}

/** What lies at an alias was seen beside an older head, perhaps: it is looked at again before it is written. */
async function repairAliases<P>(
  { repository, opened }: Attempt<P>,
  { store, clock, keys, warn, checkStore }: Publisher,
): Promise<void> {
  const head = versionOf(repository.headKey, opened.head)
  if (head === undefined) return
  const stale = await opened.staleAliases(keys)
  const groups = stale.map((group) => group.map(({ key, bytes, headers }) => ({ key, bytes, headers })))
  if (groups.flat().length > 0 && !opened.hasCopy) await checkStore()
  for (const warning of await writeAliases(store, clock, groups, head)) warn(warning)
}

function versionOf(key: string, head: Head | undefined): HeadVersion | undefined {
  return head !== undefined && 'etag' in head.condition ? { key, etag: head.condition.etag } : undefined
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

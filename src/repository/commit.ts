import type { Clock } from '../clock.ts'
import { contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { IfExists } from '../request.ts'
import type { Store } from '../store/store.ts'
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
}

/** A repository that was opened and checked, and the packages that will be in it: nothing has been written yet. */
export interface PreparedCommit {
  readonly title: string
  readonly channel: string
  /** Whether the head is new to us: then the store must show that it keeps conditions. */
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
  const { clock } = publisher
  const giveUpAt = clock.now() + LIMITS.contentionMs
  const outcomes = new Map<P, Outcome>()
  let current = first
  for (let tries = 1; ; tries += 1) {
    publisher.signal.throwIfAborted()
    const placed = await placeAll(current, publisher)
    for (const { pkg, outcome } of placed) if (!isChange(outcomes.get(pkg))) outcomes.set(pkg, outcome)
    const arriving = placed.filter(({ outcome }) => isChange(outcome))
    const change = current.opened.add(arriving.map(({ pkg, outcome }) => ({ pkg, key: outcome.file.key })))
    if (change === undefined) {
      await repairAliases(current, publisher)
      return [...outcomes.values()]
    }
    if (await swap(current, change, publisher)) return [...outcomes.values()]
    if (clock.now() > giveUpAt) throw outOfTime(current.repository, publisher)
    await clock.sleep(backoffMs(tries, clock))
    current = await open()
  }
}

/** A package that our own unanswered swap brought in is found unchanged by the next attempt: it was added all the same. */
function isChange(outcome: Outcome | undefined): boolean {
  return outcome?.status === 'added' || outcome?.status === 'replaced'
}

/** Stores what is new, and gives those packages another key that a collector is about to delete. */
async function placeAll<P extends AnyPackage>(
  { repository, opened, judged }: Attempt<P>,
  publisher: Publisher,
) {
  const { store, placement, named } = publisher
  const { channel, tree } = repository
  const placed = await Promise.all(
    judged.map(async ({ pkg, published, status }) => {
      const isNew = published.kind === 'absent' || status === 'replaced'
      if (!isNew) return { pkg, isNew, outcome: { pkg, channel, status, file: published.file } }
      const wanted = repository.packageKey(pkg)
      const key = await placement.place(pkg, wanted, opened.nowSeconds, named.has(wanted))
      return { pkg, isNew, outcome: { pkg, channel, status, file: fileOf(pkg, key) } }
    }),
  )
  if (placed.every(({ isNew }) => !isNew)) return placed
  const marked = await markedKeys(store, tree)
  return Promise.all(
    placed.map(async (it) => {
      if (!it.isNew || !marked.has(it.outcome.file.key)) return it
      const key = await placement.placeApart(it.pkg, repository.packageKey(it.pkg), opened.nowSeconds)
      return { ...it, outcome: { ...it.outcome, file: fileOf(it.pkg, key) } }
    }),
  )
}

function fileOf(pkg: AnyPackage, key: string): PackageFile {
  return { key, sha256: pkg.sha256, sizeBytes: pkg.content.sizeBytes }
}

/** @returns whether the head is now ours; false where that is not known */
async function swap<P>(
  { repository, opened }: Attempt<P>,
  change: Change,
  { store, clock, keys, signal, warn }: Publisher,
): Promise<boolean> {
  const { stampSeconds, waitMs } = nextStamp(opened, repository.title)
  const rendering = await change.render(stampSeconds, keys)
  await Promise.all([storeAll(store, rendering), waitMs > 0 ? clock.sleep(waitMs) : undefined])
  signal.throwIfAborted()
  const condition = opened.head?.condition ?? { absent: true }
  const { key, bytes, headers } = rendering.head
  const outcome = await store.swap(key, contentOf(bytes), condition, headers)
  if (outcome.kind !== 'stored') return false
  for (const warning of await writeAliases(store, clock, rendering.aliases, { key, etag: outcome.etag }))
    warn(warning)
  return true
}

async function storeAll(store: Store, { objects }: Rendering): Promise<void> {
  await Promise.all(objects.map(({ key, bytes, headers }) => store.put(key, contentOf(bytes), headers)))
}

async function repairAliases<P>(
  { repository, opened }: Attempt<P>,
  { store, clock, keys, warn }: Publisher,
): Promise<void> {
  const head = versionOf(repository.headKey, opened.head)
  if (head === undefined) return
  const stale = await opened.staleAliases(keys)
  for (const warning of await writeAliases(store, clock, stale, head)) warn(warning)
}

function versionOf(key: string, head: Head | undefined): HeadVersion | undefined {
  return head !== undefined && 'etag' in head.condition ? { key, etag: head.condition.etag } : undefined
}

/** At least a second, because R2 takes one write a second and key; longer each time, with chance in it. */
function backoffMs(attempt: number, clock: Clock): number {
  const ceiling = Math.min(LIMITS.retryCeilingMs, LIMITS.retryFloorMs * 1.5 ** attempt)
  return LIMITS.retryFloorMs + clock.random() * ceiling
}

function outOfTime(repository: { title: string; headKey: string }, { store }: Publisher): PublishError {
  return new PublishError(
    'CONTENTION',
    `For ${LIMITS.contentionMs / 60_000} minutes every attempt to write ${repository.headKey} in ${store.name} was refused or got no ` +
      `answer. The ${repository.title} does not have all packages of this run yet. Nothing is lost: run the step again.`,
  )
}

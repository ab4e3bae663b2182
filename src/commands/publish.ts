import { PublishError } from '../errors.ts'
import { withKeyring } from '../keyring/included.ts'
import { type ReadyPackages, readyPackages } from '../packaging.ts'
import { type Entry, entriesOf } from '../report/entries.ts'
import { publishClientFiles } from '../repository/client-files/client-files.ts'
import { type PreparedCommit, prepare } from '../repository/commit/commit.ts'
import { type Destinations, destinations } from '../repository/destinations.ts'
import { spreadNoarch } from '../repository/rpm/noarch.ts'
import { placement } from '../repository/commit/placement.ts'
import type { Outcome, Publisher } from '../repository/commit/publisher.ts'
import type { PublishRequest } from '../request/request.ts'
import type { PublishingWorld, World } from '../world.ts'

/** What a publish did, package by package. */
export interface PublishReport {
  readonly packages: ReadyPackages
  /** Empty where the run only built and checked. */
  readonly entries: readonly Entry[]
}

/** Packages from artifacts, built and checked; nothing is read from the store, nothing is written. */
export async function buildOnly(request: PublishRequest, world: World): Promise<PublishReport> {
  const packages = await world.log.group('Packages', () => readyPackages(request, world))
  return { packages, entries: [] }
}

/**
 * Publishes artifacts in the apt suite and the rpm repositories of every channel. Everything is read, built, opened
 * and checked before the first write.
 */
export async function publish(request: PublishRequest, world: PublishingWorld): Promise<PublishReport> {
  // 1 read
  const packages = await world.log.group('Packages', () => readyPackages(request, world))
  return publishPackages(packages, request, world)
}

/** Steps 2 to 5, for packages that are ready. */
export async function publishPackages(
  ready: ReadyPackages,
  request: PublishRequest,
  world: PublishingWorld,
): Promise<PublishReport> {
  const { log } = world
  // 2 open
  const packages = await withKeyring(ready, request, world)
  const { targets, commits } = await log.group('Published state', () =>
    beforeAnyWrite(request, world, packages),
  )
  for (const { title, isNew, outcomes } of commits) {
    const arriving = outcomes.filter(({ status }) => status === 'added' || status === 'replaced').length
    log.info(`${title}${isNew ? ', new' : ''}: ${arriving} of ${outcomes.length} packages to publish`)
  }
  for (const warning of commits.flatMap(({ warnings }) => warnings)) log.warning(warning)
  // 3 add, 4 render, 5 swap
  const publisher = publisherOf(world, commits)
  const outcomes = await log.group('Commit', async () => {
    const committed = await commitAll(commits, publisher)
    if (!needsSpreading(packages, commits, committed)) return committed
    try {
      return [...committed, ...(await spreadNoarch(request, world.trust, publisher))]
    } catch (error) {
      throw partly(error, [], titlesOf(commits))
    }
  })
  await log.group('Files for clients', () => writeClientFiles(request, world, targets))
  return { packages, entries: entriesOf(outcomes, world.baseUrl) }
}

/** @throws PublishError that says that nothing was written */
async function beforeAnyWrite(
  request: PublishRequest,
  { store, trust }: PublishingWorld,
  packages: ReadyPackages,
): Promise<{ readonly targets: Destinations; readonly commits: readonly PreparedCommit[] }> {
  try {
    const targets = await destinations(request, { store, trust }, packages)
    return { targets, commits: await prepareAll(request, targets) }
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    throw new PublishError(error.code, `${error.message} Nothing was written.`, { cause: error })
  }
}

function prepareAll(request: PublishRequest, { apt, rpm }: Destinations): Promise<readonly PreparedCommit[]> {
  return Promise.all([
    ...apt.map(({ repository, packages }) => prepare(repository, packages, request.ifExists)),
    ...rpm.map(({ repository, packages }) => prepare(repository, packages, request.ifExists)),
  ])
}

function publisherOf(world: PublishingWorld, commits: readonly PreparedCommit[]): Publisher {
  const { store, clock, keys, signal, log, checkStore } = world
  let checked: Promise<void> | undefined
  return {
    store,
    clock,
    keys,
    signal,
    placement: placement(store),
    named: new Set(commits.flatMap(({ named }) => named)),
    warn: (message) => log.warning(message),
    checkStore: () => (checked ??= checkStore()),
  }
}

/**
 * Whether architectures may lack each other's noarch packages: some were added, an architecture is new, or an earlier
 * run stopped between its commit and this.
 */
function needsSpreading(
  { rpms }: ReadyPackages,
  commits: readonly PreparedCommit[],
  outcomes: readonly Outcome[],
): boolean {
  const published = outcomes.filter(({ pkg }) => pkg.format === 'rpm')
  const isRepeated = published.some(({ status }) => status === 'unchanged')
  const isNew = commits.some((it) => it.isNew && it.outcomes.some(({ pkg }) => pkg.format === 'rpm'))
  return isRepeated || isNew || rpms.some(({ arch }) => arch === 'noarch')
}

/** Heads change one by one: where one cannot, the others stay, and the error says which. */
async function commitAll(
  commits: readonly PreparedCommit[],
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  const settled = await Promise.allSettled(commits.map((it) => it.commit(publisher)))
  const [failed, ...others] = settled
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as unknown)
  if (failed === undefined)
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  const done = commits.filter((_, position) => settled[position]?.status === 'fulfilled')
  throw partly(failed, others, titlesOf(done))
}

function titlesOf(commits: readonly PreparedCommit[]): readonly string[] {
  return commits.map(({ title }) => title)
}

/** An error that also says what else failed, and what is done nevertheless. */
function partly(failed: unknown, others: readonly unknown[], done: readonly string[]): unknown {
  if (!(failed instanceof PublishError)) return failed
  const messages = others.map((other) => (other instanceof Error ? other.message : String(other)))
  const also = [...new Set(messages)].filter((message) => message !== failed.message)
  const parts = [
    failed.message,
    ...also,
    ...(done.length > 0 ? [`Done nevertheless: ${done.join(', ')}.`] : []),
  ]
  if (parts.length === 1) return failed
  return new PublishError(failed.code, parts.join(' '), { cause: failed })
}

async function writeClientFiles(request: PublishRequest, world: PublishingWorld, { apt, rpm }: Destinations) {
  const warnings = await publishClientFiles(request, {
    ...world,
    formats: { apt: apt.length > 0, rpm: rpm.length > 0 },
    rpmFolders: rpm.map(({ repository }) => repository.tree),
  })
  for (const warning of warnings) world.log.warning(warning)
}

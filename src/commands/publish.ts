import { PublishError } from '../errors.ts'
import { type ReadyPackages, readyPackages } from '../packaging.ts'
import { type Entry, entriesOf } from '../report/entries.ts'
import { publishClientFiles } from '../repository/client-files.ts'
import { type Outcome, type PreparedCommit, type Publisher, prepare } from '../repository/commit.ts'
import { type Destinations, destinations } from '../repository/destinations.ts'
import { spreadNoarch } from '../repository/noarch.ts'
import { placement } from '../repository/placement.ts'
import type { PublishRequest } from '../request.ts'
import { checkConditions } from '../store/conditions.ts'
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
  packages: ReadyPackages,
  request: PublishRequest,
  world: PublishingWorld,
): Promise<PublishReport> {
  const { log, store } = world
  // 2 open
  const targets = await destinations(request, { store, trust: world.trust }, packages)
  const commits = await log.group('Published state', () => prepareAll(request, targets))
  for (const { title, isNew, outcomes } of commits) {
    const arriving = outcomes.filter(({ status }) => status === 'added' || status === 'replaced').length
    log.info(`${title}${isNew ? ', new' : ''}: ${arriving} of ${outcomes.length} packages to publish`)
  }
  for (const warning of commits.flatMap(({ warnings }) => warnings)) log.warning(warning)
  if (!request.dryRun && commits.some(writesNewHead))
    await checkConditions(store, world.uniqueSuffix, world.clock)
  // 3 add, 4 render, 5 swap
  const publisher = publisherOf(world, commits)
  const outcomes = await log.group('Commit', async () => {
    const committed = await commitAll(commits, publisher)
    const spread = needsSpreading(packages, commits, committed)
      ? await spreadNoarch(request, world.trust, publisher)
      : []
    return [...committed, ...spread]
  })
  await log.group('Files for clients', () => writeClientFiles(request, world, targets))
  return { packages, entries: entriesOf(outcomes, world.baseUrl) }
}

function prepareAll(request: PublishRequest, { apt, rpm }: Destinations): Promise<readonly PreparedCommit[]> {
  return Promise.all([
    ...apt.map(({ repository, packages }) => prepare(repository, packages, request.ifExists)),
    ...rpm.map(({ repository, packages }) => prepare(repository, packages, request.ifExists)),
  ])
}

/** A head that has no copy of ours is the first that this store is trusted with. */
function writesNewHead({ isNew, outcomes }: PreparedCommit): boolean {
  return isNew && outcomes.some(({ status }) => status === 'added' || status === 'replaced')
}

function publisherOf(world: PublishingWorld, commits: readonly PreparedCommit[]): Publisher {
  const { store, clock, keys, signal, log } = world
  return {
    store,
    clock,
    keys,
    signal,
    placement: placement(store),
    named: new Set(commits.flatMap(({ named }) => named)),
    warn: (message) => log.warning(message),
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
  if (rpms.length === 0) return false
  const isRepeated = outcomes.every(({ status }) => status !== 'added' && status !== 'replaced')
  return isRepeated || rpms.some(({ arch }) => arch === 'noarch') || commits.some(({ isNew }) => isNew)
}

/** Heads change one by one: where one cannot, the others stay, and the error says which. */
async function commitAll(
  commits: readonly PreparedCommit[],
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  const settled = await Promise.allSettled(commits.map((it) => it.commit(publisher)))
  const failed = settled.find((result) => result.status === 'rejected')
  if (failed === undefined)
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  const done = commits
    .filter((_, position) => settled[position]?.status === 'fulfilled')
    .map(({ title }) => title)
  throw partly(failed.reason, done)
}

function partly(reason: unknown, done: readonly string[]): unknown {
  if (done.length === 0 || !(reason instanceof PublishError)) return reason
  return new PublishError(reason.code, `${reason.message} Done nevertheless: ${done.join(', ')}.`, {
    cause: reason,
  })
}

async function writeClientFiles(request: PublishRequest, world: PublishingWorld, { apt, rpm }: Destinations) {
  const warnings = await publishClientFiles(request, {
    ...world,
    formats: { apt: apt.length > 0, rpm: rpm.length > 0 },
    rpmFolders: rpm.map(({ repository }) => repository.tree),
  })
  for (const warning of warnings) world.log.warning(warning)
}

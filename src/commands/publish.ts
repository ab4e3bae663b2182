import { withKeyring } from '../keyring/included.ts'
import type { ReadyPackages } from '../packaging/ready.ts'
import type { PublishedPackaging } from '../packaging/world.ts'
import { entriesOf } from '../report/entries.ts'
import { type Committed, type PreparedCommit, prepare } from '../repository/commit/commit.ts'
import { aptDestinations, rpmDestinations } from '../repository/destinations.ts'
import { publication } from '../repository/goals/publication.ts'
import type { PublishRequest } from '../request/request.ts'
import type { PublishingWorld, World } from '../world.ts'
import { collect } from './collecting.ts'
import {
  announce,
  beforeAnyWrite,
  commitAndSpread,
  outcomesOf,
  publisherOf,
  writeClientFiles,
} from './committing.ts'
import { packagesOf } from './packages.ts'
import type { CommandReport } from './report.ts'

/** Packages from artifacts, built and checked; nothing is read from the store, nothing is written. */
export async function buildOnly(request: PublishedPackaging, world: World): Promise<CommandReport> {
  const packages = await packagesOf(request, world)
  return { packages, entries: [] }
}

/**
 * Publishes artifacts in the apt suite and the rpm repositories of every channel. Everything is read, built, opened
 * and checked before the first write.
 */
export async function publish(request: PublishRequest, world: PublishingWorld): Promise<CommandReport> {
  // 1 read
  const packages = await packagesOf(request, world)
  return publishPackages(packages, request, world)
}

/** Steps 2 to 5, for packages that are ready. */
export async function publishPackages(
  ready: ReadyPackages,
  request: PublishRequest,
  world: PublishingWorld,
): Promise<CommandReport> {
  const { log } = world
  // 2 open
  const { packages, commits } = await beforeAnyWrite(log, async () => {
    const packages = await withKeyring(ready, request, world)
    return { packages, commits: await prepareAll(packages, request, world) }
  })
  await announce(world, commits, request)
  // 3 add, 4 render, 5 swap
  const publisher = publisherOf(world, commits)
  const isNeeded = (done: readonly Committed[]) => needsSpreading(packages, commits, done)
  const committed = await log.group('Commit', () =>
    commitAndSpread(commits, publisher, request, world, isNeeded),
  )
  await writeClientFiles(request, world, committed)
  await collect(request, world, committed)
  return { packages, entries: entriesOf(outcomesOf(committed), world.baseUrl), committed }
}

async function prepareAll(
  { debs, rpms }: ReadyPackages,
  request: PublishRequest,
  world: PublishingWorld,
): Promise<readonly PreparedCommit[]> {
  const apt = aptDestinations(request, world, debs)
  const rpm = await rpmDestinations(request, world, rpms)
  return Promise.all([
    ...apt.map(({ repository, packages }) => prepare(repository, publication(packages, request))),
    ...rpm.map(({ repository, packages }) => prepare(repository, publication(packages, request))),
  ])
}

/**
 * Whether architectures may lack each other's noarch packages: some were added, an architecture is new, or an earlier
 * run stopped between its commit and this. What that one added is unchanged now, or was replaced by others meanwhile.
 */
function needsSpreading(
  { rpms }: ReadyPackages,
  commits: readonly PreparedCommit[],
  committed: readonly Committed[],
): boolean {
  const published = outcomesOf(committed).filter(({ pkg }) => pkg.format === 'rpm')
  const isRepeated = published.some(({ status }) => status !== 'added' && status !== 'removed')
  const isNew = commits.some((it) => it.isNew && it.outcomes.some(({ pkg }) => pkg.format === 'rpm'))
  return isRepeated || isNew || rpms.some(({ arch }) => arch === 'noarch')
}

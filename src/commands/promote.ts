import { PublishError } from '../errors.ts'
import { type ListedPackage, identityOf } from '../package.ts'
import { entriesOf } from '../report/entries.ts'
import { repositoriesOf } from '../repository/channels.ts'
import { type PreparedCommit, prepare } from '../repository/commit/commit.ts'
import { addition } from '../repository/commit/goal.ts'
import { aptDestinations, rpmDestinations } from '../repository/destinations.ts'
import { EVERYTHING } from '../repository/repository.ts'
import { newestOfEach } from '../repository/retention.ts'
import { spreadNoarch } from '../repository/rpm/noarch.ts'
import type { PromoteRequest } from '../request/request.ts'
import { assertAllMatch, selects } from '../request/selection.ts'
import type { PublishingWorld } from '../world.ts'
import {
  announce,
  beforeAnyWrite,
  commitAll,
  outcomesOf,
  partly,
  publisherOf,
  writeClientFiles,
} from './committing.ts'
import type { CommandReport } from './report.ts'

/**
 * Lists packages of one channel in others too. Nothing is built again, and no package travels through this machine: apt
 * suites share their pool, rpms are copied inside the store.
 */
export async function promote(request: PromoteRequest, world: PublishingWorld): Promise<CommandReport> {
  const { log } = world
  // 2 open
  const { packages, commits } = await beforeAnyWrite(log, async () => {
    const packages = await selectedPackages(request, world)
    return { packages, commits: await prepareAll(packages, request, world) }
  })
  announce(log, commits, request)
  // 3 add, 4 render, 5 swap
  const named = packages.map(({ key }) => key)
  const publisher = publisherOf(world, commits, named)
  for (const { key, sha256 } of packages) publisher.placement.remember(key, sha256)
  const committed = await log.group('Commit', async () => {
    const done = await commitAll(commits, publisher)
    if (packages.every(({ format }) => format === 'deb')) return done
    try {
      return [...done, ...(await spreadNoarch(request, world.trust, publisher))]
    } catch (error) {
      throw partly(error, [], commits)
    }
  })
  const repositories = commits.map(({ repository }) => repository)
  await writeClientFiles(request, world, repositories)
  return { packages: undefined, entries: entriesOf(outcomesOf(committed), world.baseUrl) }
}

async function selectedPackages(
  request: PromoteRequest,
  world: PublishingWorld,
): Promise<readonly ListedPackage[]> {
  const { fromChannel, packages: patterns } = request
  const repositories = await repositoriesOf(request, world, fromChannel)
  if (repositories.length === 0) {
    throw new PublishError(
      'INPUT',
      `from-channel is ${fromChannel}, of which nothing is published in ${world.store.name}; check from-channel, apt-path and rpm-path.`,
    )
  }
  const opened = await Promise.all(repositories.map((repository) => repository.open(EVERYTHING)))
  // A noarch package is listed for each architecture, and promoted once.
  const listed = [
    ...new Map(opened.flatMap((it) => it.listed()).map((pkg) => [identityOf(pkg), pkg])).values(),
  ]
  assertAllMatch(patterns, listed, `the channel ${fromChannel}`)
  const selected =
    patterns.length === 0
      ? newestOfEach(listed)
      : listed.filter((pkg) => patterns.some((it) => selects(it, pkg)))
  for (const pkg of selected) assertPromotable(pkg)
  return selected
}

function assertPromotable(pkg: ListedPackage): void {
  if (pkg.sha256 !== '' && !(pkg.format === 'rpm' && pkg.entries === undefined)) return
  throw new PublishError(
    'INTEGRITY',
    `${pkg.source} is listed by another tool in a form that cannot be promoted (no SHA-256, or a file elsewhere). ` +
      'Run republish for its channel first.',
  )
}

async function prepareAll(
  packages: readonly ListedPackage[],
  request: PromoteRequest,
  world: PublishingWorld,
): Promise<readonly PreparedCommit[]> {
  const debs = packages.filter((pkg) => pkg.format === 'deb')
  const rpms = packages.filter((pkg) => pkg.format === 'rpm')
  const apt = aptDestinations(request, world, debs)
  const rpm = await rpmDestinations(request, world, rpms)
  return Promise.all([
    ...apt.map((it) => prepare(it.repository, addition(it.packages, request.ifExists))),
    ...rpm.map((it) => prepare(it.repository, addition(it.packages, request.ifExists))),
  ])
}

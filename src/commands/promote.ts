import { PublishError } from '../errors.ts'
import { debKeyringName } from '../keyring/deb.ts'
import { rpmKeyringName } from '../keyring/rpm.ts'
import { type AnyPackage, type ListedPackage, listedIdentityOf } from '../package.ts'
import { entriesOf } from '../report/entries.ts'
import { publishedRepositoriesOf } from '../repository/channels.ts'
import { type PreparedCommit, prepare } from '../repository/commit/commit.ts'
import { isArriving } from '../repository/commit/publisher.ts'
import { addition } from '../repository/goals/goal.ts'
import { faultsOfFiles, isListable } from '../repository/goals/listed-files.ts'
import { knownDigest } from '../repository/digests.ts'
import { aptDestinations, rpmDestinations } from '../repository/destinations.ts'
import { EVERYTHING } from '../repository/repository.ts'
import { newestOfEach } from '../repository/goals/retention.ts'
import type { PromoteRequest } from '../request/request.ts'
import { assertAllMatch, selects } from '../request/selection.ts'
import type { Store } from '../store/store.ts'
import { theChannels } from '../words.ts'
import type { PublishingWorld } from '../world.ts'
import {
  announce,
  beforeAnyWrite,
  commitAndSpread,
  outcomesOf,
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
    const commits = await prepareAll(packages, request, world)
    await assertStored(commits, packages, world.store)
    return { packages, commits }
  })
  await announce(world, commits, request)
  // 3 add, 4 render, 5 swap
  const named = packages.map(({ key }) => key)
  const publisher = publisherOf(world, commits, named)
  for (const { key, sha256 } of packages) publisher.placement.remember(key, sha256)
  const hasRpms = packages.some(({ format }) => format === 'rpm')
  const committed = await log.group('Commit', () =>
    commitAndSpread(commits, publisher, request, world, () => hasRpms),
  )
  await writeClientFiles(request, world, committed)
  return { packages: undefined, entries: entriesOf(outcomesOf(committed), world.baseUrl), committed }
}

async function selectedPackages(
  request: PromoteRequest,
  world: PublishingWorld,
): Promise<readonly ListedPackage[]> {
  const { fromChannel, packages: patterns } = request
  const repositories = await publishedRepositoriesOf(request, world, fromChannel, 'from-channel')
  const opened = await Promise.all(repositories.map((repository) => repository.open(EVERYTHING)))
  // A noarch package is listed for each architecture, and promoted once.
  const listed = [
    ...new Map(opened.flatMap((it) => it.listed()).map((pkg) => [listedIdentityOf(pkg), pkg])).values(),
  ]
  // Each channel has its own, with a source of its own in it.
  const keyrings = new Set([debKeyringName(request.repositoryName), rpmKeyringName(request.repositoryName)])
  assertAllMatch(patterns, listed, theChannels([fromChannel]))
  const selected =
    patterns.length === 0
      ? newestOfEach(listed).filter(({ name }) => !keyrings.has(name))
      : listed.filter((pkg) => patterns.some((it) => selects(it, pkg)))
  for (const pkg of selected) assertPromotable(pkg)
  return selected
}

function assertPromotable(pkg: ListedPackage): void {
  if (isListable(pkg)) return
  throw new PublishError(
    'INTEGRITY',
    `${pkg.source} is listed by another tool in a form that cannot be promoted (no SHA-256, or a file elsewhere). ` +
      'Take it out with `remove`, and publish its file again.',
  )
}

/** @throws PublishError `INTEGRITY` where the file of a package that is going to be listed is not what its index says */
async function assertStored(
  commits: readonly PreparedCommit[],
  packages: readonly ListedPackage[],
  store: Store,
) {
  const arriving = new Set<AnyPackage>(
    commits.flatMap(({ outcomes }) => outcomes.filter(isArriving).map(({ pkg }) => pkg)),
  )
  // No package travels: of a file without metadata its size alone is compared.
  const faults = await faultsOfFiles(
    packages.filter((pkg) => arriving.has(pkg)),
    store,
    async (file) => knownDigest(file),
  )
  if (faults.length === 0) return
  throw new PublishError(
    'INTEGRITY',
    `In ${store.name} ${faults.join('; ')}. Put the right files back, or take the packages out with \`remove\` and publish them again.`,
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

import { abreast } from '../abreast.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { ReadyPackages } from '../packaging/ready.ts'
import { entriesOf } from '../report/entries.ts'
import type { Committed } from '../repository/commit/commit.ts'
import { type StoredPackage, label } from '../repository/digests.ts'
import { type PreparedRebuild, prepareRebuilds } from '../repository/goals/rebuilding.ts'
import type { RepublishRequest } from '../request/request.ts'
import { assertAllMatch } from '../request/selection.ts'
import { theChannels } from '../words.ts'
import type { PublishingWorld } from '../world.ts'
import { collectAndSweep } from './collecting.ts'
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

const NO_KEYRINGS =
  'keyring-package is true, but republish makes no packages of keys: run the publish of the last release again, which adds ' +
  'them where the keys have changed, before anything is signed by a key that installed clients do not have.'

/**
 * Writes every index of the channels anew, from the packages in the store, and signs them with today's keys: after a new
 * key, or where something is damaged. The assets of a release may be added on the way.
 */
export async function republish(request: RepublishRequest, world: PublishingWorld): Promise<CommandReport> {
  const { log } = world
  if (request.keyringPackage) log.warning(NO_KEYRINGS)
  // 1 read
  const packages = await releasePackages(request, world)
  // 2 open
  const rebuilds = await beforeAnyWrite(log, () => preparedRebuilds(request, world, packages))
  const commits = rebuilds.map(({ commit }) => commit)
  await announce(world, commits, request)
  // 3 add, 4 render, 5 swap
  const publisher = publisherOf(world, commits)
  const files = rebuilds.flatMap((it) => it.files)
  for (const { key, sha256 } of files) publisher.placement.remember(key, sha256)
  const committed = await log.group('Commit', () => commitAndSpread(commits, publisher, request, world))
  await labelFiles(files, committed, world)
  await writeClientFiles(request, world, committed)
  await collectAndSweep(request, world, committed)
  const outcomes = outcomesOf(committed).filter(({ status }) => status !== 'unchanged')
  return { packages, entries: entriesOf(outcomes, world.baseUrl), committed }
}

async function releasePackages(
  { release, channels }: RepublishRequest,
  world: PublishingWorld,
): Promise<ReadyPackages | undefined> {
  return release && packagesOf({ ...release, channels }, world)
}

async function preparedRebuilds(
  request: RepublishRequest,
  world: PublishingWorld,
  packages: ReadyPackages | undefined,
): Promise<readonly PreparedRebuild[]> {
  const arriving = packages ?? { debs: [], rpms: [] }
  const prepared = await prepareRebuilds(request, world, arriving)
  const named = prepared.flatMap((it) => it.named)
  const folders = `the folders of ${theChannels(request.channels)} in ${world.store.name}`
  const where = `${folders} (channels, apt-path and rpm-path say which they are)`
  assertAllMatch(request.packages, named, where)
  const rebuilds = prepared.filter(({ commit }) => !commit.isNothing)
  const lacking = request.channels.filter(
    (channel) => !rebuilds.some(({ commit }) => commit.repository.channel === channel),
  )
  if (lacking.length > 0) throw nothingPublished(lacking, world)
  return rebuilds
}

function nothingPublished(channels: readonly string[], { store }: PublishingWorld): PublishError {
  return new PublishError(
    'INPUT',
    `Nothing of ${theChannels(channels)} is published in ${store.name}: check channels, apt-path ` +
      'and rpm-path, or say in packages which of the packages that lie there go into them.',
  )
}

/**
 * What had to be read whole, or opened for its header, says so itself from now on. Not before the commit: an object that
 * is labelled is young, and a collector may be about to delete one that no head names.
 */
async function labelFiles(
  files: readonly StoredPackage[],
  committed: readonly Committed[],
  { store, keepsMetadata }: PublishingWorld,
): Promise<void> {
  // A plan must not say what a directory does not do.
  if (!keepsMetadata) return
  const lacking = files.filter(({ labels }) => labels !== undefined)
  const distinct = [...new Map(lacking.map((file) => [file.key, file])).values()]
  await abreast(distinct, LIMITS.parallelRequests, async (file) => {
    await label(store, file)
    const copies = outcomesOf(committed).filter(
      (outcome) => outcome.file.sha256 === file.sha256 && outcome.file.key !== file.key,
    )
    for (const { key } of copies.map((outcome) => outcome.file)) {
      const details = await store.head(key)
      if (details !== undefined) await label(store, { ...file, key, etag: details.etag })
    }
  })
}

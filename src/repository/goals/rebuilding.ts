import type { AnyDeb } from '../../deb/suite.ts'
import type { RepublishRequest } from '../../request/request.ts'
import { assertAllMatch } from '../../request/selection.ts'
import { isPerArchitecture } from '../../rpm/layout.ts'
import type { AnyRpm } from '../../rpm/repodata/metadata.ts'
import { type RepositoryGround, rpmRepositoryOf, suiteOf } from '../channels.ts'
import { type PreparedCommit, prepare } from '../commit/commit.ts'
import { type Destination, rpmDestinations } from '../destinations.ts'
import type { StoredPackage } from '../digests.ts'
import { theChannels } from '../../words.ts'
import { type Reinforcements, reconstruction } from './reconstruction.ts'
import type { Repository } from '../repository.ts'
import { rpmArchitectureFolders } from '../rpm/architectures.ts'
import { type FoundPackage, foundPackages } from './stored-packages.ts'

/** The packages of a release that is published again. */
export interface ArrivingPackages {
  readonly debs: readonly AnyDeb[]
  readonly rpms: readonly AnyRpm[]
}

/** A repository whose indexes are going to be written anew, and what was seen of the files of its packages. */
export interface PreparedRebuild {
  readonly commit: PreparedCommit
  readonly files: readonly StoredPackage[]
}

/**
 * Opens the suites and repositories of every channel, also those whose heads are damaged or lost.
 *
 * @throws PublishError `INPUT` for a pattern that none of the packages there matches
 */
export async function prepareRebuilds(
  request: RepublishRequest,
  ground: RepositoryGround,
  { debs, rpms }: ArrivingPackages,
): Promise<readonly PreparedRebuild[]> {
  const pool = await foundPackages(ground.store, `${request.aptRoot}pool/`, 'deb', request.packages)
  const vouched = pool.map(({ pkg }) => pkg).filter((pkg) => pkg.format === 'deb')
  const found = pool.map(({ file }) => file)
  const repositories = await withFoundRpms(
    request,
    ground,
    await rpmRepositoriesToRebuild(request, ground, rpms),
  )
  const there = [...pool, ...repositories.flatMap((it) => it.found)].map(({ pkg }) => pkg)
  const folders = `the folders of ${theChannels(request.channels)} in ${ground.store.name}`
  const where = `${folders} (channels, apt-path and rpm-path say which they are)`
  assertAllMatch(request.packages, there, where)
  const suites = request.channels.map((channel) => {
    const reinforcements = { vouched, arriving: debs, ifExists: request.ifExists }
    return prepareRebuild(suiteOf(request, ground, channel), ground, reinforcements, found)
  })
  return Promise.all([...suites, ...repositories.map((it) => rebuildRpms(request, ground, it))])
}

/** Those that have a folder, whether or not there is a head in it, and those that packages arrive in. */
async function rpmRepositoriesToRebuild(
  request: RepublishRequest,
  ground: RepositoryGround,
  rpms: readonly AnyRpm[],
): Promise<readonly Destination<AnyRpm>[]> {
  const published = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = isPerArchitecture(request.rpmPath)
        ? await rpmArchitectureFolders(ground.store, request.rpmPath, channel)
        : ['']
      return architectures.map((arch) => ({
        repository: rpmRepositoryOf(request, ground, channel, arch),
        packages: [],
      }))
    }),
  )
  const arriving = await rpmDestinations(request, ground, rpms)
  const all = [...published.flat(), ...arriving]
  return [...new Map(all.map((it) => [it.repository.headKey, it])).values()]
}

interface RpmRebuild extends Destination<AnyRpm> {
  /** What lies in its folder and the patterns are about. */
  readonly found: readonly FoundPackage[]
}

function withFoundRpms(
  { packages }: RepublishRequest,
  { store }: RepositoryGround,
  destinations: readonly Destination<AnyRpm>[],
): Promise<readonly RpmRebuild[]> {
  return Promise.all(
    destinations.map(async (it) => ({
      ...it,
      found: await foundPackages(store, it.repository.tree, 'rpm', packages),
    })),
  )
}

function rebuildRpms(
  { ifExists }: RepublishRequest,
  ground: RepositoryGround,
  { repository, packages: arriving, found }: RpmRebuild,
): Promise<PreparedRebuild> {
  const vouched = found.map(({ pkg }) => pkg).filter((pkg) => pkg.format === 'rpm')
  const files = found.map(({ file }) => file)
  return prepareRebuild(repository, ground, { vouched, arriving, ifExists }, files)
}

async function prepareRebuild<P extends AnyDeb | AnyRpm>(
  repository: Repository<P>,
  { store }: RepositoryGround,
  reinforcements: Reinforcements<P>,
  found: readonly StoredPackage[],
): Promise<PreparedRebuild> {
  const { goal, looked } = reconstruction(store, reinforcements)
  const commit = await prepare(repository, goal)
  return { commit, files: [...found, ...(await looked())] }
}

import type { AnyDeb } from '../../deb/suite.ts'
import type { PackageOfFile } from '../../package.ts'
import type { RepublishRequest } from '../../request/request.ts'
import { isPerArchitecture } from '../../rpm/layout.ts'
import type { AnyRpm } from '../../rpm/repodata/metadata.ts'
import { type RepositoryGround, rpmRepositoryOf, suiteOf } from '../channels.ts'
import { type PreparedCommit, prepare } from '../commit/commit.ts'
import { type Destination, rpmDestinations } from '../destinations.ts'
import type { StoredPackage } from '../digests.ts'
import { type Reinforcements, reconstruction } from './reconstruction.ts'
import type { Repository } from '../repository.ts'
import { rpmArchitectureFolders } from '../rpm/architectures.ts'
import { DEB_FILES, type FoundPackage, RPM_FILES, foundPackages } from './stored-packages.ts'

/** The packages of a release that is published again. */
export interface ArrivingPackages {
  readonly debs: readonly AnyDeb[]
  readonly rpms: readonly AnyRpm[]
}

/** A repository whose indexes are going to be written anew, and what was seen of the files of its packages. */
export interface PreparedRebuild {
  readonly commit: PreparedCommit
  readonly files: readonly StoredPackage[]
  /** The packages that lie in the store and that the input `packages` is about. */
  readonly named: readonly PackageOfFile[]
}

/**
 * Opens the suites and repositories of every channel, also those whose heads are damaged or lost.
 */
export async function prepareRebuilds(
  request: RepublishRequest,
  ground: RepositoryGround,
  { debs, rpms }: ArrivingPackages,
): Promise<readonly PreparedRebuild[]> {
  const vouched = await foundPackages(ground.store, `${request.aptRoot}pool/`, DEB_FILES, request.packages)
  const repositories = await rpmRepositoriesToRebuild(request, ground, rpms)
  const suites = request.channels.map((channel) => {
    const reinforcements = { vouched, arriving: debs, ifExists: request.ifExists }
    return prepareRebuild(suiteOf(request, ground, channel), ground, reinforcements, vouched)
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

async function rebuildRpms(
  { packages, ifExists }: RepublishRequest,
  ground: RepositoryGround,
  { repository, packages: arriving }: Destination<AnyRpm>,
): Promise<PreparedRebuild> {
  const vouched = await foundPackages(ground.store, repository.tree, RPM_FILES, packages)
  return prepareRebuild(repository, ground, { vouched, arriving, ifExists }, vouched)
}

async function prepareRebuild<P extends AnyDeb | AnyRpm>(
  repository: Repository<P>,
  { store }: RepositoryGround,
  reinforcements: Reinforcements<P>,
  found: readonly FoundPackage<PackageOfFile>[],
): Promise<PreparedRebuild> {
  const { goal, looked } = reconstruction(store, reinforcements)
  const commit = await prepare(repository, goal)
  const files = [...found.map(({ file }) => file), ...(await looked())]
  return { commit, files, named: found.map(({ pkg }) => pkg) }
}

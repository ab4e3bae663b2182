import type { RepositoryRequest } from '../request/repository.ts'
import { FIRST_BASEARCHES, isPerArchitecture, repositoryArch, rpmFolder } from '../rpm/layout.ts'
import type { DebPackage } from '../deb/package.ts'
import type { RpmPackage } from '../rpm/package.ts'
import type { Store } from '../store/store.ts'
import type { Acceptance } from './adoption.ts'
import { aptSuite } from './apt/suite.ts'
import { rpmArchitectures } from './rpm/architectures.ts'
import type { Repository } from './repository.ts'
import { rpmRepository } from './rpm/repository.ts'

export interface RepositoryGround extends Acceptance {
  readonly store: Store
}

/** A repository and those packages of a run that belong into it. */
export interface Destination<P> {
  readonly repository: Repository<P>
  readonly packages: readonly P[]
}

/** Every repository that a run publishes to, with its packages. */
export interface Destinations {
  readonly apt: readonly Destination<DebPackage>[]
  readonly rpm: readonly Destination<RpmPackage>[]
}

/** Where the packages of a run go: the apt suite, and the rpm repositories, of every channel. */
export async function destinations(
  request: RepositoryRequest,
  ground: RepositoryGround,
  packages: { readonly debs: readonly DebPackage[]; readonly rpms: readonly RpmPackage[] },
): Promise<Destinations> {
  return {
    apt: aptDestinations(request, ground, packages.debs),
    rpm: await rpmDestinations(request, ground, packages.rpms),
  }
}

function aptDestinations(
  request: RepositoryRequest,
  ground: RepositoryGround,
  debs: readonly DebPackage[],
): readonly Destination<DebPackage>[] {
  if (debs.length === 0) return []
  const { aptRoot: root, component, origin, label, given } = request
  return request.channels.map((channel) => ({
    repository: aptSuite({ ...ground, root, identity: { channel, component, origin, label, given } }),
    packages: debs,
  }))
}

/** One repository for each architecture, where the path says so. */
async function rpmDestinations(
  request: RepositoryRequest,
  ground: RepositoryGround,
  rpms: readonly RpmPackage[],
): Promise<readonly Destination<RpmPackage>[]> {
  if (rpms.length === 0) return []
  const found = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = await destinationArchitectures(request, ground, channel, rpms)
      return architectures.map((arch) => ({
        repository: rpmRepository({
          ...ground,
          folder: rpmFolder(request.rpmPath, channel, arch),
          channel,
          arch,
        }),
        packages: rpms.filter((pkg) => belongs(request, pkg, arch)),
      }))
    }),
  )
  return found.flat()
}

function belongs(request: RepositoryRequest, pkg: RpmPackage, arch: string): boolean {
  const own = repositoryArch(pkg)
  return own === undefined || own === arch || !isPerArchitecture(request.rpmPath)
}

/** noarch packages belong into the repository of every architecture of the channel. */
async function destinationArchitectures(
  request: RepositoryRequest,
  { store }: RepositoryGround,
  channel: string,
  rpms: readonly RpmPackage[],
): Promise<readonly string[]> {
  if (!isPerArchitecture(request.rpmPath)) return ['']
  const own = new Set(rpms.map(repositoryArch).filter((arch) => arch !== undefined))
  if (rpms.every((pkg) => repositoryArch(pkg) !== undefined)) return [...own]
  const published = await rpmArchitectures(store, request.rpmPath, channel)
  const all = [...new Set([...own, ...published])].sort()
  return all.length > 0 ? all : FIRST_BASEARCHES
}

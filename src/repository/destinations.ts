import type { AnyDeb } from '../deb/suite.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { FIRST_BASEARCHES, isPerArchitecture, repositoryArch } from '../rpm/layout.ts'
import type { AnyRpm } from '../rpm/repodata/metadata.ts'
import { type RepositoryGround, rpmRepositoryOf, suiteOf } from './channels.ts'
import type { Repository } from './repository.ts'
import { rpmArchitectures } from './rpm/architectures.ts'

/** A repository and those packages of a run that belong into it. */
export interface Destination<P extends AnyDeb | AnyRpm> {
  readonly repository: Repository<P>
  readonly packages: readonly P[]
}

/** The apt suites of the channels that packages go to. */
export function aptDestinations(
  request: RepositoryRequest,
  ground: RepositoryGround,
  debs: readonly AnyDeb[],
): readonly Destination<AnyDeb>[] {
  if (debs.length === 0) return []
  return request.channels.map((channel) => ({
    repository: suiteOf(request, ground, channel),
    packages: debs,
  }))
}

/** The rpm repositories of the channels that packages go to: one for each architecture, where the path says so. */
export async function rpmDestinations(
  request: RepositoryRequest,
  ground: RepositoryGround,
  rpms: readonly AnyRpm[],
): Promise<readonly Destination<AnyRpm>[]> {
  if (rpms.length === 0) return []
  const found = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = await destinationArchitectures(request, ground, channel, rpms)
      return architectures.map((arch) => ({
        repository: rpmRepositoryOf(request, ground, channel, arch),
        packages: rpms.filter((pkg) => belongs(request, pkg, arch)),
      }))
    }),
  )
  return found.flat()
}

function belongs(request: RepositoryRequest, pkg: AnyRpm, arch: string): boolean {
  const own = repositoryArch(pkg)
  return own === undefined || own === arch || !isPerArchitecture(request.rpmPath)
}

/** noarch packages belong into the repository of every architecture of the channel. */
async function destinationArchitectures(
  request: RepositoryRequest,
  { store }: RepositoryGround,
  channel: string,
  rpms: readonly AnyRpm[],
): Promise<readonly string[]> {
  if (!isPerArchitecture(request.rpmPath)) return ['']
  const own = new Set(rpms.map(repositoryArch).filter((arch) => arch !== undefined))
  if (rpms.every((pkg) => repositoryArch(pkg) !== undefined)) return [...own]
  const published = await rpmArchitectures(store, request.rpmPath, channel)
  const all = [...new Set([...own, ...published])].sort()
  return all.length > 0 ? all : FIRST_BASEARCHES
}

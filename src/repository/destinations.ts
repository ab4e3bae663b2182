import type { AnyDeb } from '../deb/suite.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { FIRST_BASEARCHES, isPerArchitecture, repositoryArch } from '../rpm/layout.ts'
import type { AnyRpm } from '../rpm/repodata/metadata.ts'
import { type RepositoryGround, rpmRepositoryOf, suiteOf } from './channels.ts'
import { EVERYTHING, type Repository } from './repository.ts'
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
      return architectures.map(({ arch, takesNoarch }) => ({
        repository: rpmRepositoryOf(request, ground, channel, arch),
        packages: rpms.filter((pkg) => belongs(request, pkg, arch, takesNoarch)),
      }))
    }),
  )
  return found.flat()
}

function belongs(request: RepositoryRequest, pkg: AnyRpm, arch: string, takesNoarch: boolean): boolean {
  if (!isPerArchitecture(request.rpmPath)) return true
  return pkg.arch === 'noarch' ? takesNoarch : repositoryArch(pkg) === arch
}

interface DestinationArchitecture {
  readonly arch: string
  /** A new one gets noarch packages from its siblings, which may have other content under their names. */
  readonly takesNoarch: boolean
}

/** noarch packages belong into the repository of every architecture of the channel. */
async function destinationArchitectures(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
  rpms: readonly AnyRpm[],
): Promise<readonly DestinationArchitecture[]> {
  if (!isPerArchitecture(request.rpmPath)) return [{ arch: '', takesNoarch: true }]
  const own = [...new Set(rpms.map(repositoryArch).filter((arch) => arch !== undefined))]
  if (rpms.every(({ arch }) => arch !== 'noarch')) return own.map((arch) => ({ arch, takesNoarch: false }))
  const published = await rpmArchitectures(ground.store, request.rpmPath, channel)
  const begun = own.length > 0 ? [] : await firstArchitectures(request, ground, channel, published)
  const siblings = new Set([...published, ...begun])
  return [...new Set([...own, ...siblings])]
    .sort()
    .map((arch) => ({ arch, takesNoarch: siblings.size === 0 || siblings.has(arch) }))
}

/**
 * Where noarch packages go that nothing else is published beside: a run that stopped may have begun one of these
 * architectures and not the other.
 */
async function firstArchitectures(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
  published: readonly string[],
): Promise<readonly string[]> {
  if (published.some((arch) => !FIRST_BASEARCHES.includes(arch))) return []
  for (const arch of published) {
    const opened = await rpmRepositoryOf(request, ground, channel, arch).open(EVERYTHING)
    if (opened.listed().some((pkg) => pkg.arch !== 'noarch')) return []
  }
  return FIRST_BASEARCHES
}

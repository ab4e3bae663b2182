import type { TrustedKey } from '../../openpgp/trust.ts'
import { identityOf } from '../../package.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import { isPerArchitecture, rpmFolder } from '../../rpm/layout.ts'
import type { ListedRpm } from '../../rpm/package.ts'
import { rpmArchitectures } from './architectures.ts'
import { prepare } from '../commit/commit.ts'
import type { Outcome, Publisher } from '../commit/publisher.ts'
import { type RpmRepository, rpmRepository } from './repository.ts'

/**
 * Brings every noarch package of a channel into the repositories of all its architectures, by copies inside the store.
 * Who adds noarch packages and who creates an architecture do not see each other's head: both look again after
 * their last swap, and each adds what is missing.
 */
export async function spreadNoarch(
  request: RepositoryRequest,
  trust: readonly TrustedKey[],
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  if (!isPerArchitecture(request.rpmPath)) return []
  const { adoptUnsigned } = request
  const perChannel = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = await rpmArchitectures(publisher.store, request.rpmPath, channel)
      const repositories = architectures.map((arch) => {
        const folder = rpmFolder(request.rpmPath, channel, arch)
        return rpmRepository({ store: publisher.store, trust, adoptUnsigned, folder, channel, arch })
      })
      return repositories.length < 2 ? [] : spread(repositories, publisher)
    }),
  )
  return perChannel.flat()
}

async function spread(
  repositories: readonly RpmRepository[],
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  const listed = await Promise.all(repositories.map(noarchPackages))
  const all = new Map(listed.flatMap((packages) => [...packages]))
  const outcomes = await Promise.all(
    repositories.map(async (repository, position) => {
      const missing = [...all].filter(([identity]) => listed[position]?.has(identity) === false)
      if (missing.length === 0) return []
      for (const [, { tree, pkg }] of missing) publisher.placement.remember(tree + pkg.href, pkg.sha256)
      const prepared = await prepare(
        repository,
        missing.map(([, { pkg }]) => pkg),
        'skip',
      )
      return prepared.commit(publisher)
    }),
  )
  return outcomes.flat()
}

/** A noarch package, and the folder of the repository that lists it. */
interface Found {
  readonly pkg: ListedRpm
  readonly tree: string
}

async function noarchPackages(repository: RpmRepository): Promise<ReadonlyMap<string, Found>> {
  const opened = await repository.open([])
  return new Map(opened.noarch().map((pkg) => [identityOf(pkg), { pkg, tree: repository.tree }]))
}

import { together } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { identityOf } from '../../package.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import { isPerArchitecture } from '../../rpm/layout.ts'
import type { ListedRpm } from '../../rpm/package.ts'
import type { AnyRpm } from '../../rpm/repodata/metadata.ts'
import type { Store } from '../../store/store.ts'
import { rpmRepositoriesOf } from '../channels.ts'
import { type Committed, prepare } from '../commit/commit.ts'
import { storedHeaderDigest } from '../digests.ts'
import { addition } from '../goals/goal.ts'
import type { Publisher } from '../commit/publisher.ts'
import { EVERYTHING, type Repository } from '../repository.ts'

/**
 * Brings every noarch package of a channel into the repositories of all its architectures, by copies inside the store.
 * Who adds noarch packages and who creates an architecture do not see each other's head: both look again after
 * their last swap, and each adds what is missing.
 */
export async function spreadNoarch(
  request: RepositoryRequest,
  trust: readonly TrustedKey[],
  publisher: Publisher,
): Promise<readonly Committed[]> {
  if (!isPerArchitecture(request.rpmPath)) return []
  const ground = { store: publisher.store, trust }
  const perChannel = await together(
    request.channels.map(async (channel) => {
      const repositories = await rpmRepositoriesOf(request, ground, channel)
      return repositories.length < 2 ? [] : spread(repositories, publisher)
    }),
  )
  return perChannel.flat()
}

async function spread(
  repositories: readonly Repository<AnyRpm>[],
  publisher: Publisher,
): Promise<readonly Committed[]> {
  const listed = await Promise.all(repositories.map(noarchPackages))
  await assertOneContent(listed, publisher.store)
  const all = new Map(listed.flatMap((packages) => [...packages]))
  const committed = await together(
    repositories.map(async (repository, position) => {
      const missing = [...all].flatMap(([identity, pkg]) =>
        listed[position]?.has(identity) === false ? [pkg] : [],
      )
      if (missing.length === 0) return []
      for (const { key, sha256 } of missing) publisher.placement.remember(key, sha256)
      const prepared = await prepare(repository, addition(missing, 'skip'))
      return [await prepared.commit(publisher)]
    }),
  )
  return committed.flat()
}

/**
 * Two runs that each created an architecture did not see each other's packages.
 *
 * @throws PublishError `CONFLICT` where they published other content under one name
 */
async function assertOneContent(
  listed: readonly ReadonlyMap<string, ListedRpm>[],
  store: Store,
): Promise<void> {
  const groups = Map.groupBy(
    listed.flatMap((packages) => [...packages]),
    ([identity]) => identity,
  )
  for (const entries of groups.values()) {
    const packages = entries.map(([, pkg]) => pkg)
    if (new Set(packages.map(({ sha256 }) => sha256)).size === 1) continue
    const headers = await Promise.all(packages.map(({ key }) => storedHeaderDigest(store, key)))
    if (new Set(headers).size === 1) continue
    throw new PublishError(
      'CONFLICT',
      `${packages.map(({ key }) => key).join(' and ')} are one package for all architectures, with different content. ` +
        'Remove that version, and publish one of them under a new one.',
    )
  }
}

/** Those that can be listed elsewhere: a foreign repository may have others. */
async function noarchPackages(repository: Repository<AnyRpm>): Promise<ReadonlyMap<string, ListedRpm>> {
  const opened = await repository.open(EVERYTHING)
  const packages = opened.listed().filter((pkg) => pkg.format === 'rpm')
  return new Map(
    packages
      .filter(({ arch, entries }) => arch === 'noarch' && entries !== undefined)
      .map((pkg) => [identityOf(pkg), pkg]),
  )
}

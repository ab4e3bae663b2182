import type { AnyDeb } from '../deb/suite.ts'
import { PublishError } from '../errors.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { isPerArchitecture, rpmFolder } from '../rpm/layout.ts'
import type { AnyRpm } from '../rpm/repodata/metadata.ts'
import type { Store } from '../store/store.ts'
import { aptSuite } from './apt/suite.ts'
import type { Repository } from './repository.ts'
import { rpmArchitectures } from './rpm/architectures.ts'
import { rpmRepository } from './rpm/repository.ts'

export interface RepositoryGround {
  readonly store: Store
  readonly trust: readonly TrustedKey[]
}

/** The apt suite of a channel. */
export function suiteOf(
  request: RepositoryRequest,
  { store, trust }: RepositoryGround,
  channel: string,
): Repository<AnyDeb> {
  const { adoptUnsigned, aptRoot: root, component, origin, label, given } = request
  return aptSuite({
    store,
    trust,
    adoptUnsigned,
    root,
    identity: { channel, component, origin, label, given },
  })
}

/** The rpm repository of a channel and an architecture; of all architectures where that is empty. */
export function rpmRepositoryOf(
  request: RepositoryRequest,
  { store, trust }: RepositoryGround,
  channel: string,
  arch: string,
): Repository<AnyRpm> {
  const { adoptUnsigned, rpmPath } = request
  const folder = rpmFolder(rpmPath, channel, arch)
  return rpmRepository({ store, trust, adoptUnsigned, folder, channel, arch })
}

/** The rpm repositories that a channel has: those with a head. */
export async function rpmRepositoriesOf(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
): Promise<readonly Repository<AnyRpm>[]> {
  const { store } = ground
  if (!isPerArchitecture(request.rpmPath)) {
    return havingHead(store, rpmRepositoryOf(request, ground, channel, ''))
  }
  const architectures = await rpmArchitectures(store, request.rpmPath, channel)
  return architectures.map((arch) => rpmRepositoryOf(request, ground, channel, arch))
}

/** The repositories that a channel has: its apt suite and its rpm repositories, those that have a head. */
async function repositoriesOf(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
): Promise<readonly Repository[]> {
  const [apt, rpm] = await Promise.all([
    havingHead(ground.store, suiteOf(request, ground, channel)),
    rpmRepositoriesOf(request, ground, channel),
  ])
  return [...apt, ...rpm]
}

/**
 * The same of a channel that must have something.
 *
 * @param input that names it
 * @throws PublishError `INPUT` where nothing is published of it
 */
export async function publishedRepositoriesOf(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
  input: 'channels' | 'from-channel',
): Promise<readonly Repository[]> {
  const repositories = await repositoriesOf(request, ground, channel)
  if (repositories.length > 0) return repositories
  throw new PublishError(
    'INPUT',
    `${input} has ${channel}, of which nothing is published in ${ground.store.name}; check ${input}, apt-path and rpm-path.`,
  )
}

/** A foreign suite may have Release and Release.gpg alone. */
async function havingHead<R extends Repository>(store: Store, repository: R): Promise<readonly R[]> {
  const keys = [repository.headKey, repository.headKey.replace(/InRelease$/, 'Release')]
  for (const key of new Set(keys)) if ((await store.head(key)) !== undefined) return [repository]
  return []
}

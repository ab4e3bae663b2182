import { PublishError } from '../errors.ts'
import type { ReadyPackages } from '../packaging/ready.ts'
import type { AnyPackage } from '../package.ts'
import { rpmRepositoriesOf } from '../repository/channels.ts'
import { aptDestinations, rpmDestinations } from '../repository/destinations.ts'
import { EVERYTHING, type Repository } from '../repository/repository.ts'
import type { PublishRequest } from '../request/request.ts'
import type { PublishingWorld } from '../world.ts'
import { keyringPackages } from './packages.ts'
import type { AskedRepository } from './version.ts'

/**
 * The packages of a run, and those that carry its keys to clients where keyring-package asks for them.
 *
 * @throws PublishError `INPUT` where an artifact is such a package itself
 */
export async function withKeyring(
  ready: ReadyPackages,
  request: PublishRequest,
  world: PublishingWorld,
): Promise<ReadyPackages> {
  if (!request.keyringPackage) return ready
  const apt = await Promise.all(
    aptDestinations(request, world, ready.debs).map(({ repository }) => asked(repository)),
  )
  const destinations = await rpmDestinations(request, world, ready.rpms)
  const siblings = await Promise.all(
    request.channels.map((channel) => rpmRepositoriesOf(request, world, channel)),
  )
  const repositories = [...destinations.map(({ repository }) => repository), ...siblings.flat()]
  const distinct = new Map(repositories.map((repository) => [repository.headKey, repository]))
  const rpm = destinations.length === 0 ? [] : await Promise.all([...distinct.values()].map(asked))
  const keyrings = await keyringPackages(request, world, { apt, rpm })
  for (const { name } of keyrings) assertOurs(name, ready)
  return {
    ...ready,
    debs: [...ready.debs, ...keyrings.filter((pkg) => pkg.format === 'deb')],
    rpms: [...ready.rpms, ...keyrings.filter((pkg) => pkg.format === 'rpm')],
    made: new Set([...ready.made, ...keyrings]),
  }
}

/** All of its indexes are read: what is for every architecture may be missing in one. */
async function asked<P extends AnyPackage>(repository: Repository<P>): Promise<AskedRepository<P>> {
  const opened = await repository.open(EVERYTHING)
  return {
    versions: (name) => opened.listed((it) => it === name).map(({ version }) => version),
    published: (pkg) => opened.published(pkg),
  }
}

function assertOurs(name: string, { debs, rpms }: ReadyPackages): void {
  const taken = [...debs, ...rpms].find((pkg) => pkg.name === name)
  if (taken === undefined) return
  throw new PublishError(
    'INPUT',
    `${taken.source} is called ${name}, as the package of keys is: rename it, or set keyring-package to false`,
  )
}

import { PublishError } from '../errors.ts'
import type { ReadyPackages } from '../packaging.ts'
import { destinations } from '../repository/destinations.ts'
import { rpmArchitectures } from '../repository/rpm/architectures.ts'
import { rpmRepository } from '../repository/rpm/repository.ts'
import type { PublishRequest } from '../request/request.ts'
import { isPerArchitecture, rpmFolder } from '../rpm/layout.ts'
import type { PublishingWorld } from '../world.ts'
import { keyringPackages } from './packages.ts'

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
  const { apt, rpm } = await destinations(request, world, ready)
  const opened = {
    apt: await Promise.all(apt.map(({ repository, packages }) => repository.open(packages))),
    rpm: await Promise.all(rpm.map(({ repository, packages }) => repository.open(packages))),
  }
  const isNew = opened.rpm.some(({ head }) => head === undefined)
  const siblings = isNew ? await openSiblings(request, world) : []
  const keyrings = await keyringPackages(request, world, { ...opened, rpm: [...opened.rpm, ...siblings] })
  for (const { name } of keyrings) assertOurs(name, ready)
  return {
    ...ready,
    debs: [...ready.debs, ...keyrings.filter((pkg) => pkg.format === 'deb')],
    rpms: [...ready.rpms, ...keyrings.filter((pkg) => pkg.format === 'rpm')],
    made: new Set([...ready.made, ...keyrings]),
  }
}

/** An architecture without a package knows no version: the others do, and what is noarch has one everywhere. */
async function openSiblings(request: PublishRequest, { store, trust }: PublishingWorld) {
  if (!isPerArchitecture(request.rpmPath)) return []
  const repositories = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = await rpmArchitectures(store, request.rpmPath, channel)
      return architectures.map((arch) =>
        rpmRepository({ store, trust, folder: rpmFolder(request.rpmPath, channel, arch), channel, arch }),
      )
    }),
  )
  return Promise.all(repositories.flat().map((repository) => repository.open([])))
}

function assertOurs(name: string, { debs, rpms }: ReadyPackages): void {
  const taken = [...debs, ...rpms].find((pkg) => pkg.name === name)
  if (taken === undefined) return
  throw new PublishError(
    'INPUT',
    `${taken.source} is called ${name}, as the package of keys is: rename it, or set keyring-package to false`,
  )
}

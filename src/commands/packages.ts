import { type ReadyPackages, readyPackages } from '../packaging/ready.ts'
import type { PublishedPackaging } from '../packaging/world.ts'
import type { World } from '../world.ts'

/** Step 1: the packages of a run, read or built, and checked. */
export async function packagesOf(request: PublishedPackaging, world: World): Promise<ReadyPackages> {
  const packages = await world.log.group('Packages', () => readyPackages(request, world))
  world.journal.packages = packages
  return packages
}

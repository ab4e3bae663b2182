import { PublishError } from '../errors.ts'
import { repositoriesOf } from '../repository/channels.ts'
import { EVERYTHING } from '../repository/repository.ts'
import type { VerifyRequest } from '../request/request.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../world.ts'
import type { CommandReport } from './report.ts'

/** Reads what is published as a client does, with public keys alone, and says what is wrong. */
export async function verify(
  request: VerifyRequest,
  world: World & { readonly store: Store },
): Promise<CommandReport> {
  if (world.trust.length === 0) {
    throw new PublishError(
      'INPUT',
      'trusted-keys is required to verify: the armored public keys that sign the repository (or gpg-private-key, of which the public part is used)',
    )
  }
  const found = await Promise.all(request.channels.map((channel) => repositoriesOf(request, world, channel)))
  for (const repository of found.flat()) await repository.open(EVERYTHING)
  return { packages: undefined, entries: [] }
}

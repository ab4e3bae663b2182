import { PublishError } from '../errors.ts'
import { intentOf } from '../report/intent.ts'
import type { Request } from '../request/request.ts'
import type { PublishingWorld, World } from '../world.ts'
import { promote } from './promote.ts'
import { publish } from './publish.ts'
import { remove } from './remove.ts'
import type { CommandReport } from './report.ts'
import { republish } from './republish.ts'
import { rollback } from './rollback.ts'
import { verify } from './verify.ts'

/** The parts of the outside that have to do with where a run publishes to. */
export type Place = Pick<PublishingWorld, 'store' | 'baseUrl' | 'keepsMetadata' | 'checkStore'>

/** Says what a command is about to do, and carries it out. */
export function carryOut(request: Request, world: World, place: Place): Promise<CommandReport> {
  world.log.info(intentOf(request, place.store.name))
  if (request.command === 'verify') return verify(request, { ...world, ...place })
  const { keys } = world
  if (keys === undefined) throw keyRequired(request.command)
  const publishing = { ...world, ...place, keys }
  switch (request.command) {
    case 'publish':
      return publish(request, publishing)
    case 'republish':
      return republish(request, publishing)
    case 'promote':
      return promote(request, publishing)
    case 'remove':
      return remove(request, publishing)
    case 'rollback':
      return rollback(request, publishing)
  }
}

export function keyRequired(command: Request['command']): PublishError {
  return new PublishError(
    'INPUT',
    `gpg-private-key is required to ${command}: put an armored OpenPGP private key into a secret, and that into this input`,
  )
}

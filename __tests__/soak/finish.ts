import { lastRelease } from './acts.ts'
import { CHANNELS } from './model.ts'
import { type Rest, restOf } from './rest.ts'
import { clientsLook, wholeStep } from './step.ts'
import { type World, groundOf } from './world.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** After so long the grace time of whatever was superseded is over. */
const AFTERWARDS_MS = 3 * DAY_MS
/** So many copies of a head always stay. */
const COPIES_KEPT = 3
/** How long the end is by the bucket's clock. */
export const FINISH_MS = (COPIES_KEPT + 1) * AFTERWARDS_MS

/**
 * Nobody publishes any more, and the grace time passes: then the bucket holds what is listed, and three copies of each head
 * that list the same; nothing of what was superseded, and nothing that a crash left.
 *
 * @throws Error where there is more
 */
export async function finish(it: World): Promise<Rest> {
  const channels = CHANNELS.join(', ')
  it.clock.advance(AFTERWARDS_MS)
  await wholeStep(it, await lastRelease(groundOf(it, it.options.steps + 1)), false)
  for (let copy = 1; copy <= COPIES_KEPT; copy += 1) {
    it.clock.advance(AFTERWARDS_MS)
    const inputs = { command: 'republish', channels }
    await wholeStep(it, { title: 'republish', inputs, after: it.model }, false)
  }
  const inputs = { command: 'verify', channels, deep: 'true' }
  await wholeStep(it, { title: 'verify', inputs, after: it.model }, false)
  await clientsLook(it)
  const rest = await restOf(it.objects, it.trust, it.heads)
  assertBounded(rest)
  return rest
}

function assertBounded({ unnamed, mostCopies, earlier }: Rest): void {
  if (unnamed.length > 0) throw new Error(`nothing names ${unnamed.join(', ')}`)
  if (mostCopies > COPIES_KEPT) throw new Error(`a head has ${mostCopies} copies`)
  const packages = earlier.filter((key) => /\.(deb|rpm)$/.test(key))
  if (packages.length > 0) throw new Error(`only copies of earlier heads name ${packages.join(', ')}`)
}

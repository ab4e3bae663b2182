import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { liveJob, liveReader } from './life.ts'
import { assertSettled } from './settled.ts'
import { type World, type WorldOptions, worldOf } from './world.ts'

/** What a seed went through, to see that seeds go through something. */
export interface Summary {
  readonly steps: number
  readonly runs: number
  readonly conflicts: number
  readonly stopped: number
}

/** A promise that was broken, and how it came to that. */
class Violation extends Error {}

/**
 * Plays a seed: jobs and readers, on a store that does to requests what stores do, in an order that the seed decides.
 *
 * @throws Violation where a promise is broken
 */
export async function simulate(
  seed: number,
  keys: SigningKeys,
  options: WorldOptions & { readonly traceLines: number },
): Promise<Summary> {
  const world = await worldOf(seed, keys, options)
  try {
    return await play(world)
  } catch (error) {
    const trace = world.trace.last(options.traceLines)
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const publishers = options.plan === undefined ? '' : ` --publishers N`
    const again = `The whole story: npm run simulate -- --seed ${seed}${publishers} --trace 100000`
    throw new Violation([`seed ${seed}: ${message}`, trace, again].join('\n\n'), { cause: error })
  }
}

async function play(world: World): Promise<Summary> {
  const { scheduler, network } = world
  const tally = { runs: 0, conflicts: 0, stopped: 0 }
  let left = world.jobs.length
  const jobs = world.jobs.map(async (job) => {
    await liveJob(world, job, (_, { kind }) => {
      tally.runs += 1
      if (kind === 'conflict') tally.conflicts += 1
      if (kind === 'stopped') tally.stopped += 1
    })
    left -= 1
  })
  const readers = Array.from({ length: world.plan.readers }, (_, position) =>
    liveReader(world, `read-${position}`, () => left === 0),
  )
  for (const life of [...jobs, ...readers]) life.catch(network.fail)
  await scheduler.run(() => world.broken() !== undefined)
  const broken = world.broken()
  if (broken !== undefined) throw broken
  if (left > 0) throw new Error(`${left} jobs wait, and nothing will happen`)
  await assertSettled(world)
  return { ...tally, steps: scheduler.steps }
}

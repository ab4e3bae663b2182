import { chanceOf } from '../simulation/chance.ts'
import { firstAct, nextAct } from './acts.ts'
import { type Sample, type Stretch, stretchOf } from './curve.ts'
import { datedBucket } from './dated-bucket.ts'
import { FINISH_MS, finish } from './finish.ts'
import { collectedMemory } from './memory.ts'
import { type Pause, pausesOf } from './pauses.ts'
import type { Rest } from './rest.ts'
import { killingOf } from './runs.ts'
import { bytesIn, clientsLook, killedStep, wholeStep } from './step.ts'
import { storeClock } from './store-clock.ts'
import { type SoakOptions, type World, groundOf, worldOf } from './world.ts'

/** What came of it. */
export interface Soaked {
  readonly stretches: readonly Stretch[]
  /** How often each command was carried out. */
  readonly done: ReadonlyMap<string, number>
  readonly killed: number
  /** Those of them that came to the request at which they were to be killed. */
  readonly killedInTime: number
  readonly clientLooks: number
  /** How much time went by for the bucket. */
  readonly days: number
  readonly requests: number
  readonly end: Rest
  readonly endBytes: number
}

type Tally = { done: Map<string, number>; killed: number; killedInTime: number; clientLooks: number }

/** One step in so many is a process that is killed, and repeated. */
const KILLED = 0.15
/** How often real clients look. */
const CLIENTS_EVERY = 25
/** Figures are of so many steps together. */
const STRETCH = 100
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Publishes, replaces, removes, promotes, rolls back, republishes, verifies and collects on one bucket, with crashes,
 * and looks as a client after each.
 *
 * @throws Error that names seed and step, where a promise is broken
 */
export async function soak(options: SoakOptions): Promise<Soaked> {
  const chance = chanceOf(options.seed)
  const pauses = pausesOf(options.steps, chance.fork())
  const pausedMs = pauses.reduce((sum, { ms }) => sum + ms, 0)
  // All of it is past when it happens: what is signed tomorrow clients refuse today.
  const clock = storeClock(Date.now() - pausedMs - FINISH_MS - DAY_MS)
  const begunMs = clock.now()
  const bucket = await datedBucket(options.r2, clock)
  try {
    const it = await worldOf(options, chance, clock, bucket)
    const lived = await live(it, pauses)
    const end = await told(it, 'at the end', () => finish(it))
    const [days, requests] = [(clock.now() - begunMs) / DAY_MS, bucket.requests().all]
    return { ...lived, days, requests, end, endBytes: bytesIn(it.objects) }
  } finally {
    await bucket.stop()
  }
}

async function live(it: World, pauses: readonly Pause[]): Promise<Tally & Pick<Soaked, 'stretches'>> {
  const tally: Tally = { done: new Map(), killed: 0, killedInTime: 0, clientLooks: 0 }
  const [samples, stretches]: [Sample[], Stretch[]] = [[], []]
  for (const [step, pause] of pauses.entries()) {
    const sample = await one(it, step, pause, tally)
    if (step > 0) samples.push(sample)
    if (samples.length < STRETCH && step < it.options.steps) continue
    const stretch = stretchOf(samples.splice(0), await collectedMemory())
    it.options.stretch(stretch, step)
    stretches.push(stretch)
  }
  return { ...tally, stretches }
}

async function one(it: World, step: number, pause: Pause, tally: Tally): Promise<Sample> {
  const { chance, clock, options } = it
  clock.advance(pause.ms)
  const act = await (step === 0 ? firstAct(groundOf(it, step)) : nextAct(groundOf(it, step)))
  const beganMs = performance.now()
  return told(it, `step ${step}, ${act.title}`, async () => {
    const isKilled = step > 0 && chance.isTrue(KILLED)
    if (isKilled) {
      tally.killed += 1
      if (await killedStep(it, act, killingOf(chance, pause.isLong))) tally.killedInTime += 1
    }
    const sample = await wholeStep(it, act, isKilled)
    if (step % CLIENTS_EVERY === 0 || step === options.steps) tally.clientLooks += await clientsLook(it)
    const command = act.inputs['command'] ?? 'publish'
    tally.done.set(command, (tally.done.get(command) ?? 0) + 1)
    const took = `${(performance.now() - beganMs).toFixed(0)} ms`
    options.trace(`${step} ${act.title}${isKilled ? ', killed and repeated' : ''}: ${took}`)
    return sample
  })
}

/** An error that says where it happened. */
async function told<T>({ options: { seed } }: World, where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`seed ${seed}, ${where}: ${message}`, { cause: error })
  }
}

import { PublishError } from '../../src/errors.ts'
import type { Chance } from './chance.ts'
import { type Job, type Result, runJob } from './job.ts'
import { type Ending, type SimulatedProcess, simulatedProcess } from './process.ts'
import { processClock } from './process-clock.ts'
import { CHANNELS } from './plan.ts'
import { keepReading } from './reader.ts'
import { simulatedStore } from './simulated-store.ts'
import type { World } from './world.ts'

/** One run of a job, as it ended. */
export type Ended = (job: Job, result: Result) => void

/** A job that never ends is a failure too: faults are not that frequent. */
const MOST_RUNS = 12
const PAUSES_MS = [1_000, 60_000, 20 * 60_000]

const ARCHITECTURES = ['x86_64', 'aarch64', 's390x']

/** Runs a job until it is done, as somebody does who starts it again when it was stopped. */
export async function liveJob(world: World, job: Job, ended: Ended): Promise<void> {
  const { plan, scheduler, results, ledger, trace } = world
  const chance = world.chance.fork()
  await pause(world, job.startsAfterMs)
  for (let turn = 0; turn < MOST_RUNS; turn += 1) {
    const name = turn === 0 ? job.name : `${job.name}+${turn}`
    const beganMs = scheduler.now()
    const result = await runOnce(world, job, name, job.endings[turn], chance.fork())
    const tookMs = scheduler.now() - beganMs
    if (tookMs > (plan.mostRunMs ?? Infinity)) throw new Error(`${name} took ${tookMs} ms`)
    trace.say(name, result.kind === 'stopped' ? `stopped: ${result.why}` : result.kind)
    results.set(job, result)
    ended(job, result)
    if (result.kind === 'done') ledger.acknowledge(result.entries)
    if (result.kind !== 'stopped') return
    await pause(world, chance.below(chance.pick(PAUSES_MS)))
  }
  throw new Error(
    `${job.name} is not done after ${MOST_RUNS} runs, at ${new Date(scheduler.now()).toISOString()}`,
  )
}

/** A client that reads as long as jobs run. */
export async function liveReader(world: World, name: string, isOver: () => boolean): Promise<void> {
  const chance = world.chance.fork()
  const process = processOf(world, name, undefined, chance)
  const heads = CHANNELS.flatMap((channel) => [
    `apt/dists/${channel}/InRelease`,
    ...ARCHITECTURES.map((arch) => `rpm/${channel}/${arch}/repodata/repomd.xml`),
  ])
  const store = simulatedStore(world.network, process)
  const clock = processClock(world.scheduler, process, chance)
  await keepReading({ store, clock, chance, trust: world.trust, heads, isOver })
}

async function runOnce(
  world: World,
  job: Job,
  name: string,
  ending: Ending | undefined,
  chance: Chance,
): Promise<Result> {
  const process = processOf(world, name, ending, chance)
  const store = simulatedStore(world.network, process)
  const clock = processClock(world.scheduler, process, chance)
  const killed = process.killed.then((): Result => ({ kind: 'stopped', why: 'killed' }))
  return Promise.race([runJob(job, { store, clock, keys: world.keys, signal: process.signal }), killed])
}

function processOf(world: World, name: string, ending: Ending | undefined, chance: Chance): SimulatedProcess {
  const cancelled = () => new PublishError('CANCELLED', 'Cancelled by SIGTERM.')
  return simulatedProcess(name, world.scheduler, chance, ending, cancelled)
}

function pause({ scheduler }: World, milliseconds: number): Promise<void> {
  return new Promise((resolve) => scheduler.add('sleep', undefined, milliseconds, resolve))
}

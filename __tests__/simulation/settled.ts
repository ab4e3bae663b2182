import { identityOf } from '../../src/package.ts'
import { type Counts, countingStore } from '../../src/store/counting.ts'
import { assertAliasesOf } from '../support/client-view.ts'
import type { HeadView } from './head-view.ts'
import { type Job, intentsOf, runJob } from './job.ts'
import { packageOf } from './packages.ts'
import { startKinds } from './start.ts'
import type { World } from './world.ts'

/**
 * What must be true when everything has happened: conflicts have a reason, every architecture has the noarch packages,
 * aliases belong to their heads, and all jobs run again write nothing.
 */
export async function assertSettled(world: World): Promise<void> {
  const { jobs, ledger, results } = world
  for (const job of jobs) {
    if (job.command === 'publish' && results.get(job)?.kind === 'conflict') await assertInConflict(world, job)
  }
  if (isSpread(world)) ledger.assertSpread()
  const isCalm = world.plan.badness === 0 && jobs.every((job) => endedWell(world, job))
  if (isCalm) await assertAliases(world)
  const first = await runAgain(world)
  if (isCalm && isSpread(world) && first > 0) throw new Error(`${first} writes by jobs that were done`)
  await assertAliases(world)
  const second = first === 0 ? 0 : await runAgain(world)
  if (second > 0) throw new Error(`${second} writes by jobs that were done and repeated`)
}

function endedWell({ results }: World, job: Job): boolean {
  const result = results.get(job)
  return result?.kind === 'done' && result.warnings.length === 0 && job.endings.length === 0
}

/** Somebody else published, or could have, another package of the same name. */
async function assertInConflict({ jobs, plan, keys }: World, job: Job): Promise<void> {
  for (const channel of job.channels) {
    const start = startKinds(plan.start, channel).map((kind) => packageOf(keys, kind))
    const others = jobs
      .filter((it) => it !== job && it.channels.includes(channel))
      .flatMap((it) => it.packages)
    const rivals = [...(await Promise.all(start)), ...others]
    const isRival = (other: (typeof rivals)[number]) =>
      job.packages.some((pkg) => identityOf(pkg) === identityOf(other) && pkg.sha256 !== other.sha256)
    if (rivals.some(isRival)) return
  }
  throw new Error(`${job.name} ended in a conflict, and there is nothing that it is in conflict with`)
}

/** Of those heads that a job opens which is done: a crash before a conflict leaves its aliases to the next publish. */
async function assertAliases(world: World): Promise<void> {
  const { bucket, trust, ledger } = world
  const done = world.jobs.filter((job) => isPublished(world, job))
  const opened = [...ledger.heads.values()].filter((view) => done.some((job) => isOpenedBy(view, job)))
  for (const { key } of opened) await assertAliasesOf(bucket, trust, key)
}

function isOpenedBy({ key, indexes }: HeadView, { channels, packages }: Job): boolean {
  const lists = packages.some((pkg) => indexes.some((index) => index.has(identityOf(pkg))))
  return lists && channels.some((channel) => key.includes(`/${channel}/`))
}

/** Runs all jobs again whose packages are still what is published; gives the number of writes. */
async function runAgain(world: World): Promise<number> {
  const { bucket, keys, scheduler } = world
  const store = countingStore(bucket)
  const clock = { now: () => scheduler.now(), random: () => 0.5, sleep: async () => undefined }
  const heads = new Map([...world.ledger.heads.keys()].map((key) => [key, bucket.objects.get(key)]))
  for (const job of world.jobs.filter((it) => isPublished(world, it))) {
    const result = await runJob(job, { store, clock, keys, signal: new AbortController().signal })
    if (result.kind !== 'done')
      throw new Error(`${job.name} was done, and run again it ends in a ${result.kind}`)
  }
  for (const [key, object] of isSpread(world) ? heads : []) {
    if (bucket.objects.get(key) !== object) throw new Error(`${key} was changed by jobs that were done`)
  }
  return writes(store.counts())
}

/**
 * Whether noarch packages are the same everywhere by now. A job that ends in a conflict leaves it to others to spread
 * them: its own, and to architectures of its own. So does one that takes packages from some architectures alone.
 */
function isSpread({ jobs, results }: World): boolean {
  const takes = jobs.some((job) => intentsOf(job).some(({ kind }) => kind === 'remove'))
  return !takes && [...results.values()].every(({ kind }) => kind !== 'conflict')
}

function isPublished({ ledger, results }: World, job: Job): boolean {
  const isRepeatable = job.command === 'publish' && job.inputs['keep-versions'] === undefined
  if (!isRepeatable || results.get(job)?.kind !== 'done') return false
  if (job.ifExists === 'skip') return true
  return job.channels.every((channel) =>
    job.packages.every((pkg) => {
      const listed = [...ledger.heads.values()].filter(({ key }) => key.includes(`/${channel}/`))
      const found = listed.flatMap(({ indexes }) => indexes.flatMap((it) => it.get(identityOf(pkg)) ?? []))
      return found.length > 0 && found.every(({ sha256 }) => sha256 === pkg.sha256)
    }),
  )
}

function writes({ uploadedObjects, copiedObjects, deletedObjects }: Counts): number {
  return uploadedObjects + copiedObjects + deletedObjects
}

import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { type Chance, chanceOf } from './chance.ts'
import { isHead, viewOf } from './head-view.ts'
import { type Job, type Result, intentsOf } from './job.ts'
import { type Ledger, ledger } from './ledger.ts'
import { packageOf } from './packages.ts'
import { type Plan, planOf } from './plan.ts'
import { type Scheduler, scheduler } from './scheduler.ts'
import type { Network } from './simulated-store.ts'
import { PUBLISHED_MS, publishedAt } from './start.ts'
import { type Trace, traceOf } from './trace.ts'
import { watch } from './watch.ts'

/** Jobs and readers around one bucket. */
export interface World {
  readonly plan: Plan
  readonly keys: SigningKeys
  readonly trust: readonly TrustedKey[]
  readonly bucket: MemoryStore
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly trace: Trace
  readonly ledger: Ledger
  readonly network: Network
  readonly jobs: readonly Job[]
  /** How the last run of each job ended. */
  readonly results: Map<Job, Result>
  /** The promise that was broken first. */
  readonly broken: () => Error | undefined
}

export interface WorldOptions {
  /** Instead of what the seed says. */
  readonly plan?: Plan
  /** Makes the bucket one that does not keep its word, to see that this is seen. */
  readonly spoil?: (bucket: MemoryStore) => Store
}

/** The world of a seed, before anything has happened. */
export async function worldOf(seed: number, keys: SigningKeys, options: WorldOptions): Promise<World> {
  const chance = chanceOf(seed)
  const plan = options.plan ?? planOf(chance.fork())
  const trust = trustOf(keys)
  const beginMs = PUBLISHED_MS + plan.agoMs
  const trace = traceOf(beginMs)
  const time = scheduler(beginMs, chance.fork(), plan.inOrder, trace)
  const bucket = memoryStore(time)
  const jobs = await Promise.all(
    plan.jobs.map(async (it) => ({
      ...it,
      packages: await Promise.all(it.kinds.map((kind) => packageOf(keys, kind))),
    })),
  )
  const book = ledger(jobs.flatMap(intentsOf))
  await begin(plan, keys, bucket, book)
  let broken: Error | undefined
  const fail = (error: unknown) => {
    broken ??= error instanceof Error ? error : new Error(String(error))
  }
  const look = watch(bucket, trust, book, () => time.now())
  const network: Network = {
    bucket: options.spoil?.(bucket) ?? bucket,
    scheduler: time,
    chance: chance.fork(),
    trace,
    badness: plan.badness,
    applied: (key) => look.applied(key).catch(fail),
    fail,
  }
  return {
    plan,
    keys,
    trust,
    bucket,
    scheduler: time,
    chance: chance.fork(),
    trace,
    ledger: book,
    network,
    jobs,
    results: new Map(),
    broken: () => broken,
  }
}

/** What was published earlier. */
async function begin(
  { start }: Plan,
  keys: SigningKeys,
  { objects }: MemoryStore,
  book: Ledger,
): Promise<void> {
  const published = await publishedAt(start, keys)
  for (const [key, object] of published.objects) objects.set(key, object)
  for (const key of [...objects.keys()].filter(isHead)) {
    const view = await viewOf(async (name) => objects.get(name)?.bytes, trustOf(keys), key)
    if (view !== undefined) book.changed(view)
  }
  book.acknowledge(published.entries)
}

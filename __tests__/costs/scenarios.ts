import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import type { PackageDescription } from '../../src/recipe/description.ts'
import type { Request } from '../../src/request/request.ts'
import { type Counts, countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { deb, publishAll, rpm, runCommand, variants } from '../support/publishing.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'

type Inputs = Readonly<Record<string, string>>

/** A run, or several at once, of which the requests are counted, and what is there before. */
export interface Scenario {
  readonly title: string
  /** Of each format. */
  readonly packagesBefore: number
  readonly channelsBefore?: string
  /** Runs before the one that counts. */
  readonly before?: (bucket: Bucket) => Promise<unknown>
  readonly run: (bucket: Bucket) => Promise<unknown>
}

/** A bucket at some moment, and what is done to it. */
export interface Bucket {
  readonly keys: SigningKeys
  wait(milliseconds: number): void
  publish(packages: readonly AnyPackage[], inputs?: Inputs): Promise<unknown>
  command(command: Request['command'], inputs: Inputs): Promise<unknown>
}

export const SCENARIOS: readonly Scenario[] = [
  { title: 'first publish of a deb and an rpm', packagesBefore: 0, run: oneMore },
  ...[10, 1_000, 10_000].map((packagesBefore) => ({
    title: `one deb and one rpm more, beside ${packagesBefore.toLocaleString('en')} of each`,
    packagesBefore,
    run: oneMore,
  })),
  {
    title: 'a deb and an rpm more in two channels',
    packagesBefore: 10,
    channelsBefore: 'stable, testing',
    run: (bucket) => oneMore(bucket, { channels: 'stable, testing' }),
  },
  {
    title: 'one deb more in three suites of 25',
    packagesBefore: 25,
    channelsBefore: 'one, two, three',
    run: async (bucket) => bucket.publish([await deb()], { channels: 'one, two, three' }),
  },
  { title: 'eight jobs at once, a deb and an rpm each', packagesBefore: 10, run: eightAtOnce },
  {
    title: 'promote that version to stable',
    packagesBefore: 10,
    before: (bucket) => oneMore(bucket, { channels: 'testing' }),
    run: (bucket) => bucket.command('promote', { 'from-channel': 'testing', channels: 'stable' }),
  },
  {
    title: 'remove it',
    packagesBefore: 10,
    before: oneMore,
    run: (bucket) => bucket.command('remove', { packages: 'hello' }),
  },
  {
    title: 'roll back',
    packagesBefore: 10,
    before: oneMore,
    run: (bucket) => bucket.command('rollback', {}),
  },
  {
    title: 'republish 10 debs and 10 rpms',
    packagesBefore: 10,
    run: (bucket) => bucket.command('republish', {}),
  },
  {
    title: 'verify 10 debs and 10 rpms',
    packagesBefore: 10,
    run: (bucket) => bucket.command('verify', {}),
  },
  {
    title: 'verify every byte of them, with deep',
    packagesBefore: 0,
    before: tenReal,
    run: (bucket) => bucket.command('verify', { deep: 'true' }),
  },
  {
    title: 'a deb and an rpm for all architectures, beside two',
    packagesBefore: 10,
    before: (bucket) => oneMore(bucket, {}, { name: 'other', arch: 'arm64' }),
    run: (bucket) => oneMore(bucket, {}, { arch: 'all' }),
  },
  {
    title: 'one more, and the daily collection of a repository that is published every day',
    packagesBefore: 10,
    before: daily,
    run: async (bucket) => {
      bucket.wait(DAY_MS)
      await oneMore(bucket)
    },
  },
  { title: 'nothing new', packagesBefore: 10, before: oneMore, run: oneMore },
]

async function oneMore(
  bucket: Bucket,
  inputs: Inputs = {},
  description: Partial<PackageDescription> = {},
): Promise<unknown> {
  return bucket.publish([await deb(description), await rpm(bucket.keys, description)], inputs)
}

/** With files that are packages, in one run. */
async function tenReal(bucket: Bucket): Promise<unknown> {
  const packages: AnyPackage[] = []
  for (let number = 0; number < 10; number += 1) {
    const name = `real-${number}`
    packages.push(await deb({ name }), await rpm(bucket.keys, { name }))
  }
  return bucket.publish(packages)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Each day a version, of which two are kept. */
async function daily(bucket: Bucket): Promise<void> {
  for (let day = 1; day <= 20; day += 1) {
    bucket.wait(DAY_MS)
    const version = `0.${day}`
    await bucket.publish([await deb({ version }), await rpm(bucket.keys, { version })], {
      'keep-versions': '2',
    })
  }
}

async function eightAtOnce(bucket: Bucket): Promise<unknown> {
  const jobs = Array.from({ length: 8 }, async (_, number) => {
    const name = `job-${number}`
    return bucket.publish([await deb({ name }), await rpm(bucket.keys, { name })])
  })
  return Promise.all(jobs)
}

/** What a scenario costs, counted at a store in memory. */
export async function costOf(scenario: Scenario, keys: SigningKeys): Promise<Counts> {
  const clock = virtualClock()
  const memory = memoryStore(clock)
  await fill(memory, clock, keys, scenario)
  await scenario.before?.(bucketOf(memory, clock, keys))
  clock.advance(5_000)
  const store = countingStore(memory)
  await scenario.run(bucketOf(store, clock, keys))
  return store.counts()
}

async function fill(
  store: MemoryStore,
  clock: VirtualClock,
  keys: SigningKeys,
  { packagesBefore, channelsBefore = 'stable' }: Scenario,
): Promise<void> {
  if (packagesBefore === 0) return
  const packages = [...variants(await deb(), packagesBefore), ...variants(await rpm(keys), packagesBefore)]
  await bucketOf(store, clock, keys).publish(packages, { channels: channelsBefore })
}

function bucketOf(
  store: ReturnType<typeof countingStore> | MemoryStore,
  clock: VirtualClock,
  keys: SigningKeys,
): Bucket {
  const options = { store, keys, clock, baseUrl: 'https://packages.example.com' }
  return {
    keys,
    wait: (milliseconds) => clock.advance(milliseconds),
    publish: (packages, inputs = {}) => {
      clock.advance(5_000)
      return publishAll(packages, { ...options, inputs })
    },
    command: (command, inputs) => {
      clock.advance(5_000)
      return runCommand(command, inputs, options)
    },
  }
}

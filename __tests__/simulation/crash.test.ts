import { beforeAll, describe, expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import { countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { aliasesAgree, clientView } from '../support/client-view.ts'
import { Crash, type Faults, type StoreCall, faultyStore } from '../support/faulty-store.ts'
import { fixtureKeys } from '../support/publishing.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'
import { isHead } from './head-view.ts'
import { type Command, type Rival, type Scenario, rival, scenarios } from './scenarios.ts'

const NAMES = [
  'a first publish',
  'a newer version',
  'other content of a version',
  'noarch packages into two architectures',
  'an architecture into a channel with noarch packages',
  'a second channel',
]
const MOMENTS = ['before', 'after'] as const
type Moment = (typeof MOMENTS)[number]

let keys: SigningKeys
let trust: readonly TrustedKey[]
let all: readonly Scenario[]
let other: Rival
beforeAll(async () => {
  keys = await fixtureKeys('ed25519')
  trust = trustOf(keys)
  all = await scenarios(keys)
  other = await rival(keys)
})

/** What a scenario begins with, and what clients see before and when it is done. */
interface Course {
  readonly scenario: Scenario
  readonly begin: MemoryStore['objects']
  readonly before: readonly string[]
  readonly done: readonly string[]
}

interface Bucket {
  readonly memory: MemoryStore
  readonly clock: VirtualClock
  run(command: Command, faults?: Faults, signal?: AbortSignal): Promise<unknown>
  seen(): Promise<readonly string[]>
}

function bucketWith(objects: MemoryStore['objects']): Bucket {
  const clock = virtualClock(1_800_000_000_000 + objects.size * 60_000)
  const memory = memoryStore(clock)
  for (const [key, object] of objects) memory.objects.set(key, object)
  return {
    memory,
    clock,
    run: (command, faults = {}, signal = new AbortController().signal) => {
      clock.advance(5_000)
      const store = faultyStore(memory, faults)
      return command({ store, keys, clock, signal, baseUrl: 'https://packages.example.com' })
    },
    seen: async () => (await clientView(memory, trust)).map(plain),
  }
}

/** A key of a package's own depends on when it was stored. */
function plain(key: string): string {
  return key.replace(/\d{10}-[0-9a-f]{16}/, 'APART')
}

async function courseOf(name: string): Promise<Course> {
  const scenario = all.find((it) => it.name === name)
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`)
  const first = bucketWith(new Map())
  for (const command of scenario.before) await first.run(command)
  const begin = new Map(first.memory.objects)
  const undisturbed = bucketWith(begin)
  await undisturbed.run(scenario.command)
  return { scenario, begin, before: await first.seen(), done: await undisturbed.seen() }
}

/** A fault at the call of that number, and whether the run came so far. */
function atCall(number: number, moment: Moment, work: (call: StoreCall) => Promise<void>) {
  const reached = { yes: false }
  const fault = async (call: StoreCall) => {
    if (call.number !== number) return
    reached.yes = true
    await work(call)
  }
  return { reached, faults: { [moment]: fault } satisfies Faults }
}

/** The process is gone: of its other requests, which were under way, none arrives. */
function killedAt(number: number, moment: Moment) {
  const { reached, faults } = atCall(number, moment, async () => {
    throw new Crash()
  })
  const gone = () => {
    if (reached.yes) throw new Crash()
  }
  const before = async (call: StoreCall) => {
    gone()
    await faults['before']?.(call)
  }
  return { reached, faults: { ...faults, before } }
}

/** What a client sees after something was stopped: all that stays, and nothing that neither was nor will be there. */
function expectWhole(seen: readonly string[], { before, done }: Course): void {
  const staying = before.filter((it) => done.includes(it))
  expect(seen).toEqual(expect.arrayContaining([...staying]))
  expect([...before, ...done, ...rivals(seen)]).toEqual(expect.arrayContaining([...seen]))
}

function rivals(seen: readonly string[]): readonly string[] {
  return seen.filter((it) => it.includes(`/${other.name}`))
}

async function expectFinishable(bucket: Bucket, course: Course): Promise<void> {
  await bucket.run(course.scenario.command)
  const seen = await bucket.seen()
  expect(seen.filter((it) => !rivals(seen).includes(it))).toEqual(course.done)
  expect(await aliasesAgree(bucket.memory, trust)).toBe(true)
  const again = countingStore(bucket.memory)
  await course.scenario.command({
    store: again,
    keys,
    clock: bucket.clock,
    baseUrl: 'https://packages.example.com',
  })
  expect(again.counts()).toMatchObject({ uploadedObjects: 0, copiedObjects: 0, deletedObjects: 0 })
}

describe.each(NAMES)('%s', (name) => {
  test.each(
    MOMENTS.flatMap((moment) =>
      (['alone', 'with a rival'] as const).map((company) => [moment, company] as const),
    ),
  )('killed %s each request, %s: clients go on, and a run again finishes', async (moment, company) => {
    const course = await courseOf(name)
    for (let number = 1; ; number += 1) {
      const bucket = bucketWith(course.begin)
      const { reached, faults } = killedAt(number, moment)
      await bucket.run(course.scenario.command, faults).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
      expectWhole(await bucket.seen(), course)
      if (company === 'with a rival') {
        await bucket.run(other.command)
        const seen = await bucket.seen()
        expectWhole(seen, course)
        expect(rivals(seen).length).toBeGreaterThan(1)
      }
      await expectFinishable(bucket, course)
      if (!reached.yes) break
    }
  })

  test.each(MOMENTS)('cancelled %s each request: no swap begins, aliases are written', async (moment) => {
    const course = await courseOf(name)
    for (let number = 1; ; number += 1) {
      const bucket = bucketWith(course.begin)
      const controller = new AbortController()
      const cancel = atCall(number, moment, async () => {
        controller.abort(new PublishError('CANCELLED', 'Cancelled by SIGTERM.'))
      })
      const begun: string[] = []
      const note = async ({ operation, key }: StoreCall) => {
        if (controller.signal.aborted && operation === 'swap' && isHead(key)) begun.push(key)
      }
      const before = async (call: StoreCall) => {
        await note(call)
        await cancel.faults['before']?.(call)
      }
      const run = bucket.run(course.scenario.command, { ...cancel.faults, before }, controller.signal)
      await run.catch((error: unknown) => {
        if (!(error instanceof PublishError) || error.code !== 'CANCELLED') throw error
      })
      expect([number, begun]).toEqual([number, []])
      expectWhole(await bucket.seen(), course)
      expect([number, await aliasesAgree(bucket.memory, trust)]).toEqual([number, true])
      await expectFinishable(bucket, course)
      if (!cancel.reached.yes) break
    }
  })
})

test('every scenario is swept', () => {
  expect(all.map(({ name }) => name)).toEqual(NAMES)
})

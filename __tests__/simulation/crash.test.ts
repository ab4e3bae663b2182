import { beforeAll, describe, expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { Crash, type Faults, type StoreCall, faultyStore } from '../support/faulty-store.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'
import { rememberHere } from './remember-here.ts'
import type { Command, Made, Scenario } from './scenarios.ts'

rememberHere()
const { aliasesAgree, clientView } = await import('../support/client-view.ts')
const { fixtureKeys } = await import('../support/publishing.ts')
const { isHead } = await import('./head-view.ts')
const { SCENARIOS, madePackages, rival } = await import('./scenarios.ts')

const MOMENTS = ['before', 'after'] as const
type Moment = (typeof MOMENTS)[number]

let keys: SigningKeys
let trust: readonly TrustedKey[]
let made: Made
beforeAll(async () => {
  keys = await fixtureKeys('ed25519')
  trust = trustOf(keys)
  made = await madePackages(keys)
})

/** What a scenario begins with, and what clients see before and when it is done. */
interface Course {
  readonly scenario: Scenario
  readonly begin: MemoryStore['objects']
  readonly beginMs: number
  readonly before: readonly string[]
  readonly done: readonly string[]
  /** Of the command that nothing disturbs: each once, and at the end none of them. */
  readonly requests: readonly string[]
}

interface Bucket {
  readonly memory: MemoryStore
  readonly clock: VirtualClock
  run(command: Command, faults?: Faults, signal?: AbortSignal): Promise<unknown>
  seen(): Promise<readonly string[]>
}

function bucketWith(objects: MemoryStore['objects'], nowMs: number): Bucket {
  const clock = virtualClock(nowMs)
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

const NONE = 'none'

/** What a request is, in whatever order threads let requests go out; a probe of the store has a name of its own. */
function requestOf({ operation, key, nth }: StoreCall): string {
  return `${operation} ${key.replace(/\.conditions-\w+/, '.conditions')} ${nth}`
}

async function courseOf(scenario: Scenario): Promise<Course> {
  const first = bucketWith(new Map(), 1_800_000_000_000)
  for (const command of scenario.before(made)) await first.run(command)
  const begin = new Map(first.memory.objects)
  const beginMs = first.clock.now() + (scenario.agoMs ?? 60_000)
  const undisturbed = bucketWith(begin, beginMs)
  const requests: string[] = []
  await undisturbed.run(scenario.command(made), { before: (call) => void requests.push(requestOf(call)) })
  requests.push(NONE)
  return { scenario, begin, beginMs, before: await first.seen(), done: await undisturbed.seen(), requests }
}

/** A fault at that request, and whether the run came so far. */
function atRequest(request: string, moment: Moment, work: (call: StoreCall) => Promise<void>) {
  const reached = { yes: false }
  const fault = async (call: StoreCall) => {
    if (requestOf(call) !== request) return
    reached.yes = true
    await work(call)
  }
  return { reached, faults: { [moment]: fault } satisfies Faults }
}

/** The process is gone: of its other requests, which were under way, none arrives. */
function killedAt(request: string, moment: Moment) {
  const { reached, faults } = atRequest(request, moment, async () => {
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
  return seen.filter((it) => it.includes('/rival'))
}

async function expectFinishable(bucket: Bucket, course: Course): Promise<void> {
  await runAgain(bucket, course)
  const seen = await bucket.seen()
  expect(seen.filter((it) => !rivals(seen).includes(it))).toEqual(course.done)
  expect(await aliasesAgree(bucket.memory, trust)).toBe(true)
  if (course.scenario.repeats === true) return
  const before = new Map(bucket.memory.objects)
  await runAgain(bucket, course)
  expect([...bucket.memory.objects]).toEqual([...before])
}

async function runAgain(bucket: Bucket, { scenario }: Course): Promise<void> {
  try {
    await bucket.run(scenario.command(made))
  } catch (error) {
    if (!(error instanceof PublishError) || error.code !== scenario.nothingLeft) throw error
  }
}

describe.each(SCENARIOS)('$name', (scenario) => {
  test.each(
    MOMENTS.flatMap((moment) =>
      (['alone', 'with a rival'] as const).map((company) => [moment, company] as const),
    ),
  )('killed %s each request, %s: clients go on, and a run again finishes', async (moment, company) => {
    const course = await courseOf(scenario)
    for (const request of course.requests) {
      const bucket = bucketWith(course.begin, course.beginMs)
      const { reached, faults } = killedAt(request, moment)
      await bucket.run(course.scenario.command(made), faults).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
      expect([request, reached]).toEqual([request, { yes: request !== NONE }])
      expectWhole(await bucket.seen(), course)
      if (company === 'with a rival') {
        await bucket.run(rival(made))
        const seen = await bucket.seen()
        expectWhole(seen, course)
        expect(rivals(seen).length).toBeGreaterThan(1)
      }
      await expectFinishable(bucket, course)
    }
  })

  test.each(MOMENTS)('cancelled %s each request: no swap begins, aliases are written', async (moment) => {
    const course = await courseOf(scenario)
    for (const request of course.requests) {
      const bucket = bucketWith(course.begin, course.beginMs)
      const controller = new AbortController()
      const cancel = atRequest(request, moment, async () => {
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
      const run = bucket.run(course.scenario.command(made), { ...cancel.faults, before }, controller.signal)
      await run.catch((error: unknown) => {
        if (!(error instanceof PublishError) || error.code !== 'CANCELLED') throw error
      })
      expect([request, cancel.reached, begun]).toEqual([request, { yes: request !== NONE }, []])
      expectWhole(await bucket.seen(), course)
      expect([request, await aliasesAgree(bucket.memory, trust)]).toEqual([request, true])
      await expectFinishable(bucket, course)
    }
  })
})

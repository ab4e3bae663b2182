import { setTimeout as sleep } from 'node:timers/promises'
import { type Content, contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { ObjectHeaders, Store } from '../../src/store/store.ts'
import { publishAll } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { bothOf, ourSource } from './our-publisher.ts'
import { type Pace, type Writer, repeated } from './writer.ts'

const STATES = 16
const SECONDS_APART = 2

/** A write of a head or of an alias, in the order in which a publish asked for it. */
interface Swap {
  readonly key: string
  readonly body: Content
  readonly headers: ObjectHeaders
}

/** A publish, as what it wrote to keys that change: by repository, the head first and then its aliases. */
type State = readonly (readonly Swap[])[]

/** Complete states that our publish made, a few seconds of their own apart, and everything that any of them names. */
async function publishedStates(keys: SigningKeys) {
  const clock = virtualClock(Date.now() - (STATES + 1) * SECONDS_APART * 1000)
  const memory = memoryStore(clock)
  let swaps: Swap[] = []
  const recording: Store = {
    ...memory,
    swap: (key, body, condition, headers) => {
      swaps.push({ key, body, headers })
      return memory.swap(key, body, condition, headers)
    },
  }
  const states: State[] = []
  for (let version = 1; version <= STATES + 1; version += 1) {
    swaps = []
    await publishAll(await bothOf(keys, version, 'text\n'), { store: recording, keys, clock })
    clock.advance(SECONDS_APART * 1000)
    // The first publish makes what the others replace.
    if (version > 1) states.push(byRepository(swaps))
  }
  return { objects: [...memory.objects.values()], states }
}

function byRepository(swaps: readonly Swap[]): State {
  const repositories = ['apt/', 'rpm/'].map((folder) => swaps.filter(({ key }) => key.startsWith(folder)))
  const [apt, rpm] = repositories.map((it) => it.map(({ key }) => key.slice(key.lastIndexOf('/') + 1)))
  if (apt?.[0] !== 'InRelease' || rpm?.join() !== 'repomd.xml,repomd.xml.asc')
    throw new Error(`a publish wrote ${apt?.join()} and ${rpm?.join()}`)
  return repositories
}

/** Heads that go round complete states far faster than any publish could, each with its aliases after it. */
export async function flipper({ r2, everyMs, objectMs }: Pace, keys: SigningKeys): Promise<Writer> {
  const { objects, states } = await publishedStates(keys)
  const store = r2.store()
  const etags = new Map<string, string>()
  for (const { key, bytes, headers } of objects) {
    const outcome = await store.put(key, contentOf(bytes), headers)
    if (outcome.kind === 'stored') etags.set(key, outcome.etag)
  }
  let [changes, written, uploadMs] = [0, 0, 0]

  async function write({ key, body, headers }: Swap): Promise<void> {
    await sleep(objectMs)
    const outcome = await store.swap(key, body, { etag: etags.get(key) ?? '' }, headers)
    if (outcome.kind !== 'stored') throw new Error(`${key} was ${outcome.kind}`)
    etags.set(key, outcome.etag)
    written += 1
  }
  async function flip(): Promise<void> {
    const start = performance.now()
    await Promise.all(
      (states[changes % STATES] ?? []).map(async ([head, ...aliases]) => {
        if (head !== undefined) await write(head)
        await Promise.all(aliases.map(write))
      }),
    )
    uploadMs += performance.now() - start
    changes += 1
  }

  return {
    source: ourSource(r2.workerUrl.replace(/\/$/, ''), keys.publicArmored),
    // They go round: no version is the newest.
    acknowledged: () => 0,
    written: () => ({ changes, objects: written, uploadMs }),
    stop: repeated(everyMs, flip),
  }
}

import { type Content, bytesOf, contentOf } from '../../src/content.ts'
import type { Operation } from '../../src/store/counting.ts'
import type { Store, SwapOutcome } from '../../src/store/store.ts'
import type { Chance } from './chance.ts'
import { type Fate, exhausted, fateOf, unanswered } from './fate.ts'
import type { SimulatedProcess } from './process.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** A bucket, and everything between it and those who use it. */
export interface Network {
  readonly bucket: Store
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly trace: Trace
  /** How bad the store is, as of `fateOf`. */
  readonly badness: number
  /** Told of every write that was applied, before anybody gets an answer. */
  readonly applied: (key: string) => Promise<void>
  /** Ends the simulation. */
  readonly fail: (error: unknown) => void
}

const UPLOAD_BYTES = 2 ** 20
const LATE_MS = 120_000

/** The milliseconds that a request takes: mostly few, sometimes many. */
function latencyMs(chance: Chance): number {
  return chance.isTrue(0.03) ? chance.below(20_000) : chance.below(300)
}

/** The bucket as one process sees it: each request goes out, is applied, and is answered when the scheduler likes. */
export function simulatedStore(network: Network, process: SimulatedProcess): Store {
  const { bucket, scheduler, chance, trace } = network

  /** Takes effect; nobody hears of it, if nobody waits. */
  async function apply<T>(operation: Operation, key: string, work: () => Promise<T>, how = ''): Promise<T> {
    const answer = await work()
    trace.say(process.name, `${operation} ${key}${how}${said(answer)}`)
    if (isWrite(operation)) await network.applied(key)
    return answer
  }
  function applyLate(operation: Operation, key: string, work: () => Promise<unknown>): void {
    const go = () => void apply(operation, key, work, ', late').catch(unlessGone)
    scheduler.add('late', undefined, chance.below(LATE_MS), go)
  }
  /** A copy whose source is gone fails; everything else that a late request throws is a broken promise. */
  function unlessGone(error: unknown): void {
    if (!(error instanceof Error && error.message.includes('it is not there'))) network.fail(error)
  }

  async function suffer<T>(
    fate: Fate,
    operation: Operation,
    key: string,
    work: () => Promise<T>,
  ): Promise<T | SwapOutcome> {
    if (fate !== 'served') trace.say(process.name, `${operation} ${key}: ${fate}`)
    const unknown = { kind: 'unknown', cause: unanswered(operation, key, fate) } as const
    switch (fate) {
      case 'served':
        return apply(operation, key, work)
      case 'conflict':
        return { kind: 'refused' }
      case 'throttled':
        return unknown
      case 'lost':
        await apply(operation, key, work)
        return unknown
      case 'late':
        applyLate(operation, key, work)
        return unknown
      case 'repeated':
        await apply(operation, key, work)
        return apply(operation, key, work)
      case 'doubled':
        applyLate(operation, key, work)
        return apply(operation, key, work)
      case 'failed':
        throw exhausted(operation, key)
      case 'failed-lost':
        await apply(operation, key, work)
        throw exhausted(operation, key)
      case 'failed-late':
        applyLate(operation, key, work)
        throw exhausted(operation, key)
    }
  }

  function request<T>(operation: Operation, key: string, work: () => Promise<T>): Promise<T> {
    if (process.isGone) return new Promise(() => undefined)
    const fate = fateOf(operation, chance, network.badness)
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    // An answer of another kind is given for swaps alone, whose type has it.
    const answered = (answer: T | SwapOutcome) => later(() => resolve(answer as T))
    const refused = (error: Error) => later(() => reject(error))
    const later = (answer: () => void) => {
      if (!process.isGone) scheduler.add('answer', process, latencyMs(chance), answer)
    }
    const go = () => void suffer(fate, operation, key, work).then(answered, refused).catch(network.fail)
    scheduler.add('call', process, latencyMs(chance), go)
    if (!process.begin()) return new Promise(() => undefined)
    return promise
  }
  async function held(body: Content): Promise<Content> {
    return contentOf(await bytesOf(body, UPLOAD_BYTES, 'an upload'))
  }

  return {
    name: bucket.name,
    get: (key, limitBytes) => request('get', key, () => bucket.get(key, limitBytes)),
    open: (key) => request('open', key, () => bucket.open(key)),
    head: (key) => request('head', key, () => bucket.head(key)),
    list: (prefix) => request('list', prefix, () => bucket.list(prefix)),
    folders: (folder) => request('list', folder, () => bucket.folders(folder)),
    put: async (key, body, headers) => {
      const bytes = await held(body)
      return request('put', key, () => bucket.put(key, bytes, headers))
    },
    swap: async (key, body, condition, headers) => {
      const bytes = await held(body)
      return request('swap', key, () => bucket.swap(key, bytes, condition, headers))
    },
    copy: (from, to) => request('copy', to, () => bucket.copy(from, to)),
    relabel: (key, etag, headers) => request('copy', key, () => bucket.relabel(key, etag, headers)),
    delete: (key) => request('delete', key, () => bucket.delete(key)),
  }
}

function isWrite(operation: Operation): boolean {
  return ['put', 'swap', 'copy', 'delete'].includes(operation)
}

function said(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('kind' in answer)) return ''
  return `: ${String(answer.kind)}`
}

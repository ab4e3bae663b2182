import type { Operation } from '../../src/store/counting.ts'
import type { Store, SwapOutcome } from '../../src/store/store.ts'

/** One call of a store, as a fault sees it. */
export interface StoreCall {
  readonly operation: Operation
  readonly key: string
  /** Counted from 1, over the life of the store. */
  readonly number: number
  /** Counted likewise, of this operation on this key. */
  readonly nth: number
}

export interface Faults {
  /** Runs before the call takes effect; throws to stop it. */
  readonly before?: (call: StoreCall) => Promise<void> | void
  /** Runs after it took effect; throws to lose the answer. */
  readonly after?: (call: StoreCall) => Promise<void> | void
}

/** A process that is gone. */
export class Crash extends Error {}

/** An answer that a swap never gets; thrown by a fault around a swap. */
export class LostAnswer extends Error {}

/** A store whose calls can be stopped, delayed, or robbed of their answer. */
export function faultyStore(store: Store, faults: Faults): Store {
  let number = 0
  const times = new Map<string, number>()
  async function call<T>(operation: Operation, key: string, work: () => Promise<T>): Promise<T> {
    const what = `${operation} ${key}`
    const nth = (times.get(what) ?? 0) + 1
    times.set(what, nth)
    const it = { operation, key, number: (number += 1), nth }
    await faults.before?.(it)
    const answer = await work()
    await faults.after?.(it)
    return answer
  }
  return {
    name: store.name,
    get: (key, limitBytes) => call('get', key, () => store.get(key, limitBytes)),
    open: (key) => call('open', key, () => store.open(key)),
    head: (key) => call('head', key, () => store.head(key)),
    list: (prefix) => call('list', prefix, () => store.list(prefix)),
    folders: (folder) => call('list', folder, () => store.folders(folder)),
    put: (key, body, headers) => call('put', key, () => store.put(key, body, headers)),
    swap: async (key, body, condition, headers): Promise<SwapOutcome> => {
      try {
        return await call('swap', key, () => store.swap(key, body, condition, headers))
      } catch (error) {
        if (error instanceof LostAnswer) return { kind: 'unknown', cause: error }
        throw error
      }
    },
    copy: (from, to) => call('copy', to, () => store.copy(from, to)),
    relabel: (key, etag, headers) => call('copy', key, () => store.relabel(key, etag, headers)),
    delete: (key) => call('delete', key, () => store.delete(key)),
  }
}

import { assertGoingOn } from './ending.ts'
import type { Store } from './store.ts'

/**
 * A store that is asked for a few things at a time; the rest waits its turn, first come, first served.
 *
 * @param over once it is aborted, the store is asked for nothing more
 */
export function boundedStore(store: Store, parallelRequests: number, over?: AbortSignal): Store {
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= parallelRequests) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      if (over !== undefined) assertGoingOn(over)
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
  return {
    name: store.name,
    get: (key, limitBytes) => inTurn(() => store.get(key, limitBytes)),
    open: (key) => inTurn(() => store.open(key)),
    head: (key) => inTurn(() => store.head(key)),
    list: (prefix) => inTurn(() => store.list(prefix)),
    folders: (folder) => inTurn(() => store.folders(folder)),
    put: (key, body, headers) => inTurn(() => store.put(key, body, headers)),
    swap: (key, body, condition, headers) => inTurn(() => store.swap(key, body, condition, headers)),
    copy: (from, to) => inTurn(() => store.copy(from, to)),
    relabel: (key, etag, headers) => inTurn(() => store.relabel(key, etag, headers)),
    delete: (key) => inTurn(() => store.delete(key)),
  }
}

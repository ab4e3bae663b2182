import { setTimeout as sleep } from 'node:timers/promises'
import { type CountingStore, countingStore } from '../../src/store/counting.ts'
import type { Store } from '../../src/store/store.ts'

/** A store to which each object is so long on its way; it takes effect at the end of that time. */
export function distantStore(store: Store, objectMs: number): CountingStore {
  async function onItsWay<R>(write: () => Promise<R>): Promise<R> {
    await sleep(objectMs)
    return write()
  }
  return countingStore({
    ...store,
    put: (key, body, headers) => onItsWay(() => store.put(key, body, headers)),
    swap: (key, body, condition, headers) => onItsWay(() => store.swap(key, body, condition, headers)),
    copy: (from, to) => onItsWay(() => store.copy(from, to)),
    delete: (key) => onItsWay(() => store.delete(key)),
  })
}

import type { MemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { isHead } from './head-view.ts'

/** Stores that do not keep their word: a simulation that does not notice them notices nothing. */
export const SPOILED = {
  /** Conditions are kept when it is asked for that, and not looked at when it matters: the last writer wins. */
  careless: (bucket: MemoryStore): Store => ({
    ...bucket,
    swap: async (key, body, condition, headers) => {
      if (!isHead(key)) return bucket.swap(key, body, condition, headers)
      bucket.objects.delete(key)
      const { kind } = await bucket.put(key, body, headers)
      return kind === 'stored' ? { kind, etag: bucket.objects.get(key)?.etag ?? '' } : { kind: 'refused' }
    },
  }),
  /** Indexes are acknowledged, and some are not stored. */
  forgetful: (bucket: MemoryStore): Store => {
    let puts = 0
    return {
      ...bucket,
      put: async (key, body, headers) => {
        const isForgotten = /by-hash|-primary/.test(key) && (puts += 1) % 5 === 0
        return isForgotten ? { kind: 'stored', etag: '"forgotten"' } : bucket.put(key, body, headers)
      },
    }
  },
  /** What is read may be what was there before: the first read after a write still gets it. */
  stale: (bucket: MemoryStore): Store => {
    const before = new Map<string, Awaited<ReturnType<Store['get']>>>()
    return {
      ...bucket,
      swap: async (key, body, condition, headers) => {
        const old = await bucket.get(key, 2 ** 20)
        const outcome = await bucket.swap(key, body, condition, headers)
        if (outcome.kind === 'stored' && old.object !== undefined) before.set(key, old)
        return outcome
      },
      get: async (key, limitBytes) => {
        const old = before.get(key)
        before.delete(key)
        return old ?? bucket.get(key, limitBytes)
      },
    }
  },
} as const

export type Spoil = keyof typeof SPOILED

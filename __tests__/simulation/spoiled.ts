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
  /** A read of a head may give one that is not in force any more. */
  stale: (bucket: MemoryStore): Store => {
    const first = new Map<string, Awaited<ReturnType<Store['get']>>>()
    let reads = 0
    return {
      ...bucket,
      get: async (key, limitBytes) => {
        const now = await bucket.get(key, limitBytes)
        if (!isHead(key) || now.object === undefined) return now
        if (!first.has(key)) first.set(key, now)
        return (reads += 1) % 4 === 0 ? (first.get(key) ?? now) : now
      },
    }
  },
} as const

export type Spoil = keyof typeof SPOILED

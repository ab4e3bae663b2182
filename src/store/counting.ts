import type { Content } from '../content.ts'
import type { Store } from './store.ts'

export type Operation = 'get' | 'open' | 'head' | 'list' | 'put' | 'swap' | 'copy' | 'delete'

/** What a run did to a store. A lost answer counts as a request, not as an upload. */
export interface Counts {
  /** Objects written, copies apart, and their bytes. */
  readonly uploadedObjects: number
  readonly uploadedBytes: number
  /** New metadata for what lies there is a copy too. */
  readonly copiedObjects: number
  readonly deletedObjects: number
  /** Calls of each operation; a store may need several requests for one (pages of a listing, tries). */
  readonly requests: Readonly<Record<Operation, number>>
}

/** Of a run that has no store. */
export const NO_REQUESTS: Counts = {
  uploadedObjects: 0,
  uploadedBytes: 0,
  copiedObjects: 0,
  deletedObjects: 0,
  requests: { get: 0, open: 0, head: 0, list: 0, put: 0, swap: 0, copy: 0, delete: 0 },
}

/** A store that counts what goes through it. */
export interface CountingStore extends Store {
  /** The figures of this moment. */
  counts(): Counts
}

export function countingStore(store: Store): CountingStore {
  const requests = { ...NO_REQUESTS.requests }
  const totals = { ...NO_REQUESTS, requests }

  function asked<T>(operation: Operation, answer: Promise<T>): Promise<T> {
    requests[operation] += 1
    return answer
  }
  function uploaded<O extends { readonly kind: string }>(outcome: O, body: Content): O {
    if (outcome.kind === 'stored') {
      totals.uploadedObjects += 1
      totals.uploadedBytes += body.sizeBytes
    }
    return outcome
  }
  return {
    name: store.name,
    counts: () => ({ ...totals, requests: { ...requests } }),
    get: (key, limitBytes) => asked('get', store.get(key, limitBytes)),
    open: (key) => asked('open', store.open(key)),
    head: (key) => asked('head', store.head(key)),
    list: (prefix) => asked('list', store.list(prefix)),
    folders: (folder) => asked('list', store.folders(folder)),
    put: async (key, body, headers) => uploaded(await asked('put', store.put(key, body, headers)), body),
    swap: async (key, body, condition, headers) =>
      uploaded(await asked('swap', store.swap(key, body, condition, headers)), body),
    async copy(from, to) {
      const outcome = await asked('copy', store.copy(from, to))
      if (outcome.kind === 'stored') totals.copiedObjects += 1
      return outcome
    },
    async relabel(key, etag, headers) {
      await asked('copy', store.relabel(key, etag, headers))
      totals.copiedObjects += 1
    },
    async delete(key) {
      await asked('delete', store.delete(key))
      totals.deletedObjects += 1
    },
  }
}

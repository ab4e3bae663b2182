import { createHash } from 'node:crypto'
import { assertKey } from '../store/keys.ts'
import type { ObjectDetails, Store } from '../store/store.ts'

/** Objects as they lie in the store, each looked at and read once: suites share packages, heads and copies share indexes. */
export interface StoredObjects {
  details(key: string): Promise<ObjectDetails | undefined>
  /** The lower-case hex digest of all of its bytes; undefined where there is none. */
  digest(key: string, algorithm: string, moved?: (bytes: number) => void): Promise<string | undefined>
}

export function storedObjects(store: Store, signal: AbortSignal): StoredObjects {
  const details = new Map<string, Promise<ObjectDetails | undefined>>()
  const digests = new Map<string, Promise<string | undefined>>()

  async function read(key: string, algorithm: string, moved: (bytes: number) => void) {
    const content = await store.open(key)
    if (content === undefined) return undefined
    const hash = createHash(algorithm)
    for await (const chunk of content.read()) {
      signal.throwIfAborted()
      hash.update(chunk)
      moved(chunk.length)
    }
    return hash.digest('hex')
  }
  return {
    details: (key) => once(details, key, async () => (isKey(key) ? store.head(key) : undefined)),
    digest: (key, algorithm, moved = () => undefined) =>
      once(digests, `${algorithm} ${key}`, () => read(key, algorithm, moved)),
  }
}

/** Indexes of other makers may name what nothing can be stored under. */
function isKey(key: string): boolean {
  try {
    assertKey(key, '')
    return true
  } catch {
    return false
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const earlier = known.get(key)
  if (earlier !== undefined) return earlier
  const now = work()
  known.set(key, now)
  return now
}

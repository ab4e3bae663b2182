import type { Clock } from '../../clock.ts'
import { contentOf } from '../../content.ts'
import { LIMITS } from '../../limits.ts'
import type { Store } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import { mutable } from '../object-headers.ts'

const MOST_TRIES = 6

/**
 * Writes a generated file, if it is not what it should be, over nothing but what was read.
 *
 * @param next what it should hold, from what it holds; undefined leaves it alone
 * @returns a warning where others kept writing it
 */
export async function replaceFile(
  store: Store,
  clock: Clock,
  key: string,
  next: (existing: Buffer | undefined) => Uint8Array | undefined,
): Promise<string | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { object } = await store.get(key, LIMITS.keyBytes)
    const bytes = next(object?.bytes)
    if (bytes === undefined || object?.bytes.equals(bytes)) return undefined
    const outcome = await store.swap(key, contentOf(bytes), conditionOf(object), mutable(key))
    if (outcome.kind === 'stored') return undefined
    await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()))
  }
  return `${key} in ${store.name} was not written: others kept writing it. The next publish repairs it.`
}

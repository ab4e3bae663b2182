import type { Clock } from '../../clock.ts'
import { contentOf } from '../../content.ts'
import { LIMITS } from '../../limits.ts'
import type { Condition, Store } from '../../store/store.ts'
import type { Alias } from '../repository.ts'

const MOST_TRIES = 6

/** The ETag of a head that this run wrote or read, to know whether it is still the one in force. */
export interface HeadVersion {
  readonly key: string
  readonly etag: string
}

/**
 * Writes aliases of a head, each only over what was seen there, and only while that head is in force: the writer of a
 * newer head writes its own.
 *
 * @param groups one after the other; the next only when all of one are written, so that the last tells of all
 * @returns a warning for each alias that could not be written
 */
export async function writeAliases(
  store: Store,
  clock: Clock,
  groups: readonly (readonly Alias[])[],
  head: HeadVersion,
): Promise<string[]> {
  for (const group of groups) {
    const written = await Promise.all(group.map((alias) => writeAlias(store, clock, alias, head)))
    const warnings = written.filter((warning) => warning !== undefined)
    if (warnings.length > 0) return warnings
  }
  return []
}

async function writeAlias(
  store: Store,
  clock: Clock,
  alias: Alias,
  head: HeadVersion,
): Promise<string | undefined> {
  let condition = alias.noted
  try {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (condition !== undefined) {
        const outcome = await store.swap(alias.key, contentOf(alias.bytes), condition, alias.headers)
        if (outcome.kind === 'stored') return undefined
        if (outcome.kind === 'unknown') await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()))
      }
      const next = await conditionNow(store, alias, head)
      if (next === 'settled') return undefined
      condition = next
    }
  } catch (error) {
    return `${alias.key} in ${store.name} could not be written: ${error instanceof Error ? error.message : String(error)}`
  }
  return `${alias.key} in ${store.name} was not written: others kept writing it. The next publish repairs it.`
}

/** The alias first, then the head: who sees the head still in force may overwrite what he saw before. */
async function conditionNow(store: Store, alias: Alias, head: HeadVersion): Promise<Condition | 'settled'> {
  const { object } = await store.get(alias.key, LIMITS.storedIndexBytes)
  if (object?.bytes.equals(alias.bytes)) return 'settled'
  const current = await store.head(head.key)
  if (current?.etag !== head.etag) return 'settled'
  return object === undefined ? { absent: true } : { etag: object.etag }
}

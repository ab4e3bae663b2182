import { abreast } from '../../abreast.ts'
import type { Clock } from '../../clock.ts'
import { LIMITS } from '../../limits.ts'
import type { Store } from '../../store/store.ts'
import { storedMarks, writeMark } from './marks.ts'

/** What a collection works with. */
export interface CollectionGround {
  readonly store: Store
  readonly clock: Clock
  readonly graceDays: number
  readonly signal: AbortSignal
}

/** The keys that a collection is going to delete, in the order in which it does. */
export interface Doomed {
  readonly packages: readonly string[]
  readonly files: readonly string[]
  /** What tells about the others goes last. */
  readonly copies: readonly string[]
}

const DAY_SECONDS = 24 * 60 * 60

/**
 * Deletes what is doomed, after a mark that says so. What is younger than the grace time stays: somebody stored it again,
 * and is about to name it.
 *
 * @returns how many objects were deleted
 */
export async function deleteDoomed(
  tree: string,
  doomed: Doomed,
  ground: CollectionGround,
  nowSeconds: number,
): Promise<number> {
  const { store, clock, graceDays, signal } = ground
  const horizonSeconds = nowSeconds - graceDays * DAY_SECONDS
  const [packages, files] = await Promise.all(
    [doomed.packages, doomed.files].map((keys) => oldOnes(keys, ground, horizonSeconds)),
  )
  const groups = [packages ?? [], files ?? [], doomed.copies]
  if (groups.every((group) => group.length === 0)) return 0
  await writeMark(store, tree, groups.flat(), nowSeconds)
  const endMs = clock.now() + LIMITS.collectionMs
  let deleted = 0
  for (const group of groups) {
    await abreast(group, LIMITS.parallelRequests, async (key) => {
      if (signal.aborted || clock.now() > endMs) return
      await store.delete(key)
      deleted += 1
    })
    if (signal.aborted || clock.now() > endMs) return deleted
  }
  return deleted + (await deleteOldMarks(tree, ground, horizonSeconds))
}

async function oldOnes(
  keys: readonly string[],
  { store }: CollectionGround,
  horizonSeconds: number,
): Promise<readonly string[]> {
  const details = await abreast(keys, LIMITS.parallelRequests, (key) => store.head(key))
  return keys.filter((_, at) => (details[at]?.lastModified.getTime() ?? Infinity) < horizonSeconds * 1000)
}

async function deleteOldMarks(
  tree: string,
  { store }: CollectionGround,
  horizonSeconds: number,
): Promise<number> {
  const old = (await storedMarks(store, tree)).filter(({ stampSeconds }) => stampSeconds < horizonSeconds)
  await abreast(old, LIMITS.parallelRequests, ({ key }) => store.delete(key))
  return old.length
}

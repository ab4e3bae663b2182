import { abreast } from '../../abreast.ts'
import { contentOf } from '../../content.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { AnyPackage } from '../../package.ts'
import type { Store, SwapOutcome } from '../../store/store.ts'
import { type HeadVersion, writeAliases } from './aliases.ts'
import type { Attempt } from './attempt.ts'
import { type PublishedHead, publishedHead } from '../heads/published-head.ts'
import type { Publisher } from './publisher.ts'
import type { Head } from '../heads/head.ts'
import { copyKey } from '../heads/id.ts'
import { type Change, type Rendering, hasCopy } from '../repository.ts'
import { nextStamp } from '../heads/stamp.ts'

/**
 * Dates, signs and stores a change, and puts its head in the place of the one that was read; then its aliases.
 *
 * @param endMs of the clock, after which nothing is swapped
 */
export async function swap<P extends AnyPackage>(
  { repository, opened }: Attempt<P>,
  change: Change,
  { store, clock, keys, signal, warn, checkStore }: Publisher,
  endMs: number,
): Promise<{ readonly head: PublishedHead; readonly stampSeconds: number; readonly outcome: SwapOutcome }> {
  if (!hasCopy(opened)) await checkStore()
  const { stampSeconds, waitMs } = nextStamp(opened, repository.title)
  const rendering = await change.render(stampSeconds, keys)
  await Promise.all([storeAll(store, rendering), waitMs > 0 ? clock.sleep(waitMs, signal) : undefined])
  signal.throwIfAborted()
  if (clock.now() > endMs) throw tooLate(repository.title)
  const published = publishedHead(rendering, stampSeconds)
  const condition = opened.head?.condition ?? { absent: true }
  const { key, bytes, headers } = rendering.head
  const outcome = await store.swap(key, contentOf(bytes), condition, headers)
  if (outcome.kind !== 'stored') return { head: published, stampSeconds, outcome }
  const head = { key, etag: outcome.etag }
  for (const warning of await writeAliases(store, clock, rendering.aliases, head)) warn(warning)
  return { head: published, stampSeconds, outcome }
}

/** What was read is no longer sure to be there: collectors count on runs that end. */
function tooLate(title: string): PublishError {
  return new PublishError(
    'CONTENTION',
    `The ${title} was opened more than ${LIMITS.commitMs / 3_600_000} hours ago. Nothing is lost: run the step again.`,
  )
}

/** The copy of the head last: a run that stops here leaves none whose indexes or signature are missing. */
async function storeAll(store: Store, { objects, head, id }: Rendering): Promise<void> {
  const copy = copyKey(head.key, id)
  for (const isCopy of [false, true]) {
    const group = objects.filter(({ key }) => (key === copy) === isCopy)
    await abreast(group, LIMITS.parallelRequests, async ({ key, bytes, headers }) => {
      const outcome = await store.put(key, contentOf(bytes), headers)
      if (outcome.kind === 'exists') await assertStored(store, key, bytes)
    })
  }
}

/** An earlier try of ours may have written it; anything else under such a name would be a head of broken parts. */
async function assertStored(store: Store, key: string, bytes: Uint8Array): Promise<void> {
  const { object } = await store.get(key, LIMITS.storedIndexBytes)
  if (object?.bytes.equals(bytes)) return
  throw new PublishError(
    'INTEGRITY',
    `${key} in ${store.name} holds other bytes than its name says. Delete it, and run the step again.`,
  )
}

/** What lies at an alias was seen beside an older head, perhaps: it is looked at again before it is written. */
export async function repairAliases<P extends AnyPackage>(
  { repository, opened }: Attempt<P>,
  { store, clock, keys, warn, checkStore }: Publisher,
): Promise<void> {
  const head = versionOf(repository.headKey, opened.head)
  if (head === undefined) return
  const stale = await opened.staleAliases(keys)
  const groups = stale.map((group) => group.map(({ key, bytes, headers }) => ({ key, bytes, headers })))
  if (groups.flat().length > 0 && !hasCopy(opened)) await checkStore()
  for (const warning of await writeAliases(store, clock, groups, head)) warn(warning)
}

function versionOf(key: string, head: Head | undefined): HeadVersion | undefined {
  return head !== undefined && 'etag' in head.condition ? { key, etag: head.condition.etag } : undefined
}

import { type Clock, systemClock } from '../clock.ts'
import { type Content, contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { Condition, Store, SwapOutcome } from './store.ts'

const HEADERS = { contentType: 'text/plain; charset=utf-8', cacheControl: 'no-store' }
const MOST_TRIES = 6

/**
 * Asks a store whether it honours conditions: some that speak the S3 API ignore them, and would let one publisher
 * overwrite another unseen. Done on a key that nobody else uses, which is deleted again; nothing else is written.
 *
 * @param suffix random, for a key that nobody else uses
 * @throws PublishError `STORE` where a write came through, or was refused, against its condition
 */
export async function checkConditions(
  store: Store,
  suffix: string,
  clock: Clock = systemClock,
): Promise<void> {
  const key = `.conditions-${suffix}`
  const [first, second, third] = [1, 2, 3].map((turn) => contentOf(Buffer.from(`${turn} ${suffix}\n`)))
  if (first === undefined || second === undefined || third === undefined) return
  try {
    await store.put(key, first, HEADERS)
    if ((await store.put(key, second, HEADERS)).kind === 'stored') throw careless(store, 'If-None-Match')
    const etag = (await store.head(key))?.etag ?? ''
    if (await swapped(store, clock, key, second, { etag: wrongEtag(etag) })) throw careless(store, 'If-Match')
    if (!(await swapped(store, clock, key, third, { etag }))) {
      throw new PublishError(
        'STORE',
        `${store.name} refused a write whose If-Match names the object's own ETag. Publishing needs a store that honours conditional writes: R2, AWS S3, or a directory.`,
      )
    }
  } finally {
    await store.delete(key)
  }
}

/** R2 takes one write a second and key, so a first answer may well be "too many". */
async function swapped(
  store: Store,
  clock: Clock,
  key: string,
  body: Content,
  condition: Condition,
): Promise<boolean> {
  let outcome: SwapOutcome | undefined
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    outcome = await store.swap(key, body, condition, HEADERS)
    if (outcome.kind !== 'unknown') return outcome.kind === 'stored'
    await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()))
    const { object } = await store.get(key, LIMITS.headBytes)
    const [bytes] = await Array.fromAsync(body.read())
    if (bytes !== undefined && object?.bytes.equals(bytes)) return true
  }
  throw outcome?.kind === 'unknown' ? outcome.cause : careless(store, 'If-Match')
}

/** An ETag of the form of another, but not it. */
function wrongEtag(etag: string): string {
  return etag.replace(/[0-9a-f]/i, (digit) => (digit === '0' ? '1' : '0'))
}

function careless(store: Store, header: string): PublishError {
  return new PublishError(
    'STORE',
    `${store.name} ignores ${header}: two publishers at the same time would overwrite each other's packages. Nothing was published. Use a store that honours conditional writes: R2, AWS S3, or a directory.`,
  )
}

import type { Clock } from '../../clock.ts'
import { contentOf } from '../../content.ts'
import { LIMITS } from '../../limits.ts'
import type { Store } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import { mutable } from '../object-headers.ts'

const MOST_TRIES = 6

/** A generated file as it lies in the store after a run looked at it. */
export interface ReplacedFile {
  /** Undefined where it is not there, or others kept writing it. */
  readonly etag: string | undefined
  readonly isWritten: boolean
  /** Where others kept writing it. */
  readonly warning: string | undefined
}

/** What a file should hold, from what it holds and the store's clock; undefined leaves it alone. */
export type NextFile = (existing: Buffer | undefined, nowSeconds: number) => Uint8Array | undefined

/**
 * Writes a generated file, if it is not what it should be, over nothing but what was read.
 *
 * @throws PublishError `LIMIT` where something larger lies there
 */
export async function replaceFile(
  store: Store,
  clock: Clock,
  key: string,
  next: NextFile,
  limitBytes: number = LIMITS.keyBytes,
): Promise<ReplacedFile> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { object, date } = await store.get(key, limitBytes)
    const bytes = next(object?.bytes, Math.floor(date.getTime() / 1000))
    if (bytes === undefined || object?.bytes.equals(bytes)) {
      return { etag: object?.etag, isWritten: false, warning: undefined }
    }
    const outcome = await store.swap(key, contentOf(bytes), conditionOf(object), mutable(key))
    if (outcome.kind === 'stored') return { etag: outcome.etag, isWritten: true, warning: undefined }
    await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()))
  }
  const warning = `${key} in ${store.name} was not written: others kept writing it. The next publish repairs it.`
  return { etag: undefined, isWritten: false, warning }
}

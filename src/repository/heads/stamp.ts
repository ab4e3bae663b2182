import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'

/** What is known of time when a head is opened; all in seconds since 1970. */
export interface StampGround {
  /** The store's clock at its answer. */
  readonly nowSeconds: number
  /** The stamp of the head, and when the store wrote it; undefined for a first publish. */
  readonly head?: { readonly stampSeconds: number; readonly writtenSeconds: number } | undefined
}

/**
 * The stamp of the next head: after the stamp before it, in a later second than the one in which that head was
 * written (apt revalidates in whole seconds), and never ahead of the store's clock, so that it may have to be waited for.
 *
 * @returns the stamp, and how long to wait before the swap
 * @throws PublishError `STORE` where the head's stamp is so far ahead that waiting would hang
 */
export function nextStamp(ground: StampGround, title: string): { stampSeconds: number; waitMs: number } {
  const { nowSeconds, head } = ground
  if (head === undefined) return { stampSeconds: nowSeconds, waitMs: 0 }
  const earliest = Math.max(head.stampSeconds, Math.min(head.writtenSeconds, nowSeconds)) + 1
  const stampSeconds = Math.max(nowSeconds, earliest)
  const waitMs = (stampSeconds - nowSeconds) * 1000
  if (waitMs > LIMITS.stampAheadMs) {
    throw new PublishError(
      'STORE',
      `${title} is dated ${new Date(head.stampSeconds * 1000).toISOString()}, but the clock of the store says ` +
        `${new Date(nowSeconds * 1000).toISOString()}. Clients ignore a repository that goes back in time: publish again when that time has come.`,
    )
  }
  return { stampSeconds, waitMs }
}

import { abreast } from '../abreast.ts'
import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import type { Trouble } from './finding.ts'

/** A look at something that is published. */
export type Look<R extends { readonly troubles: readonly Trouble[] }> = () => Promise<R>

export interface Patience {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Of the clock, after which nothing is looked at again. */
  readonly endMs: number
  readonly say: (message: string) => void
}

/**
 * Looks at several things, and again at those with a trouble that may pass, with longer and longer pauses.
 *
 * @returns what was seen last of each, in their order
 */
export async function lookPatiently<R extends { readonly troubles: readonly Trouble[] }>(
  looks: readonly Look<R>[],
  { clock, signal, endMs, say }: Patience,
): Promise<readonly R[]> {
  const seen = await abreast(looks, LIMITS.parallelRequests, (look) => look())
  for (let pauseMs = LIMITS.readBackFloorMs; ; pauseMs *= 2) {
    const open = seen.flatMap(({ troubles }, at) => (troubles.some((it) => it.mayPass) ? [at] : []))
    if (open.length === 0 || clock.now() + pauseMs > endMs) return seen
    say(`Looking again in ${pauseMs / 1_000} seconds: ${firstIn(seen, open)}`)
    await clock.sleep(pauseMs, signal)
    signal.throwIfAborted()
    await abreast(open, LIMITS.parallelRequests, async (at) => {
      const look = looks[at]
      if (look !== undefined) seen[at] = await look()
    })
  }
}

function firstIn(
  seen: readonly { readonly troubles: readonly Trouble[] }[],
  open: readonly number[],
): string {
  const trouble = seen[open[0] ?? 0]?.troubles.find((it) => it.mayPass)
  return trouble === undefined ? '' : `${trouble.url}: ${trouble.seen}`
}

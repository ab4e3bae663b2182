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
  /** After which nothing is looked at for the first time either: a server may take long for each answer. */
  readonly lastMs: number
  readonly say: (message: string) => void
}

/**
 * Looks at several things, and again at those with a trouble that may pass, with longer and longer pauses. Where no host
 * can be reached, it looks once more only: that is a private network more often than a moment.
 *
 * @returns what was seen last of each that there was time for, in their order
 */
export async function lookPatiently<R extends { readonly troubles: readonly Trouble[] }>(
  looks: readonly Look<R>[],
  { clock, signal, endMs, lastMs, say }: Patience,
): Promise<readonly R[]> {
  const first = await abreast(looks, LIMITS.parallelRequests, async (look) =>
    clock.now() > lastMs ? [] : [{ look, saw: await look() }],
  )
  const seen = first.flat()
  for (let pauseMs = LIMITS.readBackFloorMs; ; pauseMs *= 2) {
    const open = seen.filter(({ saw }) => saw.troubles.some((it) => it.mayPass))
    const isOver = clock.now() + pauseMs > endMs || (pauseMs > LIMITS.readBackFloorMs && isOutOfReach(seen))
    if (open.length === 0 || isOver) return seen.map(({ saw }) => saw)
    say(`Looking again in ${pauseMs / 1_000} seconds: ${firstIn(open)}`)
    await clock.sleep(pauseMs, signal)
    signal.throwIfAborted()
    await abreast(open, LIMITS.parallelRequests, async (it) => {
      it.saw = await it.look()
    })
  }
}

type Seen = { readonly saw: { readonly troubles: readonly Trouble[] } }

function isOutOfReach(seen: readonly Seen[]): boolean {
  return seen.every(({ saw }) => saw.troubles.some((it) => it.isOutOfReach === true))
}

function firstIn(open: readonly Seen[]): string {
  const trouble = open[0]?.saw.troubles.find((it) => it.mayPass)
  return trouble === undefined ? '' : `${trouble.url}: ${trouble.seen}`
}

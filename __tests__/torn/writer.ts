import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalR2 } from '../support/miniflare.ts'
import type { Source } from './reader.ts'

/** What goes on changing a bucket while clients read it. */
export interface Writer {
  readonly source: Source
  /** The N of the newest version 1.N whose writing is done: who reads later must see it. */
  acknowledged(): number
  /** What was written so far. */
  written(): Written
  /** Ends after the change that has begun. @throws what made the writer stop before */
  stop(): Promise<void>
}

export interface Written {
  readonly changes: number
  readonly objects: number
  /** While objects were being written, all changes together. */
  readonly uploadMs: number
}

/** Where and how fast is written. */
export interface Pace {
  readonly r2: LocalR2
  /** From the start of a change to the start of the next, if it is done by then. */
  readonly everyMs: number
  /** How long each object takes on its way to the bucket, beside what the bucket itself takes. */
  readonly objectMs: number
}

/** Does something again and again at a pace, from one pause on. @returns what ends it, and throws what failed */
export function repeated(everyMs: number, change: () => Promise<void>): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  async function loop(): Promise<void> {
    for (let next = performance.now() + everyMs; ; next = Math.max(next, performance.now()) + everyMs) {
      const pauseMs = Math.max(0, next - performance.now())
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      await change()
    }
  }
  const end = loop().then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  return async () => {
    stopping.abort()
    const failed = await end
    if (failed !== undefined) throw failed.error
  }
}

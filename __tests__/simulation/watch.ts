import type { TrustedKey } from '../../src/openpgp/trust.ts'
import type { MemoryStore } from '../../src/store/memory.ts'
import { type HeadView, hashOf, isHead, viewOf } from './head-view.ts'
import type { Ledger } from './ledger.ts'

/** Looks at the bucket after every write. */
export interface Watch {
  /** @throws Error where a promise is broken */
  applied(key: string): Promise<void>
}

/** What may change under its key; all else is written once. */
const MUTABLE =
  /^(apt\/dists\/\w+\/(InRelease|Release|Release\.gpg|\w+\/binary-\w+\/Packages\.gz)|rpm\/\w+\/\w+\/repodata\/repomd\.xml(\.asc|\.key)?|demo\.\w+|index\.html|install\.sh|\.conditions-\w+)$/

/** @param nowMs the store's clock */
export function watch(
  bucket: MemoryStore,
  trust: readonly TrustedKey[],
  ledger: Ledger,
  nowMs: () => number,
): Watch {
  const seen = new Map([...bucket.objects].map(([key, { bytes }]) => [key, bytes]))
  const written = new Map<string, number>()

  async function headChanged(key: string): Promise<void> {
    const before = ledger.heads.get(key)
    const view = await viewOf(async (name) => bucket.objects.get(name)?.bytes, trust, key)
    if (view === undefined) throw new Error(`${key} is gone`)
    assertComplete(bucket, view)
    assertLater(before, view)
    ledger.changed(view)
  }
  function assertLater(before: HeadView | undefined, view: HeadView): void {
    const nowSeconds = Math.floor(nowMs() / 1000)
    if (!(view.stampSeconds <= nowSeconds)) {
      throw new Error(`${view.key} is dated ${view.stampSeconds}, ahead of the store's ${nowSeconds}`)
    }
    if (before !== undefined && view.stampSeconds <= before.stampSeconds) {
      throw new Error(`${view.key} goes from ${before.stampSeconds} to ${view.stampSeconds}`)
    }
    if (written.get(view.key) === nowSeconds)
      throw new Error(`two of ${view.key} in the second ${nowSeconds}`)
    written.set(view.key, nowSeconds)
  }
  return {
    async applied(key) {
      const bytes = bucket.objects.get(key)?.bytes
      const before = seen.get(key)
      if (before === bytes) return
      if (bytes === undefined) seen.delete(key)
      else seen.set(key, bytes)
      if (before !== undefined && bytes !== undefined && !MUTABLE.test(key)) {
        throw new Error(`${key} was written twice`)
      }
      if (isHead(key)) await headChanged(key)
      if (bytes === undefined) for (const view of ledger.heads.values()) assertComplete(bucket, view)
    },
  }
}

/** Everything that a head names is there, and is what the head says. */
function assertComplete({ objects }: MemoryStore, { key, named, indexes }: HeadView): void {
  const packages = indexes.flatMap((index) => [...index.values()].map((it) => [it.key, it.sha256] as const))
  for (const [name, hash] of [...named, ...packages]) {
    const object = objects.get(name)
    if (object === undefined) throw new Error(`${key} names ${name}, which does not exist`)
    if (hashOf(object.bytes) !== hash) throw new Error(`${key} names ${name}, which has other bytes`)
  }
}

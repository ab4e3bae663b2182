import { PublishError } from '../../src/errors.ts'
import type { TrustedKey } from '../../src/openpgp/trust.ts'
import type { Store } from '../../src/store/store.ts'
import type { Clock } from '../../src/clock.ts'
import type { Chance } from './chance.ts'
import { type HeadView, hashOf, viewOf } from './head-view.ts'

export interface Reader {
  readonly store: Store
  readonly clock: Clock
  readonly chance: Chance
  readonly trust: readonly TrustedKey[]
  /** Where it looks. */
  readonly heads: readonly string[]
  readonly isOver: () => boolean
}

const FILE_BYTES = 2 ** 20
const PAUSE_MS = 15_000

/**
 * Updates and downloads as apt and dnf do, again and again: the head, what it names by hash, packages.
 *
 * @throws Error where it meets a file that is missing or another, or a repository that went back in time
 */
export async function keepReading(reader: Reader): Promise<void> {
  const { clock, chance, heads, isOver } = reader
  const seen = new Map<string, number>()
  while (!isOver()) {
    await clock.sleep(chance.below(PAUSE_MS))
    const key = chance.pick(heads)
    const view = await unlessUnreachable(() => update(reader, key))
    const before = seen.get(key)
    if (view === undefined || view === 'unreachable') {
      if (view === undefined && before !== undefined) throw new Error(`a reader finds ${key} gone`)
      continue
    }
    if (before !== undefined && view.stampSeconds < before)
      throw new Error(`a reader finds ${key} older than before`)
    seen.set(key, view.stampSeconds)
  }
}

async function update(reader: Reader, key: string): Promise<HeadView | undefined> {
  const fetch = async (name: string) => (await reader.store.get(name, FILE_BYTES)).object?.bytes
  const view = await viewOf(fetch, reader.trust, key)
  const packages = view?.indexes.flatMap((index) => [...index.values()]) ?? []
  for (const { key: file, sha256 } of reader.chance.sample(packages, 2)) {
    const bytes = await fetch(file)
    if (bytes === undefined) throw new Error(`a reader of ${key} finds no ${file}`)
    if (hashOf(bytes) !== sha256) throw new Error(`a reader of ${key} finds other bytes at ${file}`)
  }
  return view
}

async function unlessUnreachable<T>(work: () => Promise<T>): Promise<T | 'unreachable'> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PublishError && error.code === 'STORE') return 'unreachable'
    throw error
  }
}

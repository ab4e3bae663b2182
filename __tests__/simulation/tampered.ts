import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { deb, publishAll, rpm } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import type { Damage } from './damage.ts'
import { hashOf } from './head-view.ts'

const PUBLISHED_MS = 1_800_000_000_000
/** When somebody comes to the damaged bucket. */
export const NOW_MS = PUBLISHED_MS + 600_000
export const BASE_URL = 'https://packages.example.com'

export type Objects = MemoryStore['objects']

/** The bucket after each of several publishes; the last is what is damaged. */
export async function publishedHistory(keys: SigningKeys): Promise<readonly Objects[]> {
  const clock = virtualClock(PUBLISHED_MS)
  const store = memoryStore(clock)
  const states: Objects[] = []
  for (const version of ['1.0', '1.1']) {
    clock.advance(60_000)
    await publishAll(await packagesOf(keys, version), { store, keys, clock, baseUrl: BASE_URL })
    states.push(new Map(store.objects))
  }
  return states
}

function packagesOf(keys: SigningKeys, version: string): Promise<readonly AnyPackage[]> {
  const descriptions = [
    { version, arch: 'amd64' },
    { version, arch: 'arm64' },
    { version, arch: 'all', name: 'data' },
  ] as const
  return Promise.all(descriptions.flatMap((it): Promise<AnyPackage>[] => [deb(it), rpm(keys, it)]))
}

export function bucketOf(objects: Objects): MemoryStore {
  const memory = memoryStore({ now: () => NOW_MS })
  for (const [key, object] of objects) memory.objects.set(key, object)
  return memory
}

export function damagedBucket(objects: Objects, { key, bytes }: Damage): MemoryStore {
  const memory = bucketOf(objects)
  const object = memory.objects.get(key)
  if (bytes === undefined) memory.objects.delete(key)
  else if (object !== undefined) {
    memory.objects.set(key, { ...object, bytes, sizeBytes: bytes.length, etag: `"${hashOf(bytes)}"` })
  }
  return memory
}

/** Plays every case, and tells of those that fail. */
export async function failuresOf(
  cases: readonly Damage[],
  check: (damage: Damage) => Promise<void>,
): Promise<readonly string[]> {
  const failures: string[] = []
  for (const damage of cases) {
    await check(damage).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      failures.push(`${damage.key} ${damage.what}: ${message}`)
    })
  }
  return failures
}

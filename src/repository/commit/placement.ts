import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { AnyPackage } from '../../package.ts'
import { UNWATCHED, type Uploads } from '../../report/uploads.ts'
import type { ObjectDetails, Store } from '../../store/store.ts'
import { digestOfStored } from '../digests.ts'
import { immutable } from '../object-headers.ts'
import { identifier } from '../heads/id.ts'

/** Where this run has stored packages: a file travels once, further keys are copies inside the store. */
export interface Placement {
  /**
   * Stores a package, if it is not there, and gives the key of its file. What lies under the key that it should have
   * is used only if it is the same file and no collector can be about to delete it.
   *
   * @param key where it belongs
   * @param isNamed whether a head that was read in this run names the key
   */
  place(pkg: AnyPackage, key: string, nowSeconds: number, isNamed: boolean): Promise<string>
  /** Stores a package under a key that nothing had before. */
  placeApart(pkg: AnyPackage, key: string, nowSeconds: number): Promise<string>
  /**
   * Takes note of a file that lies somewhere in the store, as a verified index says: a key that wants one of its content
   * gets a copy, and where it lies itself it is used without another look.
   */
  remember(key: string, sha256: string): void
  /** Copies no more from a file that a collector is about to delete. */
  forget(key: string): void
}

/** `STAMP-HASH16/`, and what a store puts before its keys. */
const APART_BYTES = 128

/** What is younger than half of the shortest grace time, no collector can be about to delete, whatever its grace time is. */
const YOUNG_MS = (LIMITS.leastGraceDays * 24 * 60 * 60 * 1000) / 2

export function placement(store: Store, uploads: Uploads = UNWATCHED): Placement {
  /** SHA-256 by key. */
  const stored = new Map<string, string>()
  /** The same of files of others, to copy from. */
  const sources = new Map<string, string>()
  /** The key of its own that a package got in an earlier attempt, by the key that it should have had. */
  const apart = new Map<string, string>()
  const pending = new Map<string, Promise<string>>()

  async function place(pkg: AnyPackage, key: string, nowSeconds: number, isNamed: boolean): Promise<string> {
    if (stored.get(key) === pkg.sha256) return key
    const earlier = apart.get(`${key} ${pkg.sha256}`)
    if (earlier !== undefined) return earlier
    if (isNamed && sources.get(key) === pkg.sha256) return key
    const details = await store.head(key)
    if (details === undefined) {
      if (await write(pkg, key)) return key
      return place(pkg, key, nowSeconds, isNamed)
    }
    if (!(await isSame(store, details, pkg))) return placeApart(pkg, key, nowSeconds)
    const isYoung = nowSeconds * 1000 - details.lastModified.getTime() < YOUNG_MS
    if (isNamed || isYoung) {
      stored.set(key, pkg.sha256)
      return key
    }
    sources.set(key, pkg.sha256)
    return placeApart(pkg, key, nowSeconds)
  }

  async function placeApart(pkg: AnyPackage, key: string, nowSeconds: number): Promise<string> {
    const cut = key.lastIndexOf('/') + 1
    for (let seconds = nowSeconds; ; seconds += 1) {
      const own = `${key.slice(0, cut)}${identifier(seconds, pkg.sha256)}/${key.slice(cut)}`
      if (!(await write(pkg, own))) continue
      apart.set(`${key} ${pkg.sha256}`, own)
      return own
    }
  }

  async function write(pkg: AnyPackage, key: string): Promise<boolean> {
    const outcome =
      (await copied(pkg, key)) ?? (await store.put(key, uploads.contentOf(pkg), headersOf(pkg, key)))
    if (outcome.kind === 'stored') stored.set(key, pkg.sha256)
    return outcome.kind === 'stored'
  }

  /** Undefined where there is nothing to copy from, or no longer. */
  async function copied(pkg: AnyPackage, key: string) {
    const twin = [...stored, ...sources].find(([, hash]) => hash === pkg.sha256)?.[0]
    if (twin === undefined) return undefined
    try {
      return await store.copy(twin, key)
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== 'STORE') throw error
      forget(twin)
      return undefined
    }
  }

  function forget(key: string): void {
    stored.delete(key)
    sources.delete(key)
  }

  /** One package of several channels is asked for at once: the second asker waits for the first. */
  async function inTurn(pkg: AnyPackage, work: () => Promise<string>): Promise<string> {
    const turn = (pending.get(pkg.sha256) ?? Promise.resolve('')).catch(() => '').then(work)
    pending.set(pkg.sha256, turn)
    const key = await turn
    uploads.placed(pkg)
    return key
  }

  return {
    place: (pkg, key, nowSeconds, isNamed) => inTurn(pkg, () => place(pkg, key, nowSeconds, isNamed)),
    placeApart: (pkg, key, nowSeconds) => inTurn(pkg, () => placeApart(pkg, key, nowSeconds)),
    remember: (key, sha256) => void sources.set(key, sha256),
    forget,
  }
}

async function isSame(store: Store, details: ObjectDetails, pkg: AnyPackage): Promise<boolean> {
  if (details.sizeBytes !== pkg.content.sizeBytes) return false
  return (await digestOfStored(store, details)) === pkg.sha256
}

/** With what later runs need to know of a package without downloading it. */
function headersOf(pkg: AnyPackage, key: string) {
  const header =
    pkg.format === 'rpm' && pkg.headerSha256 !== undefined ? { 'header-sha256': pkg.headerSha256 } : {}
  return immutable(key, { sha256: pkg.sha256, ...header })
}

/**
 * Whether a key, and one of its own that is longer, can be stored.
 *
 * @throws PublishError `LIMIT`
 */
export function assertStorable(pkg: AnyPackage, key: string): void {
  if (Buffer.byteLength(key) <= LIMITS.objectKeyBytes - APART_BYTES) return
  throw new PublishError(
    'LIMIT',
    `${pkg.source} would be stored as ${key}, which is longer than an object key may be`,
  )
}

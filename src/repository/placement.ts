import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { AnyPackage } from '../package.ts'
import type { ObjectDetails, Store } from '../store/store.ts'
import { storedDigest } from './digests.ts'
import { immutable } from './object-headers.ts'
import { identifier } from './stamp.ts'

/** `STAMP-HASH16/`, and what a store puts before its keys. */
const APART_BYTES = 128

const HALF_GRACE_MS = (LIMITS.graceDays * 24 * 60 * 60 * 1000) / 2

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
  /** Takes note of a file that is stored already, to copy from. */
  remember(key: string, sha256: string): void
}

export function placement(store: Store): Placement {
  const stored = new Map<string, string>()
  const pending = new Map<string, Promise<string>>()

  async function place(pkg: AnyPackage, key: string, nowSeconds: number, isNamed: boolean): Promise<string> {
    if (stored.get(key) === pkg.sha256) return key
    const details = await store.head(key)
    if (details === undefined) {
      if (await write(pkg, key)) return key
      return place(pkg, key, nowSeconds, isNamed)
    }
    if (!(await isUsable(store, details, pkg, nowSeconds, isNamed))) return placeApart(pkg, key, nowSeconds)
    stored.set(key, pkg.sha256)
    return key
  }

  async function placeApart(pkg: AnyPackage, key: string, nowSeconds: number): Promise<string> {
    const cut = key.lastIndexOf('/') + 1
    for (let seconds = nowSeconds; ; seconds += 1) {
      const apart = `${key.slice(0, cut)}${identifier(seconds, pkg.sha256)}/${key.slice(cut)}`
      if (await write(pkg, apart)) return apart
    }
  }

  async function write(pkg: AnyPackage, key: string): Promise<boolean> {
    const twin = [...stored].find(([, hash]) => hash === pkg.sha256)?.[0]
    const outcome =
      twin === undefined
        ? await store.put(key, pkg.content, immutable(key, digestsOf(pkg)))
        : await store.copy(twin, key)
    if (outcome.kind === 'stored') stored.set(key, pkg.sha256)
    return outcome.kind === 'stored'
  }

  /** One package of several channels is asked for at once: the second asker waits for the first. */
  async function inTurn(pkg: AnyPackage, work: () => Promise<string>): Promise<string> {
    const turn = (pending.get(pkg.sha256) ?? Promise.resolve('')).catch(() => '').then(work)
    pending.set(pkg.sha256, turn)
    return turn
  }

  return {
    place: (pkg, key, nowSeconds, isNamed) => inTurn(pkg, () => place(pkg, key, nowSeconds, isNamed)),
    placeApart: (pkg, key, nowSeconds) => inTurn(pkg, () => placeApart(pkg, key, nowSeconds)),
    remember: (key, sha256) => void stored.set(key, sha256),
  }
}

async function isUsable(
  store: Store,
  details: ObjectDetails,
  pkg: AnyPackage,
  nowSeconds: number,
  isNamed: boolean,
): Promise<boolean> {
  if (details.sizeBytes !== pkg.content.sizeBytes) return false
  if ((await storedDigest(store, details.key)) !== pkg.sha256) return false
  return isNamed || nowSeconds * 1000 - details.lastModified.getTime() < HALF_GRACE_MS
}

/** What later runs need to know of a stored package without downloading it. */
function digestsOf(pkg: AnyPackage): Readonly<Record<string, string>> {
  return pkg.format === 'deb'
    ? { sha256: pkg.sha256 }
    : { sha256: pkg.sha256, 'header-sha256': pkg.headerSha256 }
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

/** The keys that collectors are about to delete: every line of every mark in the tree. */
export async function markedKeys(store: Store, tree: string): Promise<ReadonlySet<string>> {
  const marks = await store.list(`${tree}collecting/`)
  const texts = await Promise.all(marks.map(({ key }) => store.get(key, LIMITS.headBytes)))
  return new Set(texts.flatMap(({ object }) => object?.bytes.toString('utf8').split('\n') ?? []))
}

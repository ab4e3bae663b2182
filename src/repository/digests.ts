import { digestOf } from '../content.ts'
import type { Store } from '../store/store.ts'

/** The SHA-256 of a stored package: from its metadata, else by reading it whole; undefined where there is none. */
export async function storedDigest(store: Store, key: string): Promise<string | undefined> {
  const details = await store.head(key)
  if (details === undefined) return undefined
  const known = details.metadata['sha256']
  if (known !== undefined && /^[0-9a-f]{64}$/.test(known)) return known
  const content = await store.open(key)
  return content === undefined ? undefined : digestOf(content, 'sha256')
}

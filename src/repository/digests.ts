import { digestOf } from '../content.ts'
import { readRpmHead } from '../rpm/read.ts'
import type { Store } from '../store/store.ts'

const SHA256 = /^[0-9a-f]{64}$/

/** The SHA-256 of a stored package: from its metadata, else by reading it whole; undefined where there is none. */
export async function storedDigest(store: Store, key: string): Promise<string | undefined> {
  const details = await store.head(key)
  if (details === undefined) return undefined
  const known = details.metadata['sha256']
  if (known !== undefined && SHA256.test(known)) return known
  const content = await store.open(key)
  return content === undefined ? undefined : digestOf(content, 'sha256')
}

/** The SHA-256 of a stored rpm's header: from its metadata, else by reading its headers; undefined where it is no rpm. */
export async function storedHeaderDigest(store: Store, key: string): Promise<string | undefined> {
  const details = await store.head(key)
  if (details === undefined) return undefined
  const known = details.metadata['header-sha256']
  if (known !== undefined && SHA256.test(known)) return known
  const content = await store.open(key)
  if (content === undefined) return undefined
  const head = await readRpmHead(content, '', key).catch(() => undefined)
  return head?.headerSha256
}

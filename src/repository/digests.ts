import { digestOf } from '../content.ts'
import { readRpmHead } from '../rpm/read.ts'
import type { ObjectDetails, Store } from '../store/store.ts'
import { immutable } from './object-headers.ts'

const SHA256 = /^[0-9a-f]{64}$/

/** The SHA-256 of a stored package: from its metadata, else by reading it whole; undefined where there is none. */
export async function storedDigest(store: Store, key: string): Promise<string | undefined> {
  const details = await store.head(key)
  return details === undefined ? undefined : digestOfStored(store, details)
}

/** The same of one that was looked at. */
export async function digestOfStored(store: Store, details: ObjectDetails): Promise<string | undefined> {
  return knownDigest(details) ?? (await readDigest(store, details.key))
}

/** What the metadata of a package say of its SHA-256, or of that of its header; other words there are none of ours. */
export function knownDigest(
  { metadata }: ObjectDetails,
  name: 'sha256' | 'header-sha256' = 'sha256',
): string | undefined {
  const known = metadata[name]
  return known !== undefined && SHA256.test(known) ? known : undefined
}

async function readDigest(store: Store, key: string): Promise<string | undefined> {
  const content = await store.open(key)
  return content === undefined ? undefined : digestOf(content, 'sha256')
}

/** The SHA-256 of a stored rpm's header: from its metadata, else by reading its headers; undefined where it is no rpm. */
export async function storedHeaderDigest(store: Store, key: string): Promise<string | undefined> {
  const details = await store.head(key)
  if (details === undefined) return undefined
  return knownDigest(details, 'header-sha256') ?? readHeaderDigest(store, key)
}

async function readHeaderDigest(store: Store, key: string): Promise<string | undefined> {
  const content = await store.open(key)
  if (content === undefined) return undefined
  const head = await readRpmHead(content, '', key).catch(() => undefined)
  return head?.headerSha256
}

/** A stored package, and what its metadata lack of the digests that later runs need. */
export interface StoredPackage {
  readonly key: string
  readonly etag: string
  readonly sha256: string
  readonly sizeBytes: number
  /** All of its metadata as they should be; undefined where they are. */
  readonly labels: Readonly<Record<string, string>> | undefined
}

/** What is known of a stored package; it is read where its metadata do not say it. Undefined where there is none. */
export async function storedPackage(store: Store, key: string): Promise<StoredPackage | undefined> {
  const details = await store.head(key)
  if (details === undefined) return undefined
  const sha256 = await digestOfStored(store, details)
  if (sha256 === undefined) return undefined
  const labels = { ...details.metadata, sha256, ...(await headerLabel(store, details)) }
  const isLabelled = Object.entries(labels).every(([name, value]) => details.metadata[name] === value)
  const { etag, sizeBytes } = details
  return { key, etag, sha256, sizeBytes, labels: isLabelled ? undefined : labels }
}

/** Adds the metadata that a stored package lacks. */
export async function label(store: Store, { key, etag, labels }: StoredPackage): Promise<void> {
  if (labels !== undefined) await store.relabel(key, etag, immutable(key, labels))
}

async function headerLabel(store: Store, { key, metadata }: ObjectDetails): Promise<Record<string, string>> {
  if (!key.endsWith('.rpm') || SHA256.test(metadata['header-sha256'] ?? '')) return {}
  const digest = await readHeaderDigest(store, key)
  return digest === undefined ? {} : { 'header-sha256': digest }
}

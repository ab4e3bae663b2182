import type { Content } from '../content.ts'

/** What a write demands of the key. There is no unconditional write, so a lost update cannot be written. */
export type Condition =
  | { readonly absent: true }
  /** The object must have this ETag, as an earlier answer gave it. */
  | { readonly etag: string }

export interface ObjectInfo {
  readonly key: string
  readonly etag: string
  readonly sizeBytes: number
  readonly lastModified: Date
}

/** What `head` tells beyond a listing. Names of metadata are lower-case, without the `x-amz-meta-`. */
export interface ObjectDetails extends ObjectInfo {
  readonly metadata: Readonly<Record<string, string>>
}

export interface StoredObject extends ObjectDetails {
  readonly bytes: Buffer
}

/** How an object is stored and served. */
export interface ObjectHeaders {
  readonly contentType: string
  readonly cacheControl: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** `refused`: the condition did not hold (or, after a retry, it may have been our own write that changed it). */
export type PutOutcome = { readonly kind: 'stored'; readonly etag: string } | { readonly kind: 'refused' }

/**
 * Where a repository lives. Keys are relative to its root, `/`-separated, without a leading slash.
 *
 * Reads, lists and writes are strongly consistent. Reads, lists, deletes and writes of objects that must be absent
 * are retried inside when the store throttles (429), fails (5xx) or does not answer. A write with an ETag is sent
 * once: after a lost answer a second attempt would be refused by what the first one wrote.
 *
 * @throws PublishError `DENIED` for credentials and buckets, `STORE` where it failed or cannot be reached,
 *   `LIMIT` where an object is larger than asked for
 */
export interface Store {
  /** For messages: `r2://bucket/prefix`, or a path. */
  readonly name: string
  /** The object, or undefined where there is none; `date` is the store's clock at the answer. */
  get(key: string, limitBytes: number): Promise<{ readonly object?: StoredObject; readonly date: Date }>
  /** A part of an object as it is read: for large ones. */
  open(key: string): Promise<Content | undefined>
  head(key: string): Promise<ObjectDetails | undefined>
  /** Every object whose key starts with `prefix`, in the order of keys. */
  list(prefix: string): Promise<readonly ObjectInfo[]>
  put(key: string, body: Content, condition: Condition, headers: ObjectHeaders): Promise<PutOutcome>
  /** Copies inside the store, metadata included; the target must be absent. */
  copy(from: string, to: string): Promise<PutOutcome>
  delete(key: string): Promise<void>
}

import type { Content } from '../content.ts'

/** What a swap demands of the key. There is no unconditional write, so a lost update cannot be written. */
export type Condition =
  | { readonly absent: true }
  /** The object must have this ETag, as an earlier answer of the same store gave it. */
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

/** How an object is stored and served. Values of metadata are printable ASCII: they travel as headers. */
export interface ObjectHeaders {
  readonly contentType: string
  readonly cacheControl: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** `exists`: the key was taken; after a lost answer perhaps by this very write, so look at what lies there. */
export type PutOutcome = { readonly kind: 'stored'; readonly etag: string } | { readonly kind: 'exists' }

/**
 * `refused`: the condition did not hold, nothing was written. `unknown`: throttled, failed or without an answer; it
 * may have been written, now or later. Only reading tells.
 */
export type SwapOutcome =
  | { readonly kind: 'stored'; readonly etag: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown'; readonly cause: Error }

/**
 * Where a repository lives. Keys are relative to its root, `/`-separated, without a leading slash.
 *
 * Reads, lists and writes are strongly consistent. Everything but a swap is retried inside when the store throttles
 * (429), fails (5xx) or does not answer; a swap is sent once, because after a lost answer a second attempt would be
 * refused by what the first one wrote.
 *
 * Every method throws PublishError: `DENIED` for credentials and buckets, `STORE` where the store failed or cannot be
 * reached, `LIMIT` where an object is larger than asked for, or than one upload may be.
 */
export interface Store {
  /** For messages: `r2://bucket/prefix`, or a path. */
  readonly name: string
  /**
   * A whole object of at most `limitBytes`, or undefined where there is none; `date` is the store's clock at the
   * answer, in whole seconds where it comes from a server.
   */
  get(key: string, limitBytes: number): Promise<{ readonly object?: StoredObject; readonly date: Date }>
  /**
   * An object of any size, read by range as it is asked for; undefined where there is none. It stays the object that
   * was opened: once its key has other bytes, reading throws `STORE`.
   */
  open(key: string): Promise<Content | undefined>
  head(key: string): Promise<ObjectDetails | undefined>
  /**
   * Every object whose key starts with `prefix`, in the order of the keys' UTF-8 bytes; but for those that other tools
   * gave a key that none can be here, and no method would take.
   */
  list(prefix: string): Promise<readonly ObjectInfo[]>
  /** The names right below `folder` (empty, or ending in a slash) that have objects below them, in order. */
  folders(folder: string): Promise<readonly string[]>
  /** Writes an object whose key must be absent, again and again until the store answers. */
  put(key: string, body: Content, headers: ObjectHeaders): Promise<PutOutcome>
  /** Writes an object if the condition holds, with a single request. */
  swap(key: string, body: Content, condition: Condition, headers: ObjectHeaders): Promise<SwapOutcome>
  /** Copies inside the store, metadata included; the target must be absent. */
  copy(from: string, to: string): Promise<PutOutcome>
  /**
   * Gives an object other headers and metadata, its bytes untouched; does nothing where it is no longer the one of this
   * ETag, and where the store keeps none.
   */
  relabel(key: string, etag: string, headers: ObjectHeaders): Promise<void>
  /** Removes an object; none there is no error. */
  delete(key: string): Promise<void>
}

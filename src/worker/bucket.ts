import { LIMITS } from '../limits.ts'

/** A part of an object, as R2's binding takes it; bytes. */
export type RequestedRange =
  { readonly offset: number; readonly length?: number } | { readonly suffix: number }

export interface BucketObject {
  /** Of the whole object, also where a part was asked for. */
  readonly size: number
  /** In its quotes. */
  readonly httpEtag: string
  readonly uploaded: Date
  readonly httpMetadata?: { readonly contentType?: string; readonly cacheControl?: string }
}

export interface BucketObjectBody extends BucketObject {
  readonly body: ReadableStream
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

/** What is used of R2's binding (Workers API reference, R2Bucket): it has no way to write. */
export interface Bucket {
  head(key: string): Promise<BucketObject | null>
  get(key: string, options?: { readonly range: RequestedRange }): Promise<BucketObjectBody | null>
}

/**
 * What lies below a prefix of a bucket. R2 throws for a key that is longer than it takes; here there is nothing.
 *
 * @param prefix with or without slashes around it; empty for the whole bucket
 */
export function bucketBelow(bucket: Bucket, prefix: string): Bucket {
  const folder = prefix.replace(/^\/+|\/+$/g, '')
  const keyOf = (key: string) => (folder === '' ? key : `${folder}/${key}`)
  const isKey = (key: string) => new TextEncoder().encode(key).length <= LIMITS.objectKeyBytes
  return {
    head: async (key) => (isKey(keyOf(key)) ? bucket.head(keyOf(key)) : null),
    get: async (key, options) => (isKey(keyOf(key)) ? bucket.get(keyOf(key), options) : null),
  }
}

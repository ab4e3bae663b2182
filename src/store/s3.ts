import type { Clock } from '../clock.ts'
import type { BucketLocation } from './location.ts'
import { openBucket } from './s3-bucket.ts'
import { getObject, headObject, listFolders, listObjects, openObject } from './s3-read.ts'
import { copyObject, deleteObject, putObject, relabelObject, swapObject } from './s3-write.ts'
import type { Store } from './store.ts'

/**
 * A bucket of R2, AWS S3, or another store with their API and conditional writes (see `checkConditions`). No request
 * is sent before it is needed: tokens may be good for nothing but objects.
 *
 * @param clock for the pauses between tries, and the date where an answer has none
 * @param over cuts the connections
 */
export function s3Store(location: BucketLocation, clock: Clock, over?: AbortSignal): Store {
  const bucket = openBucket(location, clock)
  over?.addEventListener('abort', () => bucket.client.destroy(), { once: true })
  return {
    name: location.name,
    get: (key, limitBytes) => getObject(bucket, key, limitBytes),
    open: (key) => openObject(bucket, key),
    head: (key) => headObject(bucket, key),
    list: (prefix) => listObjects(bucket, prefix),
    folders: (folder) => listFolders(bucket, folder),
    put: (key, body, headers) => putObject(bucket, key, body, headers),
    swap: (key, body, condition, headers) => swapObject(bucket, key, body, condition, headers),
    copy: (from, to) => copyObject(bucket, from, to),
    relabel: (key, etag, headers) => relabelObject(bucket, key, etag, headers),
    delete: (key) => deleteObject(bucket, key),
  }
}

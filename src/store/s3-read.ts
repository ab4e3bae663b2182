import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type _Object as ListedObject,
} from '@aws-sdk/client-s3'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { isKey } from './keys.ts'
import { type Bucket, objectAt, objectsBelow, retried, watchDate } from './s3-bucket.ts'
import { explain, failureOf, isTransient, unlessMissing } from './s3-errors.ts'
import { pauseMs } from './retry.ts'
import type { ObjectDetails, ObjectInfo, StoredObject } from './store.ts'

/** As `Store.get`. */
export async function getObject(
  bucket: Bucket,
  key: string,
  limitBytes: number,
): Promise<{ readonly object?: StoredObject; readonly date: Date }> {
  const where = objectAt(bucket, key)
  return retried(bucket, 'read', key, async () => {
    const command = new GetObjectCommand(where)
    const date = watchDate(command, bucket.clock)
    const output = await unlessMissing(() => bucket.client.send(command))
    if (output === undefined) return { date: date() }
    const bytes = await readBody(output, limitBytes, `${bucket.location.name}: ${key}`)
    return { date: date(), object: { ...detailsOf(bucket, key, output), bytes } }
  })
}

async function readBody(output: GetObjectCommandOutput, limitBytes: number, what: string): Promise<Buffer> {
  const body = output.Body as Readable
  const chunks: Buffer[] = []
  let sizeBytes = output.ContentLength ?? 0
  if (sizeBytes <= limitBytes) {
    sizeBytes = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length
      if (sizeBytes > limitBytes) break
      chunks.push(chunk)
    }
  }
  body.destroy()
  if (sizeBytes > limitBytes) {
    throw new PublishError('LIMIT', `${what} has ${sizeBytes} bytes or more; at most ${limitBytes} are read`)
  }
  return Buffer.concat(chunks)
}

/** As `Store.head`. */
export async function headObject(bucket: Bucket, key: string): Promise<ObjectDetails | undefined> {
  const where = objectAt(bucket, key)
  return retried(bucket, 'read', key, async () => {
    const output = await unlessMissing(() => bucket.client.send(new HeadObjectCommand(where)))
    return output && detailsOf(bucket, key, output)
  })
}

interface AnswerHeaders {
  readonly ETag?: string | undefined
  readonly ContentLength?: number | undefined
  readonly LastModified?: Date | undefined
  readonly Metadata?: Record<string, string> | undefined
}

function detailsOf(bucket: Bucket, key: string, answer: AnswerHeaders): ObjectDetails {
  const { ETag: etag, ContentLength: sizeBytes, LastModified: lastModified, Metadata: metadata = {} } = answer
  if (etag === undefined || sizeBytes === undefined || lastModified === undefined) {
    throw new PublishError(
      'STORE',
      `${bucket.location.name}: the answer for ${key} lacks ETag, Content-Length or Last-Modified. Check that endpoint is an S3 API.`,
    )
  }
  return { key, etag, sizeBytes, lastModified, metadata }
}

/** As `Store.open`. Each read is a request of its own; one that is cut goes on where it was. */
export async function openObject(bucket: Bucket, key: string): Promise<Content | undefined> {
  const details = await headObject(bucket, key)
  if (details === undefined) return undefined
  return {
    sizeBytes: details.sizeBytes,
    read: (start = 0, end = details.sizeBytes) => readRange(bucket, details, start, end),
  }
}

async function* readRange(
  bucket: Bucket,
  { key, etag }: ObjectDetails,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let offset = start
  for (let tries = 1; offset < end; tries += 1) {
    try {
      for await (const chunk of await requestRange(bucket, key, etag, offset, end)) {
        offset += chunk.length
        yield chunk
      }
      if (offset < end) throw Object.assign(new Error('the answer is too short'), { code: 'ECONNRESET' })
    } catch (error) {
      if (!isTransient(error) || tries >= LIMITS.requestTries) {
        throw explain(error, bucket.location, 'read', key)
      }
      await bucket.clock.sleep(pauseMs(tries, bucket.clock))
    }
  }
}

async function requestRange(
  bucket: Bucket,
  key: string,
  etag: string,
  start: number,
  end: number,
): Promise<AsyncIterable<Uint8Array>> {
  const { name } = bucket.location
  const range = { Range: `bytes=${start}-${end - 1}`, IfMatch: etag }
  try {
    const output = await bucket.client.send(new GetObjectCommand({ ...objectAt(bucket, key), ...range }))
    if (output.ContentLength === end - start) return output.Body as Readable
    ;(output.Body as Readable).destroy()
  } catch (error) {
    const failure = failureOf(error)
    if (failure !== 'missing' && failure !== 'refused') throw error
    throw new PublishError(
      'STORE',
      `${name}: ${key} was replaced or deleted while it was read. Run the step again.`,
    )
  }
  throw new PublishError(
    'STORE',
    `${name}: asked for bytes ${start} to ${end} of ${key}, the store sent others`,
  )
}

/** As `Store.list`: all pages. */
export async function listObjects(bucket: Bucket, prefix: string): Promise<readonly ObjectInfo[]> {
  const pages = await listing(bucket, prefix, {})
  const infos = pages.flatMap((page) => (page.Contents ?? []).map((it) => infoOf(bucket, prefix, it, page)))
  return infos.filter(({ key }) => isKey(key))
}

/** As `Store.folders`: what is deeper is not listed, however much it is. */
export async function listFolders(bucket: Bucket, folder: string): Promise<readonly string[]> {
  const pages = await listing(bucket, folder, { Delimiter: '/' })
  const folders = pages.flatMap((page) =>
    (page.CommonPrefixes ?? []).map(({ Prefix }) => folderBelow(bucket, folder, Prefix, page)),
  )
  return folders.filter(isKey).map((key) => key.slice(folder.length))
}

async function listing(
  bucket: Bucket,
  prefix: string,
  form: { readonly Delimiter?: string },
): Promise<readonly ListObjectsV2CommandOutput[]> {
  const below = { ...objectsBelow(bucket, prefix), ...form }
  const pages: ListObjectsV2CommandOutput[] = []
  const seen = new Set<string>()
  let token: string | undefined
  do {
    const page: ListObjectsV2CommandOutput = await retried(bucket, 'list', prefix, () =>
      bucket.client.send(
        // Keys can hold characters that XML cannot, so they travel as URLs do.
        new ListObjectsV2Command({
          ...below,
          EncodingType: 'url',
          ...(token && { ContinuationToken: token }),
        }),
      ),
    )
    pages.push(page)
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
    if (page.IsTruncated === true && token === undefined)
      throw badListing(bucket, prefix, 'ends in the middle')
    if (token !== undefined && seen.has(token)) throw badListing(bucket, prefix, 'begins again')
    if (pages.length > LIMITS.listingPages)
      throw badListing(bucket, prefix, `has more than ${LIMITS.listingPages} pages`)
    if (token !== undefined) seen.add(token)
  } while (token !== undefined)
  return pages
}

function infoOf(
  bucket: Bucket,
  prefix: string,
  { Key, ETag: etag, Size: sizeBytes, LastModified: lastModified }: ListedObject,
  page: ListObjectsV2CommandOutput,
): ObjectInfo {
  const key = keyBelow(bucket, prefix, Key, page)
  const isWhole = etag !== undefined && lastModified !== undefined && !Number.isNaN(lastModified.getTime())
  if (isWhole && sizeBytes !== undefined && Number.isSafeInteger(sizeBytes) && sizeBytes >= 0)
    return { key, etag, sizeBytes, lastModified }
  throw badListing(bucket, prefix, `has ${JSON.stringify(key)} without an ETag, a size or a time`)
}

/** A key as it is known here; nothing is taken that was not asked for: it could be that of another repository. */
function keyBelow(
  bucket: Bucket,
  prefix: string,
  text: string | undefined,
  { EncodingType: encoding }: ListObjectsV2CommandOutput,
): string {
  const start = objectsBelow(bucket, prefix).Prefix
  const key = text === undefined ? undefined : decodedKey(text, encoding)
  if (key?.startsWith(start) === true) return key.slice(start.length - prefix.length)
  throw badListing(bucket, prefix, `has the key ${JSON.stringify(text)}`)
}

/** The key of a folder right below another one, without its slash. */
function folderBelow(
  bucket: Bucket,
  folder: string,
  text: string | undefined,
  page: ListObjectsV2CommandOutput,
): string {
  const key = keyBelow(bucket, folder, text, page)
  if (/^[^/]*\/$/.test(key.slice(folder.length))) return key.slice(0, -1)
  throw badListing(bucket, folder, `has the folder ${JSON.stringify(text)}`)
}

/** AWS writes a space as `+`, and a plus always as `%2B`. Undefined for what is no such text. */
function decodedKey(key: string, encoding: string | undefined): string | undefined {
  try {
    return encoding === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key
  } catch {
    return undefined
  }
}

function badListing({ location }: Bucket, prefix: string, seen: string): PublishError {
  const what = prefix === '' ? 'the bucket' : prefix
  return new PublishError(
    'STORE',
    `${location.name}: a listing of ${what} ${seen}. Check that endpoint is an S3 API.`,
  )
}

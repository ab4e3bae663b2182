import { NOT_KEPT, notFound, unsatisfiable } from './answers.ts'
import type { Bucket, BucketObject, RequestedRange } from './bucket.ts'
import { mayResume, verdictOn } from './conditions.ts'
import { contentTypeOf } from './content-type.ts'
import { cacheControlOf } from './freshness.ts'
import { placedIn, requestedRange } from './range.ts'

/** An object that was found, and which part of it is in its body. */
interface Found {
  readonly key: string
  readonly object: BucketObject & { readonly body?: ReadableStream }
  /** Undefined for all of it. */
  readonly part: RequestedRange | undefined
}

/** Answers a GET or HEAD with the first object that is there. At most one call of the bucket for each key, and one more. */
export async function objectAnswer(
  request: Request,
  bucket: Bucket,
  keys: readonly string[],
): Promise<Response> {
  // Ranges are for GET alone (RFC 9110, 14.2).
  const range = request.method === 'GET' ? requestedRange(request.headers.get('range')) : undefined
  for (const key of keys) {
    const found = request.method === 'HEAD' ? await looked(bucket, key) : await opened(bucket, key, range)
    if (found !== undefined) return answerWith(found, range, request.headers, bucket)
  }
  return notFound()
}

async function looked(bucket: Bucket, key: string): Promise<Found | undefined> {
  const object = await bucket.head(key)
  return object === null ? undefined : { key, object, part: undefined }
}

/** R2 throws for a range that has no byte of the object: then the whole tells its size. */
async function opened(
  bucket: Bucket,
  key: string,
  range: RequestedRange | undefined,
): Promise<Found | undefined> {
  const ranged = range && (await bucket.get(key, { range }).catch(() => undefined))
  const object = ranged === undefined ? await bucket.get(key) : ranged
  return object === null ? undefined : { key, object, part: ranged === undefined ? undefined : range }
}

async function answerWith(
  found: Found,
  range: RequestedRange | undefined,
  asked: Headers,
  bucket: Bucket,
): Promise<Response> {
  const { key, object, part } = found
  const validators = { etag: object.httpEtag, modified: object.uploaded }
  const verdict = verdictOn(asked, validators)
  if (verdict !== 'send') return withoutBody(found, verdict === 'unchanged' ? 304 : 412)
  if (range === undefined) return whole(found)
  if (!mayResume(asked.get('if-range'), validators)) {
    if (part === undefined) return whole(found)
    await object.body?.cancel()
    const again = await opened(bucket, key, undefined)
    return again === undefined ? notFound() : whole(again)
  }
  const place = placedIn(object.size, range)
  if (place === undefined) {
    await object.body?.cancel()
    return unsatisfiable(object.size)
  }
  if (part === undefined) return whole(found)
  const headers = headersOf(found)
  headers.set('content-length', String(place.length))
  headers.set('content-range', `bytes ${place.offset}-${place.offset + place.length - 1}/${object.size}`)
  return new Response(object.body, { status: 206, headers })
}

function whole(found: Found): Response {
  const headers = headersOf(found)
  headers.set('content-length', String(found.object.size))
  return new Response(found.object.body ?? null, { headers })
}

async function withoutBody(found: Found, status: 304 | 412): Promise<Response> {
  await found.object.body?.cancel()
  const headers = headersOf(found)
  if (status === 412) headers.set('cache-control', NOT_KEPT)
  return new Response(null, { status, headers })
}

function headersOf({ key, object }: Found): Headers {
  const { contentType, cacheControl } = object.httpMetadata ?? {}
  return new Headers({
    'accept-ranges': 'bytes',
    'cache-control': cacheControlOf(key, cacheControl),
    'content-type': contentTypeOf(key, contentType),
    etag: object.httpEtag,
    'last-modified': object.uploaded.toUTCString(),
    'x-content-type-options': 'nosniff',
  })
}

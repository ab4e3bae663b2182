import { copyKey } from '../repository/heads/id.ts'
import { MUTABLE } from '../repository/object-headers.ts'
import type { Bucket } from './bucket.ts'
import { headId } from './head-id.ts'
import { objectAnswer } from './object.ts'

/**
 * Answers with the signature of the head that is in force: its copy, for what lies beside the head is written a moment
 * after it, or never where a publish was stopped. At most four calls of the bucket.
 *
 * @param keys where repomd.xml.asc may lie; the first that has a head is meant
 * @param snapshot the copy that is meant before all, as long as it is there
 */
export async function signatureAnswer(
  request: Request,
  bucket: Bucket,
  keys: readonly string[],
  snapshot?: string,
): Promise<Response> {
  if (snapshot !== undefined) {
    const copy = await objectAnswer(request, bucket, [snapshot])
    if (copy.status !== 404) return copy
  }
  const answer = await objectAnswer(withoutRange(request), bucket, await keysInForce(bucket, keys))
  if (answer.headers.has('etag')) answer.headers.set('cache-control', MUTABLE)
  return answer
}

/** Where the signature of the head in force may lie, the surest place first. */
async function keysInForce(bucket: Bucket, keys: readonly string[]): Promise<readonly string[]> {
  for (const key of keys) {
    const headKey = key.replace(/\.asc$/, '')
    const head = await bucket.get(headKey)
    if (head === null) continue
    const id = await headId(head)
    return id === undefined ? [key] : [`${copyKey(headKey, id)}.asc`, key]
  }
  return keys.slice(-1)
}

/** A signature is too small for parts. */
function withoutRange(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('range')
  return new Request(request.url, { method: request.method, headers })
}

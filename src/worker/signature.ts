import { copyKey } from '../repository/heads/id.ts'
import { MUTABLE } from '../repository/object-headers.ts'
import type { Bucket } from './bucket.ts'
import { headId } from './head-id.ts'
import { objectAnswer } from './object.ts'

/**
 * Answers with the signature of the head that is in force: its copy, for what lies beside the head is written a moment
 * after it, or never where a publish was stopped. At most three calls of the bucket.
 *
 * @param key of the repomd.xml.asc
 */
export async function signatureAnswer(request: Request, bucket: Bucket, key: string): Promise<Response> {
  const headKey = key.replace(/\.asc$/, '')
  const head = await bucket.get(headKey)
  const id = head === null ? undefined : await headId(head)
  const keys = id === undefined ? [key] : [`${copyKey(headKey, id)}.asc`, key]
  const answer = await objectAnswer(withoutRange(request), bucket, keys)
  if (answer.headers.has('etag')) answer.headers.set('cache-control', MUTABLE)
  return answer
}

/** A signature is too small for parts. */
function withoutRange(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('range')
  return new Request(request.url, { method: request.method, headers })
}

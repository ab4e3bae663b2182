import { MUTABLE } from '../repository/object-headers.ts'

const RETRY_AFTER_SECONDS = 5
/** An error is nothing to keep: what is missing now may be published in a second. */
export const NOT_KEPT = 'no-store'

/** Never 403: apt takes that for the end, and 404 for an index that is not there. */
export function notFound(): Response {
  return text(404, 'Not found\n', { 'cache-control': NOT_KEPT })
}

export function methodNotAllowed(): Response {
  return text(405, 'Only GET and HEAD are allowed\n', { allow: 'GET, HEAD', 'cache-control': NOT_KEPT })
}

/** The store failed: never 404, which would say that something is gone. */
export function unavailable(): Response {
  return text(503, 'The store does not answer; try again\n', {
    'retry-after': String(RETRY_AFTER_SECONDS),
    'cache-control': NOT_KEPT,
  })
}

export function unsatisfiable(sizeBytes: number): Response {
  return text(416, 'The object has no such range\n', {
    'content-range': `bytes */${sizeBytes}`,
    'accept-ranges': 'bytes',
    'cache-control': NOT_KEPT,
  })
}

/** A text that is made for this request. */
export function generated(body: string): Response {
  return text(200, body, { 'cache-control': MUTABLE })
}

function text(status: number, body: string, headers: Readonly<Record<string, string>>): Response {
  const length = new TextEncoder().encode(body).length
  return new Response(body, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(length),
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  })
}

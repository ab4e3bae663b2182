import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Credentials } from '../../src/store/location.ts'

/** Of one connection, or of the signature that is made anew. */
const DROPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'x-amz-date',
])

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/**
 * The headers of a request to an S3 API, signed anew with the time of this machine (AWS Signature Version 4): that of
 * the bucket in front of it is another, and a request of another time is refused.
 */
export function signedHeaders(
  method: string,
  url: URL,
  headers: IncomingHttpHeaders,
  { accessKeyId, secretAccessKey }: Credentials,
): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    DROPPED.has(name) || typeof value !== 'string' ? [] : [[name, value] as const],
  )
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const date = amzDate.slice(0, 8)
  const payload = String(headers['x-amz-content-sha256'])
  const signed = { host: url.host, 'x-amz-content-sha256': payload, 'x-amz-date': amzDate }
  const names = Object.keys(signed).join(';')
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`)
  const query = [...url.searchParams].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort()
  const request = [method, url.pathname, query.join('&'), lines.join(''), names, payload].join('\n')
  const scope = `${date}/auto/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', amzDate, scope, sha256(request)].join('\n')
  const key = ['auto', 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, date))
  const signature = hmac(key, text).toString('hex')
  return {
    ...Object.fromEntries(kept),
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

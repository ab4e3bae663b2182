import { type ErrorCode, PublishError } from '../errors.ts'
import type { BucketLocation } from './location.ts'

/**
 * What a failed request means for the next step.
 *
 * - `missing`: there is no such object
 * - `refused`: a condition did not hold (412)
 * - `conflict`: another write to the key was under way (409); nothing was written
 * - `transient`: throttled, failed, cut or late; another try can succeed, and a write may have been applied
 * - `permanent`: another try fails the same way
 */
export type Failure = 'missing' | 'refused' | 'conflict' | 'transient' | 'permanent'

/** The parts of an error, of the SDK or of Node's network, that tell what happened. */
interface Seen {
  /** The store's word, such as `AccessDenied`, or the SDK's for its own errors. */
  readonly name: string
  /** Node's or OpenSSL's word, such as `ECONNRESET`. */
  readonly code: string
  readonly status: number
  readonly message: string
}

function see(error: unknown): Seen {
  const { name, code, message, $metadata } = (error ?? {}) as {
    name?: string
    code?: unknown
    message?: string
    $metadata?: { httpStatusCode?: number }
  }
  return {
    name: name ?? '',
    code: typeof code === 'string' ? code : '',
    message: message ?? '',
    status: $metadata?.httpStatusCode ?? 0,
  }
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETUNREACH'])
for (const code of ['EHOSTUNREACH', 'ENETDOWN', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'])
  NETWORK.add(code)

/** Throttled and failed under another status; a clock that is wrong is corrected by the SDK for the next try. */
const TRANSIENT_NAMES = new Set(['SlowDown', 'RequestTimeout', 'InternalError', 'RequestTimeTooSkewed'])

/** In the body, and of an answer without one. Any other 404 is no statement about an object: a website says it too. */
const MISSING = new Set(['NoSuchKey', 'NotFound'])

const isTls = (code: string): boolean =>
  /^(EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(code)

export function failureOf(error: unknown): Failure {
  if (error instanceof PublishError) return 'permanent'
  const { name, code, status } = see(error)
  if (TRANSIENT_NAMES.has(name)) return 'transient'
  if (status === 404) return MISSING.has(name) ? 'missing' : 'permanent'
  if (status === 412) return 'refused'
  if (status === 409) return 'conflict'
  if (status === 501) return 'permanent'
  if (status === 408 || status === 429 || status >= 500) return 'transient'
  return NETWORK.has(code) || name === 'TimeoutError' ? 'transient' : 'permanent'
}

export const isTransient = (error: unknown): boolean => failureOf(error) === 'transient'

/** What a request gives, or undefined where the object is not there. */
export async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (failureOf(error) === 'missing') return undefined
    throw error
  }
}

/**
 * The sentence for an error that stands: store, operation, key, what was seen, what to check. No secret is in it or
 * in its cause: the SDK's errors carry signed headers, and are therefore not kept.
 *
 * @param operation a verb: `read`, `list`, `write`, `copy`, `delete`
 */
export function explain(
  error: unknown,
  location: BucketLocation,
  operation: string,
  key: string,
): PublishError {
  if (error instanceof PublishError) return error
  const seen = see(error)
  const [code, advice] = adviceFor(seen, location)
  const { accessKeyId, secretAccessKey, sessionToken } = location.credentials
  let words = [seen.status || '', seen.code, seen.name, seen.message].filter(Boolean).join(' ')
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) {
    if (secret !== undefined) words = words.replaceAll(secret, '***')
  }
  const what = key === '' ? 'the bucket' : key
  return new PublishError(
    code,
    `${location.name}: could not ${operation} ${what}: ${advice} (seen: ${words.trim()})`,
    {
      cause: new Error(words),
    },
  )
}

function adviceFor(seen: Seen, location: BucketLocation): readonly [ErrorCode, string] {
  return named(seen.name, location) ?? byStatus(seen.status, location) ?? byNetwork(seen, location)
}

function named(
  name: string,
  { kind, bucket, endpoint }: BucketLocation,
): readonly [ErrorCode, string] | undefined {
  switch (name) {
    case 'NoSuchBucket':
      return [
        'DENIED',
        `there is no bucket ${bucket} ${endpoint === undefined ? 'in AWS' : `at ${endpoint}`}. Check its name in repository, and account-id or endpoint; a bucket of an R2 jurisdiction is found only at the endpoint of that jurisdiction.`,
      ]
    case 'SignatureDoesNotMatch':
      return [
        'DENIED',
        'the signature does not match. Check that secret-access-key belongs to access-key-id and was copied whole.',
      ]
    case 'InvalidAccessKeyId':
      return [
        'DENIED',
        'access-key-id is not known there. Check that it is the access key ID of an S3 token of this account; a new token may take a minute.',
      ]
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'InvalidToken':
      return [
        'DENIED',
        'session-token has expired or is wrong. Ask for new temporary credentials right before this step.',
      ]
    case 'ObjectLockedByBucketPolicy':
      return [
        'DENIED',
        'a lock rule of the bucket forbids to overwrite or delete. InRelease, repomd.xml and their aliases change with every publish: exempt their prefixes from the rule.',
      ]
    case 'AccessDenied':
      return ['DENIED', forbidden(kind, bucket)]
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return ['DENIED', `the bucket ${bucket} is in another region. Set region to it.`]
    case 'EntityTooLarge':
      return ['LIMIT', 'the store takes no object of this size.']
    case 'RequestTimeTooSkewed':
      return ['STORE', 'the clock of this machine is too far from the clock of the store. Set it.']
    default:
      return undefined
  }
}

function byStatus(
  status: number,
  { kind, bucket }: BucketLocation,
): readonly [ErrorCode, string] | undefined {
  if (status === 401) {
    return [
      'DENIED',
      'the credentials are not accepted. Check access-key-id and secret-access-key (of an S3 token, not an API token of Cloudflare); a new token may take a minute.',
    ]
  }
  if (status === 403) return ['DENIED', forbidden(kind, bucket)]
  if (status === 301) return ['DENIED', `the bucket ${bucket} is in another region. Set region to it.`]
  if (status === 429)
    return ['STORE', 'the store throttles, and did so for every try. Run the step again later.']
  if (status === 501) {
    return [
      'STORE',
      'the store does not implement what conditional writes need. Use R2, AWS S3 or a directory.',
    ]
  }
  if (status >= 500) {
    return [
      'STORE',
      'the store failed, and did so for every try. Look at its status page, and run the step again.',
    ]
  }
  if (status >= 400) return ['STORE', 'the store did not take the request. Check endpoint and region.']
  if (status > 0) return ['STORE', 'the answer is not one of the S3 API. Check endpoint.']
  return undefined
}

function forbidden(kind: 'r2' | 's3', bucket: string): string {
  return kind === 'r2'
    ? `the token may not do this. It needs "Object Read & Write" for the bucket ${bucket}.`
    : `the credentials may not do this. They need s3:GetObject, s3:PutObject, s3:DeleteObject and, because AWS otherwise says this of every missing object, s3:ListBucket for ${bucket}.`
}

function byNetwork({ code, name }: Seen, { endpoint }: BucketLocation): readonly [ErrorCode, string] {
  const where = endpoint ?? 'AWS'
  if (code === 'ENOTFOUND')
    return ['STORE', `no host has the name in ${where}. Check account-id, endpoint or region.`]
  if (isTls(code)) {
    return [
      'STORE',
      `no TLS connection to ${where} could be made. Check account-id (R2 refuses unknown accounts so), endpoint, and proxies in between.`,
    ]
  }
  if (code === 'ECONNREFUSED') return ['STORE', `${where} takes no connections. Check endpoint and its port.`]
  if (NETWORK.has(code) || name === 'TimeoutError') {
    return [
      'STORE',
      `${where} did not answer, however often it was asked. Check the network, and run the step again.`,
    ]
  }
  return ['STORE', `the request to ${where} failed.`]
}

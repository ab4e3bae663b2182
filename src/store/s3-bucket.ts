import { type GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import { assertKey, assertKeyPrefix } from './keys.ts'
import type { BucketLocation } from './location.ts'
import { retry } from './retry.ts'
import { explain, isTransient } from './s3-errors.ts'

/** A bucket, as every request needs it. */
export interface Bucket {
  readonly location: BucketLocation
  readonly client: S3Client
  readonly clock: Clock
}

export function openBucket(location: BucketLocation, clock: Clock): Bucket {
  return { location, clock, client: s3Client(location) }
}

function s3Client({ endpoint, region, credentials }: BucketLocation): S3Client {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    // No AWS_ENDPOINT_URL of the environment: the inputs alone say where a repository is.
    ignoreConfiguredEndpointUrls: true,
    forcePathStyle: true,
    // R2 does not implement the CRC32 trailers that the SDK adds to every upload by default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // R2 never answers `100 Continue`, and the SDK would wait six seconds for it.
    expectContinueHeader: false,
    // No limit for a request as a whole: 5 GiB take their time. What counts is that something moves.
    requestHandler: { connectionTimeout: LIMITS.connectTimeoutMs, socketTimeout: LIMITS.idleTimeoutMs },
  })
  // The SDK's retries give up too soon for R2, and would repeat a swap whose answer was lost.
  client.middlewareStack.add((next) => next, {
    step: 'finalizeRequest',
    priority: 'high',
    name: 'retryMiddleware',
    override: true,
  })
  return client
}

/** Where an object is, for a request. */
export function objectAt({ location }: Bucket, key: string): { Bucket: string; Key: string } {
  const full = fullKey(location.prefix, key)
  assertKey(full, location.name)
  return { Bucket: location.bucket, Key: full }
}

/** What a listing asks for. */
export function objectsBelow({ location }: Bucket, prefix: string): { Bucket: string; Prefix: string } {
  const full = fullKey(location.prefix, prefix)
  assertKeyPrefix(full, location.name)
  return { Bucket: location.bucket, Prefix: full }
}

const fullKey = (prefix: string, key: string): string => (prefix === '' ? key : `${prefix}/${key}`)

/**
 * A request that may be sent again: until it is answered, or the bounds of `retry` are reached.
 *
 * @param operation the verb of messages
 * @throws PublishError that says what to check
 */
export async function retried<T>(
  { location, clock }: Bucket,
  operation: string,
  key: string,
  work: () => Promise<T>,
  again: (error: unknown) => boolean = isTransient,
): Promise<T> {
  try {
    return await retry(work, again, clock)
  } catch (error) {
    throw explain(error, location, operation, key)
  }
}

/**
 * Reads the clock of the store off the answer to a command, also where the answer is an error.
 *
 * @returns a function that gives it; this machine's clock where the answer had no `Date`
 */
export function watchDate(command: GetObjectCommand, clock: Clock): () => Date {
  let header: string | undefined
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { headers } = result.response as { headers?: Readonly<Record<string, string>> }
      header = headers?.['date']
      return result
    },
    // Nearest to the wire: the SDK turns error statuses into exceptions farther out.
    { step: 'deserialize', priority: 'low', name: 'watchDate' },
  )
  return () => {
    const date = new Date(header ?? Number.NaN)
    return Number.isNaN(date.getTime()) ? new Date(clock.now()) : date
  }
}

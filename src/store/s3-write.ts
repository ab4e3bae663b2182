import {
  CopyObjectCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { type Bucket, objectAt, retried } from './s3-bucket.ts'
import { explain, failureOf, unlessMissing } from './s3-errors.ts'
import { headObject } from './s3-read.ts'
import type { Condition, ObjectHeaders, PutOutcome, SwapOutcome } from './store.ts'
import { withBody } from './upload-body.ts'

/** As `Store.put`. A conflict (409) is tried again: the other write may fail, and says so by our next answer. */
export async function putObject(
  bucket: Bucket,
  key: string,
  body: Content,
  headers: ObjectHeaders,
): Promise<PutOutcome> {
  const again = (error: unknown): boolean => ['transient', 'conflict'].includes(failureOf(error))
  const work = async (): Promise<PutOutcome> => {
    try {
      return { kind: 'stored', etag: await sendPut(bucket, key, body, { IfNoneMatch: '*' }, headers) }
    } catch (error) {
      if (failureOf(error) === 'refused') return { kind: 'exists' }
      throw error
    }
  }
  return retried(bucket, 'write', key, work, again)
}

/** As `Store.swap`. */
export async function swapObject(
  bucket: Bucket,
  key: string,
  body: Content,
  condition: Condition,
  headers: ObjectHeaders,
): Promise<SwapOutcome> {
  const demand = 'etag' in condition ? { IfMatch: condition.etag } : { IfNoneMatch: '*' }
  try {
    return { kind: 'stored', etag: await sendPut(bucket, key, body, demand, headers) }
  } catch (error) {
    const failure = failureOf(error)
    // AWS says 404 where R2 says 412: If-Match on a key that is not there.
    if (failure === 'refused' || failure === 'conflict' || failure === 'missing') return { kind: 'refused' }
    const cause = explain(error, bucket.location, 'write', key)
    if (failure === 'transient') return { kind: 'unknown', cause }
    throw cause
  }
}

async function sendPut(
  bucket: Bucket,
  key: string,
  body: Content,
  demand: Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>,
  headers: ObjectHeaders,
): Promise<string> {
  const { name } = bucket.location
  if (body.sizeBytes > LIMITS.packageBytes) {
    throw new PublishError(
      'LIMIT',
      `${name}: ${key} would have ${body.sizeBytes} bytes; one upload takes at most ${LIMITS.packageBytes} (4.995 GiB)`,
    )
  }
  const input = {
    ...objectAt(bucket, key),
    ...demand,
    ContentLength: body.sizeBytes,
    ContentType: headers.contentType,
    CacheControl: headers.cacheControl,
    Metadata: headers.metadata,
  }
  const { ETag: etag } = await withBody(body, key, (Body, abortSignal) =>
    bucket.client.send(new PutObjectCommand({ ...input, Body }), { abortSignal }),
  )
  if (etag !== undefined) return etag
  throw new PublishError(
    'STORE',
    `${name}: the answer to writing ${key} has no ETag. Check that endpoint is an S3 API.`,
  )
}

/**
 * As `Store.copy`. Stores differ in what they make of conditions on a copy: AWS takes If-None-Match, R2 a header of
 * its own (in beta), others ignore both. So the target is looked at first, and the condition is sent as well. Where it
 * is ignored, the second of two copies in the same moment overwrites the first: harmless for the same file, and for
 * others it takes two publishers of one name and version with different content.
 */
export async function copyObject(bucket: Bucket, from: string, to: string): Promise<PutOutcome> {
  const target = objectAt(bucket, to)
  const path = copySource(bucket, from)
  return retried(bucket, 'copy', to, async () => {
    if ((await headObject(bucket, to)) !== undefined) return { kind: 'exists' }
    try {
      const { CopyObjectResult } = await bucket.client.send(
        copyCommand(bucket, { ...target, CopySource: path }),
      )
      const etag = CopyObjectResult?.ETag ?? (await headObject(bucket, to))?.etag ?? ''
      return { kind: 'stored', etag }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'refused' || failure === 'conflict') return { kind: 'exists' }
      if (failure !== 'missing') throw error
      throw new PublishError(
        'STORE',
        `${bucket.location.name}: could not copy ${from} to ${to}: it is not there any more`,
      )
    }
  })
}

function copyCommand(
  { location }: Bucket,
  input: { Bucket: string; Key: string; CopySource: string },
): CopyObjectCommand {
  if (location.kind === 's3') return new CopyObjectCommand({ ...input, IfNoneMatch: '*' })
  const command = new CopyObjectCommand(input)
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['cf-copy-destination-if-none-match'] = '*'
      return next(args)
    },
    { step: 'build', name: 'ifTargetAbsent' },
  )
  return command
}

/** As `Store.relabel`: a copy of an object onto itself. */
export async function relabelObject(
  bucket: Bucket,
  key: string,
  etag: string,
  headers: ObjectHeaders,
): Promise<void> {
  const command = new CopyObjectCommand({
    ...objectAt(bucket, key),
    CopySource: copySource(bucket, key),
    CopySourceIfMatch: etag,
    MetadataDirective: 'REPLACE',
    ContentType: headers.contentType,
    CacheControl: headers.cacheControl,
    Metadata: headers.metadata,
  })
  await retried(bucket, 'write', key, async () => {
    try {
      await bucket.client.send(command)
    } catch (error) {
      if (!['refused', 'missing'].includes(failureOf(error))) throw error
    }
  })
}

function copySource(bucket: Bucket, key: string): string {
  const source = objectAt(bucket, key)
  return `${source.Bucket}/${source.Key}`.split('/').map(encodeURIComponent).join('/')
}

/** As `Store.delete`. */
export async function deleteObject(bucket: Bucket, key: string): Promise<void> {
  const where = objectAt(bucket, key)
  await retried(bucket, 'delete', key, () =>
    unlessMissing(() => bucket.client.send(new DeleteObjectCommand(where))),
  )
}

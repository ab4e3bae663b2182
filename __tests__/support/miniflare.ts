import { workerBundle } from '../../.ci/worker-bundle.ts'
import { startCloudflare } from '../../.ci/local/cloudflare.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import type { BucketLocation, Credentials } from '../../src/store/location.ts'
import { s3Store } from '../../src/store/s3.ts'
import type { Store } from '../../src/store/store.ts'

interface R2Object {
  readonly key: string
  readonly size: number
  readonly etag: string
  readonly uploaded: Date
  readonly httpMetadata?: Readonly<Record<string, string>>
  readonly customMetadata?: Readonly<Record<string, string>>
}

/** The part of Cloudflare's binding that tests use; its full types come with a package of their own. */
export interface R2Bucket {
  get(
    key: string,
  ): Promise<(R2Object & { arrayBuffer(): Promise<ArrayBuffer>; text(): Promise<string> }) | null>
  head(key: string): Promise<R2Object | null>
  /** Without a condition: for tampering. */
  put(
    key: string,
    value: Uint8Array | string,
    options?: { readonly httpMetadata: Readonly<Record<string, string>> },
  ): Promise<unknown>
  delete(keys: string | string[]): Promise<void>
  list(options?: { prefix?: string; cursor?: string }): Promise<{
    readonly objects: readonly R2Object[]
    readonly truncated: boolean
    readonly cursor?: string
  }>
}

/** Cloudflare's simulator of R2 with its S3 API, and of the Worker in front of it: one bucket, in memory. */
export interface LocalR2 {
  /** Of the S3 API; put `faultProxy` in front of it for throttling and faults. */
  readonly endpoint: string
  readonly bucketName: string
  readonly credentials: Credentials
  /** Where the Worker serves the bucket. */
  readonly workerUrl: string
  /** The same objects, as a Worker sees them. */
  readonly bucket: R2Bucket
  location(prefix?: string, endpoint?: string): BucketLocation
  /** A store as the action opens it. */
  store(options?: { prefix?: string; endpoint?: string; clock?: Clock }): Store
  stop(): Promise<void>
}

interface LocalR2Options {
  /** The source of a Worker, an ES module; BUCKET is its binding. Ours by default. */
  readonly worker?: string
  /** Other bindings of the Worker. */
  readonly bindings?: Readonly<Record<string, string>>
  /** What the S3 API asks for; a token of a session is not looked at. */
  readonly credentials?: Credentials
  /** Show what the Worker and the simulator print. */
  readonly verbose?: boolean
}

const BUCKET_NAME = 'repo'
const CREDENTIALS = { accessKeyId: 'AKIDTEST', secretAccessKey: 's3cr3t', sessionToken: undefined }

/** Starts a bucket of its own on a free port, in under a second and without the network. */
export async function startR2({
  worker,
  bindings = {},
  credentials = CREDENTIALS,
  verbose = false,
}: LocalR2Options = {}): Promise<LocalR2> {
  const { miniflare, url, endpoint } = await startCloudflare({
    configuration: {
      compatibility_date: '2026-06-01',
      r2_buckets: [{ binding: 'BUCKET', bucket_name: BUCKET_NAME }],
      vars: bindings,
    },
    worker: worker ?? (await workerBundle()),
    ...credentials,
    port: 0,
    verbose,
  })
  const location = (prefix = '', at = endpoint): BucketLocation => ({
    kind: 'r2',
    name: `r2://${[BUCKET_NAME, prefix].filter(Boolean).join('/')}`,
    bucket: BUCKET_NAME,
    prefix,
    endpoint: at,
    region: 'auto',
    credentials,
  })
  return {
    endpoint,
    bucketName: BUCKET_NAME,
    credentials,
    workerUrl: url,
    bucket: (await miniflare.getR2Bucket('BUCKET')) as unknown as R2Bucket,
    location,
    store: ({ prefix, endpoint: at, clock = systemClock } = {}) => s3Store(location(prefix, at), clock),
    stop: () => miniflare.dispose(),
  }
}

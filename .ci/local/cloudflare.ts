import type { Readable } from 'node:stream'
import { Miniflare } from 'miniflare'
import type { WranglerConfiguration } from './wrangler.ts'

export interface LocalOptions {
  readonly configuration: Pick<WranglerConfiguration, 'compatibility_date' | 'r2_buckets' | 'vars'>
  /** The source of a Worker, an ES module. */
  readonly worker: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Any that is free, where it is 0. */
  readonly port: number
  /** Where the objects are kept; in memory by default. */
  readonly folder?: string | undefined
  /** Show what the Worker and the simulator print. */
  readonly verbose: boolean
}

export interface LocalCloudflare {
  readonly miniflare: Miniflare
  /** Where the Worker serves the bucket, with a slash at its end. */
  readonly url: string
  /** Of the S3 API. */
  readonly endpoint: string
}

/** Cloudflare's own simulator on this machine: R2 with its S3 API, and the Worker in front of it. */
export async function startCloudflare(options: LocalOptions): Promise<LocalCloudflare> {
  const { configuration, worker, accessKeyId, secretAccessKey, port, folder, verbose } = options
  const [{ binding, bucket_name: id }] = configuration.r2_buckets
  const miniflare = new Miniflare({
    modules: true,
    cf: false,
    host: '127.0.0.1',
    port,
    compatibilityDate: configuration.compatibility_date,
    script: worker,
    bindings: { ...configuration.vars },
    r2Buckets: { [binding]: { id, s3Credentials: { accessKeyId, secretAccessKey } } },
    ...(folder === undefined ? {} : { r2Persist: folder }),
    // The simulator prints a stack for every request that a client gives up.
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      stdout.resume()
      if (verbose) stderr.pipe(process.stderr)
      else stderr.resume()
    },
  })
  const url = await miniflare.ready
  return { miniflare, url: url.href, endpoint: new URL('cdn-cgi/local/r2/s3', url).href }
}

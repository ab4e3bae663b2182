import { readFile, readdir } from 'node:fs/promises'
import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { join } from 'node:path'
import { listening } from '../__tests__/support/loopback.ts'
import { compareKeys } from '../src/store/keys.ts'

/** What lies under a key. */
interface StoredObject {
  readonly bytes: Buffer
  readonly etag: string
  readonly modified: Date
  /** What is served with it, as it came. */
  readonly headers: Readonly<Record<string, string>>
}

/** What went over the wire to and from one bucket. */
export interface Traffic {
  requests: number
  /** Objects written, and their bytes. */
  writes: number
  sentBytes: number
  receivedBytes: number
}

export interface BenchBucket {
  readonly objects: Map<string, StoredObject>
  readonly traffic: Traffic
}

/** Buckets behind the S3 API, in memory, with conditional requests as R2 has them. Signatures are not looked at. */
export interface S3Server {
  readonly endpoint: string
  /** Made when it is first asked for. */
  bucket(name: string): BenchBucket
  stop(): Promise<void>
}

/**
 * Starts a server that does as little as it can for each request: what is measured is who asks. Whoever does not know
 * conditions sends none.
 */
export async function startS3Server(): Promise<S3Server> {
  const buckets = new Map<string, BenchBucket>()
  const bucket = (name: string): BenchBucket => {
    const known = buckets.get(name)
    if (known !== undefined) return known
    const traffic = { requests: 0, writes: 0, sentBytes: 0, receivedBytes: 0 }
    const made = { objects: new Map<string, StoredObject>(), traffic }
    buckets.set(name, made)
    return made
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, bucket).catch(() => outgoing.destroy())
  })
  const { url, stop } = await listening(server)
  return {
    endpoint: url,
    bucket,
    stop,
  }
}

/** Puts the files of a directory into a bucket, under their paths. */
export async function fillBucket({ objects }: BenchBucket, directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((it) => it.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const key = path.slice(directory.length + 1)
    objects.set(key, stored(await readFile(path), {}))
  }
}

/** A bucket with the same objects as another, and traffic of its own. */
export function copyBucket(from: BenchBucket, to: BenchBucket): void {
  for (const [key, object] of from.objects) to.objects.set(key, object)
}

let versions = 0

function stored(bytes: Buffer, headers: Readonly<Record<string, string>>): StoredObject {
  versions += 1
  const modified = new Date(Math.floor(Date.now() / 1000) * 1000)
  return { bytes, headers, modified, etag: `"${versions.toString(16).padStart(32, '0')}"` }
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  bucketOf: (name: string) => BenchBucket,
): Promise<void> {
  const url = new URL(incoming.url ?? '', 'http://localhost')
  const [, name = '', path = ''] = /^\/([^/]*)\/?(.*)$/.exec(url.pathname) ?? []
  const { objects, traffic } = bucketOf(name)
  const key = decodeURIComponent(path)
  traffic.requests += 1
  const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>))
  const send = (status: number, headers: Readonly<Record<string, string>> = {}, bytes?: Buffer) => {
    traffic.receivedBytes += bytes?.length ?? 0
    outgoing.writeHead(status, { 'content-length': String(bytes?.length ?? 0), ...headers })
    outgoing.end(bytes)
  }
  if (key === '') return send(200, XML, Buffer.from(listing(objects, url.searchParams)))
  const object = objects.get(key)
  const { method = '' } = incoming
  if (method === 'GET' || method === 'HEAD') return read(object, incoming, send)
  if (method === 'DELETE') {
    objects.delete(key)
    return send(204)
  }
  if (method !== 'PUT') return send(501, XML, failure('NotImplemented'))
  if (!isAllowed(incoming.headers, object)) return send(412, XML, failure('PreconditionFailed'))
  const written = writtenBy(incoming, body, objects, name)
  if (written === undefined) return send(404, XML, failure('NoSuchKey'))
  objects.set(key, written)
  traffic.writes += 1
  traffic.sentBytes += body.length
  return send(200, { etag: written.etag, ...XML }, copied(incoming, written))
}

const XML = { 'content-type': 'application/xml' }

type Send = (status: number, headers?: Readonly<Record<string, string>>, bytes?: Buffer) => void

function read(object: StoredObject | undefined, { headers, method }: IncomingMessage, send: Send): void {
  if (object === undefined) return send(404, XML, method === 'HEAD' ? undefined : failure('NoSuchKey'))
  const { etag, modified, bytes } = object
  if ((headers['if-match'] ?? etag) !== etag) return send(412, XML, failure('PreconditionFailed'))
  const described = { etag, 'last-modified': modified.toUTCString(), ...object.headers }
  if (method === 'HEAD') return send(200, { ...described, 'content-length': String(bytes.length) })
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  if (from === undefined) return send(200, described, bytes)
  const part = bytes.subarray(Number(from), Number(to) + 1)
  const range = { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}` }
  return send(206, { ...described, ...range }, part)
}

function isAllowed(headers: IncomingHttpHeaders, object: StoredObject | undefined): boolean {
  const none = headers['if-none-match'] ?? headers['cf-copy-destination-if-none-match']
  if (none === '*' && object !== undefined) return false
  const match = headers['if-match']
  return match === undefined || match === object?.etag
}

function writtenBy(
  { headers }: IncomingMessage,
  body: Buffer,
  objects: ReadonlyMap<string, StoredObject>,
  bucketName: string,
): StoredObject | undefined {
  const from = headers['x-amz-copy-source']
  const described = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && /^(?:content-type$|cache-control$|x-amz-meta-)/.test(name)
        ? [[name, value]]
        : [],
    ),
  )
  if (typeof from !== 'string') return stored(body, described)
  const key = decodeURIComponent(from)
    .replace(/^\//, '')
    .slice(bucketName.length + 1)
  const source = objects.get(key)
  if (source === undefined) return undefined
  const isRelabelled = headers['x-amz-metadata-directive'] === 'REPLACE'
  return stored(source.bytes, isRelabelled ? described : source.headers)
}

function copied({ headers }: IncomingMessage, { etag, modified }: StoredObject): Buffer | undefined {
  if (headers['x-amz-copy-source'] === undefined) return undefined
  const text = `<ETag>${escaped(etag)}</ETag><LastModified>${modified.toISOString()}</LastModified>`
  return Buffer.from(`<CopyObjectResult>${text}</CopyObjectResult>`)
}

function failure(code: string): Buffer {
  return Buffer.from(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

/** ListObjectsV2, on one page however long. */
function listing(objects: ReadonlyMap<string, StoredObject>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter')
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareKeys)
  const folderOf = (key: string) => {
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length)
    return end < 0 ? undefined : key.slice(0, end + 1)
  }
  const folders = [...new Set(keys.map(folderOf).filter((folder) => folder !== undefined))]
  const contents = keys.filter((key) => folderOf(key) === undefined)
  return [
    '<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>',
    ...contents.map((key) => contentOf(key, objects.get(key))),
    ...folders.map(
      (folder) => `<CommonPrefixes><Prefix>${encodeURIComponent(folder)}</Prefix></CommonPrefixes>`,
    ),
    '</ListBucketResult>',
  ].join('')
}

function contentOf(key: string, object: StoredObject | undefined): string {
  const { etag = '', modified = new Date(0), bytes } = object ?? {}
  return (
    `<Contents><Key>${encodeURIComponent(key)}</Key><ETag>${escaped(etag)}</ETag>` +
    `<Size>${bytes?.length ?? 0}</Size><LastModified>${modified.toISOString()}</LastModified></Contents>`
  )
}

function escaped(text: string): string {
  return text.replaceAll('"', '&quot;')
}

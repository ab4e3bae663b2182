import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const MIB = 1024 * 1024
/** Packages may be larger, and nobody reads them again. */
const KEPT_BYTES = 16 * MIB

interface Kept {
  readonly etag: string
  readonly bytes: Buffer
  readonly atMs: number
}

/** A bucket in memory that takes uploads of any size, and forgets what is large: what a publish asks of S3, no more. */
export interface Sink {
  readonly endpoint: string
  readonly uploadedBytes: () => number
  stop(): void
}

export async function sink(): Promise<Sink> {
  const objects = new Map<string, Kept>()
  let uploadedBytes = 0

  async function put(key: string, incoming: IncomingMessage): Promise<Answer> {
    const [hash, parts] = [createHash('md5'), [] as Buffer[]]
    let sizeBytes = 0
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      hash.update(chunk)
      sizeBytes += chunk.length
      if (sizeBytes <= KEPT_BYTES) parts.push(chunk)
      else parts.length = 0
    }
    const { 'if-match': match, 'if-none-match': none } = incoming.headers
    const before = objects.get(key)
    if (none !== undefined && before !== undefined) return refused(412, 'PreconditionFailed')
    if (match !== undefined && match !== before?.etag) return refused(412, 'PreconditionFailed')
    const etag = `"${hash.digest('hex')}"`
    uploadedBytes += sizeBytes
    objects.set(key, { etag, bytes: Buffer.concat(parts), atMs: Date.now() })
    return { status: 200, headers: { etag } }
  }

  function get(key: string): Answer {
    const object = objects.get(key)
    if (object === undefined) return refused(404, 'NoSuchKey')
    const { etag, atMs, bytes } = object
    return { status: 200, headers: { etag, 'last-modified': new Date(atMs).toUTCString() }, body: bytes }
  }

  function list(bucket: string, prefix: string): Answer {
    const found = [...objects].filter(([key]) => key.startsWith(`${bucket}/${prefix}`))
    const entries = found.map(
      ([key, { etag, bytes, atMs }]) =>
        `<Contents><Key>${key.slice(bucket.length + 1)}</Key><ETag>${etag}</ETag><Size>${bytes.length}</Size>` +
        `<LastModified>${new Date(atMs).toISOString()}</LastModified></Contents>`,
    )
    const body = `<ListBucketResult><IsTruncated>false</IsTruncated>${entries.join('')}</ListBucketResult>`
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) }
  }

  async function answerTo(incoming: IncomingMessage): Promise<Answer> {
    const url = new URL(incoming.url ?? '/', 'http://sink')
    const path = decodeURIComponent(url.pathname.slice(1))
    if (incoming.method === 'PUT') return put(path, incoming)
    if (incoming.method === 'DELETE') {
      objects.delete(path)
      return { status: 204, headers: {} }
    }
    if (url.searchParams.has('list-type'))
      return list(path.replace(/\/$/, ''), url.searchParams.get('prefix') ?? '')
    return get(path)
  }

  const server = createServer((incoming, outgoing) => {
    answerTo(incoming).then(
      (answer) => send(answer, incoming, outgoing),
      () => outgoing.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    uploadedBytes: () => uploadedBytes,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

function refused(status: number, code: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<Error><Code>${code}</Code></Error>`),
  }
}

function send({ status, headers, body }: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const sizeBytes = body?.length ?? 0
  outgoing.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': sizeBytes })
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
}

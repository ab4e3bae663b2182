import { createHash } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { listening } from '../support/loopback.ts'

interface Carelessness {
  readonly ignoresIfMatch?: boolean
  readonly ignoresIfNoneMatch?: boolean
  /** Answers 412 to every If-Match. */
  readonly refusesIfMatch?: boolean
  /** Answers 501 to every condition. */
  readonly knowsNoConditions?: boolean
}

/** An S3 look-alike that checks no signature, and conditions only as far as it is told. Its objects are `objects`. */
export async function carelessServer(careless: Carelessness) {
  const objects = new Map<string, Buffer>()
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy())
  })

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>))
    const key = incoming.url?.split('?')[0] ?? ''
    const present = objects.get(key)
    const status = incoming.method === 'PUT' ? statusOf(incoming.headers, present) : present ? 200 : 404
    if (incoming.method === 'PUT' && status === 200) objects.set(key, body)
    if (incoming.method === 'DELETE') objects.delete(key)
    const now = objects.get(key)
    outgoing.writeHead(incoming.method === 'DELETE' ? 204 : status, {
      ...(now && { etag: etagOf(now), 'content-length': incoming.method === 'PUT' ? 0 : now.length }),
      'last-modified': new Date().toUTCString(),
    })
    outgoing.end(incoming.method === 'GET' && status === 200 ? now : undefined)
  }

  function statusOf(headers: IncomingMessage['headers'], present: Buffer | undefined): number {
    const { 'if-match': match, 'if-none-match': none } = headers
    if (careless.knowsNoConditions === true && (match ?? none) !== undefined) return 501
    if (match !== undefined && careless.refusesIfMatch === true) return 412
    if (match !== undefined && careless.ignoresIfMatch !== true) {
      return present !== undefined && etagOf(present) === match ? 200 : 412
    }
    return none !== undefined && careless.ignoresIfNoneMatch !== true && present !== undefined ? 412 : 200
  }

  const { url, stop } = await listening(server)
  return {
    endpoint: url,
    objects,
    stop,
  }
}

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`

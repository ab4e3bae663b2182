import { once } from 'node:events'
import { Agent, type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listening } from '../support/loopback.ts'
import type { LocalR2 } from '../support/miniflare.ts'
import { signedHeaders } from './signed-request.ts'
import type { StoreClock } from './store-clock.ts'

/** A bucket that lives by a clock of its own: `Date`, and when each object was written. */
export interface DatedBucket {
  /** Of its S3 API. */
  readonly endpoint: string
  /** How many requests were answered until now; and how many of them deleted something. */
  requests(): { readonly all: number; readonly deletes: number }
  /** Kept when all requests are answered that have arrived, also those of a process that is gone. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** What was sent before a process ended may still be on its way in this machine. */
const ARRIVES_WITHIN_MS = 50

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** The simulator has no clock to be set: this stands before its S3 API, and tells the time in its place. */
export async function datedBucket(r2: LocalR2, clock: StoreClock): Promise<DatedBucket> {
  const target = new URL(r2.endpoint)
  const agent = new Agent({ keepAlive: true })
  const written = new Map<string, Date>()
  const folder = `${target.pathname}/${r2.bucketName}/`
  let [inFlight, all, deletes] = [0, 0, 0]
  const isBusy = () => inFlight > 0

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // Whole or not at all: a process that is gone leaves no half of an object.
    const body = await collected(incoming)
    inFlight += 1
    try {
      const url = new URL(incoming.url ?? '/', target)
      const answer = await ask(incoming, url, body)
      all += 1
      if (incoming.method === 'DELETE') deletes += 1
      outgoing.setHeader('date', new Date(clock.now()).toUTCString())
      const dated = inTime(incoming.method ?? '', url, answer)
      outgoing.writeHead(dated.status, dated.headers)
      outgoing.end(incoming.method === 'HEAD' ? undefined : dated.body)
    } finally {
      inFlight -= 1
    }
  }

  async function ask({ method = '', headers }: IncomingMessage, url: URL, body: Buffer): Promise<Answer> {
    const signed = { ...signedHeaders(method, url, headers, r2.credentials), 'content-length': body.length }
    const { hostname: host, port } = target
    const onward = request({ host, port, agent, method, path: url.pathname + url.search, headers: signed })
    onward.end(body)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await collected(answer) }
  }

  function inTime(method: string, url: URL, answer: Answer): Answer {
    if (answer.status >= 300) return answer
    if (!url.pathname.startsWith(folder) || url.pathname === folder)
      return method === 'GET' ? listed(answer) : answer
    const key = decodeURIComponent(url.pathname.slice(folder.length))
    if (method === 'PUT') written.set(key, new Date(clock.now()))
    else if (method === 'DELETE') written.delete(key)
    const date = written.get(key)
    if (date === undefined || answer.headers['last-modified'] === undefined) return answer
    return { ...answer, headers: { ...answer.headers, 'last-modified': date.toUTCString() } }
  }

  function listed({ status, headers, body }: Answer): Answer {
    const form = /(<Key>([^<]*)<\/Key>.*?<LastModified>)[^<]*/gs
    const text = body.toString().replace(form, (whole, before: string, key: string) => {
      const date = written.get(decodeURIComponent(key))
      return date === undefined ? whole : before + date.toISOString()
    })
    const bytes = Buffer.from(text)
    return { status, headers: { ...headers, 'content-length': String(bytes.length) }, body: bytes }
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy())
  })
  const { url, stop } = await listening(server)
  return {
    endpoint: `${url}${target.pathname}`,
    requests: () => ({ all, deletes }),
    async settled() {
      do await sleep(ARRIVES_WITHIN_MS)
      while (isBusy())
    },
    async stop() {
      agent.destroy()
      await stop()
    },
  }
}

async function collected(from: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(from as AsyncIterable<Buffer>))
}

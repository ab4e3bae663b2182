import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listening } from './loopback.ts'

/** A request as it comes by. */
export interface Passing {
  readonly method: string
  /** The path after the endpoint, decoded: `BUCKET/KEY`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** From 0, in the order of arrival. */
  readonly number: number
}

/**
 * What happens to a request instead of what should.
 *
 * - `answer`: it is not applied, and answered so
 * - `drop`: it is not applied, and the connection is cut
 * - `lose`: it is applied, and the connection is cut instead of an answer
 * - `late`: the connection is cut at once, and it is applied after `ms`
 * - `delay`: it is applied and answered, after `ms`
 * - `cut`: it is applied, and the connection is cut after `bytes` of the answer's body
 */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly code: string; readonly body?: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'lose' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'cut'; readonly bytes: number }

interface FaultProxyOptions {
  /** Decides about each request; none by default. */
  readonly decide?: (passing: Passing) => Fault | undefined
  /** As R2 does: 429 for a write to a key that another write is going to, or went to less than so long ago. */
  readonly throttleMs?: number
  /** Sent as `Date` with every answer: Miniflare sends none. */
  readonly now?: () => Date
}

export interface FaultProxy {
  /** What to use as the endpoint instead of the one behind it. */
  readonly endpoint: string
  /** Every request that came, in order, with what became of it. */
  readonly log: readonly (Passing & { readonly outcome: string })[]
  stop(): Promise<void>
}

/**
 * A proxy in front of an S3 endpoint that does to requests what networks and stores do. Host and path go through
 * unchanged, so the signatures that clients make for the proxy verify behind it.
 */
export async function faultProxy(behind: string, options: FaultProxyOptions = {}): Promise<FaultProxy> {
  const target = new URL(behind)
  const log: (Passing & { outcome: string })[] = []
  const throttle = throttleOf(options.throttleMs)
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy())
  })

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (options.now !== undefined) outgoing.setHeader('date', options.now().toUTCString())
    else outgoing.sendDate = false
    const passing = passingOf(incoming, target, log.length)
    const entry = { ...passing, outcome: 'passed' }
    log.push(entry)
    const isWrite = passing.method === 'PUT'
    const admitted = !isWrite || throttle.admit(passing.path)
    const fault: Fault | undefined = admitted
      ? options.decide?.(passing)
      : { kind: 'answer', status: 429, code: 'TooManyRequests' }
    if (fault !== undefined) entry.outcome = fault.kind === 'answer' ? fault.code : fault.kind
    try {
      await suffer(fault, incoming, outgoing, target)
    } finally {
      if (isWrite && admitted) throttle.release(passing.path)
    }
  }

  const { url, stop } = await listening(server)
  return {
    endpoint: `${url}${target.pathname}`,
    log,
    stop,
  }
}

function passingOf(incoming: IncomingMessage, target: URL, number: number): Passing {
  const url = new URL(incoming.url ?? '/', target)
  const path = decodeURIComponent(url.pathname.slice(target.pathname.length).replace(/^\//, ''))
  return { method: incoming.method ?? '', path, query: url.searchParams, headers: incoming.headers, number }
}

function throttleOf(throttleMs: number | undefined) {
  const lastWrites = new Map<string, number>()
  return {
    admit(path: string): boolean {
      if (throttleMs === undefined) return true
      if (Date.now() - (lastWrites.get(path) ?? -Infinity) < throttleMs) return false
      lastWrites.set(path, Infinity)
      return true
    },
    release: (path: string) => lastWrites.set(path, Date.now()),
  }
}

async function suffer(
  fault: Fault | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: URL,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return answer(await forward(incoming, target), outgoing)
    case 'answer':
      return refuse(fault, incoming, outgoing)
    case 'drop':
      return void outgoing.destroy()
    case 'lose':
      await drained(await forward(incoming, target))
      return void outgoing.destroy()
    case 'late': {
      const body = await collected(incoming)
      outgoing.destroy()
      await sleep(fault.ms)
      return drained(await forward(incoming, target, body))
    }
    case 'delay':
      await sleep(fault.ms)
      return answer(await forward(incoming, target), outgoing)
    case 'cut':
      return answer(await forward(incoming, target), outgoing, fault.bytes)
  }
}

async function refuse(
  { status, code, body }: Extract<Fault, { kind: 'answer' }>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  await collected(incoming)
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>made up by a test</Message></Error>`
  outgoing.writeHead(status, { 'content-type': body === undefined ? 'application/xml' : 'text/html' })
  outgoing.end(incoming.method === 'HEAD' ? undefined : (body ?? xml))
}

/** Sends a request on as it came, signature and all. */
async function forward(incoming: IncomingMessage, target: URL, body?: Buffer): Promise<IncomingMessage> {
  const { method, url: path, headers } = incoming
  const onward = request({ host: target.hostname, port: target.port, method, path, headers })
  const answered = once(onward, 'response') as Promise<[IncomingMessage]>
  if (body === undefined) incoming.pipe(onward)
  else onward.end(body)
  return (await answered)[0]
}

async function answer(from: IncomingMessage, outgoing: ServerResponse, cutBytes = Infinity): Promise<void> {
  outgoing.writeHead(from.statusCode ?? 502, from.headers)
  let left = cutBytes
  for await (const chunk of from as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left)
    left -= part.length
    await new Promise((resolve) => outgoing.write(part, resolve))
    if (left === 0) {
      outgoing.destroy()
      return
    }
  }
  outgoing.end()
}

async function drained(from: IncomingMessage): Promise<void> {
  from.resume()
  await once(from, 'end')
}

async function collected(incoming: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>))
}

/**
 * Faults by chance, the same for the same seed and order of requests.
 *
 * @param share of the requests that suffer one, from 0 to 1
 */
export function seededFaults(seed: number, share: number): (passing: Passing) => Fault | undefined {
  const next = randomOf(seed)
  const kinds: readonly Fault[] = [
    { kind: 'answer', status: 429, code: 'TooManyRequests' },
    { kind: 'answer', status: 500, code: 'InternalError' },
    { kind: 'answer', status: 503, code: 'SlowDown' },
    { kind: 'drop' },
    { kind: 'lose' },
    { kind: 'late', ms: 50 },
  ]
  return () => (next() < share ? kinds[Math.floor(next() * kinds.length)] : undefined)
}

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

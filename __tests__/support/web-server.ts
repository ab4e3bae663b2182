import { createReadStream } from 'node:fs'
import { type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { listening } from './loopback.ts'

/** A request that was answered. */
export interface Served {
  readonly method: string
  /** Decoded, with its slash at the start. */
  readonly path: string
  readonly status: number
  /** Of the body; 0 where there was none. */
  readonly sizeBytes: number
}

export interface WebServer {
  /** Without a slash at its end. */
  readonly url: string
  /** All that were answered, in order. */
  readonly requests: readonly Served[]
  stop(): Promise<void>
}

interface ByteRange {
  readonly start: number
  /** Not included. */
  readonly end: number
}

/**
 * Serves a directory as a plain static host does: `Last-Modified` in whole seconds, `If-Modified-Since`, `Range` with
 * one range, `If-Range` with a date, GET and HEAD. It knows nothing of repositories, and sends no cache headers.
 */
export async function serveDirectory(root: string): Promise<WebServer> {
  const requests: Served[] = []
  const server = createServer((request, response) => {
    response.on('close', () => requests.push(servedOf(request, response)))
    answer(root, request, response).catch(() => response.destroy())
  })
  const { url, stop } = await listening(server)
  return {
    url,
    requests,
    stop,
  }
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405)
  const path = pathOf(request)
  const file = path === undefined ? undefined : join(root, path)
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined)
  if (file === undefined || !found?.isFile()) return end(response, 404)
  response.setHeader('Last-Modified', dateOf(found))
  response.setHeader('Accept-Ranges', 'bytes')
  if (isUnchanged(request, found)) return end(response, 304)
  const range = rangeOf(request, found)
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${found.size}`)
    return end(response, 416)
  }
  await send(response, request.method, file, found.size, range)
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}

async function send(
  response: ServerResponse,
  method: string,
  file: string,
  sizeBytes: number,
  range: ByteRange | undefined,
): Promise<void> {
  const { start, end: stop } = range ?? { start: 0, end: sizeBytes }
  if (range !== undefined) response.setHeader('Content-Range', `bytes ${start}-${stop - 1}/${sizeBytes}`)
  response.writeHead(range === undefined ? 200 : 206, { 'Content-Length': stop - start })
  if (method === 'HEAD' || stop === start) response.end()
  else await pipeline(createReadStream(file, { start, end: stop - 1 }), response)
}

/** Decoded once; undefined where it leaves the root or is no text. */
function pathOf(request: IncomingMessage): string | undefined {
  const [raw = '/'] = (request.url ?? '/').split('?')
  try {
    const path = decodeURIComponent(raw)
    return path.split('/').includes('..') || path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}

function dateOf({ mtime }: Stats): string {
  return mtime.toUTCString()
}

/** A date has whole seconds, so two versions of one second are the same to it. */
function isUnchanged(request: IncomingMessage, { mtimeMs }: Stats): boolean {
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return Math.floor(mtimeMs / 1000) * 1000 <= since
}

function rangeOf(request: IncomingMessage, found: Stats): ByteRange | 'unsatisfiable' | undefined {
  const condition = request.headers['if-range']
  if (condition !== undefined && condition !== dateOf(found)) return undefined
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, found.size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? found.size : Math.min(found.size, Number(last) + 1)
  return start < end ? { start, end } : 'unsatisfiable'
}

function servedOf(request: IncomingMessage, response: ServerResponse): Served {
  return {
    method: request.method ?? '',
    path: pathOf(request) ?? request.url ?? '',
    status: response.statusCode,
    sizeBytes: Number(response.getHeader('content-length') ?? 0),
  }
}

import { once } from 'node:events'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from '@jest/globals'
import { sha256 } from '../../src/content.ts'
import {
  type RepositoryAnswer,
  assetRecordOf,
  commitRecord,
  releaseRecord,
  repositoryRecordOf,
} from './github-records.ts'

export interface ServedAsset {
  readonly name: string
  readonly bytes: Buffer
  readonly state?: 'uploaded' | 'starter'
  /** Instead of the true one. */
  readonly size?: number
  /** Instead of the true one; null as older servers have it. */
  readonly digest?: string | null
}

export interface ServedRelease {
  readonly tag: string
  readonly isDraft?: boolean
  readonly assets?: readonly ServedAsset[]
}

/** An answer in place of the right one. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ServerOptions {
  readonly releases: readonly ServedRelease[]
  /** What the repository says of itself. */
  readonly repository?: Partial<RepositoryAnswer>
  /** `/api/v3` on GitHub Enterprise Server. */
  readonly prefix?: string
  /** Under which name the repository was known before, and from where it is redirected. */
  readonly formerly?: string
  /** Commits by tag: committer dates. */
  readonly tags?: Readonly<Record<string, string>>
  /** GitHub shows drafts to those who may write only. */
  readonly mayWrite?: boolean
  /** The API sends assets itself. */
  readonly isDirect?: boolean
  /** Of a page, whatever is asked for. */
  readonly perPage?: number
  /** Asked before each answer of the API; `count` is that of requests before. */
  readonly api?: (path: string, count: number) => Answer | undefined
  /** Asked before each answer of the storage; a number of bytes: the connection is cut behind so many. */
  readonly storage?: (count: number, name: string) => Answer | number | undefined
  /** What the storage has by then; undefined: what was uploaded. */
  readonly stored?: (count: number, name: string) => Buffer | undefined
  /** Undefined: none is sent. */
  readonly etag?: (bytes: Buffer) => string | undefined
  readonly knowsRanges?: boolean
}

export interface SeenRequest {
  readonly host: 'api' | 'storage'
  readonly path: string
  readonly status: number
  readonly range: string | undefined
  readonly ifRange: string | undefined
  readonly hasToken: boolean
}

export interface GitHubServer {
  readonly apiUrl: string
  readonly env: Readonly<Record<string, string>>
  readonly requests: readonly SeenRequest[]
}

export const TOKEN = 'ghs_canaryCANARYcanary0123456789'
/** Part of the URLs of the storage; who has one gets in. */
export const SIGNATURE = 'signatureCANARY'
const REPOSITORY = 'jane/hello'

const open: Server[] = []
afterAll(() => {
  for (const server of open) {
    server.closeAllConnections()
    server.close()
  }
})

async function listening(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer)
  open.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/**
 * A GitHub with one repository, private, and the storage of its assets on another port: releases, assets, pages,
 * redirects, ranges as GitHub publishes them. A URL of the storage is good for one request.
 */
export async function serveGitHub(options: ServerOptions): Promise<GitHubServer> {
  const requests: SeenRequest[] = []
  const recorded =
    (host: SeenRequest['host'], answer: Responder) =>
    (request: IncomingMessage, response: ServerResponse) => {
      const { authorization, range, 'if-range': ifRange } = request.headers
      response.on('close', () =>
        requests.push({
          host,
          path: (request.url ?? '').replace(/\?.*/, ''),
          status: response.statusCode,
          range,
          ifRange: ifRange as string | undefined,
          hasToken: authorization !== undefined,
        }),
      )
      answer(request, response)
    }
  const tickets = new Map<string, ServedAsset>()
  const storageUrl = await listening(recorded('storage', storage(options, tickets)))
  const prefix = options.prefix ?? ''
  const origin = await listening((request, response) =>
    recorded('api', api(options, `http://${request.headers.host}${prefix}`, storageUrl, tickets))(
      request,
      response,
    ),
  )
  const apiUrl = `${origin}${prefix}`
  return {
    apiUrl,
    requests,
    env: { GITHUB_REPOSITORY: options.formerly ?? REPOSITORY, GITHUB_API_URL: apiUrl },
  }
}

type Responder = (request: IncomingMessage, response: ServerResponse) => void

function send(
  response: ServerResponse,
  status: number,
  data: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const body = typeof data === 'string' ? data : JSON.stringify(data)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body)
}

function refuse(response: ServerResponse, status: number, message: string) {
  send(response, status, {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  })
}

const counts = new WeakMap<ServerOptions, { api: number; storage: number }>()
function count(options: ServerOptions, host: 'api' | 'storage'): number {
  const seen = counts.get(options) ?? { api: 0, storage: 0 }
  counts.set(options, seen)
  return seen[host]++
}

function api(
  options: ServerOptions,
  apiUrl: string,
  storageUrl: string,
  tickets: Map<string, ServedAsset>,
): Responder {
  const { releases, formerly, mayWrite = true, tags = {}, isDirect = false } = options
  const all = releases.flatMap(({ assets = [] }) => assets)
  return (request, response) => {
    const url = new URL(request.url ?? '', apiUrl)
    const path = url.pathname.slice(new URL(`${apiUrl}/`).pathname.length - 1)
    const instead = options.api?.(path, count(options, 'api'))
    if (instead !== undefined)
      return send(response, instead.status, instead.body ?? { message: 'as told' }, instead.headers)
    if (!url.href.startsWith(`${apiUrl}/`)) return refuse(response, 404, 'Not Found')
    if (request.headers.authorization !== `token ${TOKEN}`) return refuse(response, 401, 'Bad credentials')
    if (formerly !== undefined && `${path}/`.startsWith(`/repos/${formerly}/`)) {
      const location = `${apiUrl}${path.replace(`/repos/${formerly}`, `/repos/${REPOSITORY}`)}${url.search}`
      return send(response, 301, { message: 'Moved Permanently', url: location }, { location })
    }
    if (path === `/repos/${REPOSITORY}`) return send(response, 200, repositoryRecordOf(options.repository))
    const [, what = ''] = new RegExp(`^/repos/${REPOSITORY}/(.*)$`).exec(path) ?? []
    const [, tag] = /^releases\/tags\/(.+)$/.exec(what) ?? []
    const [, releaseId] = /^releases\/(\d+)\/assets$/.exec(what) ?? []
    const [, assetId] = /^releases\/assets\/(\d+)$/.exec(what) ?? []
    const [, commit] = /^commits\/(.+)$/.exec(what) ?? []
    if (tag !== undefined) {
      const found = releases.findIndex((it) => it.tag === decodeURIComponent(tag) && it.isDraft !== true)
      return found < 0
        ? refuse(response, 404, 'Not Found')
        : send(response, 200, record(releases[found], found))
    }
    if (what === 'releases') {
      const visible = releases.map(record).filter((it) => mayWrite || !it.draft)
      return page(response, url, visible, options)
    }
    if (releaseId !== undefined) {
      const assets = releases[Number(releaseId) - 1]?.assets
      return assets
        ? page(
            response,
            url,
            assets.map((it) => assetRecordOf(it, all.indexOf(it) + 1)),
            options,
          )
        : refuse(response, 404, 'Not Found')
    }
    if (commit !== undefined) {
      const date = tags[decodeURIComponent(commit).replace(/^tags\//, '')]
      return date === undefined
        ? refuse(response, 422, `No commit found for SHA: ${commit}`)
        : send(response, 200, commitRecord(date))
    }
    const wanted = assetId === undefined ? undefined : all[Number(assetId) - 1]
    if (wanted === undefined || request.headers.accept !== 'application/octet-stream')
      return refuse(response, 404, 'Not Found')
    if (isDirect) return stored(options, wanted, request, response)
    const ticket = `${SIGNATURE}${tickets.size}`
    tickets.set(ticket, wanted)
    send(response, 302, '', { location: `${storageUrl}/storage?sig=${ticket}` })
  }
}

function storage(options: ServerOptions, tickets: Map<string, ServedAsset>): Responder {
  return (request, response) => {
    const ticket = new URL(request.url ?? '', 'http://storage').searchParams.get('sig') ?? ''
    const wanted = tickets.get(ticket)
    tickets.set(ticket, { name: 'used', bytes: Buffer.from('used') })
    if (request.headers.authorization !== undefined) return send(response, 400, 'InvalidAuthenticationInfo')
    if (wanted === undefined || wanted.name === 'used') return send(response, 403, 'AuthenticationFailed')
    stored(options, wanted, request, response)
  }
}

function stored(
  options: ServerOptions,
  { name, bytes: uploaded }: ServedAsset,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { etag: etagOf = (bytes: Buffer) => `"${sha256(bytes).slice(0, 16)}"`, knowsRanges = true } = options
  const served = count(options, 'storage')
  const instead = options.storage?.(served, name)
  if (typeof instead === 'object')
    return send(response, instead.status, instead.body ?? 'as told', instead.headers)
  const bytes = options.stored?.(served, name) ?? uploaded
  const etag = etagOf(bytes)
  const [, first] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
  const start = knowsRanges && isSame ? Number(first ?? 0) : 0
  const isPart = start > 0
  if (isPart && start >= bytes.length)
    return send(response, 416, '', { 'content-range': `bytes */${bytes.length}` })
  response.writeHead(isPart ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': bytes.length - start,
    ...(etag === undefined ? {} : { etag }),
    ...(isPart ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  })
  if (typeof instead === 'number') {
    response.write(bytes.subarray(start, start + instead), () => setTimeout(() => response.destroy(), 20))
  } else response.end(bytes.subarray(start))
}

function record(release: ServedRelease | undefined, index: number) {
  return releaseRecord(release ?? { tag: '' }, index + 1)
}

function page(response: ServerResponse, url: URL, items: readonly unknown[], { perPage }: ServerOptions) {
  const size = perPage ?? Number(url.searchParams.get('per_page') ?? 30)
  const number = Number(url.searchParams.get('page') ?? 1)
  const last = Math.ceil(items.length / size)
  const link = (to: number, rel: string) => {
    const target = new URL(url)
    target.searchParams.set('page', String(to))
    return `<${target.href}>; rel="${rel}"`
  }
  const links = number < last ? [link(number + 1, 'next'), link(last, 'last')] : []
  const headers = links.length > 0 ? { link: links.join(', ') } : {}
  send(response, 200, items.slice((number - 1) * size, number * size), headers)
}

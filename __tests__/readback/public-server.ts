import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { Store } from '../../src/store/store.ts'
import { listening } from '../support/loopback.ts'

/** Changes what a server says: true where it has answered itself. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>

export interface PublicServer {
  /** Without a slash at its end. */
  readonly url: string
  /** Paths as they were asked for, in order. */
  readonly paths: string[]
  readonly stop: () => Promise<void>
}

/** Serves what is in a store as a public bucket does, ranges included; a test can put something in its way. */
export async function servePublicly(store: Store, misbehave: Behaviour = () => false): Promise<PublicServer> {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    Promise.resolve(misbehave(request, response))
      .then((isAnswered) => (isAnswered ? undefined : answer(store, request, response)))
      .catch(() => response.destroy())
  })
  const { url, stop } = await listening(server)
  return {
    url,
    paths,
    stop,
  }
}

async function answer(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { object } = await store.get(decodeURIComponent((request.url ?? '/').slice(1)), 2 ** 30)
  if (object === undefined) {
    response.writeHead(404).end()
    return
  }
  const [, last = ''] = /^bytes=0-(\d+)$/.exec(request.headers.range ?? '') ?? []
  if (last === '') {
    response.writeHead(200, { 'content-length': object.sizeBytes }).end(object.bytes)
    return
  }
  const part = object.bytes.subarray(0, Number(last) + 1)
  response.writeHead(206, { 'content-range': `bytes 0-${part.length - 1}/${object.sizeBytes}` }).end(part)
}

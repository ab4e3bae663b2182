import { type IncomingHttpHeaders, request } from 'node:http'
import { bundleAround } from '../../.ci/worker-bundle.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'

/**
 * The Worker with a bucket that can only be read, that counts what is asked of it, and that fails where a request says so:
 * `x-fault: get`, `head`, or both. What was asked comes back in `x-calls`.
 */
const AROUND = `import worker from './src/worker/worker.ts'
export default {
  async fetch(request, environment) {
    const calls = []
    const faults = (request.headers.get('x-fault') ?? '').split(',')
    const watched = (name) => async (...parameters) => {
      calls.push(name)
      if (faults.includes(name)) throw new Error(name + ': We encountered an internal error. Please try again. (10001)')
      return environment.BUCKET[name](...parameters)
    }
    const BUCKET = { get: watched('get'), head: watched('head') }
    const answer = await worker.fetch(request, { ...environment, BUCKET })
    const response = new Response(answer.body, answer)
    response.headers.set('x-calls', calls.join())
    return response
  },
}`

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Of the bucket. */
  readonly calls: readonly string[]
}

export interface WatchedWorker {
  readonly r2: LocalR2
  /** Without a slash at its end. */
  readonly origin: string
  /** @param path as it is sent: encoded, not folded */
  ask(path: string, options?: AskOptions): Promise<Answer>
}

interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** No request costs more calls of the bucket than this. */
const MOST_CALLS = 4

export async function watchedWorker(prefix = ''): Promise<WatchedWorker> {
  const r2 = await startR2({ worker: await bundleAround(AROUND), bindings: { PREFIX: prefix } })
  const origin = r2.workerUrl.replace(/\/$/, '')
  return { r2, origin, ask: (path, options) => ask(origin, path, options) }
}

/** One request on a connection of its own. @throws where it costs too many calls */
export function ask(origin: string, path: string, options: AskOptions = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {} } = options
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
      response.on('end', () => {
        const calls = String(response.headers['x-calls'] ?? '')
          .split(',')
          .filter(Boolean)
        if (calls.length > MOST_CALLS) reject(new Error(`${method} ${path} asked ${calls.join()}`))
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          calls,
        })
      })
    })
    sent.on('error', reject).end()
  })
}

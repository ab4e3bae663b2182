import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { listening } from '../support/loopback.ts'

/** A request to purge, as it came. */
interface Purged {
  readonly method: string
  readonly path: string
  readonly token: string
  readonly files: readonly string[]
}

export interface CloudflareServer {
  /** Of the API, without a slash at its end. */
  readonly url: string
  readonly requests: readonly Purged[]
  readonly stop: () => Promise<void>
}

/** What every answer of the API has (`APIResponseSingle` of Cloudflare's published types), and its status. */
interface Said {
  readonly status: number
  readonly body: string
}

const DONE: Said = {
  status: 200,
  body: JSON.stringify({
    success: true,
    errors: [],
    messages: [],
    result: { id: '9a7806061c88ada191ed06f989cc3dac' },
  }),
}

export function refused(status: number, code: number, message: string): Said {
  return {
    status,
    body: JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null }),
  }
}

/** Plays `POST /zones/ZONE/purge_cache`: takes up to thirty files of one request, as the free plan does. */
export async function serveCloudflare(say: (purged: Purged) => Said = () => DONE): Promise<CloudflareServer> {
  const requests: Purged[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { files } = JSON.parse(body) as { files: string[] }
      const purged = {
        method: request.method ?? '',
        path: request.url ?? '',
        token: request.headers.authorization ?? '',
        files,
      }
      requests.push(purged)
      const said = files.length > 30 ? refused(400, 1094, 'Invalid request: too many files') : say(purged)
      response.writeHead(said.status, { 'content-type': 'application/json' }).end(said.body)
    })
  })
  const { url, stop } = await listening(server)
  return {
    url: `${url}/client/v4`,
    requests,
    stop,
  }
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../../src/clock.ts'

/** A server that answers whatever it is asked in one way. */
export interface Answering {
  readonly endpoint: string
  answer(status: number, body: Uint8Array, headers: Readonly<Record<string, string>>): void
}

export async function answering(): Promise<Answering> {
  let given = {
    status: 200,
    body: Buffer.alloc(0) as Uint8Array,
    headers: {} as Readonly<Record<string, string>>,
  }
  const server = createServer((_, response) => {
    response.writeHead(given.status, given.headers).end(given.body)
  })
  server.unref()
  server.on('connection', (socket) => socket.unref())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    answer: (status, body, headers) => {
      given = { status, body, headers }
    },
  }
}

/** Pauses between tries are none: what is answered stays the same. */
export const impatientClock: Clock = {
  now: () => 1_750_000_000_000,
  sleep: async () => undefined,
  random: () => 0,
}

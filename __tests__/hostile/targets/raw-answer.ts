import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type Answer, type Silence, publicClient } from '../../../src/readback/answer.ts'

/** What a client makes of an answer as it comes over the wire, whatever it is. */
export async function rawAnswer(
  bytes: Uint8Array,
  question: Parameters<ReturnType<typeof publicClient>>[1],
): Promise<Answer | Silence> {
  const { endpoint, answer } = await (opened ??= open())
  answer(bytes)
  return publicClient(new AbortController().signal)(endpoint, question)
}

let opened: ReturnType<typeof open> | undefined

async function open() {
  let given: Uint8Array = new Uint8Array()
  const server = createServer((socket) => {
    socket.unref()
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(given))
  })
  server.unref()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}/`,
    answer: (bytes: Uint8Array) => {
      given = bytes
    },
  }
}

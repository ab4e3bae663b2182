import { Readable } from 'node:stream'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/**
 * Gives a content the form in which it is sent: in memory where it is small, else as a stream that is read as it is
 * sent. The stream is closed when the request is over, and the request is ended when the stream fails or an answer
 * came before the whole of it was sent: a socket with half a request would keep the process alive.
 *
 * @param what names the content in messages
 * @throws PublishError `ARTIFACT` where the content cannot be read, or is not as long as it says
 */
export async function withBody<T>(
  content: Content,
  what: string,
  send: (body: Buffer | Readable, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const request = new AbortController()
  if (content.sizeBytes <= LIMITS.memoryUploadBytes) {
    const chunks = await Array.fromAsync(exactly(content, what))
    return send(Buffer.concat(chunks), request.signal)
  }
  const stream = Readable.from(exactly(content, what), { objectMode: false })
  stream.once('error', () => request.abort())
  try {
    return await send(stream, request.signal)
  } catch (error) {
    throw stream.errored ?? error
  } finally {
    if (!stream.readableEnded) request.abort()
    stream.destroy()
  }
}

/**
 * The bytes of a content, as many as it says: a request that announced more would wait for them. The last chunk is
 * held back until it is known to be the last, because an upload is stored once its announced bytes are there.
 *
 * @throws PublishError `ARTIFACT` before the last byte where there are more, or fewer, or reading fails
 */
export async function* exactly(content: Content, what: string): AsyncGenerator<Uint8Array> {
  let seenBytes = 0
  let held: Uint8Array | undefined
  try {
    for await (const chunk of content.read()) {
      seenBytes += chunk.length
      if (seenBytes > content.sizeBytes) break
      if (held !== undefined) yield held
      held = chunk
    }
  } catch (error) {
    if (error instanceof PublishError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new PublishError('ARTIFACT', `What should become ${what} could not be read: ${reason}`, {
      cause: error,
    })
  }
  if (seenBytes !== content.sizeBytes) {
    const now = seenBytes > content.sizeBytes ? 'more' : String(seenBytes)
    throw new PublishError(
      'ARTIFACT',
      `What should become ${what} had ${content.sizeBytes} bytes, but now it has ${now}: was it changed meanwhile?`,
    )
  }
  if (held !== undefined) yield held
}

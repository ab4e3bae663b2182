import { Readable, type Transform, pipeline } from 'node:stream'

/**
 * What a transform makes of a stream. An error of the stream itself comes out as it is; one of the transform comes out
 * as `fault` makes it. Either closes both, and so does a reader that stops early.
 */
export async function* through(
  chunks: AsyncIterable<Uint8Array>,
  transform: Transform,
  fault: (cause: unknown) => Error,
): AsyncGenerator<Buffer> {
  let inputFailure: { readonly error: unknown } | undefined
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks
    } catch (error) {
      inputFailure = { error }
      throw error
    }
  }
  const input = Readable.from(watched(), { highWaterMark: 1 })
  const closed = new Promise((resolve) => input.once('close', resolve))
  // The errors of a pipeline come out of its last stream too, which is read below.
  pipeline(input, transform, () => undefined)
  try {
    for await (const chunk of transform) yield chunk as Buffer
  } catch (cause) {
    throw inputFailure === undefined ? fault(cause) : inputFailure.error
  } finally {
    input.destroy()
    await closed
  }
}

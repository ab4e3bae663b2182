import xzDecompress from 'xz-decompress'
import { type Origin, corrupt } from './corrupt.ts'

/**
 * The decoder inside the library (xz-embedded, in WebAssembly), without the stream that it wraps around it: that one
 * lets one reader in at a time (a reader that stands still stops every other), and leaves unsaid whether anything
 * follows, and what went wrong.
 */
interface XzDecoder {
  readonly memory: { readonly buffer: ArrayBuffer }
  create_context(): number
  supply_input(context: number, sizeBytes: number): void
  get_next_output(context: number): number
}

interface Library {
  _getModuleInstance(this: void): Promise<void>
  readonly _moduleInstance: { readonly exports: XzDecoder }
}

/**
 * An instance of its own for each stream, gone with it: the memory of one grows with the dictionaries it met, and never
 * shrinks.
 */
async function freshDecoder(): Promise<XzDecoder> {
  const library = xzDecompress.XzReadableStream as unknown as Library
  const { _getModuleInstance: instantiate } = library
  await instantiate()
  const { _moduleInstance: instance } = library
  return instance.exports
}

/** Where in `struct xz_buf`, with which a context begins after the size of its two buffers, its output ends. */
const OUTPUT_POSITION = 20

/** `enum xz_ret` of xz-embedded. */
const XZ_OK = 0
const XZ_STREAM_END = 1
const FAILURES: Readonly<Record<number, string>> = {
  2: 'it has a check of an unknown type',
  3: 'it needs more memory than there is',
  4: 'its dictionary is larger than 64 MiB',
  5: 'it does not begin as one',
  6: 'it uses a filter or a check that is not read here (only LZMA2 is, with CRC32, CRC64 or none)',
  7: 'its data are damaged',
  8: 'it is cut short, or damaged',
}

/**
 * Decompresses a stream of one or several .xz streams with LZMA2, whose checks are CRC32, CRC64 or none, and whose
 * dictionaries are at most 64 MiB.
 *
 * @throws PublishError of `origin` where it is cut short, damaged, of another kind, or followed by anything else
 */
export async function* unxz(chunks: AsyncIterable<Uint8Array>, origin: Origin): AsyncGenerator<Uint8Array> {
  const decoder = await freshDecoder()
  const context = decoder.create_context()
  for await (const chunk of chunks) {
    for (const part of partsOf(chunk, stateOf(decoder, context).bufferBytes)) {
      supply(decoder, context, part)
      yield* outputOf(decoder, context, origin)
    }
  }
  // No input means to the decoder that the input ends here.
  supply(decoder, context, new Uint8Array())
  const ended = yield* outputOf(decoder, context, origin)
  if (!ended) throw corrupt(origin, 'xz', 'it is cut short')
}

function* partsOf(chunk: Uint8Array, sizeBytes: number): Generator<Uint8Array> {
  for (let start = 0; start < chunk.length; start += sizeBytes) yield chunk.subarray(start, start + sizeBytes)
}

/** Asked for each time: memory that grew is another buffer. */
function viewOf(decoder: XzDecoder, context: number): DataView {
  return new DataView(decoder.memory.buffer, context)
}

/** The size of the buffers of a context, and its `struct xz_buf`: 32-bit words. */
function stateOf(decoder: XzDecoder, context: number) {
  const view = viewOf(decoder, context)
  return {
    bufferBytes: view.getUint32(0, true),
    input: view.getUint32(4, true),
    inputPosition: view.getUint32(8, true),
    inputEnd: view.getUint32(12, true),
    output: view.getUint32(16, true),
    outputBytes: view.getUint32(OUTPUT_POSITION, true),
  }
}

function supply(decoder: XzDecoder, context: number, part: Uint8Array): void {
  new Uint8Array(decoder.memory.buffer).set(part, stateOf(decoder, context).input)
  decoder.supply_input(context, part.length)
}

/** All that the input so far gives; returns whether the decoder is at the end of everything. */
function* outputOf(decoder: XzDecoder, context: number, origin: Origin): Generator<Uint8Array, boolean> {
  for (;;) {
    const result = decoder.get_next_output(context)
    if (result !== XZ_OK && result !== XZ_STREAM_END) {
      throw corrupt(origin, 'xz', FAILURES[result] ?? `the decoder says ${result}`)
    }
    const { bufferBytes, inputPosition, inputEnd, output, outputBytes } = stateOf(decoder, context)
    if (outputBytes > 0) yield new Uint8Array(decoder.memory.buffer).slice(output, output + outputBytes)
    viewOf(decoder, context).setUint32(OUTPUT_POSITION, 0, true)
    if (result === XZ_STREAM_END) return true
    if (inputPosition === inputEnd && outputBytes < bufferBytes) return false
  }
}

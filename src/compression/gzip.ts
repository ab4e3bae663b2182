import { type Gunzip, constants, createGunzip, createGzip, gunzip } from 'node:zlib'
import { contentOf } from '../content.ts'
import { evenChunks } from './byte-source.ts'
import { type Origin, corrupt, reasonOf } from './corrupt.ts'
import { through } from './through.ts'

/** Few and large calls keep the cost of handing chunks to zlib's thread out of sight. */
const INPUT_CHUNK_BYTES = 128 * 1024
const OUTPUT_CHUNK_BYTES = 128 * 1024

/** RFC 1952, section 2.3: where MTIME and OS stand, and the OS that says nothing. */
const MTIME_START = 4
const OS_START = 9
const OS_UNKNOWN = 255

export interface GzipOptions {
  /** zlib's: 1 (fast) to 9 (small). */
  readonly level: number
  /** MTIME of the header, seconds since 1970; 0, which says nothing, where it is left out. */
  readonly mtimeSeconds?: number
}

/**
 * Compresses a stream to one gzip member: the same bytes for the same input and options, on any system, however the
 * input was cut into chunks.
 */
export async function* gzipped(
  chunks: AsyncIterable<Uint8Array>,
  { level, mtimeSeconds = 0 }: GzipOptions,
): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level, memLevel: constants.Z_DEFAULT_MEMLEVEL, chunkSize: OUTPUT_CHUNK_BYTES })
  const unexpected = (cause: unknown) => new Error('zlib could not compress', { cause })
  let atHeader = true
  for await (const chunk of through(evenChunks(chunks, INPUT_CHUNK_BYTES), gzip, unexpected)) {
    if (atHeader) {
      chunk.writeUInt32LE(mtimeSeconds, MTIME_START)
      chunk.writeUInt8(OS_UNKNOWN, OS_START)
      atHeader = false
    }
    yield chunk
  }
}

/** Compresses bytes in memory as far as gzip goes: level 9, and MTIME in seconds since 1970. */
export async function gzipBytes(bytes: Uint8Array, mtimeSeconds: number): Promise<Buffer> {
  const chunks = gzipped(contentOf(bytes).read(), { level: 9, mtimeSeconds })
  return Buffer.concat(await Array.fromAsync(chunks))
}

/** No byte of deflate becomes more. */
const MOST_PER_BYTE = 1032
const LEAST_CHUNK_BYTES = 64

/**
 * Decompresses one gzip member in memory in one go, off this thread, into the bytes that it says it has.
 *
 * @returns undefined where that is not what it is, for whatever reason: `gunzipped` tells
 */
export async function gunzipBytes(bytes: Buffer, limitBytes: number): Promise<Buffer | undefined> {
  const sizeBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)
  if (sizeBytes > Math.min(limitBytes, bytes.length * MOST_PER_BYTE)) return undefined
  // A byte more than it needs: without one, zlib's reader gets a second chunk as large.
  const chunkSize = Math.max(sizeBytes + 1, LEAST_CHUNK_BYTES)
  const options = { chunkSize, maxOutputLength: chunkSize, info: true }
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>()
  gunzip(bytes, options, (_, result) => {
    const { buffer, engine } = (result ?? {}) as unknown as { buffer?: Buffer; engine?: Gunzip }
    const isWhole = buffer?.length === sizeBytes && engine?.bytesWritten === bytes.length
    resolve(isWhole ? buffer : undefined)
  })
  return promise
}

/**
 * Decompresses a stream of one or several gzip members (RFC 1952).
 *
 * @throws PublishError of `origin` where it is cut short, damaged, or followed by anything else
 */
export async function* gunzipped(
  chunks: AsyncIterable<Uint8Array>,
  origin: Origin,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES })
  let inputBytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      inputBytes += chunk.length
      yield chunk
    }
  }
  yield* through(counted(), gunzip, (cause) => corrupt(origin, 'gzip', reasonOf(cause), cause))
  // Node takes a zero byte after a member for the end, whatever follows it.
  if (gunzip.bytesWritten !== inputBytes) {
    throw corrupt(origin, 'gzip', `something else follows after ${gunzip.bytesWritten} bytes`)
  }
}

import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { type ByteSource, byteSource, evenChunks } from './byte-source.ts'
import { type Origin, corrupt, reasonOf } from './corrupt.ts'
import { through } from './through.ts'

/** Few and large calls keep the cost of handing chunks to zstd's thread out of sight. */
const INPUT_CHUNK_BYTES = 128 * 1024
const OUTPUT_CHUNK_BYTES = 128 * 1024

/** RFC 8878, sections 3.1.1 and 3.1.2. */
const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50
const SKIPPABLE_MASK = 0xfffffff0
const MAGIC_BYTES = 4
const BLOCK_HEADER_BYTES = 3
const CHECKSUM_BYTES = 4
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const
const RLE_BLOCK = 1
const RESERVED_BLOCK = 3

/**
 * Compresses a stream to one zstd frame, with its checksum: the same bytes for the same input and level, however the
 * input was cut into chunks.
 *
 * @param level zstd's: 1 (fast) to 22 (small, in hundreds of MiB of memory)
 */
export async function* zstdCompressed(
  chunks: AsyncIterable<Uint8Array>,
  level: number,
): AsyncGenerator<Uint8Array> {
  const params = { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 }
  const compress = createZstdCompress({ chunkSize: OUTPUT_CHUNK_BYTES, params })
  const unexpected = (cause: unknown) => new Error('zstd could not compress', { cause })
  yield* through(evenChunks(chunks, INPUT_CHUNK_BYTES), compress, unexpected)
}

/**
 * Decompresses a stream of one or several zstd frames (RFC 8878), skippable ones passed over. Windows over 128 MiB
 * (`zstd --ultra --long`) are refused, as the zstd program does by default.
 *
 * Frames are told apart here: Node's decompressor takes a frame that is cut short for a whole one, and drops what
 * follows the first frame in a chunk.
 *
 * @throws PublishError of `origin` where it is cut short, damaged, or followed by anything else
 */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>, origin: Origin): AsyncGenerator<Uint8Array> {
  const decompress = createZstdDecompress({ chunkSize: OUTPUT_CHUNK_BYTES })
  yield* through(framesOf(chunks, origin), decompress, (cause) =>
    corrupt(origin, 'zstd', reasonOf(cause), cause),
  )
}

/** The frames with content; no chunk holds bytes of two. */
async function* framesOf(chunks: AsyncIterable<Uint8Array>, origin: Origin): AsyncGenerator<Uint8Array> {
  const source = byteSource(chunks)
  try {
    do {
      const magic = await exactly(source, MAGIC_BYTES, origin)
      const number = magic.readUInt32LE()
      if (number === FRAME_MAGIC) {
        yield magic
        yield* frameAfterMagic(source, origin)
      } else if ((number & SKIPPABLE_MASK) >>> 0 === SKIPPABLE_MAGIC) {
        await skipFrame(source, origin)
      } else {
        throw corrupt(origin, 'zstd', `no frame begins at byte ${source.offset - MAGIC_BYTES}`)
      }
    } while (!(await source.atEnd()))
  } finally {
    await source.close()
  }
}

async function* frameAfterMagic(source: ByteSource, origin: Origin): AsyncGenerator<Uint8Array> {
  const descriptor = await exactly(source, 1, origin)
  const flags = descriptor.readUInt8()
  yield descriptor
  yield await exactly(source, frameHeaderBytes(flags), origin)
  for (let last = false; !last;) {
    const header = await exactly(source, BLOCK_HEADER_BYTES, origin)
    const number = header.readUIntLE(0, BLOCK_HEADER_BYTES)
    last = (number & 1) === 1
    const type = (number >> 1) & 3
    if (type === RESERVED_BLOCK) throw corrupt(origin, 'zstd', `a reserved block at byte ${source.offset}`)
    yield header
    yield await exactly(source, type === RLE_BLOCK ? 1 : number >> 3, origin)
  }
  if ((flags & 4) !== 0) yield await exactly(source, CHECKSUM_BYTES, origin)
}

/** What follows the descriptor: window descriptor, dictionary ID, content size. */
function frameHeaderBytes(flags: number): number {
  const isSingleSegment = (flags & 0x20) !== 0
  const contentSizeFlag = flags >> 6
  const contentSizeBytes =
    contentSizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[contentSizeFlag] ?? 0)
  return (isSingleSegment ? 0 : 1) + (DICTIONARY_ID_BYTES[flags & 3] ?? 0) + contentSizeBytes
}

async function skipFrame(source: ByteSource, origin: Origin): Promise<void> {
  let missing = (await exactly(source, 4, origin)).readUInt32LE()
  while (missing > 0) {
    const part = await source.some(missing)
    if (part.length === 0) throw cutShort(origin, source)
    missing -= part.length
  }
}

async function exactly(source: ByteSource, sizeBytes: number, origin: Origin): Promise<Buffer> {
  const bytes = await source.upTo(sizeBytes)
  if (bytes.length < sizeBytes) throw cutShort(origin, source)
  return bytes
}

function cutShort(origin: Origin, source: ByteSource) {
  return corrupt(origin, 'zstd', `it ends in the middle of a frame, after ${source.offset} bytes`)
}

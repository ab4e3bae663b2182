import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import { abreast } from '../abreast.ts'
import { type Parts, offsetIn, sizeOfParts } from '../parts.ts'
import { segmentsOf } from './segments.ts'

const deflate = promisify(deflateRaw)

const AT_ONCE = 8
/** What most segments become. */
const OUTPUT_CHUNK_BYTES = 64 * 1024

/** RFC 1952, section 2.3: magic, CM 8, FLG with FEXTRA, MTIME, XFL for the best compression, OS unknown, XLEN. */
const HEADER_START = Buffer.from('1f8b0804', 'hex')
const XFL_BEST = 2
const OS_UNKNOWN = 255
const HEADER_BYTES = 12
const MTIME_START = 4
const TRAILER_BYTES = 8

/** Our subfield of FEXTRA (section 2.3.1.1): the packed size of each segment, in 32 bits. */
const SUBFIELD = Buffer.from('RP')
const SUBFIELD_HEADER_BYTES = 4
const SIZES_START = HEADER_BYTES + SUBFIELD_HEADER_BYTES
const SIZE_BYTES = 4
/** What XLEN can say. A text that would need more segments has one. */
const SEGMENTS_LIMIT = Math.floor((0xffff - SUBFIELD_HEADER_BYTES) / SIZE_BYTES)

/** Ends every segment but the last, at a byte: the marker of Z_FULL_FLUSH, after which nothing refers to before. */
const FLUSH_MARKER = Buffer.from('0000ffff', 'hex')

/** A text, and how it was stored. */
export interface StoredText {
  readonly text: Buffer
  /** Which unpacks to the text: that is known to the caller, who verified it. */
  readonly stored: Buffer
}

interface Segment {
  readonly text: Buffer
  readonly packed: Buffer
}

/**
 * Compresses a text that changes little from one time to the next, to one gzip member that every reader of gzip reads.
 * The text is cut into segments, each packed without the others; those that are views of segments of before are taken
 * from there. It is but faster for that: the same text and time give the same bytes.
 *
 * @param mtimeSeconds MTIME of the header, since 1970
 * @param previous what the text was before; of use only where it was packed here
 */
export async function gzipSegments(
  text: Parts,
  mtimeSeconds: number,
  previous?: StoredText,
): Promise<Buffer> {
  const known = previous === undefined ? [] : knownSegments(previous)
  const cut = previous && { text: previous.text, segments: known.map((segment) => segment.text) }
  const pieces = segmentsOf(text, cut)
  const segments = pieces.length > SEGMENTS_LIMIT ? [Buffer.concat(text)] : pieces
  const last = segments.length - 1
  const packedBefore = new Map(known.map((segment) => [segment.text.byteOffset, segment]))
  const packed = await abreast([...segments.entries()], AT_ONCE, async ([position, segment]) => {
    const same = packedBefore.get(segment.byteOffset)
    if (position < last && same !== undefined && isSameView(same.text, segment)) return same.packed
    const finishFlush = position < last ? constants.Z_FULL_FLUSH : constants.Z_FINISH
    return deflate(segment, {
      level: constants.Z_BEST_COMPRESSION,
      chunkSize: OUTPUT_CHUNK_BYTES,
      finishFlush,
    })
  })
  return Buffer.concat([header(packed, mtimeSeconds), ...packed, trailer(text)])
}

function isSameView(one: Buffer, other: Buffer): boolean {
  return offsetIn(one, other) === 0 && one.length === other.length
}

/** Whether a gzip member begins as those that are packed here. */
export function isPackedHere(stored: Buffer): boolean {
  const subfield = stored.subarray(HEADER_BYTES, HEADER_BYTES + SUBFIELD.length)
  return stored.subarray(0, HEADER_START.length).equals(HEADER_START) && subfield.equals(SUBFIELD)
}

function header(packed: readonly Buffer[], mtimeSeconds: number): Buffer {
  const sizes = Buffer.alloc(packed.length * SIZE_BYTES)
  for (const [position, { length }] of packed.entries()) sizes.writeUInt32LE(length, position * SIZE_BYTES)
  return Buffer.concat([headerBeforeSizes(packed.length, mtimeSeconds), sizes])
}

function headerBeforeSizes(count: number, mtimeSeconds: number): Buffer {
  const bytes = Buffer.alloc(SIZES_START)
  HEADER_START.copy(bytes)
  bytes.writeUInt32LE(mtimeSeconds, MTIME_START)
  bytes.writeUInt8(XFL_BEST, 8)
  bytes.writeUInt8(OS_UNKNOWN, 9)
  bytes.writeUInt16LE(SUBFIELD_HEADER_BYTES + count * SIZE_BYTES, 10)
  SUBFIELD.copy(bytes, HEADER_BYTES)
  bytes.writeUInt16LE(count * SIZE_BYTES, HEADER_BYTES + SUBFIELD.length)
  return bytes
}

function trailer(text: Parts): Buffer {
  const bytes = Buffer.alloc(TRAILER_BYTES)
  bytes.writeUInt32LE(
    text.reduce((checksum, part) => crc32(part, checksum), 0),
    0,
  )
  bytes.writeUInt32LE(sizeOfParts(text) % 2 ** 32, 4)
  return bytes
}

/** The segments of a text that was packed here, but for the last, which ends the stream; none of any other. */
function knownSegments({ text, stored }: StoredText): readonly Segment[] {
  if (!isPackedHere(stored)) return []
  const segments = segmentsOf([text])
  const sizes = packedSizes(stored, segments.length)
  let position = SIZES_START + segments.length * SIZE_BYTES
  const known = segments.map((segment, number) => {
    const start = position
    position += sizes[number] ?? 0
    return { text: segment, packed: stored.subarray(start, position) }
  })
  const isWhole = position + TRAILER_BYTES === stored.length
  const others = known.slice(0, -1)
  return isWhole && others.every(({ packed }) => packed.subarray(-4).equals(FLUSH_MARKER)) ? others : []
}

/** What our subfield says, where it stands alone and is about so many segments. */
function packedSizes(stored: Buffer, count: number): readonly number[] {
  if (count > SEGMENTS_LIMIT || stored.length < SIZES_START + count * SIZE_BYTES) return []
  const expected = headerBeforeSizes(count, stored.readUInt32LE(MTIME_START))
  if (!stored.subarray(0, SIZES_START).equals(expected)) return []
  return Array.from({ length: count }, (_, position) =>
    stored.readUInt32LE(SIZES_START + position * SIZE_BYTES),
  )
}

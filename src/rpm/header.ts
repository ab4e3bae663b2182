import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { SIGNATURE_TAGS, TAGS, TYPE_NUMBERS } from './tags.ts'
import type { Tag, ValueType } from './tags.ts'
import { decodeNumbers, decodeStrings, valueBytes, valueLength } from './value.ts'

/** `signature`: what precedes the main header in a package, and says how to check it. */
export type HeaderKind = 'signature' | 'main'

/** One value of a header, as its bytes in the file. */
export interface HeaderEntry {
  readonly tag: number
  readonly type: ValueType
  readonly count: number
  readonly data: Uint8Array
}

/**
 * A header, immutable. The accessors give undefined where the tag is absent.
 *
 * @throws PublishError `PACKAGE`, by an accessor, where the value is of another kind than was asked for
 */
export interface RpmHeader {
  /** In the order of the index, without the region. */
  readonly entries: readonly HeaderEntry[]
  /** From the magic to the end of the data store, as they were read. */
  readonly bytes: Uint8Array
  has(tag: Tag): boolean
  /** Text: the only value, or the first (of an I18NSTRING: the one of the C locale). */
  string(tag: Tag): string | undefined
  strings(tag: Tag): readonly string[] | undefined
  /** An integer of any width, unsigned; the first one of an array. */
  number(tag: Tag): number | undefined
  numbers(tag: Tag): readonly number[] | undefined
  /** A BIN value. */
  binary(tag: Tag): Uint8Array | undefined
}

const MAGIC = Buffer.from('8eade80100000000', 'hex')
const INTRO_BYTES = 16
const ENTRY_BYTES = 16
const REGION_BYTES = 16
/** Below are rpm's own: region tags. `hdrchkTag` in rpm's lib/header.cc. */
const LOWEST_TAG = TAGS.HEADERI18NTABLE.number
/** What rpm 4.0 wrote into the trailers of signature headers; rpm still takes it. */
const HEADERIMAGE = 61

const KINDS = {
  signature: {
    title: 'signature header',
    region: SIGNATURE_TAGS.HEADERSIGNATURES.number,
    entryLimit: LIMITS.rpmSignatureHeaderEntries,
    dataLimitBytes: LIMITS.rpmSignatureHeaderBytes,
  },
  main: {
    title: 'header',
    region: TAGS.HEADERIMMUTABLE.number,
    entryLimit: LIMITS.rpmHeaderEntries,
    dataLimitBytes: LIMITS.rpmHeaderBytes,
  },
} as const

const TYPES = new Map<number, ValueType>(
  (Object.keys(TYPE_NUMBERS) as ValueType[]).map((type) => [TYPE_NUMBERS[type], type]),
)

const ALIGNMENT: Partial<Record<ValueType, number>> = { int16: 2, int32: 4, int64: 8 }

/** How many bytes of a file must be there for `headerSize`. */
export const HEADER_INTRO_BYTES = INTRO_BYTES

/**
 * The size in bytes of a whole header, from its first 16 bytes.
 *
 * @throws PublishError `PACKAGE` where they are no header's, or announce more than rpm takes
 */
export function headerSize(intro: Uint8Array, kind: HeaderKind, source: string): number {
  const { title, entryLimit, dataLimitBytes } = KINDS[kind]
  const bytes = bufferOf(intro)
  if (bytes.length < INTRO_BYTES) throw broken(source, title, `is cut short after ${bytes.length} bytes`)
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    const seen = bytes.subarray(0, MAGIC.length).toString('hex')
    throw broken(source, title, `begins with ${seen}, not with ${MAGIC.toString('hex')}`)
  }
  const entries = bytes.readUInt32BE(8)
  const dataBytes = bytes.readUInt32BE(12)
  if (entries < 1) throw broken(source, title, 'has no region: it is empty')
  if (entries > entryLimit) throw broken(source, title, `has ${entries} entries, over rpm's ${entryLimit}`)
  if (dataBytes > dataLimitBytes) {
    throw broken(source, title, `has ${dataBytes} bytes of data, over rpm's ${dataLimitBytes}`)
  }
  return INTRO_BYTES + entries * ENTRY_BYTES + dataBytes
}

/**
 * Reads a header with the checks that rpm makes of one in a package: `hdrblobInit` in its lib/header.cc.
 *
 * @param bytes exactly the header, from its magic to the end of the data store
 * @param source names the package in messages
 * @throws PublishError `PACKAGE` where rpm would refuse it; also for a tag that is there twice
 */
export function decodeHeader(bytes: Uint8Array, kind: HeaderKind, source: string): RpmHeader {
  const { title } = KINDS[kind]
  const size = headerSize(bytes, kind, source)
  if (bytes.length !== size) throw broken(source, title, `has ${bytes.length} bytes and announces ${size}`)
  const buffer = bufferOf(bytes)
  const dataStart = INTRO_BYTES + buffer.readUInt32BE(8) * ENTRY_BYTES
  const index = buffer.subarray(INTRO_BYTES, dataStart)
  const data = buffer.subarray(dataStart)
  const fault: Fault = (what) => broken(source, title, what)
  checkRegion(index, data, kind, fault)
  return headerOf(readEntries(index, data, fault), bytes, `${source}: the ${title}`)
}

/**
 * Prints a header as rpm does: entries by tag number, their data in the same order and aligned, the region's entry
 * first and its trailer last.
 *
 * @param entries each tag once, without the region
 */
export function encodeHeader(entries: readonly HeaderEntry[], kind: HeaderKind): Buffer {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag)
  const index = Buffer.alloc((sorted.length + 1) * ENTRY_BYTES)
  const store: Uint8Array[] = []
  let offset = 0
  for (const [position, entry] of sorted.entries()) {
    const padding = -offset & ((ALIGNMENT[entry.type] ?? 1) - 1)
    store.push(Buffer.alloc(padding), entry.data)
    offset += padding
    const numbers = [entry.tag, TYPE_NUMBERS[entry.type], offset, entry.count]
    writeEntry(index, (position + 1) * ENTRY_BYTES, numbers)
    offset += entry.data.length
  }
  const { region } = KINDS[kind]
  const trailer = Buffer.alloc(REGION_BYTES)
  writeEntry(index, 0, [region, TYPE_NUMBERS.binary, offset, REGION_BYTES])
  writeEntry(trailer, 0, [region, TYPE_NUMBERS.binary, -index.length >>> 0, REGION_BYTES])
  const sizes = Buffer.alloc(INTRO_BYTES - MAGIC.length)
  sizes.writeUInt32BE(sorted.length + 1, 0)
  sizes.writeUInt32BE(offset + REGION_BYTES, 4)
  return Buffer.concat([MAGIC, sizes, index, ...store, trailer])
}

/** An entry of a tag's own type. Arrays must have at least one element: rpm refuses empty ones. */
export function entryOf(
  tag: Tag,
  value: string | readonly string[] | readonly number[] | Uint8Array,
): HeaderEntry {
  const data = valueBytes(tag.type, value)
  const count = typeof value === 'string' ? 1 : value.length
  return { tag: tag.number, type: tag.type, count, data }
}

/** Says where what is wrong was found. */
type Fault = (what: string) => PublishError

function checkRegion(index: Buffer, data: Buffer, kind: HeaderKind, fault: Fault): void {
  const { region } = KINDS[kind]
  const [tag, type, offset, count] = readEntry(index, 0)
  if (tag !== region) throw fault(`begins with tag ${tag}, not with its region, ${region}`)
  if (type !== TYPE_NUMBERS.binary || count !== REGION_BYTES) throw fault('has a malformed region')
  if (offset + REGION_BYTES !== data.length) {
    throw fault('has a region whose trailer is not at the end of its data')
  }
  const [endTag, endType, back, endCount] = readEntry(data, offset)
  const isOld = kind === 'signature' && endTag === HEADERIMAGE
  const isTrailer =
    (endTag === region || isOld) && endType === TYPE_NUMBERS.binary && endCount === REGION_BYTES
  if (!isTrailer || -back >>> 0 !== index.length) {
    throw fault('has a region trailer that does not cover its entries')
  }
}

function readEntries(index: Buffer, data: Buffer, fault: Fault): HeaderEntry[] {
  const end = data.length - REGION_BYTES
  const seen = new Set<number>()
  const entries: HeaderEntry[] = []
  let previousEnd = 0
  for (let at = ENTRY_BYTES; at < index.length; at += ENTRY_BYTES) {
    const [tag, typeNumber, offset, count] = readEntry(index, at)
    const type = TYPES.get(typeNumber)
    if (tag < LOWEST_TAG || seen.has(tag)) throw fault(`has tag ${tag} twice, or where it must not be`)
    if (type === undefined) throw fault(`gives tag ${tag} the unknown type ${typeNumber}`)
    if (count < 1 || count > arrayLimit(type)) throw fault(`gives tag ${tag} ${count} elements`)
    if (offset < previousEnd) throw fault(`has data of tag ${tag} that overlap those of the one before`)
    if (offset % (ALIGNMENT[type] ?? 1) !== 0) throw fault(`has unaligned data of tag ${tag}`)
    const length = offset < end ? valueLength(type, count, data.subarray(offset, end)) : undefined
    if (length === undefined) throw fault(`has data of tag ${tag} that do not end inside its data store`)
    seen.add(tag)
    previousEnd = offset + length
    entries.push({ tag, type, count, data: data.subarray(offset, previousEnd) })
  }
  return entries
}

/** `hdrchkCount` and `hdrchkArray`: rpm limits arrays, but not the bytes of a BIN. */
function arrayLimit(type: ValueType): number {
  if (type === 'string') return 1
  return type === 'binary' ? LIMITS.rpmHeaderBytes : LIMITS.rpmArrayEntries
}

function headerOf(entries: readonly HeaderEntry[], bytes: Uint8Array, where: string): RpmHeader {
  const byTag = new Map(entries.map((entry) => [entry.tag, entry]))
  const find = <T>(tag: Tag, wanted: string, decode: (entry: HeaderEntry) => T | undefined) => {
    const entry = byTag.get(tag.number)
    if (entry === undefined) return undefined
    const value = decode(entry)
    if (value !== undefined) return value
    throw new PublishError('PACKAGE', `${where} has tag ${tag.number} as ${entry.type}, not as ${wanted}`)
  }
  const strings = (tag: Tag) => find(tag, 'text', ({ type, data }) => decodeStrings(type, data))
  const numbers = (tag: Tag) =>
    find(tag, 'numbers that are exact', ({ type, data }) => decodeNumbers(type, data))
  return {
    entries,
    bytes,
    has: (tag) => byTag.has(tag.number),
    string: (tag) => strings(tag)?.[0],
    strings,
    number: (tag) => numbers(tag)?.[0],
    numbers,
    binary: (tag) => find(tag, 'binary', ({ type, data }) => (type === 'binary' ? data : undefined)),
  }
}

function readEntry(bytes: Buffer, at: number): [tag: number, type: number, offset: number, count: number] {
  return [0, 4, 8, 12].map((field) => bytes.readUInt32BE(at + field)) as [number, number, number, number]
}

function writeEntry(bytes: Buffer, at: number, numbers: readonly number[]): void {
  for (const [field, value] of numbers.entries()) bytes.writeUInt32BE(value, at + field * 4)
}

function broken(source: string, title: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `${source}: the ${title} ${fault}; is the package damaged?`)
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

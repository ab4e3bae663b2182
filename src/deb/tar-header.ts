import { PublishError } from '../errors.ts'

/** One header block of a tar archive: ustar (POSIX.1) or GNU. */
export interface TarHeader {
  readonly name: string
  readonly linkName: string
  /** `0` a file, `2` a symbolic link, `5` a directory, `L` and `K` GNU's long names, `x` and `g` PAX, and others. */
  readonly type: string
  /** Permission bits. */
  readonly mode: number
  /** Of the content that follows. */
  readonly sizeBytes: number
  /** Since 1970. */
  readonly mtimeSeconds: number
  /** By name; root's where they are left out, and numbers are always root's: dpkg goes by the names that it knows. */
  readonly owner?: string
  readonly group?: string
}

export const BLOCK_BYTES = 512
export const NAME_BYTES = 100

/** Where the fields stand: `struct posix_header` and `struct oldgnu_header` of GNU tar's src/tar.h. */
const FIELDS = {
  name: [0, NAME_BYTES],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, NAME_BYTES],
  magic: [257, 8],
  user: [265, 32],
  group: [297, 32],
  prefix: [345, 155],
} as const
type FieldName = keyof typeof FIELDS

/** Links, devices, directories and pipes, whatever size they say: POSIX.1, "ustar Interchange Format". */
const TYPES_WITHOUT_CONTENT: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6'])

const ROOT = 'root'
const GNU_MAGIC = 'ustar  \0'
const POSIX_MAGIC = 'ustar\0'
/** The first bit of a number that is binary, for what octal digits cannot say: GNU tar, "Extensions". */
const BINARY = 0x80

/** Prints a header as GNU tar does. Names are at most 100 bytes: longer ones go before, as `L` and `K`. */
export function encodeTarHeader(header: TarHeader): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES)
  const put = (field: FieldName, text: string) => fieldOf(block, field).write(text)
  put('name', header.name)
  put('linkName', header.linkName)
  put('type', header.type)
  put('magic', GNU_MAGIC)
  put('user', header.owner ?? ROOT)
  put('group', header.group ?? ROOT)
  putNumber(block, 'mode', header.mode)
  putNumber(block, 'uid', 0)
  putNumber(block, 'gid', 0)
  putNumber(block, 'size', header.sizeBytes)
  putNumber(block, 'mtime', header.mtimeSeconds)
  put('checksum', `${checksumOf(block).toString(8).padStart(6, '0')}\0 `)
  return block
}

/**
 * Reads a header of any maker; undefined for the block of zeros that ends an archive.
 *
 * @param source the archive, for messages
 * @throws PublishError `PACKAGE` where the checksum or a number is wrong
 */
export function decodeTarHeader(block: Buffer, source: string): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (numberIn(block, 'checksum', source) !== checksumOf(block)) {
    throw new PublishError(
      'PACKAGE',
      `${source}: the checksum of a tar header is wrong. Get or build it again.`,
    )
  }
  const isPosix = fieldOf(block, 'magic').toString('latin1').startsWith(POSIX_MAGIC)
  const prefix = isPosix ? textIn(block, 'prefix') : ''
  const name = textIn(block, 'name')
  const type = fieldOf(block, 'type').toString('latin1')
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: textIn(block, 'linkName'),
    type,
    mode: numberIn(block, 'mode', source),
    sizeBytes: TYPES_WITHOUT_CONTENT.has(type) ? 0 : numberIn(block, 'size', source),
    mtimeSeconds: numberIn(block, 'mtime', source),
  }
}

function fieldOf(block: Buffer, field: FieldName): Buffer {
  const [start, sizeBytes] = FIELDS[field]
  return block.subarray(start, start + sizeBytes)
}

function textIn(block: Buffer, field: FieldName): string {
  const bytes = fieldOf(block, field)
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}

function putNumber(block: Buffer, field: FieldName, value: number): void {
  const bytes = fieldOf(block, field)
  const digits = value.toString(8).padStart(bytes.length - 1, '0')
  if (digits.length < bytes.length) {
    bytes.write(`${digits}\0`)
    return
  }
  bytes.writeBigUInt64BE(BigInt(value), bytes.length - 8)
  bytes[0] = BINARY
}

function numberIn(block: Buffer, field: FieldName, source: string): number {
  const bytes = fieldOf(block, field)
  const isBinary = ((bytes[0] ?? 0) & BINARY) !== 0
  const value = isBinary ? binaryNumber(bytes) : octalNumber(bytes)
  if (value !== undefined && Number.isSafeInteger(value)) return value
  throw new PublishError(
    'PACKAGE',
    `${source}: the ${field} of a tar header is ${JSON.stringify(bytes.toString('latin1'))}. Get or build it again.`,
  )
}

/** Undefined for negative ones. */
function binaryNumber(bytes: Buffer): number | undefined {
  if (bytes[0] !== BINARY) return undefined
  return Number(BigInt(`0x${bytes.toString('hex', 1)}`))
}

function octalNumber(bytes: Buffer): number | undefined {
  const [matched, digits = ''] = /^ *([0-7]*)[ \0]*$/.exec(bytes.toString('latin1')) ?? []
  return matched === undefined ? undefined : Number.parseInt(`0${digits}`, 8)
}

/** The sum of all bytes, the checksum itself counted as spaces. */
function checksumOf(block: Buffer): number {
  const [start, sizeBytes] = FIELDS.checksum
  let sum = sizeBytes * 0x20
  for (let at = 0; at < BLOCK_BYTES; at += 1) {
    if (at < start || at >= start + sizeBytes) sum += block[at] ?? 0
  }
  return sum
}

import type { PublishError } from '../errors.ts'

/** Makes the error of a reader: it knows the code, the source and what to do; the reader says what it saw. */
export type Fault = (seen: string) => PublishError

export interface ArmorBlock {
  /** `PGP SIGNATURE`, `PGP PUBLIC KEY BLOCK`, `PGP PRIVATE KEY BLOCK` */
  readonly label: string
  readonly bytes: Buffer
}

const BEGIN = /^-----BEGIN (PGP [A-Z ]+)-----$/
const HEADER = /^[A-Za-z][A-Za-z0-9-]*:( |$)/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const CHECKSUM = /^=([A-Za-z0-9+/]{4})$/
const LINE_CHARACTERS = 64

/**
 * Reads a text that holds armor blocks, blank lines between them, and nothing else (RFC 9580, 6.2). A checksum may be
 * missing, as newer tools leave it out, but must not be wrong. Messages name lines by number and never quote them:
 * they can be parts of a private key.
 *
 * @param text with LF line ends
 */
export function parseArmor(text: string, fault: Fault): readonly ArmorBlock[] {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const blocks: ArmorBlock[] = []
  let next = 0
  while (next < lines.length) {
    if (lines[next] === '') next += 1
    else {
      const { block, end } = parseBlock(lines, next, fault)
      blocks.push(block)
      next = end
    }
  }
  return blocks
}

function parseBlock(lines: readonly string[], start: number, fault: Fault) {
  const label = BEGIN.exec(lines[start] ?? '')?.[1]
  if (label === undefined) throw fault(`line ${start + 1} is outside of the armor (-----BEGIN PGP …-----)`)
  const end = lines.indexOf(`-----END ${label}-----`, start)
  if (end < 0) throw fault(`the armor that begins in line ${start + 1} has no end: it is cut off`)
  const blank = lines.indexOf('', start)
  if (blank < 0 || blank > end) throw fault(`the blank line after the armor's headers is missing`)
  const stray = lines.slice(start + 1, blank).findIndex((line) => !HEADER.test(line))
  if (stray >= 0) throw fault(`line ${start + 2 + stray} is no armor header`)
  return { block: { label, bytes: decode(lines.slice(blank + 1, end), blank + 2, fault) }, end: end + 1 }
}

function decode(lines: readonly string[], firstLine: number, fault: Fault): Buffer {
  const checksum = CHECKSUM.exec(lines.at(-1) ?? '')?.[1]
  const body = checksum === undefined ? lines : lines.slice(0, -1)
  const wrong = body.findIndex(
    (line, index) => !BASE64.test(line) || (line.endsWith('=') && index < body.length - 1),
  )
  if (wrong >= 0) throw fault(`line ${firstLine + wrong} is not base64`)
  const text = body.join('')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0) throw fault('the armor is empty')
  if (bytes.toString('base64') !== text)
    throw fault('the armor is cut off in the middle of a group of base64')
  if (checksum !== undefined && checksum !== crc24(bytes)) {
    throw fault(`the armor's checksum is wrong: it is damaged`)
  }
  return bytes
}

/** One armor block, with its checksum, ended by a newline. */
export function printArmor(label: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64')
  const lines = text.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? []
  return [`-----BEGIN ${label}-----`, '', ...lines, `=${crc24(bytes)}`, `-----END ${label}-----`, ''].join(
    '\n',
  )
}

/** RFC 9580, 6.1.1; in base64. */
function crc24(bytes: Uint8Array): string {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x800000 ? ((crc << 1) ^ 0x864cfb) & 0xffffff : crc << 1
  }
  return Buffer.from([crc >> 16, crc >> 8, crc]).toString('base64')
}

import { withoutEnd } from '../words.ts'
import { parseArmor } from './armor.ts'
import type { Fault } from './armor.ts'

/** A text in the cleartext signature framework (RFC 9580, 7), as InRelease is one. */
export interface Cleartext {
  /** What the signature covers, decoded, every line ended by LF. */
  readonly text: string
  /** The bytes that are hashed: CRLF between the lines, none after the last. */
  readonly signed: Buffer
  /** Binary, one for each armor block. */
  readonly signatures: readonly Buffer[]
}

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----'
const BEGIN_SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const HASH = /^Hash: [A-Za-z0-9-]+(, ?[A-Za-z0-9-]+)*$/
/** Readers differ on them: what one takes for text, another takes for a line end or for the end of the file. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\b\v-\x1F\x7F]/

/**
 * Splits a file as apt does (SplitClearSignedFile), and more strictly: trailing blanks do not count, an escaped line
 * loses its `- `; anything before, between or after is refused, and so is an unescaped line that begins with a dash.
 */
export function parseCleartext(bytes: Buffer, fault: Fault): Cleartext {
  const raw = bytes.toString('latin1')
  const all = raw.split('\n')
  if (all.at(-1) === '') all.pop()
  const lines = all.map((line) => withoutEnd(line, ' \t\r'))
  if (lines.some((line) => CONTROL.test(line))) throw fault('there are control characters in it')
  if (lines[0] !== BEGIN) throw fault(`it does not begin with ${BEGIN}: it carries no signature`)
  const blank = lines.indexOf('')
  const signature = lines.indexOf(BEGIN_SIGNATURE)
  if (signature < 0) throw fault('it carries no signature, or is cut off')
  if (blank < 0 || blank > signature) throw fault('the blank line after its first lines is missing')
  const stray = lines.slice(1, blank).find((line) => !HASH.test(line))
  if (stray !== undefined) throw fault('between its first line and the blank line stands more than "Hash:"')
  const covered = lines.slice(blank + 1, signature).map((line) => unescaped(line, fault))
  if (covered.length === 0) throw fault('it is empty')
  return {
    text: decoded(covered, fault),
    signed: Buffer.from(covered.join('\r\n'), 'latin1'),
    signatures: parseSignatures(lines.slice(signature), fault),
  }
}

function unescaped(line: string, fault: Fault): string {
  if (!line.startsWith('-')) return line
  if (!line.startsWith('- ')) throw fault('a line of its text begins with a dash that is not escaped')
  return line.slice(2)
}

function decoded(lines: readonly string[], fault: Fault): string {
  const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw fault('it is not UTF-8')
  }
}

function parseSignatures(lines: readonly string[], fault: Fault): readonly Buffer[] {
  if (lines.some((line, index) => line === '' && lines[index - 1]?.startsWith('-----END'))) {
    throw fault('something follows its signature, if only a blank line, and apt refuses that')
  }
  if (lines.includes(BEGIN)) throw fault('another signed message follows its signature')
  return parseArmor(lines.join('\n'), fault).map(({ label, bytes }) => {
    if (label !== 'PGP SIGNATURE') throw fault(`a ${label} follows its text`)
    return bytes
  })
}

/** The lines of a text that survives the framework unchanged; what would not is refused. */
export function signableLines(text: string, fault: Fault): readonly string[] {
  if (!text.endsWith('\n') || text.endsWith('\n\n')) throw fault('it does not end in one newline')
  const lines = text.slice(0, -1).split('\n')
  const blank = lines.findIndex((line) => /[ \t\r]$/.test(line))
  if (blank >= 0) throw fault(`line ${blank + 1} ends in a blank, which no signature covers`)
  if (CONTROL.test(text) || !text.isWellFormed()) throw fault('it holds control characters or broken UTF-16')
  return lines
}

/** @param digests as the `Hash:` line spells them: `SHA256` */
export function printCleartext(
  lines: readonly string[],
  digests: readonly string[],
  armoredSignature: string,
): string {
  const escaped = lines.map((line) => (line.startsWith('-') ? `- ${line}` : line))
  return [BEGIN, `Hash: ${digests.join(', ')}`, '', ...escaped, armoredSignature].join('\n')
}

import { PublishError } from '../../errors.ts'
import { quoted } from '../../words.ts'

/** What XML 1.0 cannot hold, not even escaped: https://www.w3.org/TR/xml/#charsets */
const ILLEGAL = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
/** The same without surrogates: those are no character at all, so that nothing is known of what they stood for. */
const ILLEGAL_CHARACTERS = /[^\t\n\r -\uFFFD\u{10000}-\u{10FFFF}]/gu

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const REFERENCE = /&(?:#x(?<hex>[0-9A-Fa-f]{1,6})|#(?<decimal>[0-9]{1,7})|(?<entity>[a-z]{2,4}));|&/g

/**
 * Escapes what stands between tags, as libxml2 prints it: a reader gets exactly this text back.
 *
 * @param source names in messages where the text is from
 * @throws PublishError `PACKAGE` for what XML cannot hold: control characters, half surrogate pairs, U+FFFE, U+FFFF
 */
export function escapeText(text: string, source: string): string {
  return checked(text, source).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character)
}

/** Escapes what stands between the double quotes of an attribute; otherwise as `escapeText`. */
export function escapeAttribute(text: string, source: string): string {
  return checked(text, source).replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character)
}

/**
 * Text for people, without the control characters that XML cannot hold: a stray one in a description is no reason to
 * refuse a package. Not for names and paths, which would then name something else.
 */
export function withoutControls(text: string): string {
  return text.replace(ILLEGAL_CHARACTERS, '')
}

/**
 * What a reader of XML makes of the text between tags.
 *
 * @throws PublishError `INTEGRITY` for entities of a DTD, stray ampersands, references to what XML cannot hold
 */
export function unescapeText(text: string, source: string): string {
  return unescape(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, source)
}

/** What a reader of XML makes of an attribute's value: unescaped white space is a space. */
export function unescapeAttribute(text: string, source: string): string {
  return unescape(text.replace(/\r\n|[\t\n\r]/g, ' '), source)
}

function unescape(text: string, source: string): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (reference, hex?: string, decimal?: string, entity?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const character = entity === undefined ? characterOf(point) : ENTITIES[entity]
    if (character !== undefined) return character
    throw new PublishError('INTEGRITY', `${source} is no XML that is read here: it has ${quoted(reference)}`)
  })
}

function characterOf(point: number): string | undefined {
  if (!(point <= 0x10ffff)) return undefined
  const character = String.fromCodePoint(point)
  return ILLEGAL.test(character) ? undefined : character
}

function checked(text: string, source: string): string {
  const illegal = ILLEGAL.exec(text)
  if (illegal === null) return text
  const where = quoted(text.slice(Math.max(illegal.index - 20, 0), illegal.index + 20))
  throw new PublishError(
    'PACKAGE',
    `${source}: ${where} has a character that no index of rpm packages can hold`,
  )
}

import { PublishError } from '../../errors.ts'
import { escapeAttribute, escapeText, unescapeAttribute, unescapeText } from './xml.ts'

/** An element of a document, and where it lies in the text that was read. */
export interface Element {
  /** As it is written, with a prefix where it has one. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  /** Of an element with children, what stands between them. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A start tag, or one of an empty element. */
export interface Tag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly isEmpty: boolean
  readonly end: number
}

/** Attributes to print, in this order; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** More than any metadata of rpm has. */
const DEPTH_LIMIT = 16

const NAME = '[A-Za-z_][A-Za-z0-9_.:-]*'
const ATTRIBUTE = `(${NAME})\\s*=\\s*("[^"<]*"|'[^'<]*')`
const START_TAG = new RegExp(`<(${NAME})((?:\\s+${ATTRIBUTE})*)\\s*(/?)>`, 'y')
const ATTRIBUTES = new RegExp(ATTRIBUTE, 'g')
const CLOSING = /\s*>/y
const SPACE = /[ \t\r\n]*/y
const COMMENT = '<!--'
const DECLARATION =
  /^<\?xml\s+version=["']1\.0["'](?:\s+encoding=["']utf-8["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>\s*/i

/**
 * Reads a document of one element. What is needed for metadata is read, comments between elements are passed over, and
 * everything else is refused: comments in text, CDATA, processing instructions, a DOCTYPE.
 *
 * @param source names it in messages
 * @throws PublishError `INTEGRITY` where it is none
 */
export function parseDocument(text: string, source: string): Element {
  const element = readElement(text, afterComments(text, declarationLength(text), source), source, 0)
  const end = afterComments(text, element.end, source)
  if (end === text.length) return element
  throw notRead(source, text, end)
}

/** How many characters the XML declaration takes, with the white space after it; 0 where there is none. */
export function declarationLength(text: string): number {
  return DECLARATION.exec(text)?.[0].length ?? 0
}

/** Reads the start tag at a position. */
export function readTag(text: string, start: number, source: string): Tag {
  START_TAG.lastIndex = start
  const match = START_TAG.exec(text)
  if (match === null) throw notRead(source, text, start)
  const [, name = '', attributes = ''] = match
  return {
    name,
    attributes: readAttributes(attributes, source),
    isEmpty: match.at(-1) === '/',
    end: START_TAG.lastIndex,
  }
}

/**
 * Prints an element on one line, as libxml2 does.
 *
 * @param text undefined for an element that has none by its kind: `<size package="1"/>`, but `<url></url>`
 * @throws PublishError `PACKAGE` for what XML cannot hold
 */
export function printElement(
  name: string,
  attributes: Attributes,
  text: string | undefined,
  source: string,
): string {
  const printed = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value), source)}"`)
    .join('')
  if (text === undefined) return `<${name}${printed}/>`
  return `<${name}${printed}>${escapeText(text, source)}</${name}>`
}

function readElement(text: string, start: number, source: string, depth: number): Element {
  const { name, attributes, isEmpty, end } = readTag(text, start, source)
  if (isEmpty) return { name, attributes, children: [], text: '', start, end }
  if (depth === DEPTH_LIMIT) throw notRead(source, text, start)
  const children: Element[] = []
  let content = ''
  let comment: number | undefined
  let position = end
  for (;;) {
    const next = text.indexOf('<', position)
    if (next < 0) throw new PublishError('INTEGRITY', `${source} ends before its element ${name} does`)
    content += unescapeText(text.slice(position, next), source)
    // Readers differ on what the text around a comment is.
    if (comment !== undefined && content.trim() !== '') throw notRead(source, text, comment)
    if (text.startsWith('</', next)) {
      return { name, attributes, children, text: content, start, end: readClosing(text, next, name, source) }
    }
    if (text.startsWith(COMMENT, next)) {
      comment = next
      position = commentEnd(text, next, source)
      continue
    }
    const child = readElement(text, next, source, depth + 1)
    children.push(child)
    position = child.end
  }
}

/** The position after white space and comments. */
function afterComments(text: string, start: number, source: string): number {
  for (let position = start; ;) {
    SPACE.lastIndex = position
    SPACE.test(text)
    position = SPACE.lastIndex
    if (!text.startsWith(COMMENT, position)) return position
    position = commentEnd(text, position, source)
  }
}

/** https://www.w3.org/TR/xml/#sec-comments: two hyphens end it, and nothing but `>` may follow them. */
function commentEnd(text: string, start: number, source: string): number {
  const hyphens = text.indexOf('--', start + COMMENT.length)
  if (hyphens < 0 || text[hyphens + 2] !== '>') throw notRead(source, text, start)
  return hyphens + '-->'.length
}

/** Gives back where the closing tag ends. */
function readClosing(text: string, start: number, name: string, source: string): number {
  CLOSING.lastIndex = start + '</'.length + name.length
  if (!text.startsWith(name, start + '</'.length) || !CLOSING.test(text)) throw notRead(source, text, start)
  return CLOSING.lastIndex
}

function readAttributes(text: string, source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTES)) {
    if (attributes.has(name)) {
      throw new PublishError('INTEGRITY', `${source} has the attribute ${name} twice in one element`)
    }
    attributes.set(name, unescapeAttribute(value.slice(1, -1), source))
  }
  return attributes
}

function notRead(source: string, text: string, position: number): PublishError {
  const seen = JSON.stringify(text.slice(position, position + 60))
  return new PublishError('INTEGRITY', `${source} is no XML that is read here, from ${seen} on`)
}

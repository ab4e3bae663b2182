import { isUtf8 } from 'node:buffer'
import type { StoredText } from '../../compression/gzip-segments.ts'
import { type Entries, countOf, storedParts, unchanged } from '../../entries.ts'
import { PublishError } from '../../errors.ts'
import type { Parts } from '../../parts.ts'
import { declarationLength, readTag } from './element.ts'

/** The three indexes of packages that a repository has. */
export type IndexKind = 'primary' | 'filelists' | 'other'

/**
 * An index as bytes: entries that stay are found by their boundaries, never parsed and never printed again, so that
 * what other tools say of their packages survives every publish.
 */
export interface Index {
  readonly kind: IndexKind
  /** Names it in messages. */
  readonly source: string
  /** Up to the first entry. */
  readonly head: Buffer
  /** Each from its `<package ` up to the next entry, with the white space between them. */
  readonly entries: Entries
  /** From the closing tag of the root. */
  readonly tail: Buffer
  /** As it was read in gzip; undefined for a new one. */
  readonly published?: StoredText | undefined
}

const METADATA = 'http://linux.duke.edu/metadata'
const ROOTS = {
  primary: { name: 'metadata', namespace: `${METADATA}/common`, others: ` xmlns:rpm="${METADATA}/rpm"` },
  filelists: { name: 'filelists', namespace: `${METADATA}/filelists`, others: '' },
  other: { name: 'otherdata', namespace: `${METADATA}/other`, others: '' },
} as const

const LESS_THAN = 0x3c
const ENTRY = Buffer.from('<package ')
const ENTRY_END = Buffer.from('</package>')
/** Before and after the entries there are but a few words. */
const EDGE_BYTES = 16 * 1024
const COUNT = /(?<=\spackages\s*=\s*["'])[0-9]+(?=["'])/g

/** An index without packages, as createrepo_c prints it. */
export function emptyIndex(kind: IndexKind): Index {
  const { name, namespace, others } = ROOTS[kind]
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  return {
    kind,
    source: `a new ${kind}`,
    head: Buffer.from(`${declaration}\n<${name} xmlns="${namespace}"${others} packages="0">\n`),
    entries: unchanged({ bytes: Buffer.alloc(0), bounds: new Uint32Array(0) }),
    tail: Buffer.from(`</${name}>`),
  }
}

/**
 * Finds the entries of an index. What is well-formed inside of them is not looked at; but a form in which the
 * boundaries could be somewhere else than they seem is refused: with CDATA, comments, processing instructions, a
 * DOCTYPE, other prefixes, text between entries, entries in entries.
 *
 * @param bytes uncompressed; the index keeps views of them
 * @param source names it in messages
 * @throws PublishError `INTEGRITY`
 */
export function parseIndex(bytes: Buffer, kind: IndexKind, source: string): Index {
  const first = bytes.indexOf(ENTRY)
  const start = first < 0 ? bytes.lastIndexOf('</') : first
  const head = bytes.subarray(0, Math.max(start, 0))
  checkEncoding(bytes, head, source)
  checkHead(head, kind, source)
  const body = bytes.subarray(head.length)
  const bounds = entryBounds(body, source)
  const bodyEnd = bounds.at(-1) ?? 0
  const tail = body.subarray(bodyEnd)
  checkTail(tail, kind, source)
  const stored = { bytes: body.subarray(0, bodyEnd), bounds: Uint32Array.from(bounds) }
  return { kind, source, head, entries: unchanged(stored), tail }
}

/** The index with entries at its end; each is one `<package …>…</package>` and a newline. */
export function withEntries(index: Index, added: readonly string[]): Index {
  const { entries } = index
  return {
    ...index,
    entries: { ...entries, added: [...entries.added, ...added.map((it) => Buffer.from(it))] },
  }
}

/** The bytes of an index: those it was read from, but for what was changed, and for the number of packages. */
export function printIndex(index: Index): Buffer {
  return Buffer.concat(indexParts(index))
}

/** The same as views of the bytes that it was read from: as few as possible, for hashing and compressing in turn. */
export function indexParts({ head, entries, tail }: Index): Parts {
  const counted = head.toString('latin1').replace(COUNT, String(countOf(entries)))
  return [Buffer.from(counted, 'latin1'), ...storedParts(entries), ...entries.added, tail]
}

/** Start and end of each entry of what follows the head. */
function entryBounds(body: Buffer, source: string): readonly number[] {
  const bounds: number[] = []
  for (let next = body.indexOf(ENTRY); next >= 0;) {
    const end = entryEnd(body, next, source)
    const following = body.indexOf(ENTRY, next + ENTRY.length)
    if (following >= 0 && following !== end) throw notSliced(body, Math.min(following, end), source)
    bounds.push(next, end)
    next = following
  }
  return bounds
}

/** Where an entry ends, and the white space after it. */
function entryEnd(bytes: Buffer, start: number, source: string): number {
  const closing = bytes.indexOf(ENTRY_END, start)
  if (closing < 0) throw new PublishError('INTEGRITY', `${source} ends within a package; is it damaged?`)
  let end = closing + ENTRY_END.length
  while (isSpace(bytes[end])) end += 1
  return end
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** With this, every `<` begins a tag, and nothing that looks like one is text. */
function checkEncoding(bytes: Buffer, head: Buffer, source: string): void {
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new PublishError('INTEGRITY', `${source} is no text in UTF-8; is it damaged, or still compressed?`)
  }
  const declaration = declarationLength(head.toString('latin1', 0, EDGE_BYTES))
  for (const mark of [0x21, 0x3f]) {
    const position = tagStartedBy(mark, bytes, declaration)
    if (position >= 0) throw notSliced(bytes, position, source)
  }
}

/** Where a `<` with this byte after it stands, or -1. Marks are rare and `<` is not: so these are looked for. */
function tagStartedBy(mark: number, bytes: Buffer, start: number): number {
  let position = bytes.indexOf(mark, start + 1)
  while (position >= 0 && bytes[position - 1] !== LESS_THAN) position = bytes.indexOf(mark, position + 1)
  return position < 0 ? -1 : position - 1
}

function checkHead(head: Buffer, kind: IndexKind, source: string): void {
  const { name, namespace } = ROOTS[kind]
  const text = head.toString('utf8', 0, EDGE_BYTES)
  const root = readTag(text, declarationLength(text), source)
  const isRoot = root.name === name && root.attributes.get('xmlns') === namespace
  if (!isRoot || root.isEmpty) {
    throw new PublishError(
      'INTEGRITY',
      `${source} is no ${kind}: it does not begin with <${name} xmlns="${namespace}"`,
    )
  }
  if (head.length > EDGE_BYTES || text.slice(root.end).trim() !== '') {
    throw notSliced(head, Buffer.byteLength(text.slice(0, root.end)), source)
  }
  const counts = text.match(COUNT) ?? []
  if (counts.length === (root.attributes.has('packages') ? 1 : 0)) return
  throw new PublishError('INTEGRITY', `${source} says in no form that is read here how many packages it has`)
}

function checkTail(tail: Buffer, kind: IndexKind, source: string): void {
  const expected = new RegExp(`^</${ROOTS[kind].name}\\s*>\\s*$`)
  if (tail.length > EDGE_BYTES || !expected.test(tail.toString('latin1'))) throw notSliced(tail, 0, source)
}

function notSliced(bytes: Buffer, position: number, source: string): PublishError {
  const seen = JSON.stringify(bytes.toString('utf8', position, position + 60))
  return new PublishError(
    'INTEGRITY',
    `${source} has a form that cannot be added to, from ${seen} on; let createrepo_c write it anew`,
  )
}

import {
  type Entries,
  type Entry,
  type NameReader,
  eachOf,
  entriesNamed,
  namesOf,
  unchanged,
} from '../entries.ts'
import { type Parts, type Stretch, partsWithout } from '../parts.ts'
import { type Stanza, field, parseStanza } from './stanza.ts'

/**
 * A Packages file as bytes: stanzas that stay are found by their boundaries, never parsed and never printed again, so
 * that fields of other tools survive every publish.
 */
export type PackagesIndex = Entries

/** A stanza of an index, and where it stands. */
export interface IndexedStanza extends Entry {
  readonly stanza: Stanza
}

const NEWLINE = 0x0a
const CANONICAL = Buffer.from('Package: ')

/** Finds the stanzas of an index; each ends after its last newline. */
export function packagesIndex(bytes: Buffer): PackagesIndex {
  const bounds: number[] = []
  let start = 0
  while (start < bytes.length) {
    if (bytes[start] === NEWLINE) {
      start += 1
      continue
    }
    const gap = bytes.indexOf('\n\n', start, 'latin1')
    const end = gap < 0 ? bytes.length : gap + 1
    bounds.push(start, end)
    start = end
  }
  return unchanged({ bytes, bounds: Uint32Array.from(bounds) })
}

/** The stanzas of packages of that name. */
export function stanzasNamed(index: PackagesIndex, name: string): readonly IndexedStanza[] {
  return entriesNamed(index, name, nameOf).map((entry) => ({ ...entry, stanza: stanzaOf(entry.bytes) }))
}

/** The stanzas of the packages whose names are wanted, those of one name together. */
export function stanzasWanted(index: PackagesIndex, isWanted: (name: string) => boolean): readonly Buffer[] {
  const names = [...namesIn(index)].filter(isWanted)
  return names.flatMap((name) => entriesNamed(index, name, nameOf).map(({ bytes }) => bytes))
}

/** The names of its packages, each once. */
export function namesIn(index: PackagesIndex): Iterable<string> {
  return namesOf(index, nameOf)
}

/** Most tools write the name first: then nothing else is parsed. */
const nameOf: NameReader = (bytes, start, end) => {
  const nameStart = start + CANONICAL.length
  if (bytes.compare(CANONICAL, 0, CANONICAL.length, start, Math.min(nameStart, end)) !== 0)
    return field(stanzaOf(bytes.subarray(start, end)), 'Package')?.trim() ?? ''
  const newline = bytes.indexOf(NEWLINE, nameStart)
  return bytes.toString('utf8', nameStart, newline < 0 ? end : newline).trim()
}

/** With the lines that continue it; of bytes, because of characters some are ends of lines to JavaScript alone. */
const FILENAME = /^Filename:(.*(?:\n[ \t].*)*)/gim

/** The `Filename` of every stanza, as `field` gives it. */
export function filenamesOf(index: PackagesIndex): readonly string[] {
  const found = [...eachOf(index)].flatMap(({ bytes }) => [...bytes.toString('latin1').matchAll(FILENAME)])
  return found.map(([, value = '']) =>
    Buffer.from(value, 'latin1').toString('utf8').trim().replace(/^\.\//, ''),
  )
}

/** The stanzas of `Architecture: all`, each with its newline, as they stand. */
export function architectureAll(index: PackagesIndex): readonly Buffer[] {
  const stanzas = [...eachOf(index)].map(({ bytes }) => bytes)
  return stanzas.filter((bytes) => /^Architecture:[ \t]*all[ \t]*$/im.test(bytes.toString('latin1')))
}

/** A stanza as others may follow it: the last one of an index may lack its newline. */
export function terminated(stanza: Buffer): Buffer {
  return stanza.at(-1) === NEWLINE ? stanza : Buffer.concat([stanza, Buffer.from([NEWLINE])])
}

/** The fields of a stanza of an index. */
export function stanzaOf(bytes: Buffer): Stanza {
  return parseStanza(bytes.toString('utf8'), 'a Packages index')
}

/** The index without some of its stanzas and with others at its end; the rest stays byte for byte. */
export function changedIndex(
  index: PackagesIndex,
  removed: readonly Entry[],
  added: readonly Buffer[],
): PackagesIndex {
  const positions = removed.flatMap(({ position }) => position ?? [])
  const bytes = new Set(removed.map((entry) => entry.bytes))
  const kept = index.added.filter((stanza) => !bytes.has(stanza))
  return { ...index, gone: new Set([...index.gone, ...positions]), added: [...kept, ...added] }
}

/** The bytes of an index, as views of those that it was read from. */
export function packagesParts(index: PackagesIndex): Parts {
  const { stored, gone, added } = index
  const parts = [
    ...partsWithout(
      stored.bytes,
      [...gone].map((position) => withBlankLine(index, position)),
    ),
  ]
  const last = parts.at(-1)
  if (last !== undefined && added.length > 0) parts.push(separatorAfter(last))
  for (const stanza of added) parts.push(stanza, Buffer.from('\n'))
  return parts
}

function withBlankLine({ stored: { bytes, bounds } }: PackagesIndex, position: number): Stretch {
  const [start = 0, end = 0] = bounds.subarray(position * 2, position * 2 + 2)
  return { start, end: bytes[end] === NEWLINE ? end + 1 : end }
}

function separatorAfter(text: Buffer): Buffer {
  const tail = text.subarray(-2).toString('latin1')
  if (tail === '\n\n') return Buffer.alloc(0)
  return Buffer.from(tail.endsWith('\n') ? '\n' : '\n\n')
}

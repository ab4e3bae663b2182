import { type Stanza, field, parseStanza, printStanza } from './stanza.ts'

/**
 * A Packages file as bytes: stanzas that stay are found by their boundaries, never parsed and never printed again, so
 * that fields of other tools survive every publish.
 */
export type PackagesIndex = Buffer

/** Where one stanza lies in an index; `end` is after its last newline. */
export interface Slice {
  readonly start: number
  readonly end: number
}

const NEWLINE = 0x0a
const CANONICAL = Buffer.from('Package: ')

/** Every stanza of an index, in order. */
function* slicesOf(index: PackagesIndex): Generator<Slice> {
  let start = 0
  while (start < index.length) {
    if (index[start] === NEWLINE) {
      start += 1
      continue
    }
    const gap = index.indexOf('\n\n', start)
    const end = gap < 0 ? index.length : gap + 1
    yield { start, end }
    start = end
  }
}

/** Where the stanzas of each name lie, found once for each index: indexes never change. */
const namesOfIndexes = new WeakMap<PackagesIndex, ReadonlyMap<string, readonly Slice[]>>()

/** The stanzas of packages of that name, with their fields. */
export function stanzasNamed(
  index: PackagesIndex,
  name: string,
): readonly (Slice & { readonly stanza: Stanza })[] {
  const slices = namesOf(index).get(name) ?? []
  return slices.map((slice) => ({ ...slice, stanza: stanzaAt(index, slice) }))
}

/** Where the stanzas of the packages lie whose names are wanted, in the order of first names. */
export function slicesNamed(index: PackagesIndex, isWanted: (name: string) => boolean): readonly Slice[] {
  return [...namesOf(index)].filter(([name]) => isWanted(name)).flatMap(([, slices]) => slices)
}

/** The names of its packages, each once. */
export function namesIn(index: PackagesIndex): Iterable<string> {
  return namesOf(index).keys()
}

function namesOf(index: PackagesIndex): ReadonlyMap<string, readonly Slice[]> {
  const known = namesOfIndexes.get(index)
  if (known !== undefined) return known
  const names = slicesByName(index)
  namesOfIndexes.set(index, names)
  return names
}

function slicesByName(index: PackagesIndex): ReadonlyMap<string, readonly Slice[]> {
  const names = new Map<string, Slice[]>()
  for (const slice of slicesOf(index)) {
    const name = nameAt(index, slice)
    const known = names.get(name)
    if (known === undefined) names.set(name, [slice])
    else known.push(slice)
  }
  return names
}

/** Most tools write the name first: then nothing else is parsed. */
function nameAt(index: PackagesIndex, slice: Slice): string {
  const nameStart = slice.start + CANONICAL.length
  if (index.subarray(slice.start, nameStart).equals(CANONICAL)) {
    const end = index.indexOf(NEWLINE, nameStart)
    return index.toString('utf8', nameStart, end < 0 ? index.length : end).trim()
  }
  return field(stanzaAt(index, slice), 'Package')?.trim() ?? ''
}

/** With the lines that continue it; of bytes, because of characters some are ends of lines to JavaScript alone. */
const FILENAME = /^Filename:(.*(?:\n[ \t].*)*)/gim

/** The `Filename` of every stanza, as `field` gives it. */
export function filenamesOf(index: PackagesIndex): readonly string[] {
  return [...index.toString('latin1').matchAll(FILENAME)].map(([, value = '']) =>
    Buffer.from(value, 'latin1').toString('utf8').trim().replace(/^\.\//, ''),
  )
}

/** The stanzas of `Architecture: all`, each with its newline, as they stand. */
export function architectureAll(index: PackagesIndex): readonly Buffer[] {
  return [...slicesOf(index)]
    .filter((slice) =>
      /^Architecture:[ \t]*all[ \t]*$/im.test(index.toString('latin1', slice.start, slice.end)),
    )
    .map((slice) => index.subarray(slice.start, slice.end))
}

/** A stanza as others may follow it: the last one of an index may lack its newline. */
export function terminated(stanza: Buffer): Buffer {
  return stanza.at(-1) === NEWLINE ? stanza : Buffer.concat([stanza, Buffer.from([NEWLINE])])
}

/** The fields of a stanza of an index. */
export function stanzaAt(index: PackagesIndex, slice: Slice): Stanza {
  return parseStanza(index.toString('utf8', slice.start, slice.end), 'a Packages index')
}

/** The index without some of its stanzas and with others at its end; the rest stays byte for byte. */
export function changedIndex(
  index: PackagesIndex,
  removed: readonly Slice[],
  added: readonly Buffer[],
): PackagesIndex {
  const parts: Buffer[] = []
  let position = 0
  for (const { start, end } of [...removed].sort((a, b) => a.start - b.start)) {
    parts.push(index.subarray(position, start))
    position = index[end] === NEWLINE ? end + 1 : end
  }
  parts.push(index.subarray(position))
  const last = parts.findLast((part) => part.length > 0)
  if (last !== undefined && added.length > 0) parts.push(separatorAfter(last))
  for (const stanza of added) parts.push(stanza, Buffer.from('\n'))
  return Buffer.concat(parts)
}

function separatorAfter(text: Buffer): Buffer {
  const tail = text.subarray(-2).toString('latin1')
  if (tail === '\n\n') return Buffer.alloc(0)
  return Buffer.from(tail.endsWith('\n') ? '\n' : '\n\n')
}

const INDEX_FIELDS = ['Filename', 'Size', 'MD5sum', 'SHA1', 'SHA256', 'SHA512']
const LAST_FIELDS = ['Homepage', 'Description', 'Description-md5', 'Tag', 'Task']

/**
 * The stanza of a package in an index: its control fields, with where it is and what it weighs before the description,
 * in the order of apt-ftparchive.
 *
 * @param filename relative to the root of the repository
 */
export function indexStanza(control: Stanza, filename: string, sizeBytes: number, sha256: string): Buffer {
  const within = (names: readonly string[], name: string) =>
    names.some((it) => it.toLowerCase() === name.toLowerCase())
  const fields = control.filter(({ name }) => !within(INDEX_FIELDS, name))
  const located = [
    { name: 'Filename', value: filename },
    { name: 'Size', value: String(sizeBytes) },
    { name: 'SHA256', value: sha256 },
  ]
  const first = fields.filter(({ name }) => !within(LAST_FIELDS, name))
  const last = fields.filter(({ name }) => within(LAST_FIELDS, name))
  return Buffer.from(printStanza([...first, ...located, ...last]))
}

/** The stanza of a listed package, with its file at another place; all else stays byte for byte. */
export function movedStanza(stanza: Buffer, filename: string): Buffer {
  const text = stanza.toString('latin1')
  const moved = text.replace(/^(Filename:[ \t]*).*$/im, (_, start: string) => start + filename)
  return Buffer.from(moved, 'latin1')
}

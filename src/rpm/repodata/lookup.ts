import { type NameReader, eachOf, entriesNamed, namesOf, without } from '../../entries.ts'
import { PublishError } from '../../errors.ts'
import { readTag } from './element.ts'
import type { Index, IndexKind } from './index-file.ts'
import { readPrimaryEntry } from './primary.ts'
import type { PrimaryFields } from './primary.ts'
import { unescapeAttribute, unescapeText } from './xml.ts'
import { quoted } from '../../words.ts'

const LESS_THAN = 0x3c
const QUOTE = 0x22

/** How entries begin that createrepo_c printed: what follows is the value, and need not be searched for. */
const NAME_START = Buffer.from('<package type="rpm">\n  <name>')
const PKGID_START = Buffer.from('<package pkgid="')
const CHECKSUM_START = Buffer.from('<checksum type="sha256" pkgid="YES">')

/** What a primary says of each of its packages, in order. */
export function* packagesOf(primary: Index): Generator<PrimaryFields> {
  for (const { bytes } of eachOf(primary.entries)) yield readPrimaryEntry(bytes, primary.source)
}

/** What a primary says of the packages with a name. Of the others only the name is read. */
export function packagesNamed(primary: Index, name: string): readonly PrimaryFields[] {
  const { entries, source } = primary
  return entriesNamed(entries, name, nameReader(primary)).map(({ bytes }) => readPrimaryEntry(bytes, source))
}

/** What a primary says of the packages whose names are wanted, in the order of first names. */
export function packagesWanted(
  primary: Index,
  isWanted: (name: string) => boolean,
): readonly { readonly fields: PrimaryFields; readonly entry: Buffer }[] {
  const { entries, source } = primary
  const names = [...namesIn(primary)].filter(isWanted)
  const found = names.flatMap((name) => entriesNamed(entries, name, nameReader(primary)))
  return found.map(({ bytes }) => ({ fields: readPrimaryEntry(bytes, source), entry: bytes }))
}

/** The names of its packages, each once. */
export function namesIn(primary: Index): Iterable<string> {
  return namesOf(primary.entries, nameReader(primary))
}

function nameReader({ source }: Index): NameReader {
  return (bytes, start, end) => {
    if (!startsWith(bytes, NAME_START, start, end))
      return readPrimaryEntry(bytes.subarray(start, end), source).name
    return unescapeText(valueAt(bytes, start + NAME_START.length, LESS_THAN), source)
  }
}

/** The index without the packages of these IDs: of a primary, filelists or other. */
export function withoutPackages(index: Index, pkgids: ReadonlySet<string>): Index {
  if (pkgids.size === 0) return index
  const { kind, source } = index
  return { ...index, entries: without(index.entries, (entry) => pkgids.has(pkgidOf(entry, kind, source))) }
}

/** The entries of an index by the ID of their package. */
export function entriesById({ entries, kind, source }: Index): ReadonlyMap<string, Buffer> {
  return new Map([...eachOf(entries)].map(({ bytes }) => [pkgidOf(bytes, kind, source), bytes]))
}

/** The IDs of an index's packages, in order. */
export function pkgidsOf({ entries, kind, source }: Index): readonly string[] {
  return [...eachOf(entries)].map(({ bytes }) => pkgidOf(bytes, kind, source))
}

function pkgidOf(entry: Buffer, kind: IndexKind, source: string): string {
  return kind === 'primary' ? checksumOf(entry, source) : attributeOf(entry, source)
}

function checksumOf(entry: Buffer, source: string): string {
  const start = entry.indexOf(CHECKSUM_START)
  if (start < 0) return readPrimaryEntry(entry, source).pkgid
  return unescapeText(valueAt(entry, start + CHECKSUM_START.length, LESS_THAN), source)
}

function attributeOf(entry: Buffer, source: string): string {
  if (startsWith(entry, PKGID_START)) {
    return unescapeAttribute(valueAt(entry, PKGID_START.length, QUOTE), source)
  }
  const tag = entry.toString('utf8', 0, entry.indexOf(LESS_THAN, 1))
  const pkgid = readTag(tag, 0, source).attributes.get('pkgid')
  if (pkgid !== undefined) return pkgid
  throw new PublishError('INTEGRITY', `${source} has a package without pkgid: ${quoted(tag)}`)
}

function valueAt(entry: Buffer, start: number, terminator: number): string {
  return entry.toString('utf8', start, entry.indexOf(terminator, start))
}

function startsWith(bytes: Buffer, wanted: Buffer, start = 0, end = bytes.length): boolean {
  return bytes.compare(wanted, 0, wanted.length, start, Math.min(start + wanted.length, end)) === 0
}

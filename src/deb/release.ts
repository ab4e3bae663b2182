import { PublishError } from '../errors.ts'
import { type Field, type Stanza, field, parseStanza, printStanza } from './stanza.ts'
import { quoted, withoutEnd } from '../words.ts'

/** One line of the SHA256 list: an index as apt will ask for it. */
export interface ListedFile {
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** A line of another list. */
export interface OtherListedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly algorithm: 'sha512' | 'sha1' | 'md5'
  /** Lower-case hex. */
  readonly hash: string
}

/** A Release file; fields that we do not know stay as they are. */
export interface Release {
  readonly fields: Stanza
  /** By path, relative to the Release file. */
  readonly files: ReadonlyMap<string, ListedFile>
  /** What is listed without a SHA256, by its strongest other hash. */
  readonly unhashed: readonly OtherListedFile[]
}

const HASH_FIELDS = ['MD5Sum', 'SHA1', 'SHA256', 'SHA512']
const OTHER_HASHES = [
  ['MD5Sum', 'md5'],
  ['SHA1', 'sha1'],
  ['SHA512', 'sha512'],
] as const
const ELSEWHERE = 'Move what lies there away, or publish to another place.'
const WRITTEN_FIELDS = [
  ...HASH_FIELDS,
  'Date',
  'Valid-Until',
  'Architectures',
  'Components',
  'Acquire-By-Hash',
]

/**
 * Reads a Release file, or the text of an InRelease.
 *
 * @param source the object that it came from, for messages
 * @throws PublishError `INTEGRITY` where it is no Release file
 */
export function parseRelease(text: string, source: string): Release {
  const fields = parseFields(text.replaceAll('\r\n', '\n'), source)
  const files = new Map<string, ListedFile>()
  for (const { path, sizeBytes, hash } of listedIn(fields, 'SHA256', source)) {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw malformed(source, `its SHA256 of ${path} is ${quoted(hash)}`)
    if (files.has(path)) throw malformed(source, `it lists ${path} twice`)
    files.set(path, { sizeBytes, sha256: hash })
  }
  const others = OTHER_HASHES.flatMap(([name, algorithm]) =>
    listedIn(fields, name, source).map((line) => [line.path, { ...line, algorithm }] as const),
  )
  // Of several lines about one path the last stays, and the strongest hash comes last.
  const unhashed = [...new Map(others).values()].filter(({ path }) => !files.has(path))
  return { fields, files, unhashed }
}

function parseFields(text: string, source: string): Stanza {
  try {
    return parseStanza(text, source)
  } catch (cause) {
    throw new PublishError('INTEGRITY', `${(cause as Error).message} ${ELSEWHERE}`, { cause })
  }
}

function listedIn(fields: Stanza, name: string, source: string) {
  const lines = (field(fields, name) ?? '').split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [hash = '', size = '', path = '', ...rest] = line.trim().split(/[ \t]+/)
    if (rest.length > 0 || !/^\d{1,15}$/.test(size))
      throw malformed(source, `a line of ${name} reads ${quoted(line)}`)
    assertInside(path, source)
    return { hash: hash.toLowerCase(), sizeBytes: Number(size), path }
  })
}

/** A listed path becomes a part of an object key: it must stay below the Release file. */
function assertInside(path: string, source: string): void {
  const parts = path.split('/')
  if (parts.includes('') || parts.includes('..') || parts.includes('.') || /[\\%?#\p{Cc}]/u.test(path)) {
    throw malformed(source, `it lists the path ${quoted(path)}`)
  }
}

function malformed(source: string, seen: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${source} is no Release file that can be continued: ${seen}. ${ELSEWHERE}`,
  )
}

/** The path of an index of packages: its component, and its architecture. */
const INDEX_PATH = /^(.+)\/binary-([^/]+)\/Packages(?:\.[a-z0-9]+)?$/

/**
 * The words of a list field. Where the Release does not have it, clients take whatever is listed: it is read from the
 * paths then, because the field that a publish writes must not leave any out.
 */
export function wordsOf(release: Release, name: 'Architectures' | 'Components'): readonly string[] {
  const given = field(release.fields, name)
  if (given !== undefined) return given.split(/\s+/).filter((word) => word !== '')
  const paths = [...release.files.keys(), ...release.unhashed.map(({ path }) => path)]
  const words = paths.map((path) => INDEX_PATH.exec(path)?.[name === 'Components' ? 1 : 2])
  return [...new Set(words)].filter((word) => word !== undefined).sort()
}

/**
 * Whether clients read the index of `Architecture: all` beside that of their own architecture, so that a package may be
 * listed there alone.
 */
export function readsArchitectureAll(release: Release): boolean {
  const unsupported = (field(release.fields, 'No-Support-for-Architecture-all') ?? '').split(/\s+/)
  return wordsOf(release, 'Architectures').includes('all') && !unsupported.includes('Packages')
}

/** The `Date`, in seconds since 1970; undefined where there is none that can be read. */
export function dateOf(release: Release): number | undefined {
  const milliseconds = Date.parse((field(release.fields, 'Date') ?? '').trim())
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
}

/** What somebody should know who lets this program continue a Release file of another maker. */
export function continuationWarnings(release: Release, title: string): readonly string[] {
  const value = (name: string) => field(release.fields, name)?.trim()
  const [until, signers] = [value('Valid-Until'), value('Signed-By')]
  const expiring =
    `The Release of the ${title} is valid until ${until}. What is published here has no such date: ` +
    'nobody signs it again on a schedule.'
  const restricted =
    `The Release of the ${title} says Signed-By: ${signers}. That stays: clients that know it take the suite from no ` +
    'other key, so one of those must stay in gpg-private-key.'
  return [...(until === undefined ? [] : [expiring]), ...(signers === undefined ? [] : [restricted])]
}

/** What a publish puts into the Release file of a suite. */
export interface ReleaseContent {
  /** Fields that stay: everything but those below. */
  readonly fields: Stanza
  readonly architectures: readonly string[]
  readonly components: readonly string[]
  readonly files: ReadonlyMap<string, ListedFile>
  readonly stampSeconds: number
}

/**
 * Prints a Release file: SHA256 alone, because apt asks by the strongest hash that is listed, and without Valid-Until,
 * because nobody signs again on a schedule.
 */
export function printRelease(content: ReleaseContent): string {
  const kept = content.fields.filter(
    ({ name }) => !WRITTEN_FIELDS.some((written) => equalNames(written, name)),
  )
  // No signature in cleartext covers the blanks at the end of a line.
  const fields = kept.map(withoutBlanks)
  const files = [...content.files].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = files.map(([path, file]) => `\n ${file.sha256} ${String(file.sizeBytes).padStart(8)} ${path}`)
  return printStanza([
    ...fields,
    { name: 'Date', value: releaseDate(content.stampSeconds) },
    { name: 'Architectures', value: content.architectures.join(' ') },
    { name: 'Components', value: content.components.join(' ') },
    { name: 'Acquire-By-Hash', value: 'yes' },
    { name: 'SHA256', value: lines.join('') },
  ])
}

function withoutBlanks({ name, value, separator }: Field): Field {
  const lines = value.split('\n').map((line) => withoutEnd(line, ' \t'))
  const trimmed = lines.join('\n')
  const isBare = trimmed === '' || trimmed.startsWith('\n')
  return isBare || separator === undefined ? { name, value: trimmed } : { name, value: trimmed, separator }
}

function equalNames(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** `Sat, 21 Nov 2026 09:15:44 UTC`, as apt-ftparchive writes it. */
function releaseDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString().replace('GMT', 'UTC')
}

import { PublishError } from '../errors.ts'
import { type Stanza, field, parseStanza, printStanza } from './stanza.ts'

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
  const fields = parseStanza(text, source)
  const files = new Map<string, ListedFile>()
  for (const { path, sizeBytes, hash } of listedIn(fields, 'SHA256', source)) {
    if (!/^[0-9a-f]{64}$/.test(hash))
      throw malformed(source, `its SHA256 of ${path} is ${JSON.stringify(hash)}`)
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

function listedIn(fields: Stanza, name: string, source: string) {
  const lines = (field(fields, name) ?? '').split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [hash = '', size = '', path = '', ...rest] = line.trim().split(/[ \t]+/)
    if (rest.length > 0 || !/^\d{1,15}$/.test(size))
      throw malformed(source, `a line of ${name} reads ${JSON.stringify(line)}`)
    assertInside(path, source)
    return { hash: hash.toLowerCase(), sizeBytes: Number(size), path }
  })
}

/** A listed path becomes a part of an object key: it must stay below the Release file. */
function assertInside(path: string, source: string): void {
  const parts = path.split('/')
  if (parts.includes('') || parts.includes('..') || parts.includes('.') || /[\\%?#\p{Cc}]/u.test(path)) {
    throw malformed(source, `it lists the path ${JSON.stringify(path)}`)
  }
}

function malformed(source: string, seen: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${source} is no Release file that can be continued: ${seen}. Move what lies there away, or publish to another place.`,
  )
}

/** The words of a list field such as Architectures. */
export function wordsOf(release: Release, name: 'Architectures' | 'Components'): readonly string[] {
  return (field(release.fields, name) ?? '').split(/\s+/).filter((word) => word !== '')
}

/** Whether clients of this state fetch indexes by their hash. */
export function acquiresByHash(release: Release): boolean {
  return (field(release.fields, 'Acquire-By-Hash') ?? '').trim() === 'yes'
}

/** The `Date`, in seconds since 1970; undefined where there is none that can be read. */
export function dateOf(release: Release): number | undefined {
  const milliseconds = Date.parse((field(release.fields, 'Date') ?? '').trim())
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
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
  const fields = kept.map(({ name, value }) => ({ name, value: value.replace(/[ \t]+$/gm, '') }))
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

function equalNames(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** `Sat, 21 Nov 2026 09:15:44 UTC`, as apt-ftparchive writes it. */
function releaseDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString().replace('GMT', 'UTC')
}

import { PublishError } from '../../errors.ts'
import { printElement } from './element.ts'
import type { Attributes, Element } from './element.ts'
import { isRelativeHref } from './href.ts'
import type { IndexKind } from './index-file.ts'
import { indented } from './package-tag.ts'
import { quoted } from '../../words.ts'

/** A digest as metadata gives it. */
export interface Checksum {
  /** `sha256`, `sha512`, `sha` (which is sha1) and others */
  readonly type: string
  /** Lower-case hex. */
  readonly value: string
}

/** One file that repomd.xml names. */
export interface RepomdRecord {
  /** `primary`, `filelists`, `other`, `group`, `updateinfo`, `primary_db`, … */
  readonly type: string
  /** Of the file as stored. */
  readonly checksum: Checksum
  /** Of what it unpacks to. */
  readonly openChecksum?: Checksum
  /** Relative to the root of the repository, and inside of it. */
  readonly href: string
  readonly timestampSeconds?: number
  readonly sizeBytes?: number
  readonly openSizeBytes?: number
  readonly databaseVersion?: number
}

/** An index that was just written. */
export interface NewRecord {
  readonly type: IndexKind
  /** Of the file as stored, and of what it unpacks to: lower-case hex. */
  readonly sha256: string
  readonly openSha256: string
  readonly href: string
  readonly sizeBytes: number
  readonly openSizeBytes: number
}

/**
 * Reads a `<data>`.
 *
 * @throws PublishError `INTEGRITY` where it lacks a type, a checksum or a location, or has something twice
 */
export function readRecord(element: Element, source: string): RepomdRecord {
  const type = element.attributes.get('type') ?? ''
  const where = `${source}: the record ${quoted(type)}`
  if (!/^[A-Za-z0-9_.:+-]{1,128}$/.test(type)) throw broken(where, 'has no name that is read here')
  const children = new Map(element.children.map((child) => [child.name, child]))
  if (children.size !== element.children.length) throw broken(where, 'has an element twice')
  const checksum = children.get('checksum')
  if (checksum === undefined) throw broken(where, 'has no checksum, and what it names cannot be verified')
  const openChecksum = children.get('open-checksum')
  const numbers = {
    timestampSeconds: numberOf(children.get('timestamp'), where),
    sizeBytes: numberOf(children.get('size'), where),
    openSizeBytes: numberOf(children.get('open-size'), where),
    databaseVersion: numberOf(children.get('database_version'), where),
  }
  return {
    type,
    checksum: checksumOf(checksum, where),
    ...(openChecksum && { openChecksum: checksumOf(openChecksum, where) }),
    href: hrefOf(children.get('location'), where),
    ...(Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== undefined)) as Partial<
      Record<keyof typeof numbers, number>
    >),
  }
}

/** Prints a `<data>` as createrepo_c does, without white space around it. */
export function printRecord(record: NewRecord, stampSeconds: number, source: string): string {
  const element = (name: string, text: string | number | undefined, attributes: Attributes = {}) =>
    printElement(name, attributes, text?.toString(), source)
  const lines = [
    element('checksum', record.sha256, { type: 'sha256' }),
    element('open-checksum', record.openSha256, { type: 'sha256' }),
    element('location', undefined, { href: record.href }),
    element('timestamp', stampSeconds),
    element('size', record.sizeBytes),
    element('open-size', record.openSizeBytes),
  ]
  return [`<data type="${record.type}">`, ...indented(indented(lines)), '  </data>'].join('\n')
}

function checksumOf({ attributes, text }: Element, where: string): Checksum {
  const type = attributes.get('type') ?? ''
  const value = text.trim()
  if (/^[a-z0-9]{1,16}$/.test(type) && /^[0-9a-f]{32,128}$/.test(value)) return { type, value }
  throw broken(where, `has the checksum ${quoted(value)} of type ${quoted(type)}`)
}

/** createrepo of EL 5 gave timestamps a fraction. */
function numberOf(element: Element | undefined, where: string): number | undefined {
  if (element === undefined) return undefined
  const text = element.text.trim()
  const number = Math.ceil(Number(text))
  if (/^[0-9]+(?:\.[0-9]+)?$/.test(text) && Number.isSafeInteger(number)) return number
  throw broken(where, `has ${quoted(text)} as ${element.name}, which is no number`)
}

function hrefOf(location: Element | undefined, where: string): string {
  const href = location?.attributes.get('href')
  if (location === undefined || href === undefined) throw broken(where, 'has no location')
  if (location.attributes.has('xml:base'))
    throw broken(where, 'lies in another repository: it has an xml:base')
  if (isRelativeHref(href)) return href
  throw broken(where, `lies at ${quoted(href)}, which is no plain path inside of the repository`)
}

function broken(where: string, fault: string): PublishError {
  return new PublishError('INTEGRITY', `${where} ${fault}`)
}

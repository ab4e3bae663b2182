import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { parseDocument } from './element.ts'
import type { Element } from './element.ts'
import type { IndexKind } from './index-file.ts'
import { readRecord } from './record.ts'
import type { RepomdRecord } from './record.ts'

/** The head of a repository: repomd.xml. */
export interface Repomd {
  /** As it was read. */
  readonly text: string
  /** Names it in messages. */
  readonly source: string
  /** Seconds since 1970: the revision, or where that is no time, the latest timestamp; 0 where there is neither. */
  readonly stampSeconds: number
  /** By type, in order. */
  readonly records: ReadonlyMap<string, PlacedRecord>
  /** Where the text of the revision lies, with its element. */
  readonly revision?: Place
  /** Where the last element ends: new ones go there. */
  readonly lastEnd: number
  /** Where the first element begins, or the closing tag. */
  readonly firstStart: number
}

/** A stretch of the text, in UTF-16 units. */
export interface Place {
  readonly start: number
  readonly end: number
}

export type PlacedRecord = RepomdRecord & Place

const NAMESPACE = 'http://linux.duke.edu/metadata/repo'
/** Later ones are no times but dates in digits. */
const TIME_LIMIT_SECONDS = 2 ** 32

/** What a repository begins with. */
export const EMPTY_REPOMD = `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="${NAMESPACE}" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <revision>0</revision>
</repomd>
`

/**
 * Reads a repomd.xml of any maker.
 *
 * @param source names it in messages
 * @throws PublishError `INTEGRITY` where it is none, has something twice, or names files outside of the repository;
 *   `LIMIT` where it is over `headBytes`
 */
export function parseRepomd(bytes: Uint8Array, source: string): Repomd {
  const text = decode(bytes, source)
  const root = parseDocument(text, source)
  if (root.name !== 'repomd' || root.attributes.get('xmlns') !== NAMESPACE) {
    throw new PublishError('INTEGRITY', `${source} does not begin with <repomd xmlns="${NAMESPACE}"`)
  }
  const first = root.children[0]
  const last = root.children.at(-1)
  if (first === undefined || last === undefined) {
    throw new PublishError('INTEGRITY', `${source} is empty: it names no index`)
  }
  const records = readRecords(root, source)
  const revision = onlyRevision(root, source)
  const stampSeconds = stampOf(revision, records)
  const place = revision && { start: revision.start, end: revision.end }
  return {
    text,
    source,
    stampSeconds,
    records,
    ...(place && { revision: place }),
    firstStart: first.start,
    lastEnd: last.end,
  }
}

function decode(bytes: Uint8Array, source: string): string {
  if (bytes.length > LIMITS.headBytes) {
    throw new PublishError('LIMIT', `${source} has ${bytes.length} bytes; at most ${LIMITS.headBytes} are read`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new PublishError('INTEGRITY', `${source} is no text in UTF-8; is it damaged?`, { cause })
  }
}

function readRecords(root: Element, source: string): ReadonlyMap<string, PlacedRecord> {
  const records = new Map<string, PlacedRecord>()
  for (const element of root.children.filter(({ name }) => name === 'data')) {
    const record = readRecord(element, source)
    if (records.has(record.type)) throw new PublishError('INTEGRITY', `${source} has ${record.type} twice`)
    records.set(record.type, { ...record, start: element.start, end: element.end })
  }
  return records
}

function onlyRevision(root: Element, source: string): Element | undefined {
  const [revision, second] = root.children.filter(({ name }) => name === 'revision')
  if (second === undefined) return revision
  throw new PublishError('INTEGRITY', `${source} has two revisions`)
}

function stampOf(revision: Element | undefined, records: Repomd['records']): number {
  const text = revision?.text.trim() ?? ''
  if (/^[0-9]{1,10}$/.test(text) && Number(text) < TIME_LIMIT_SECONDS) return Number(text)
  return Math.max(0, ...[...records.values()].map(({ timestampSeconds }) => timestampSeconds ?? 0))
}

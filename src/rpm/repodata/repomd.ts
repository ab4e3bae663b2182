import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { parseDocument, readTag } from './element.ts'
import type { Element } from './element.ts'
import { previousHead, withPreviousHead } from './previous-head.ts'
import { printRecord, readRecord } from './record.ts'
import type { NewRecord, RepomdRecord } from './record.ts'

/** The head of a repository: repomd.xml. */
export interface Repomd {
  /** As it was read. */
  readonly text: string
  /** Names it in messages. */
  readonly source: string
  /** Seconds since 1970: the revision, or where that is no time, the latest timestamp; 0 where there is neither. */
  readonly stampSeconds: number
  /** The ID of the head before, as this one says. */
  readonly previous: string | undefined
  /** By type, in order. */
  readonly records: ReadonlyMap<string, PlacedRecord>
  readonly revision?: Place
  /** From the end of the root's start tag to the end of its last element. */
  readonly content: Place
}

/** A stretch of the text, in UTF-16 units. */
export interface Place {
  readonly start: number
  readonly end: number
}

export type PlacedRecord = RepomdRecord & Place

const NAMESPACE = 'http://linux.duke.edu/metadata/repo'
/** A revision that is later than all timestamps by more is no time but a date in digits, or a number of something. */
const REVISION_AHEAD_SECONDS = 24 * 60 * 60
/** Where there are no timestamps. */
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
  const last = root.children.at(-1)
  if (last === undefined) {
    throw new PublishError('INTEGRITY', `${source} is empty: it names no index`)
  }
  const records = readRecords(root, source)
  const revision = onlyRevision(root, source)
  return {
    text,
    source,
    stampSeconds: stampOf(revision, records),
    previous: previousHead(text),
    records,
    ...(revision && { revision: { start: revision.start, end: revision.end } }),
    content: { start: readTag(text, root.start, source).end, end: last.end },
  }
}

/**
 * Prints the head of a changed repository: the records of the new indexes in their old places, those of other forms of
 * the same indexes dropped, because clients would prefer the stale form. Everything else stays byte for byte.
 *
 * @param records each type once
 * @param stampSeconds seconds since 1970, becomes the revision and the timestamps of the new records
 */
export function printRepomd(
  repomd: Repomd,
  records: readonly NewRecord[],
  { stampSeconds, previous }: { readonly stampSeconds: number; readonly previous: string | undefined },
): Buffer {
  const { text, source, content } = repomd
  const added = records
    .filter(({ type }) => !repomd.records.has(type))
    .map((record) => `\n  ${printRecord(record, stampSeconds, source)}`)
  const edits = [
    revisionEdit(repomd, stampSeconds),
    ...[...repomd.records.values()].map((placed) => recordEdit(repomd, placed, records, stampSeconds)),
    { start: content.end, end: content.end, text: added.join('') },
  ].filter((edit) => edit !== undefined)
  return Buffer.from(withPreviousHead(edited(text, edits), previous))
}

/** The file lists with more about each file, and sqlite, zchunk and other forms of the three indexes. */
const DERIVED = /^(?:filelists-ext|(?:primary|filelists|filelists-ext|other)_.*)$/

type Edit = Place & { readonly text: string }

function revisionEdit({ revision, content }: Repomd, stampSeconds: number): Edit {
  const text = `<revision>${stampSeconds}</revision>`
  if (revision !== undefined) return { ...revision, text }
  return { start: content.start, end: content.start, text: `\n  ${text}` }
}

function recordEdit(
  { text, source }: Repomd,
  { type, start, end }: PlacedRecord,
  records: readonly NewRecord[],
  stampSeconds: number,
): Edit | undefined {
  const record = records.find((each) => each.type === type)
  if (record !== undefined) return { start, end, text: printRecord(record, stampSeconds, source) }
  if (!DERIVED.test(type)) return undefined
  return { start: text.slice(0, start).trimEnd().length, end, text: '' }
}

function edited(text: string, edits: readonly Edit[]): string {
  let position = 0
  let result = ''
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(position, edit.start) + edit.text
    position = edit.end
  }
  return result + text.slice(position)
}

function decode(bytes: Uint8Array, source: string): string {
  if (bytes.length > LIMITS.headBytes) {
    throw new PublishError(
      'LIMIT',
      `${source} has ${bytes.length} bytes; at most ${LIMITS.headBytes} are read`,
    )
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
  const times = [...records.values()].map(({ timestampSeconds }) => timestampSeconds ?? 0)
  const latest = times.reduce((before, time) => Math.max(before, time), 0)
  const limit = latest === 0 ? TIME_LIMIT_SECONDS : latest + REVISION_AHEAD_SECONDS
  return /^[0-9]+$/.test(text) && Number(text) < limit ? Number(text) : latest
}

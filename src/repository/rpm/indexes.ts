import { createHash } from 'node:crypto'
import { type StoredText, isPackedHere } from '../../compression/gzip-segments.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { parseIndex } from '../../rpm/repodata/index-file.ts'
import { type Metadata, emptyMetadata } from '../../rpm/repodata/metadata.ts'
import type { Checksum, RepomdRecord } from '../../rpm/repodata/record.ts'
import type { Repomd } from '../../rpm/repodata/repomd.ts'
import type { Store } from '../../store/store.ts'
import { unpack } from '../unpack.ts'

/**
 * Reads the three indexes that a verified head names.
 *
 * @param folder of the repository; empty or ending in a slash
 * @param isThorough whether an index that was packed here, and is what the head says, has to unpack to what the head
 *   says too: it can but do so, and for who publishes beside very many packages the proof is a good part of the time
 * @throws PublishError `INTEGRITY` where one is missing or is not what the head says
 */
export async function openMetadata(
  store: Store,
  folder: string,
  repomd: Repomd,
  isThorough: boolean,
): Promise<Metadata> {
  const empty = emptyMetadata().indexes
  const open = async (kind: 'primary' | 'filelists' | 'other') => {
    const record = repomd.records.get(kind)
    if (record === undefined) return empty[kind]
    const { text, stored } = await fetchIndex(store, folder, record, isThorough)
    const index = parseIndex(text, kind, `${folder}${record.href} in ${store.name}`)
    return formOf(record.href) === 'gzip' ? { ...index, published: { text, stored } } : index
  }
  const [primary, filelists, other] = await Promise.all([open('primary'), open('filelists'), open('other')])
  return { repomd, indexes: { primary, filelists, other } }
}

async function fetchIndex(
  store: Store,
  folder: string,
  record: RepomdRecord,
  isThorough: boolean,
): Promise<StoredText> {
  const key = folder + record.href
  const source = `${key} in ${store.name}`
  const { object } = await store.get(key, LIMITS.storedIndexBytes)
  if (object === undefined) throw damaged(source, 'is missing', record.checksum)
  const stored = digest(object.bytes, record.checksum, source)
  if (stored !== record.checksum.value)
    throw damaged(source, `has the ${record.checksum.type} ${stored}`, record.checksum)
  if (/\.(bz2|zck)$/.test(record.href)) throw unreadable(source)
  const text = await unpack(object.bytes, formOf(record.href), source)
  const { openChecksum } = record
  if (openChecksum !== undefined && (isThorough || !isPackedHere(object.bytes))) {
    const opened = digest(text, openChecksum, source)
    if (opened !== openChecksum.value)
      throw damaged(source, `unpacks to the ${openChecksum.type} ${opened}`, openChecksum)
  }
  return { text, stored: object.bytes }
}

function formOf(href: string): 'gzip' | 'xz' | 'zstd' | 'none' {
  if (href.endsWith('.gz')) return 'gzip'
  if (href.endsWith('.xz')) return 'xz'
  return href.endsWith('.zst') ? 'zstd' : 'none'
}

/** What createrepo_c calls `sha` is SHA-1. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  sha: 'sha1',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
}

function digest(bytes: Buffer, checksum: Checksum, source: string): string {
  return createHash(digestAlgorithm(checksum, source)).update(bytes).digest('hex')
}

/**
 * The algorithm of a checksum, as node names it.
 *
 * @throws PublishError `INTEGRITY` where it is not known
 */
export function digestAlgorithm({ type }: Checksum, source: string): string {
  const algorithm = ALGORITHMS[type]
  if (algorithm !== undefined) return algorithm
  throw new PublishError(
    'INTEGRITY',
    `${source} is checked by ${type}, which is not known here; let createrepo_c write it anew with sha256`,
  )
}

function unreadable(source: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${source} has a compression that is not read here. Let createrepo_c write the indexes anew, with ` +
      '--general-compress-type=gz, and sign its repomd.xml.',
  )
}

function damaged(source: string, seen: string, expected: Checksum): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${source} ${seen}, but repomd.xml says ${expected.type} ${expected.value}. ` +
      'Put the file back, or build the indexes again from the packages with `republish`.',
  )
}

import { crc32 } from 'node:zlib'
import { Inflate } from 'fflate'
import { evenChunks } from '../compression/byte-source.ts'
import { type Content, bytesOf, memoryScratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { ArchiveMember } from './member.ts'
import { type ZipEntry, damagedZip, zipData, zipEntries } from './zip-directory.ts'

const STORED = 0
const DEFLATED = 8

/** Deflate makes at most 1,032 bytes of one, all at once: what one piece can unpack to stays in memory. */
const INFLATE_CHUNK_BYTES = 16 * 1024

/** `S_IFMT` and its values that matter. */
const TYPE_MASK = 0xf000
const TYPES: Readonly<Record<number, ArchiveMember['type']>> = {
  0: 'file',
  0x4000: 'directory',
  0x8000: 'file',
  0xa000: 'symlink',
}

/**
 * The members of a zip, in the order in which they lie in it. Contents are unpacked as they are read, and checked
 * against size and CRC-32 when they were read to their end.
 *
 * @throws PublishError `ARTIFACT` where it is damaged, encrypted, or of a kind that is not read; `LIMIT` where it is
 *   too large
 */
export async function* zipMembers(zip: Content, source: string): AsyncGenerator<ArchiveMember> {
  if (zip.sizeBytes > LIMITS.zipBytes) {
    throw new PublishError(
      'LIMIT',
      `${source} has ${zip.sizeBytes} bytes; zip archives up to ${LIMITS.zipBytes} are read`,
    )
  }
  const entries = await zipEntries(zip, source)
  const unpackedBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (unpackedBytes > LIMITS.archiveBytes) {
    throw new PublishError(
      'LIMIT',
      `${source} unpacks to ${unpackedBytes} bytes; at most ${LIMITS.archiveBytes} are read`,
    )
  }
  for (const entry of entries) {
    const path = entry.isUnix ? entry.path : entry.path.replaceAll('\\', '/')
    const type = path.endsWith('/') ? 'directory' : (TYPES[entry.mode & TYPE_MASK] ?? 'other')
    const content = unpacked(zip, entry, source)
    const target = type === 'symlink' ? await linkTarget(content, entry, source) : ''
    yield { path, type, target, content }
  }
}

/** A symbolic link is a file that holds its target. */
async function linkTarget(
  content: AsyncIterable<Uint8Array>,
  entry: ZipEntry,
  source: string,
): Promise<string> {
  if (entry.sizeBytes > LIMITS.pathBytes)
    throw damagedZip(source, `the link ${JSON.stringify(entry.path)} is too long`)
  return (await bytesOf(await memoryScratch(content), LIMITS.pathBytes, source)).toString()
}

async function* unpacked(zip: Content, entry: ZipEntry, source: string): AsyncGenerator<Uint8Array> {
  const name = JSON.stringify(entry.path)
  if (entry.isEncrypted) {
    throw new PublishError(
      'ARTIFACT',
      `${source}: the member ${name} is encrypted. Build the archive without a password.`,
    )
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new PublishError(
      'ARTIFACT',
      `${source}: the member ${name} is compressed by method ${entry.method}; only stored and deflated ones are read`,
    )
  }
  const data = await zipData(zip, entry, source)
  const chunks = entry.method === STORED ? data.read() : inflated(data, name, source)
  let [sizeBytes, checksum] = [0, 0]
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > entry.sizeBytes)
      throw damagedZip(source, `${name} has more than ${entry.sizeBytes} bytes`)
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  if (sizeBytes !== entry.sizeBytes || checksum !== entry.crc32) {
    throw damagedZip(source, `size or checksum of ${name} is wrong`)
  }
}

async function* inflated(data: Content, name: string, source: string): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = []
  const inflate = new Inflate((chunk) => output.push(chunk))
  const push = (chunk: Uint8Array, isLast: boolean) => {
    try {
      inflate.push(chunk, isLast)
    } catch (cause) {
      throw damagedZip(source, `${name} cannot be unpacked`, cause)
    }
    return output.splice(0)
  }
  for await (const chunk of evenChunks(data.read(), INFLATE_CHUNK_BYTES)) yield* push(chunk, false)
  yield* push(new Uint8Array(), true)
}

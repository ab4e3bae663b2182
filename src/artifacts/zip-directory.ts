import { type Content, bytesOf, sliceOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/** A member as the central directory of a zip describes it (PKWARE APPNOTE.TXT, 4.3.12). */
export interface ZipEntry {
  readonly path: string
  /** Its maker says that it is of Unix; others may write `\` for the `/` of 4.4.17, as .NET on Windows did. */
  readonly isUnix: boolean
  /** `S_IFMT` and permissions of Unix; 0 where another system made the entry. */
  readonly mode: number
  readonly isEncrypted: boolean
  /** 0 stored, 8 deflated, and others. */
  readonly method: number
  readonly crc32: number
  readonly storedBytes: number
  readonly sizeBytes: number
  /** Of its local header. */
  readonly offset: number
}

/** 4.3.16: end of central directory; 4.3.15: what zip64 puts before it. */
const END = { signature: 0x06054b50, sizeBytes: 22, longestComment: 0xffff }
const ZIP64_LOCATOR = { signature: 0x07064b50, sizeBytes: 20 }
/** 4.3.12 and 4.3.7. */
const ENTRY = { signature: 0x02014b50, sizeBytes: 46 }
const LOCAL = { signature: 0x04034b50, sizeBytes: 30 }

const FLAG_ENCRYPTED = 1
const FLAG_UTF8 = 0x800
/** 4.4.2: makers whose external attributes are those of Unix. */
const UNIX_MAKERS: ReadonlySet<number> = new Set([3, 19])

/**
 * Reads the central directory of a zip, in the order in which members lie in the file.
 *
 * @throws PublishError `ARTIFACT` where it is cut short, damaged, in several parts or a zip64; `LIMIT` where it holds
 *   too many members
 */
export async function zipEntries(zip: Content, source: string): Promise<readonly ZipEntry[]> {
  const { count, offset, sizeBytes } = await endOf(zip, source)
  if (count > LIMITS.archiveEntries) {
    throw new PublishError(
      'LIMIT',
      `${source} has ${count} members; at most ${LIMITS.archiveEntries} are read`,
    )
  }
  const directory = await bytesOf(
    sliceOf(zip, offset, offset + sizeBytes),
    LIMITS.zipDirectoryBytes,
    `The directory of ${source}`,
  )
  const entries: ZipEntry[] = []
  let at = 0
  while (entries.length < count) {
    const { entry, nextAt } = entryAt(directory, at, source)
    entries.push(entry)
    at = nextAt
  }
  if (at !== directory.length) throw damagedZip(source, `its directory lists more than ${count} members`)
  return inOrder(entries, offset, source)
}

/**
 * Where the bytes of a member lie: behind its local header, which must agree.
 *
 * @throws PublishError `ARTIFACT` where they do not lie before the next thing in the file
 */
export async function zipData(zip: Content, entry: ZipEntry, source: string): Promise<Content> {
  const header = await rangeOf(zip, entry.offset, LOCAL.sizeBytes, source)
  if (header.readUInt32LE(0) !== LOCAL.signature)
    throw damagedZip(source, `no member lies at ${entry.offset}`)
  const [nameBytes, extraBytes] = [header.readUInt16LE(26), header.readUInt16LE(28)]
  const name = await rangeOf(zip, entry.offset + LOCAL.sizeBytes, nameBytes, source)
  // Readers that go by the local headers must see the same archive.
  const isSame =
    header.readUInt16LE(8) === entry.method && textOf(name, header.readUInt16LE(6)) === entry.path
  if (!isSame) throw damagedZip(source, `two headers of ${JSON.stringify(entry.path)} disagree`)
  const start = entry.offset + LOCAL.sizeBytes + nameBytes + extraBytes
  if (start + entry.storedBytes > zip.sizeBytes) throw damagedZip(source, 'it is cut short')
  return sliceOf(zip, start, start + entry.storedBytes)
}

export function damagedZip(source: string, detail: string, cause?: unknown): PublishError {
  return new PublishError(
    'ARTIFACT',
    `${source} is no intact zip archive: ${detail}. Get or build it again.`,
    { cause },
  )
}

async function endOf(zip: Content, source: string) {
  const tailStart = Math.max(zip.sizeBytes - END.sizeBytes - END.longestComment, 0)
  const tail = await rangeOf(zip, tailStart, zip.sizeBytes - tailStart, source)
  const at = endPosition(tail)
  if (at === undefined) throw damagedZip(source, 'it has no directory at its end, so it is cut short')
  const end = tail.subarray(at)
  const locator = tail.subarray(Math.max(at - ZIP64_LOCATOR.sizeBytes, 0), at)
  if (locator.length === ZIP64_LOCATOR.sizeBytes && locator.readUInt32LE(0) === ZIP64_LOCATOR.signature) {
    throw new PublishError(
      'ARTIFACT',
      `${source} is a zip64 archive, which is not read; make a .tar.gz instead`,
    )
  }
  const [disk, directoryDisk, count, allCount] = [4, 6, 8, 10].map((field) => end.readUInt16LE(field))
  if (disk !== 0 || directoryDisk !== 0 || count !== allCount)
    throw damagedZip(source, 'it is one of several parts')
  const [sizeBytes, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)]
  if (offset + sizeBytes !== tailStart + at)
    throw damagedZip(source, 'its directory is not where its end says')
  return { count: count ?? 0, offset, sizeBytes }
}

/** The last signature whose comment reaches exactly to the end of the file. */
function endPosition(tail: Buffer): number | undefined {
  for (let at = tail.length - END.sizeBytes; at >= 0; at -= 1) {
    const isEnd = tail.readUInt32LE(at) === END.signature
    if (isEnd && at + END.sizeBytes + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return undefined
}

function entryAt(directory: Buffer, at: number, source: string): { entry: ZipEntry; nextAt: number } {
  if (at + ENTRY.sizeBytes > directory.length || directory.readUInt32LE(at) !== ENTRY.signature) {
    throw damagedZip(source, `its directory is damaged at byte ${at}`)
  }
  const u16 = (field: number) => directory.readUInt16LE(at + field)
  const u32 = (field: number) => directory.readUInt32LE(at + field)
  const nameEnd = at + ENTRY.sizeBytes + u16(28)
  const nextAt = nameEnd + u16(30) + u16(32)
  if (nextAt > directory.length) throw damagedZip(source, `its directory is damaged at byte ${at}`)
  const isUnix = UNIX_MAKERS.has(u16(4) >> 8)
  const entry = {
    path: textOf(directory.subarray(at + ENTRY.sizeBytes, nameEnd), u16(8)),
    isUnix,
    mode: isUnix ? u32(38) >>> 16 : 0,
    isEncrypted: (u16(8) & FLAG_ENCRYPTED) !== 0,
    method: u16(10),
    crc32: u32(16),
    storedBytes: u32(20),
    sizeBytes: u32(24),
    offset: u32(42),
  }
  return { entry, nextAt }
}

/** Sorted by where they lie; members that share bytes are how a small zip unpacks to a huge one. */
function inOrder(entries: readonly ZipEntry[], directoryOffset: number, source: string): readonly ZipEntry[] {
  const sorted = entries.toSorted((left, right) => left.offset - right.offset)
  for (const [index, { offset, storedBytes, path }] of sorted.entries()) {
    const limit = sorted[index + 1]?.offset ?? directoryOffset
    if (offset + LOCAL.sizeBytes + storedBytes > limit) {
      throw damagedZip(source, `${JSON.stringify(path)} overlaps with what follows it`)
    }
  }
  return sorted
}

/** Names without the flag are in a code page of their maker, and nearly always ASCII. */
function textOf(name: Buffer, flags: number): string {
  return name.toString((flags & FLAG_UTF8) === 0 ? 'latin1' : 'utf8')
}

async function rangeOf(zip: Content, offset: number, sizeBytes: number, source: string): Promise<Buffer> {
  if (offset + sizeBytes > zip.sizeBytes) throw damagedZip(source, 'it is cut short')
  return bytesOf(sliceOf(zip, offset, offset + sizeBytes), sizeBytes, source)
}

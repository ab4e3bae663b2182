import { byteSource, type ByteSource } from '../compression/byte-source.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackagedEntry } from '../recipe/description.ts'
import { ownershipOf } from '../recipe/ownership.ts'
import { BLOCK_BYTES, NAME_BYTES, type TarHeader, decodeTarHeader, encodeTarHeader } from './tar-header.ts'

const LONG_LINK = '././@LongLink'
const END_BLOCKS = 2
const SYMLINK_MODE = 0o777

/**
 * Writes a tar archive as dpkg takes it: GNU's form (dpkg refuses PAX headers), `./` before names.
 *
 * @param entries a directory before what lies in it
 * @param mtimeSeconds of every entry that has none of its own, since 1970
 * @throws PublishError `PACKAGE` where an owner or a time is none
 * @throws PublishError `ARTIFACT` where a file gives more or fewer bytes than its size says
 */
export async function* tarArchive(
  entries: readonly PackagedEntry[],
  mtimeSeconds: number,
): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    yield* headerBlocks(entry, mtimeSeconds)
    if (entry.type === 'file') yield* paddedContent(entry)
  }
  yield Buffer.alloc(END_BLOCKS * BLOCK_BYTES)
}

function* headerBlocks(entry: PackagedEntry, mtimeSeconds: number): Generator<Buffer> {
  const name = entry.type === 'directory' && entry.path !== '/' ? `.${entry.path}/` : `.${entry.path}`
  const linkName = entry.type === 'symlink' ? entry.target : ''
  yield* longNameBlocks('K', linkName)
  yield* longNameBlocks('L', name)
  yield encodeTarHeader({
    name,
    linkName,
    type: TYPES[entry.type],
    mode: entry.type === 'symlink' ? SYMLINK_MODE : entry.mode,
    sizeBytes: entry.type === 'file' ? entry.content.sizeBytes : 0,
    ...ownershipOf(entry, mtimeSeconds),
  })
}

const TYPES = { file: '0', symlink: '2', directory: '5' } as const

/** What does not fit into a header goes before it, as the content of an entry of its own. */
function* longNameBlocks(type: 'L' | 'K', name: string): Generator<Buffer> {
  const bytes = Buffer.from(`${name}\0`)
  if (bytes.length - 1 <= NAME_BYTES) return
  yield encodeTarHeader({
    name: LONG_LINK,
    linkName: '',
    type,
    mode: 0o644,
    sizeBytes: bytes.length,
    mtimeSeconds: 0,
  })
  yield Buffer.concat([bytes, Buffer.alloc(paddingOf(bytes.length))])
}

async function* paddedContent({
  path,
  content,
}: PackagedEntry & { type: 'file' }): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  for await (const chunk of content.read()) {
    sizeBytes += chunk.length
    yield chunk
  }
  if (sizeBytes !== content.sizeBytes) {
    throw new PublishError(
      'ARTIFACT',
      `${path} had ${content.sizeBytes} bytes, and ${sizeBytes} when it was packaged: something writes to it. Run again.`,
    )
  }
  yield Buffer.alloc(paddingOf(sizeBytes))
}

function paddingOf(sizeBytes: number): number {
  return -sizeBytes & (BLOCK_BYTES - 1)
}

/** An entry of an archive that is being read. Its content can be read until the next entry is asked for. */
export interface TarMember extends TarHeader {
  readonly content: AsyncIterable<Buffer>
}

/**
 * Reads a tar archive of any maker: v7, ustar, GNU or PAX. It ends at its first block of zeros, or where the stream
 * does; after the former only zeros may follow.
 *
 * @param source the archive, for messages
 * @throws PublishError `PACKAGE` where it is cut short or malformed
 */
export async function* tarMembers(
  chunks: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<TarMember> {
  const bytes = byteSource(chunks)
  try {
    let names: LongNames = {}
    for (;;) {
      const header = await headerIn(bytes, source)
      if (header === undefined) break
      const sizeBytes = names.sizeBytes ?? header.sizeBytes
      const end = bytes.offset + sizeBytes
      const content = upToOffset(bytes, end, source)
      if (EXTENSIONS.has(header.type)) {
        const extension = await extensionBytes(content, sizeBytes, source)
        Object.assign(names, extensionOf(header.type, extension, source))
      } else {
        yield { ...header, ...names, content }
        names = {}
      }
      for await (const rest of upToOffset(bytes, end + paddingOf(sizeBytes), source)) void rest
    }
    await assertZeros(bytes, source)
  } finally {
    await bytes.close()
  }
}

async function headerIn(bytes: ByteSource, source: string): Promise<TarHeader | undefined> {
  if (await bytes.atEnd()) return undefined
  const block = await bytes.upTo(BLOCK_BYTES)
  if (block.length < BLOCK_BYTES) throw malformed(source, 'it is cut short')
  return decodeTarHeader(block, source)
}

/** What the entries before an entry say of it. */
type LongNames = Partial<Pick<TarHeader, 'name' | 'linkName' | 'sizeBytes'>>

const EXTENSIONS: ReadonlySet<string> = new Set(['L', 'K', 'x', 'g'])

function extensionOf(type: string, bytes: Buffer, source: string): LongNames {
  switch (type) {
    case 'L':
      return { name: untilNul(bytes) }
    case 'K':
      return { linkName: untilNul(bytes) }
    case 'x':
      return paxNames(bytes, source)
    default:
      return {}
  }
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}

/** `LENGTH KEY=VALUE\n`, the length in decimal and of all of it: pax(1), "pax Extended Header". */
function paxNames(bytes: Buffer, source: string): LongNames {
  const records = new Map<string, string>()
  for (let start = 0; start < bytes.length;) {
    const [prefix = '', digits = ''] =
      /^([1-9][0-9]{0,6}) /.exec(bytes.toString('latin1', start, start + 8)) ?? []
    const end = start + Number(digits)
    const record = bytes.toString('utf8', start + prefix.length, end)
    const equals = record.indexOf('=')
    if (prefix === '' || end > bytes.length || equals < 1 || !record.endsWith('\n')) {
      throw malformed(source, 'a PAX header in it is damaged')
    }
    records.set(record.slice(0, equals), record.slice(equals + 1, -1))
    start = end
  }
  const [name, linkName, size] = ['path', 'linkpath', 'size'].map((key) => records.get(key))
  if (size !== undefined && !/^[0-9]{1,15}$/.test(size))
    throw malformed(source, `a PAX header says the size ${size}`)
  return {
    ...(name === undefined ? {} : { name }),
    ...(linkName === undefined ? {} : { linkName }),
    ...(size === undefined ? {} : { sizeBytes: Number(size) }),
  }
}

async function extensionBytes(
  content: AsyncIterable<Buffer>,
  sizeBytes: number,
  source: string,
): Promise<Buffer> {
  if (sizeBytes > LIMITS.tarExtensionBytes) throw malformed(source, `a header in it has ${sizeBytes} bytes`)
  return Buffer.concat(await Array.fromAsync(content))
}

async function* upToOffset(bytes: ByteSource, end: number, source: string): AsyncGenerator<Buffer> {
  while (bytes.offset < end) {
    const part = await bytes.some(end - bytes.offset)
    if (part.length === 0) throw malformed(source, 'it is cut short')
    yield part
  }
}

async function assertZeros(bytes: ByteSource, source: string): Promise<void> {
  while (!(await bytes.atEnd())) {
    const part = await bytes.some(BLOCK_BYTES)
    if (part.some((byte) => byte !== 0)) throw malformed(source, 'something follows after its end')
  }
}

function malformed(source: string, seen: string): PublishError {
  return new PublishError('PACKAGE', `${source} is no intact tar archive: ${seen}. Get or build it again.`)
}

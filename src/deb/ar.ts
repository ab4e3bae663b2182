import { type Content, bytesOf, contentOf, joined, sliceOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/** One file of an ar archive. */
export interface ArMember {
  readonly name: string
  readonly content: Content
}

const MAGIC = Buffer.from('!<arch>\n')
const HEADER_BYTES = 60
const NAME_BYTES = 16
/** deb(5), ar(5): the name; then time, user, group, mode and size, each padded with spaces, and the end mark. */
const NAME = /^([^\s/]+)\/? *$/
const FIELDS = /^[0-9 ]{24}[0-7 ]{8}([0-9]+) *`\n$/
const SIZE_LIMIT = 9_999_999_999

/**
 * Lists the members of an ar archive as deb(5) has it: without long names, without symbol tables.
 *
 * @param source the archive, for messages
 * @throws PublishError `PACKAGE` where it is cut short, malformed, or has more than 32 members
 */
export async function readAr(content: Content, source: string): Promise<readonly ArMember[]> {
  const magic = await bytesAt(content, 0, MAGIC.length)
  if (!magic.equals(MAGIC)) throw malformed(source, `it does not begin with ${JSON.stringify(String(MAGIC))}`)
  const members: ArMember[] = []
  for (let start = MAGIC.length; start < content.sizeBytes;) {
    if (members.length === LIMITS.arMembers)
      throw malformed(source, `it has more than ${LIMITS.arMembers} members`)
    const { name, sizeBytes } = await headerAt(content, start, source)
    const bodyStart = start + HEADER_BYTES
    const bodyEnd = bodyStart + sizeBytes
    start = bodyEnd + (sizeBytes % 2)
    if (start > content.sizeBytes) {
      throw malformed(
        source,
        `it is cut short: ${name} should end at byte ${start}, the file at ${content.sizeBytes}`,
      )
    }
    members.push({ name, content: sliceOf(content, bodyStart, bodyEnd) })
  }
  return members
}

/**
 * Makes an ar archive that `readAr` and dpkg read. Nothing is copied: the bodies are read when the archive is.
 *
 * @param mtimeSeconds of every member, since 1970
 * @throws PublishError `LIMIT` for a member of 10 GB or more
 */
export function arArchive(members: readonly ArMember[], mtimeSeconds: number): Content {
  const parts = members.flatMap(({ name, content }) => [
    contentOf(encodeHeader(name, content.sizeBytes, mtimeSeconds)),
    content,
    contentOf(Buffer.alloc(content.sizeBytes % 2, '\n')),
  ])
  return joined([contentOf(MAGIC), ...parts])
}

function encodeHeader(name: string, sizeBytes: number, mtimeSeconds: number): Buffer {
  if (sizeBytes > SIZE_LIMIT) {
    throw new PublishError(
      'LIMIT',
      `${name} has ${sizeBytes} bytes; the archive of a .deb holds ${SIZE_LIMIT}`,
    )
  }
  const owner = '0'.padEnd(6)
  const [time, mode, size] = [
    String(mtimeSeconds).padEnd(12),
    '100644'.padEnd(8),
    String(sizeBytes).padEnd(10),
  ]
  return Buffer.from(`${name.padEnd(NAME_BYTES)}${time}${owner}${owner}${mode}${size}\`\n`)
}

async function headerAt(content: Content, start: number, source: string) {
  const header = (await bytesAt(content, start, HEADER_BYTES)).toString('latin1')
  if (header.length < HEADER_BYTES) throw malformed(source, `it is cut short in the header at byte ${start}`)
  const [, name] = NAME.exec(header.slice(0, NAME_BYTES)) ?? []
  const [, size] = FIELDS.exec(header.slice(NAME_BYTES)) ?? []
  if (name === undefined || size === undefined) {
    throw malformed(source, `its header at byte ${start} reads ${JSON.stringify(header)}`)
  }
  return { name, sizeBytes: Number(size) }
}

function bytesAt(content: Content, start: number, sizeBytes: number): Promise<Buffer> {
  const end = Math.min(start + sizeBytes, content.sizeBytes)
  return bytesOf(sliceOf(content, start, end), sizeBytes, 'a header')
}

function malformed(source: string, seen: string): PublishError {
  return new PublishError('PACKAGE', `${source} is no .deb: ${seen}. Get or build it again.`)
}

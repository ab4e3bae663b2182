import { createHash } from 'node:crypto'
import { bytesOf, sha256, sliceOf } from '../content.ts'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { checkArrays } from './arrays.ts'
import { HEADER_INTRO_BYTES, decodeHeader, headerSize } from './header.ts'
import type { HeaderKind, RpmHeader } from './header.ts'
import { LEAD_BYTES, decodeLead } from './lead.ts'
import type { Lead } from './lead.ts'
import { checkNvra } from './nevra.ts'
import type { RpmPackage } from './package.ts'
import { checkHeaderDigests, checkSizes, payloadChecks } from './integrity.ts'
import { signaturePadding } from './signature.ts'
import { TAGS } from './tags.ts'
import type { Tag } from './tags.ts'

/**
 * Reads a binary package of any maker, and verifies its sizes and digests as rpm does. Signatures are not verified.
 * The package is streamed once, its headers are kept in memory.
 *
 * @param source names it in messages
 * @throws PublishError `PACKAGE` where it is damaged, a source package, or nothing that rpm would install
 */
export async function readRpm(content: Content, source: string): Promise<RpmPackage> {
  const head = await readHead(content, source)
  const { signatureHeader, header, headerRange } = head
  checkSizes(signatureHeader, content.sizeBytes - headerRange.start, source)
  return { ...head, sha256: await readThrough(content, headerRange, signatureHeader, header, source) }
}

/**
 * Reads the headers alone of a package whose digest is known from a verified index: the payload is not touched.
 *
 * @param sha256 of the whole file, lower-case hex
 * @throws PublishError `PACKAGE` as `readRpm`
 */
export async function readRpmHead(content: Content, sha256: string, source: string): Promise<RpmPackage> {
  return { ...(await readHead(content, source)), sha256 }
}

async function readHead(content: Content, source: string): Promise<Omit<RpmPackage, 'sha256'>> {
  const lead = decodeLead(await part(content, 0, LEAD_BYTES, source), source)
  const signature = await readHeader(content, LEAD_BYTES, 'signature', source)
  const start = await skipPadding(content, signature.end, source)
  const main = await readHeader(content, start, 'main', source)
  checkBinary(lead, main.header, source)
  const nevra = nevraOf(main.header, source)
  checkArrays(main.header, source)
  checkHeaderDigests(signature.header, main.header, source)
  return {
    format: 'rpm',
    ...nevra,
    signatureHeader: signature.header,
    header: main.header,
    headerRange: { start, end: main.end },
    headerSha256: sha256(main.header.bytes),
    content,
    source,
  }
}

async function readHeader(
  content: Content,
  start: number,
  kind: HeaderKind,
  source: string,
): Promise<{ readonly header: RpmHeader; readonly end: number }> {
  const intro = await part(content, start, start + HEADER_INTRO_BYTES, source)
  const end = start + headerSize(intro, kind, source)
  return { header: decodeHeader(await part(content, start, end, source), kind, source), end }
}

/** The main header begins at a multiple of 8 after the signature header; rpm writes zeros between. */
async function skipPadding(content: Content, end: number, source: string): Promise<number> {
  const start = end + signaturePadding(end - LEAD_BYTES)
  const padding = await part(content, end, start, source)
  if (padding.every((byte) => byte === 0)) return start
  throw new PublishError(
    'PACKAGE',
    `${source}: its signature header is not followed by zeros; is it damaged?`,
  )
}

async function part(content: Content, start: number, end: number, source: string): Promise<Buffer> {
  if (end > content.sizeBytes) {
    const sizes = `it has ${content.sizeBytes} bytes, and its headers need ${end}`
    throw new PublishError('PACKAGE', `${source} is no whole rpm package: ${sizes}`)
  }
  const bytes = await bytesOf(sliceOf(content, start, end), LIMITS.rpmHeaderBytes * 2, source)
  if (bytes.length === end - start) return bytes
  throw new PublishError('PACKAGE', `${source} is shorter than its ${content.sizeBytes} bytes`)
}

/** `headerIsSource` in rpm's lib/header.c goes by SOURCERPM, older ones by the lead, newer by the tag that says so. */
function checkBinary(lead: Lead, header: RpmHeader, source: string): void {
  if (lead.type === 'binary' && !header.has(TAGS.SOURCEPACKAGE) && header.has(TAGS.SOURCERPM)) return
  throw new PublishError(
    'PACKAGE',
    `${source} is a source package; publish the binary packages built from it`,
  )
}

function nevraOf(header: RpmHeader, source: string) {
  const required = (tag: Tag, title: string) => {
    const text = header.string(tag)
    if (text !== undefined) return text
    throw new PublishError('PACKAGE', `${source}: the package has no ${title}; rpm would not install it`)
  }
  required(TAGS.OS, 'operating system')
  const nvra = {
    name: required(TAGS.NAME, 'name'),
    version: required(TAGS.VERSION, 'version'),
    release: required(TAGS.RELEASE, 'release'),
    arch: required(TAGS.ARCH, 'architecture'),
  }
  checkNvra(nvra, source)
  const epoch = header.number(TAGS.EPOCH)
  return epoch === undefined ? nvra : { ...nvra, epoch }
}

/** Hashes the whole file, and on the way verifies what is said of its payload. */
async function readThrough(
  content: Content,
  headerRange: RpmPackage['headerRange'],
  signatureHeader: RpmHeader,
  header: RpmHeader,
  source: string,
): Promise<string> {
  const whole = createHash('sha256')
  const checks = payloadChecks(signatureHeader, header, source)
  let offset = 0
  for await (const chunk of content.read()) {
    whole.update(chunk)
    const payload = chunk.subarray(Math.min(Math.max(headerRange.end - offset, 0), chunk.length))
    for (const check of checks) check.update(payload)
    offset += chunk.length
  }
  if (offset !== content.sizeBytes) {
    throw new PublishError(
      'PACKAGE',
      `${source} changed while it was read: ${offset} of ${content.sizeBytes} bytes`,
    )
  }
  for (const check of checks) check.finish()
  return whole.digest('hex')
}

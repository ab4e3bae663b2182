import { type Compression, decompressed } from '../compression/decompress.ts'
import { type Content, bytesOf, digestOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { type ArMember, readAr } from './ar.ts'
import { isArchitecture } from './architecture.ts'
import { isPackageName } from './name.ts'
import type { DebPackage } from './package.ts'
import { type Stanza, field, parseStanza } from './stanza.ts'
import { tarMembers } from './tar.ts'
import { parseVersion } from './version.ts'
import { quoted } from '../words.ts'

const FORMAT_VERSION = '2.0\n'
/** What dpkg reads: deb(5). */
const CONTROL_FORMS: Readonly<Record<string, Compression>> = {
  'control.tar': 'none',
  'control.tar.gz': 'gzip',
  'control.tar.xz': 'xz',
  'control.tar.zst': 'zstd',
}
const DATA_FORMS: Readonly<Record<string, Compression>> = {
  'data.tar.gz': 'gzip',
  'data.tar.xz': 'xz',
  'data.tar.zst': 'zstd',
}
const DATA_NAME = /^data\.tar(?:\.(?:gz|xz|zst|bz2|lzma))?$/
const REGULAR_FILES: ReadonlySet<string> = new Set(['0', '\0', '7'])

/**
 * Reads what a .deb of any maker says of itself. Its data are not unpacked, but hashed with the rest.
 *
 * @param source names the package in messages
 * @throws PublishError `PACKAGE` where it is no .deb, cut short, damaged, or its control file breaks a rule that apt or
 *   this program relies on; `LIMIT` where the store does not take it, or its control files unpack to more than they may
 */
export async function readDeb(content: Content, source: string): Promise<DebPackage> {
  if (content.sizeBytes > LIMITS.packageBytes) {
    throw new PublishError(
      'LIMIT',
      `${source} has ${content.sizeBytes} bytes; the store takes ${LIMITS.packageBytes}.`,
    )
  }
  return { ...(await readControl(content, source)), sha256: await digestOf(content, 'sha256') }
}

/**
 * Reads what a .deb says of itself, and nothing behind its control files.
 *
 * @param sha256 of the whole file, lower-case hex, as it is known already
 * @throws PublishError `PACKAGE` and `LIMIT` as `readDeb`
 */
export async function readDebHead(content: Content, sha256: string, source: string): Promise<DebPackage> {
  return { ...(await readControl(content, source)), sha256 }
}

async function readControl(content: Content, source: string): Promise<Omit<DebPackage, 'sha256'>> {
  const members = await readAr(content, source)
  const control = parseStanza(await controlText(await controlMember(members, source), source), source)
  return { format: 'deb', ...identityIn(control, source), control, content, source }
}

/**
 * Unpacks the data of a .deb to their end, where what is unpacked here is checked by its compression; .bz2 and .lzma,
 * which nobody makes any more, are not looked at.
 *
 * @throws PublishError `PACKAGE` where they are damaged: dpkg would find out on every client
 */
export async function checkData(content: Content, source: string): Promise<void> {
  const members = await readAr(content, source)
  const data = members.find(({ name }) => DATA_FORMS[name] !== undefined)
  const form = DATA_FORMS[data?.name ?? '']
  if (data === undefined || form === undefined) return
  const unpacked = decompressed(data.content.read(), form, { source, code: 'PACKAGE' })
  for await (const chunk of unpacked) if (chunk.length === 0) break
}

/** The control member of an archive that has all members of a .deb, in their order; `_…` may stand between them. */
async function controlMember(members: readonly ArMember[], source: string): Promise<ArMember> {
  const [format, control, data] = members.filter(({ name }) => !name.startsWith('_'))
  if (format?.name !== 'debian-binary' || members[0] !== format)
    throw malformed(source, 'debian-binary is not first')
  const isKnown =
    format.content.sizeBytes === FORMAT_VERSION.length &&
    (await bytesOf(format.content, FORMAT_VERSION.length, source)).toString() === FORMAT_VERSION
  if (!isKnown) throw malformed(source, 'its debian-binary does not say 2.0')
  if (control === undefined || CONTROL_FORMS[control.name] === undefined) {
    throw malformed(source, `control.tar, or .gz, .xz, .zst, is not second, but ${seenOf(control?.name)}`)
  }
  if (data === undefined || !DATA_NAME.test(data.name)) {
    throw malformed(
      source,
      `data.tar, or .gz, .xz, .zst, .bz2, .lzma, is not third, but ${seenOf(data?.name)}`,
    )
  }
  const empty = [control, data].find((member) => member.content.sizeBytes === 0)
  if (empty !== undefined) throw malformed(source, `its ${empty.name} is empty`)
  return control
}

async function controlText(member: ArMember, source: string): Promise<string> {
  const origin = { source: `${member.name} of ${source}`, code: 'PACKAGE' } as const
  const form = CONTROL_FORMS[member.name] ?? 'none'
  const unpacked = bounded(decompressed(member.content.read(), form, origin), origin.source)
  let control: Buffer | undefined
  for await (const { name, type, sizeBytes, content } of tarMembers(unpacked, origin.source)) {
    if (name !== 'control' && name !== './control') continue
    if (!REGULAR_FILES.has(type)) throw malformed(source, 'its control file is no file')
    // apt takes the first, dpkg the last: a package could be two.
    if (control !== undefined) throw malformed(source, 'it has two control files')
    if (sizeBytes > LIMITS.controlFileBytes) {
      throw new PublishError(
        'LIMIT',
        `The control file of ${source} has ${sizeBytes} bytes; at most ${LIMITS.controlFileBytes} are read.`,
      )
    }
    control = Buffer.concat(await Array.fromAsync(content))
  }
  if (control === undefined) throw malformed(source, 'it has no control file')
  return decoded(control, source)
}

/** Stops what unpacks to far more than a control.tar ever has. */
async function* bounded(chunks: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > LIMITS.controlTarBytes) {
      throw new PublishError('LIMIT', `${source} unpacks to more than ${LIMITS.controlTarBytes} bytes.`)
    }
    yield chunk
  }
}

function decoded(control: Buffer, source: string): string {
  try {
    // dpkg passes over empty lines before the first field.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(control).replace(/^\n+/, '')
  } catch (cause) {
    throw malformed(source, 'its control file is not UTF-8', cause)
  }
}

/** What becomes parts of object keys and of lines of indexes: an attacker's words, until here. */
function identityIn(control: Stanza, source: string): Pick<DebPackage, 'name' | 'version' | 'arch'> {
  const [name, version, arch] = ['Package', 'Version', 'Architecture'].map((key) =>
    field(control, key)?.trim(),
  )
  if (name === undefined || !isPackageName(name)) throw malformed(source, `its Package is ${seenOf(name)}`)
  if (version === undefined) throw malformed(source, 'it has no Version')
  parseVersion(version, source)
  if (arch === undefined || !isArchitecture(arch))
    throw malformed(source, `its Architecture is ${seenOf(arch)}`)
  return { name, version, arch }
}

function malformed(source: string, seen: string, cause?: unknown): PublishError {
  return new PublishError(
    'PACKAGE',
    `${source} is no .deb that can be published: ${seen}. Get or build it again.`,
    {
      cause,
    },
  )
}

function seenOf(text: string | undefined): string {
  return text === undefined ? 'missing' : quoted(text)
}

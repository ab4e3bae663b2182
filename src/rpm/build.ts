import { type WrittenCompression, writtenCompression } from '../compression/compress.ts'
import { contentOf, joined } from '../content.ts'
import type { Content, Scratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { PackageDescription } from '../recipe/description.ts'
import { rpmArchitecture } from './architecture.ts'
import type { Evr } from './evr.ts'
import { LARGE_FILE_BYTES, fileSize, fileTags, sortedFiles } from './files.ts'
import type { RpmFile } from './file.ts'
import { encodeHeader, entryOf, headerSize } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { identityTags } from './identity.ts'
import { encodeLead } from './lead.ts'
import { checkNvra } from './nevra.ts'
import type { Nvra } from './nevra.ts'
import { buildPayload, payloadForm } from './payload.ts'
import type { Payload } from './payload.ts'
import { relationTags } from './relations.ts'
import { scriptletTags, scriptlets } from './scripts.ts'
import { digestEntries, signatureHeader } from './signature.ts'
import { TAGS } from './tags.ts'
import { checkTexts } from './texts.ts'
import { rpmVersion } from './version.ts'

/** `PGPHASHALGO_SHA256`. */
const SHA256 = 8

/**
 * Builds an unsigned binary package of rpm's format 4, which every rpm from EL 7 on reads (with a payload in zstd:
 * from EL 8 on). The same description gives the same bytes.
 *
 * @param scratch holds the compressed payload
 * @throws PublishError `PACKAGE` where the description has what an rpm cannot, `LIMIT` where rpm takes no more,
 *   `ARTIFACT` where a file changed meanwhile
 */
export async function buildRpm(description: PackageDescription, scratch: Scratch): Promise<Content> {
  checkTexts(description)
  const { entries, rpm = {}, timeSeconds } = description
  const nvra = nvraOf(description)
  const files = sortedFiles(entries, rpm.ghosts)
  const compression = writtenCompression(rpm.compression)
  const preamble = [
    ...identityTags(description, nvra),
    ...(await relationTags(description, nvra, {
      hasLargeFiles: payloadForm(files) === 'stripped',
      compression: compression.name,
    })),
    ...scriptletTags(scriptlets(description)),
  ]
  const payload = await buildPayload(files, timeSeconds, compression, scratch)
  const details = [
    sizeTag(files),
    ...fileTags(files, payload.files, timeSeconds),
    ...payloadTags(payload, compression),
  ]
  const header = encodeHeader([...preamble, ...details], 'main')
  headerSize(header, 'main', description.name)
  const signature = signatureHeader(await digestEntries(header, payload.content, payload.unpacked.sizeBytes))
  const lead = encodeLead(`${nvra.name}-${nvra.version}-${nvra.release}`)
  return joined([contentOf(Buffer.concat([lead, signature, header])), payload.content])
}

/** What the package will be called; the epoch is no part of names of files. */
function nvraOf(description: PackageDescription): Nvra & Evr {
  const arch = description.rpm?.architecture ?? rpmArchitecture(description.arch)
  if (arch === 'src' || arch === 'nosrc') {
    throw new PublishError(
      'PACKAGE',
      `architecture: ${arch} is that of source packages; write one like x86_64`,
    )
  }
  const nvra = { name: description.name, ...rpmVersion(description), arch }
  checkNvra(nvra, 'the description')
  return nvra
}

function sizeTag(files: readonly RpmFile[]): HeaderEntry {
  const size = files.reduce((sum, file) => sum + fileSize(file), 0)
  return entryOf(size >= LARGE_FILE_BYTES ? TAGS.LONGSIZE : TAGS.SIZE, [size])
}

function payloadTags({ sha256, unpacked }: Payload, compression: WrittenCompression): readonly HeaderEntry[] {
  return [
    entryOf(TAGS.PAYLOADFORMAT, 'cpio'),
    ...compressionTags(compression),
    entryOf(TAGS.PAYLOADDIGEST, [sha256]),
    entryOf(TAGS.PAYLOADDIGESTALGO, [SHA256]),
    entryOf(TAGS.PAYLOADDIGESTALT, [unpacked.sha256]),
  ]
}

/** Of what is not compressed, `getIOFlags` in rpm's build/pack.c says no name, and no flags. */
function compressionTags(compression: WrittenCompression): readonly HeaderEntry[] {
  if (compression.name === 'none') return [entryOf(TAGS.PAYLOADFLAGS, '')]
  return [
    entryOf(TAGS.PAYLOADCOMPRESSOR, compression.name),
    entryOf(TAGS.PAYLOADFLAGS, `${compression.level}`),
  ]
}

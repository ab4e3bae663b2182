import { byteSource } from '../compression/byte-source.ts'
import { type Compression, decompressed } from '../compression/decompress.ts'
import { type Content, bytesOf, sliceOf } from '../content.ts'
import { BLOCK_BYTES, decodeTarHeader } from '../deb/tar-header.ts'
import { appearanceOf } from './appearance.ts'
import type { ArchiveForm } from './archive-members.ts'
import { ELF_MAGIC } from './elf-layout.ts'
import { type ElfFile, readElf } from './elf.ts'

/** What a file is to a publish, by what it holds. */
export type Artifact =
  | { readonly kind: 'deb' }
  | { readonly kind: 'rpm' }
  | { readonly kind: 'archive'; readonly form: ArchiveForm }
  | ElfFile

/** deb(5): an ar archive whose first member is `debian-binary`. */
const DEB_MAGIC = Buffer.from('!<arch>\ndebian-binary', 'latin1')
/** The lead of an rpm, whose type, at byte 6, is 1 for sources. */
const RPM_MAGIC = Buffer.from('edabeedb', 'hex')
const RPM_TYPE_OFFSET = 6
const RPM_SOURCE = 1
/** A local header, or the end of an archive without members. */
const ZIP_MAGICS = ['504b0304', '504b0506'].map((hex) => Buffer.from(hex, 'hex'))
const COMPRESSIONS: readonly (readonly [compression: Compression, magic: Buffer])[] = [
  ['gzip', Buffer.from('1f8b08', 'hex')],
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['zstd', Buffer.from('28b52ffd', 'hex')],
]
/** In a header of a tar since POSIX.1-1988; older ones have only a checksum to know them by. */
const TAR_MAGIC = 'ustar'
const TAR_MAGIC_OFFSET = 257

/**
 * Tells what a file is. Its name counts only for what the content leaves open: a .udeb is a .deb inside.
 *
 * @throws PublishError `ARTIFACT` where it is damaged or cut short
 */
export async function classify({
  source,
  fileName,
  content,
}: {
  readonly source: string
  readonly fileName: string
  readonly content: Content
}): Promise<Artifact> {
  const head = await bytesOf(
    sliceOf(content, 0, Math.min(content.sizeBytes, BLOCK_BYTES)),
    BLOCK_BYTES,
    source,
  )
  const begins = (magic: Buffer) => head.subarray(0, magic.length).equals(magic)
  if (begins(DEB_MAGIC))
    return fileName.endsWith('.udeb') ? other('a package of the Debian installer') : { kind: 'deb' }
  if (begins(RPM_MAGIC)) return isSourceRpm(head, fileName) ? other('a source package') : { kind: 'rpm' }
  if (begins(ELF_MAGIC)) return readElf(content, source)
  if (ZIP_MAGICS.some(begins)) return { kind: 'archive', form: { container: 'zip' } }
  const compression = COMPRESSIONS.find(([, magic]) => begins(magic))?.[0]
  if (compression !== undefined) return compressed(content, compression, source)
  if (isTar(head)) return { kind: 'archive', form: { container: 'tar', compression: 'none' } }
  return other(appearanceOf(head))
}

function other(reason: string): Artifact {
  return { kind: 'other', reason }
}

function isSourceRpm(head: Buffer, fileName: string): boolean {
  const type = head.length > RPM_TYPE_OFFSET + 1 ? head.readUInt16BE(RPM_TYPE_OFFSET) : 0
  return type === RPM_SOURCE || /\.(?:no)?src\.rpm$/.test(fileName)
}

async function compressed(content: Content, compression: Compression, source: string): Promise<Artifact> {
  const origin = { source, code: 'ARTIFACT' } as const
  const bytes = byteSource(decompressed(content.read(), compression, origin))
  const head = await bytes.upTo(BLOCK_BYTES)
  await bytes.close()
  if (isTar(head)) return { kind: 'archive', form: { container: 'tar', compression } }
  const isElf = head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)
  return other(
    `${isElf ? 'an ELF file' : appearanceOf(head)} compressed with ${compression}, and no tar archive`,
  )
}

function isTar(head: Buffer): boolean {
  if (head.length < BLOCK_BYTES) return false
  if (head.toString('latin1', TAR_MAGIC_OFFSET, TAR_MAGIC_OFFSET + TAR_MAGIC.length) === TAR_MAGIC)
    return true
  try {
    decodeTarHeader(head, '')
    return true
  } catch {
    return false
  }
}

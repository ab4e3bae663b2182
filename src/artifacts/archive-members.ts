import { type Compression, decompressed } from '../compression/decompress.ts'
import { type Content, bytesOf, sliceOf } from '../content.ts'
import { BLOCK_BYTES } from '../deb/tar-header.ts'
import { tarMembers } from '../deb/tar.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { ArchiveMember } from './member.ts'
import { zipMembers } from './zip.ts'

/** How an archive is made up. */
export type ArchiveForm =
  { readonly container: 'tar'; readonly compression: Compression } | { readonly container: 'zip' }

/**
 * What an archive holds, in its order.
 *
 * @throws PublishError `ARTIFACT` where it is damaged or cut short; `LIMIT` where it unpacks to too much
 */
export function membersOf(
  content: Content,
  form: ArchiveForm,
  archive: string,
): AsyncIterable<ArchiveMember> {
  return form.container === 'zip'
    ? zipMembers(content, archive)
    : tarContents(content, form.compression, archive)
}

const TAR_TYPES: Readonly<Record<string, ArchiveMember['type']>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
  '7': 'file',
}

async function* tarContents(
  content: Content,
  compression: Compression,
  archive: string,
): AsyncGenerator<ArchiveMember> {
  if (compression === 'none') await assertEnded(content, archive)
  const origin = { source: archive, code: 'ARTIFACT' } as const
  const bytes = bounded(decompressed(content.read(), compression, origin), archive)
  try {
    for await (const { name, linkName, type, content } of tarMembers(bytes, archive)) {
      // GNU tar's two ways of leaving out runs of zeros, which change what is stored as the content.
      if (type === 'S' || name.includes('/GNUSparseFile.')) {
        throw inArchive(
          archive,
          name,
          'is stored as a sparse file',
          'Build the archive with tar without --sparse.',
        )
      }
      yield { path: name, type: TAR_TYPES[type] ?? 'other', target: linkName, content }
    }
  } catch (error) {
    throw asArtifact(error)
  }
}

/** A tar that is cut between two members looks whole but for the zeros at its end; compressed, it would not unpack. */
async function assertEnded(tar: Content, archive: string): Promise<void> {
  const start = Math.max(tar.sizeBytes - BLOCK_BYTES, 0)
  const end = await bytesOf(sliceOf(tar, start, tar.sizeBytes), BLOCK_BYTES, archive)
  if (end.every((byte) => byte === 0)) return
  throw new PublishError(
    'ARTIFACT',
    `${archive} does not end in zeros as a tar archive does: it is cut short, or something follows. Get or build it again.`,
  )
}

/** The reader of tar archives is that of packages; here a damaged one is an artifact's. */
function asArtifact(error: unknown): unknown {
  if (!(error instanceof PublishError) || error.code !== 'PACKAGE') return error
  return new PublishError('ARTIFACT', error.message, { cause: error })
}

/** Stops an archive that unpacks without end. */
async function* bounded(chunks: AsyncIterable<Uint8Array>, archive: string): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > LIMITS.archiveBytes) throw tooMuch(archive, `more than ${LIMITS.archiveBytes} bytes`)
    yield chunk
  }
}

export function tooMuch(archive: string, what: string): PublishError {
  return new PublishError('LIMIT', `${archive} holds ${what}; publish the executables themselves`)
}

export function inArchive(
  archive: string,
  member: string,
  seen: string,
  advice = 'Build the archive again.',
): PublishError {
  return new PublishError('ARTIFACT', `${archive}: the member ${JSON.stringify(member)} ${seen}. ${advice}`)
}

import { byteSource } from '../compression/byte-source.ts'
import { type Compression, decompressed } from '../compression/decompress.ts'
import { type Content, type Scratch, bytesOf, sliceOf } from '../content.ts'
import { BLOCK_BYTES } from '../deb/tar-header.ts'
import { tarMembers } from '../deb/tar.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { ELF_MAGIC } from './elf-layout.ts'
import { readElf } from './elf.ts'
import type { Executable } from './executable.ts'
import type { FoundArtifact } from './found-artifact.ts'
import { type ArchiveMember, assertInside, baseName } from './member.ts'
import type { Skipped } from './skipped.ts'
import { zipMembers } from './zip.ts'

/** How an archive is made up. */
export type ArchiveForm =
  { readonly container: 'tar'; readonly compression: Compression } | { readonly container: 'zip' }

const NAMES_SHOWN = 5

/** What an archive holds: what is packaged, and what is not and why. */
export interface OpenedArchive {
  readonly executables: readonly Executable[]
  readonly leftOut: readonly Skipped[]
}

/**
 * Takes the executables for Linux out of an archive. Files that are no ELF files are passed over, in archives within
 * it too.
 *
 * @param scratch keeps the executables; nothing is written to where the archive says
 * @throws PublishError `ARTIFACT` where it is damaged or cut short, where it names one file twice, and where a path or a
 *   link in it leaves it; `LIMIT` where it holds too much
 */
export async function openArchive(
  { source: archive, content }: FoundArtifact,
  form: ArchiveForm,
  scratch: Scratch,
): Promise<OpenedArchive> {
  const files = new Map<string, Executable | undefined>()
  const leftOut: Skipped[] = []
  const plain: string[] = []
  let memberCount = 0
  for await (const member of membersOf(content, form, archive)) {
    memberCount += 1
    if (memberCount > LIMITS.archiveEntries)
      throw tooMuch(archive, `more than ${LIMITS.archiveEntries} members`)
    assertInside(member, archive)
    if (member.type !== 'file' && member.type !== 'hardlink') continue
    const key = normalised(member.path)
    if (files.has(key)) throw inArchive(archive, member.path, 'is there twice')
    const found = await executableOf(member, files, archive, scratch)
    files.set(key, found !== undefined && 'content' in found ? found : undefined)
    if (found === undefined) plain.push(member.path)
    else if ('reason' in found) leftOut.push(found)
  }
  const executables = [...files.values()].filter((it) => it !== undefined)
  return { executables, leftOut: [...leftOut, ...plainFiles(archive, plain)] }
}

/** Documents and scripts, in one line: there can be thousands. */
function plainFiles(path: string, names: readonly string[]): readonly Skipped[] {
  if (names.length === 0) return []
  const rest = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
  return [{ path, reason: `no ELF files: ${names.slice(0, NAMES_SHOWN).join(', ')}${rest}` }]
}

async function executableOf(
  member: ArchiveMember,
  files: ReadonlyMap<string, Executable | undefined>,
  archive: string,
  scratch: Scratch,
): Promise<Executable | Skipped | undefined> {
  const path = `${archive}: ${member.path}`
  const fileName = baseName(member.path)
  if (member.type === 'hardlink') {
    const linked = files.get(normalised(member.target))
    return linked && { ...linked, path, fileName }
  }
  const content = await storedElf(member, scratch)
  if (content === undefined) return undefined
  const elf = await readElf(content, path)
  return elf.kind === 'executable'
    ? { ...elf, path, container: archive, fileName, content }
    : { path, reason: elf.reason }
}

/** The content of an ELF file, kept; of anything else only the first bytes are looked at. */
async function storedElf(member: ArchiveMember, scratch: Scratch): Promise<Content | undefined> {
  const bytes = byteSource(member.content)
  const magic = await bytes.upTo(ELF_MAGIC.length)
  if (!magic.equals(ELF_MAGIC)) {
    await bytes.close()
    return undefined
  }
  return scratch(
    (async function* () {
      yield magic
      while (!(await bytes.atEnd())) yield await bytes.some(Infinity)
    })(),
  )
}

function membersOf(content: Content, form: ArchiveForm, archive: string): AsyncIterable<ArchiveMember> {
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

function normalised(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

function tooMuch(archive: string, what: string): PublishError {
  return new PublishError('LIMIT', `${archive} holds ${what}; publish the executables themselves`)
}

function inArchive(
  archive: string,
  member: string,
  seen: string,
  advice = 'Build the archive again.',
): PublishError {
  return new PublishError('ARTIFACT', `${archive}: the member ${JSON.stringify(member)} ${seen}. ${advice}`)
}

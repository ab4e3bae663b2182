import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackagedEntry, RpmGhost } from '../recipe/description.ts'
import { ownershipOf } from '../recipe/ownership.ts'
import { flagsOf, languageOf, verifyFlagsOf } from './file-flags.ts'
import type { PackedFile, RpmFile } from './file.ts'
import { entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { TAGS } from './tags.ts'

/** From here on sizes need the 64-bit tags, and the payload its stripped form. */
export const LARGE_FILE_BYTES = 2 ** 32

/** Bits of st_mode: inode(7). */
const TYPE_BITS = { file: 0o100000, ghost: 0o100000, directory: 0o040000, symlink: 0o120000 } as const
const PERMISSION_BITS = 0o7777
const SYMLINK_PERMISSIONS = 0o777
/** `PGPHASHALGO_SHA256`. */
const SHA256 = 8

/**
 * The entries in rpm's order, that of their paths' bytes.
 *
 * @throws PublishError `PACKAGE` for paths that are not absolute and normalised, are too long for rpm, or exclude
 *   one another
 */
export function sortedFiles(
  packed: readonly PackagedEntry[],
  ghosts: readonly RpmGhost[] = [],
): readonly RpmFile[] {
  const entries: readonly RpmFile[] = [
    ...packed,
    ...ghosts.map((ghost) => ({ ...ghost, type: 'ghost' as const })),
  ]
  if (entries.length > LIMITS.rpmArrayEntries) {
    throw new PublishError(
      'LIMIT',
      `the package has ${entries.length} files; rpm takes ${LIMITS.rpmArrayEntries}`,
    )
  }
  for (const entry of entries) checkEntry(entry)
  const files = entries
    .map((entry) => ({ entry, key: Buffer.from(entry.path) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry)
  checkTogether(files)
  return files
}

/** st_mode: type and permissions. */
export function modeOf(entry: RpmFile): number {
  return TYPE_BITS[entry.type] | (entry.type === 'symlink' ? SYMLINK_PERMISSIONS : entry.mode)
}

/** The size that rpm records: a file's bytes, a link's target, nothing for a directory or a ghost. */
export function fileSize(entry: RpmFile): number {
  if (entry.type === 'file') return entry.content.sizeBytes
  return entry.type === 'symlink' ? Buffer.byteLength(entry.target) : 0
}

/**
 * The tags that describe the files: build/files.c of rpm. Where there are none, the algorithm of their digests alone.
 *
 * @param packed what was learnt of every file that is one, by path
 * @param timeSeconds of every file that has none of its own
 * @throws PublishError `PACKAGE` where an owner, a time or a language is none
 */
export function fileTags(
  files: readonly RpmFile[],
  packed: ReadonlyMap<string, PackedFile>,
  timeSeconds: number,
): readonly HeaderEntry[] {
  const algorithm = entryOf(TAGS.FILEDIGESTALGO, [SHA256])
  if (files.length === 0) return [algorithm]
  const each = <T>(value: (entry: RpmFile, position: number) => T) => files.map(value)
  const owned = files.map((entry) => ownershipOf(entry, timeSeconds))
  return [
    ...pathTags(files),
    fileSizes(files.map(fileSize)),
    entryOf(TAGS.FILEMODES, each(modeOf)),
    entryOf(
      TAGS.FILERDEVS,
      each(() => 0),
    ),
    entryOf(
      TAGS.FILEMTIMES,
      owned.map(({ mtimeSeconds }) => mtimeSeconds),
    ),
    entryOf(
      TAGS.FILEDIGESTS,
      each(({ path }) => packed.get(path)?.sha256 ?? ''),
    ),
    entryOf(
      TAGS.FILELINKTOS,
      each((entry) => (entry.type === 'symlink' ? entry.target : '')),
    ),
    entryOf(TAGS.FILEFLAGS, each(flagsOf)),
    entryOf(
      TAGS.FILEUSERNAME,
      owned.map(({ owner }) => owner),
    ),
    entryOf(
      TAGS.FILEGROUPNAME,
      owned.map(({ group }) => group),
    ),
    entryOf(TAGS.FILEVERIFYFLAGS, each(verifyFlagsOf)),
    entryOf(
      TAGS.FILEDEVICES,
      each(() => 1),
    ),
    entryOf(
      TAGS.FILEINODES,
      each((_, position) => position + 1),
    ),
    entryOf(TAGS.FILELANGS, each(languageOf)),
    entryOf(
      TAGS.FILECOLORS,
      each(({ path }) => packed.get(path)?.color ?? 0),
    ),
    algorithm,
  ]
}

/** 32 bits where they suffice: rpm of EL 7 reads the others as zero. */
function fileSizes(sizes: readonly number[]): HeaderEntry {
  const isLarge = sizes.some((size) => size >= LARGE_FILE_BYTES)
  return entryOf(isLarge ? TAGS.LONGFILESIZES : TAGS.FILESIZES, sizes)
}

/** Paths as rpm keeps them: directories once, with both slashes. */
function pathTags(files: readonly RpmFile[]): readonly HeaderEntry[] {
  const directories = new Map<string, number>()
  const split = files.map(({ path }) => {
    const end = path.lastIndexOf('/') + 1
    const directory = path.slice(0, end)
    if (!directories.has(directory)) directories.set(directory, directories.size)
    return { index: directories.get(directory) ?? 0, basename: path.slice(end) }
  })
  return [
    entryOf(
      TAGS.DIRINDEXES,
      split.map(({ index }) => index),
    ),
    entryOf(
      TAGS.BASENAMES,
      split.map(({ basename }) => basename),
    ),
    entryOf(TAGS.DIRNAMES, [...directories.keys()]),
  ]
}

function checkEntry(entry: RpmFile): void {
  const { path } = entry
  const segments = path.split('/').slice(1)
  const isNormal =
    path.startsWith('/') && segments.every((name) => name !== '' && name !== '.' && name !== '..')
  if (!isNormal || !isPlain(path)) throw refused(path, 'is not absolute and normalised')
  if (isLong(segments, entry.type) || Buffer.byteLength(path) > LIMITS.pathBytes)
    throw refused(path, 'is longer than rpm takes')
  if (entry.type === 'symlink') {
    const { target } = entry
    const fits = target !== '' && isPlain(target) && Buffer.byteLength(target) <= LIMITS.pathBytes
    if (!fits) throw refused(path, `is a link to ${JSON.stringify(target)}, which is no target`)
  } else if (!Number.isInteger(entry.mode) || (entry.mode & ~PERMISSION_BITS) !== 0) {
    throw refused(path, `has the mode ${entry.mode}, which is not of permission bits alone`)
  }
}

function isLong(segments: readonly string[], type: RpmFile['type']): boolean {
  const last = type === 'directory' ? LIMITS.pathSegmentBytes : LIMITS.rpmBasenameBytes
  return segments.some((name, at) => {
    const limitBytes = at === segments.length - 1 ? last : LIMITS.pathSegmentBytes
    return Buffer.byteLength(name) > limitBytes
  })
}

/** Two entries of one path, or one below what is no directory, cannot both be unpacked. */
function checkTogether(files: readonly RpmFile[]): void {
  const types = new Map<string, RpmFile['type']>()
  for (const { path, type } of files) {
    if (types.has(path)) throw refused(path, 'is there twice')
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end)
      if ((types.get(above) ?? 'directory') !== 'directory')
        throw refused(path, `lies below ${above}, a file or link`)
    }
    types.set(path, type)
  }
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function refused(path: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `the path ${JSON.stringify(path)} cannot be in an rpm: it ${fault}`)
}

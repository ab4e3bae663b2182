import { PublishError } from '../errors.ts'

/** What an archive holds under one name. */
export interface ArchiveMember {
  /** As the archive writes it. */
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other'
  /** Of links. */
  readonly target: string
  /** Can be read once, until the next member is asked for. */
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Refuses a member by which an archive could reach what lies outside of it. A symbolic link to an absolute path is one of
 * a tree as it is installed, and leads to what the archive has there. Nothing is ever unpacked to its path here;
 * who made such an archive did not make it for publishing.
 *
 * @throws PublishError `ARTIFACT` that names the archive and the member
 */
export function assertInside({ path, type, target }: ArchiveMember, archive: string): void {
  if (/\p{Cc}/u.test(path + target)) throw unsafe(archive, path, 'has control characters in its name')
  if (leaves(path)) throw unsafe(archive, path, 'leaves the archive')
  if (type === 'hardlink' && leaves(target))
    throw unsafe(archive, path, `links to ${target}, outside the archive`)
  if (type === 'symlink' && isOutside(target, folderOf(path))) {
    throw unsafe(archive, path, `points to ${target}, outside the archive`)
  }
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(folderOf(path).length)
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** Windows takes `\` for a separator and `C:` for a root: here neither leaves an archive. `B::Lint.3pm` is a name. */
function isRooted(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:(?!:))/.test(path)
}

function isOutside(target: string, folder: string): boolean {
  return target.startsWith('/') ? leaves(target.slice(1)) : isRooted(target) || leaves(`${folder}${target}`)
}

function leaves(path: string): boolean {
  let depth = 0
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth -= 1
    else if (part !== '' && part !== '.') depth += 1
    if (depth < 0) return true
  }
  return isRooted(path)
}

function unsafe(archive: string, path: string, seen: string): PublishError {
  return new PublishError(
    'ARTIFACT',
    `${archive}: the member ${JSON.stringify(path)} ${seen}. Build the archive again without it.`,
  )
}

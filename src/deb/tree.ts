import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackagedEntry } from '../recipe/description.ts'

const PERMISSION_BITS = 0o7777
const PARENT_MODE = 0o755

/**
 * All that a package holds, in the order in which dpkg can unpack it: the root first, and every directory, named or
 * not, before what lies in it.
 *
 * @throws PublishError `PACKAGE` for a path that is not absolute and normalised, is longer than file systems take, is
 *   there twice, or lies below something that is no directory
 */
export function packagedTree(entries: readonly PackagedEntry[]): readonly PackagedEntry[] {
  const tree = new Map<string, PackagedEntry>([['/', parent('/')]])
  for (const entry of entries) {
    assertEntry(entry)
    if (tree.has(entry.path)) throw refused(entry.path, 'is there twice')
    tree.set(entry.path, entry)
  }
  for (const { path } of entries) addParents(tree, path)
  return [...tree.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function addParents(tree: Map<string, PackagedEntry>, path: string): void {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = path.slice(0, end)
    const known = tree.get(above)
    if (known === undefined) tree.set(above, parent(above))
    else if (known.type !== 'directory') throw refused(path, `lies below ${above}, which is a ${known.type}`)
  }
}

function parent(path: string): PackagedEntry {
  return { type: 'directory', path, mode: PARENT_MODE }
}

function assertEntry(entry: PackagedEntry): void {
  const { path } = entry
  const [root, ...segments] = path.split('/')
  const isNormal = root === '' && segments.every((name) => name !== '' && name !== '.' && name !== '..')
  if (!isNormal || !isPlain(path)) throw refused(path, 'is not absolute and normalised')
  const isLong = segments.some((name) => Buffer.byteLength(name) > LIMITS.pathSegmentBytes)
  if (isLong || Buffer.byteLength(path) > LIMITS.pathBytes)
    throw refused(path, 'is longer than file systems take')
  if (entry.type !== 'symlink') assertMode(path, entry.mode)
  else if (
    entry.target === '' ||
    !isPlain(entry.target) ||
    Buffer.byteLength(entry.target) > LIMITS.pathBytes
  ) {
    throw refused(path, `is a link to ${JSON.stringify(entry.target)}, which is no target`)
  }
}

function assertMode(path: string, mode: number): void {
  if (Number.isInteger(mode) && (mode & ~PERMISSION_BITS) === 0) return
  throw refused(path, `has the mode ${mode}, which is not of permission bits alone`)
}

/** Control characters would end lines of md5sums and of lists that others make of names. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function refused(path: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `the path ${JSON.stringify(path)} cannot be in a .deb: it ${fault}`)
}

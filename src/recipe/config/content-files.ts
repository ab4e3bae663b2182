import { posix } from 'node:path'
import { faulty } from '../../errors.ts'
import type { PackagedEntry } from '../description.ts'
import { inheritedMode, meaningOf, ownershipOf } from './attributes.ts'
import { filesBelow, filesMatching } from './globbing.ts'
import type { ContentItem } from './keys/configuration.ts'
import type { ContentType } from './keys/content.ts'
import { isPattern } from './pattern.ts'
import type { Sources } from './sources.ts'

export interface ContentRules {
  readonly umask: number
  readonly disableGlobbing: boolean
}

/** An item whose paths are known: variables put in, `dst` absolute. */
export interface PlacedItem extends ContentItem {
  readonly from: string
  readonly to: string
  readonly isFolder: boolean
  readonly means: ContentType
}

interface Found {
  readonly source: string
  /** Below what `src` names; empty where that is the file itself. */
  readonly below: string
}

/**
 * The files of an item: one that it names, all below a folder, or those that a pattern matches. They keep their folders
 * below the part that all of them share, unless `dst` ends in a slash: then all lie in that folder.
 *
 * @throws PublishError with the item's place, where there are none
 */
export async function contentFiles(
  item: PlacedItem,
  rules: ContentRules,
  sources: Sources,
): Promise<readonly PackagedEntry[]> {
  const found = await findFiles(item, rules, sources)
  return Promise.all(found.map((file) => packaged(item, file, rules, sources)))
}

async function findFiles(
  item: PlacedItem,
  { disableGlobbing }: ContentRules,
  sources: Sources,
): Promise<readonly Found[]> {
  const { from, at, src } = item
  const place = src?.at ?? at
  if (isPattern(from) && !disableGlobbing) {
    const files = await filesMatching(from, sources)
    if (files.length === 0)
      throw faulty([{ message: `src: ${from} matches no file${expandHint(item)}`, place }])
    const shared = sharedFolder(files)
    return files.map((source) => ({ source, below: posix.relative(shared, source) }))
  }
  const source = await sources.look(from)
  if (source === undefined)
    throw faulty([{ message: `src: there is no file ${from}${expandHint(item)}`, place }])
  if (source.type !== 'directory') return [{ source: from, below: '' }]
  const files = await filesBelow(from, sources)
  if (files.length === 0) throw faulty([{ message: `src: the folder ${from} holds no file`, place }])
  return files.map((path) => ({ source: path, below: posix.relative(from, path) }))
}

function expandHint({ from, expand }: PlacedItem): string {
  const isMeant = /\$(?:\{|[A-Za-z_])/.test(from) && expand?.value !== true
  return isMeant ? '; variables are put in where the item has expand: true' : ''
}

/** The folder that paths share, up to where all are the same: so nFPM finds it. */
function sharedFolder(paths: readonly string[]): string {
  const [first = ''] = paths
  const last = paths.at(-1) ?? ''
  let length = 0
  while (length < first.length && first[length] === last[length]) length += 1
  // What ends in a slash is that folder, and dirname alone would leave it out.
  return posix.dirname(`${first.slice(0, length)}.`)
}

async function packaged(
  item: PlacedItem,
  { source, below }: Found,
  rules: ContentRules,
  sources: Sources,
): Promise<PackagedEntry> {
  const path = item.isFolder ? posix.join(item.to, posix.basename(source)) : posix.join(item.to, below)
  return fileEntry(item, source, path, rules, sources)
}

/** One file as it is packaged; a link stays one. */
export async function fileEntry(
  item: PlacedItem,
  from: string,
  path: string,
  { umask }: ContentRules,
  sources: Sources,
): Promise<PackagedEntry> {
  const source = await sources.look(from)
  const place = item.src?.at ?? item.at
  if (source === undefined || source.type === 'directory')
    throw faulty([{ message: `src: ${from} is no file any more`, place }])
  const owned = { path, ...ownershipOf(item) }
  if (source.type === 'symlink') return { type: 'symlink', ...owned, target: source.target }
  const { mode, lang } = item.file_info ?? {}
  return {
    type: 'file',
    ...owned,
    mode: mode?.value ?? inheritedMode(source.mode, umask, path),
    content: source.content,
    ...meaningOf(item.means),
    ...(lang === undefined ? {} : { language: lang.value }),
  }
}

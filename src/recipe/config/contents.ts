import { posix } from 'node:path'
import { faulty } from '../../errors.ts'
import type { PackagedEntry, RpmGhost } from '../description.ts'
import { DEFAULT_UMASK, DIRECTORY_MODE, inheritedMode, ownershipOf } from './attributes.ts'
import { type ContentRules, type PlacedItem, contentFiles } from './content-files.ts'
import { contentTree } from './content-tree.ts'
import { type Variables, expand } from './expansion.ts'
import { type Claim, type Held, settled } from './holding.ts'
import type { ContentItem, Overridden } from './keys/configuration.ts'
import { type Note, placed } from './reading.ts'
import type { Placed } from './shape.ts'
import type { Sources } from './sources.ts'

export interface Contents {
  /** Sorted by path. */
  readonly entries: readonly PackagedEntry[]
  readonly ghosts: readonly RpmGhost[]
}

/** Where variables come from, and who is told of those without a value. */
export interface Expansion {
  readonly variables: Variables
  readonly note: (note: Note) => void
}

const GHOST_MODE = 0o644
const DOCUMENTS = new Set(['doc', 'license', 'licence', 'readme'])

/**
 * What a package of one format holds.
 *
 * @throws PublishError with the place of an item that names nothing, lacks something, or wants a path that is taken
 */
export async function contentsOf(
  configuration: Overridden,
  format: 'deb' | 'rpm',
  expansion: Expansion,
  sources: Sources,
): Promise<Contents> {
  const rules = {
    umask: configuration.umask?.value ?? DEFAULT_UMASK,
    disableGlobbing: configuration.disable_globbing?.value === true,
  }
  const held: (readonly Held[])[] = []
  for (const item of configuration.contents ?? []) {
    if ((item.packager?.value ?? format) !== format) continue
    const entries = await itemEntries(located(item, expansion), format, rules, sources).catch(
      (error: unknown) => {
        throw placed(error, item.at)
      },
    )
    held.push(entries)
  }
  const all = settled(held.flat())
  return {
    entries: all.flatMap(({ entry }) => entry ?? []),
    ghosts: all.flatMap(({ ghost }) => ghost ?? []),
  }
}

/** Puts variables in where the item asks for it. */
function located(item: ContentItem, expansion: Expansion): PlacedItem {
  const { src, dst, type, at } = item
  const text = (key: string, given: Placed<string> | undefined) =>
    item.expand?.value === true && given !== undefined
      ? expanded(key, given, expansion)
      : (given?.value ?? '')
  const means = type?.value ?? 'file'
  const [from, to] = [text('src', src), text('dst', dst)]
  if (to === '') throw faulty([{ message: 'dst is needed: the path in the package', place: dst?.at ?? at }])
  if (from === '' && means !== 'dir' && means !== 'ghost') {
    const what = means === 'symlink' ? 'what the link points to' : 'the file to package'
    throw faulty([{ message: `src is needed: ${what}`, place: src?.at ?? at }])
  }
  const path = posix.join('/', to)
  return { ...item, from, to: path.replace(/(?<=.)\/$/, ''), isFolder: to.endsWith('/'), means }
}

function expanded(key: string, { value, at }: Placed<string>, { variables, note }: Expansion): string {
  const unset = (name: string) =>
    note({ message: `${key}: the variable ${name} is not set, and stands for nothing`, place: at })
  try {
    return expand(value, variables, unset).trim()
  } catch (error) {
    throw placed(error, at)
  }
}

async function itemEntries(
  item: PlacedItem,
  format: 'deb' | 'rpm',
  rules: ContentRules,
  sources: Sources,
): Promise<readonly Held[]> {
  const owned = { path: item.to, ...ownershipOf(item) }
  switch (item.means) {
    case 'symlink':
      return [holding(item, { type: 'symlink', ...owned, target: item.from })]
    case 'ghost':
      return format === 'rpm'
        ? [ghosting(item, { ...owned, mode: item.file_info?.mode?.value ?? GHOST_MODE })]
        : []
    case 'dir':
      return [holding(item, { type: 'directory', ...owned, mode: await directoryMode(item, rules, sources) })]
    case 'tree':
    case 'config|tree':
    case 'config|noreplace|tree':
    case 'config|missingok|tree': {
      const tree = await contentTree(item, rules, sources)
      return tree.map((entry) => holding(item, entry, entry.type === 'directory' ? 'shared' : 'own'))
    }
    case 'file':
    case 'config':
    case 'config|noreplace':
    case 'config|missingok':
    case 'doc':
    case 'license':
    case 'licence':
    case 'readme': {
      const claim = format === 'deb' && DOCUMENTS.has(item.means) ? 'weak' : 'own'
      return (await contentFiles(item, rules, sources)).map((entry) => holding(item, entry, claim))
    }
  }
}

async function directoryMode(item: PlacedItem, { umask }: ContentRules, sources: Sources): Promise<number> {
  const given = item.file_info?.mode?.value
  if (given !== undefined) return given
  if (item.from === '') return DIRECTORY_MODE
  const source = await sources.look(item.from)
  if (source?.type === 'directory') return inheritedMode(source.mode, umask, item.to)
  throw faulty([
    { message: `src: ${item.from} is no folder to take the mode from`, place: item.src?.at ?? item.at },
  ])
}

function holding(item: PlacedItem, entry: PackagedEntry, claim: Claim = 'own'): Held {
  return { path: entry.path, at: item.dst?.at ?? item.at, claim, entry, ghost: undefined }
}

function ghosting(item: PlacedItem, ghost: RpmGhost): Held {
  return { path: ghost.path, at: item.dst?.at ?? item.at, claim: 'own', entry: undefined, ghost }
}

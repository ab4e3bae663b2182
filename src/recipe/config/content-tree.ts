import { posix } from 'node:path'
import { PublishError, faulty } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { PackagedEntry } from '../description.ts'
import { folderMode, inheritedMode, ownershipOf } from './attributes.ts'
import { type ContentRules, type PlacedItem, fileEntry } from './content-files.ts'
import { matcher } from './pattern.ts'
import type { Sources } from './sources.ts'
import { isSystemFolder } from './system-folders.ts'

/**
 * A folder with all that is in it. Folders of the system, and those that `disown_subtree` matches, are not the
 * package's; what is in them is.
 *
 * @throws PublishError with the item's place, where `src` is no folder
 */
export async function contentTree(
  item: PlacedItem,
  rules: ContentRules,
  sources: Sources,
): Promise<readonly PackagedEntry[]> {
  const top = await sources.look(item.from)
  if (top?.type !== 'directory') {
    const message = `src: ${item.from} is ${top === undefined ? 'not there' : `a ${top.type}`}; a tree needs a folder`
    throw faulty([{ message, place: item.src?.at ?? item.at }])
  }
  const isDisowned = disowning(item)
  const entries: PackagedEntry[] = []
  const open = [{ from: item.from, path: item.to, mode: top.mode }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { from, path, mode } = next
    if (!isSystemFolder(path) && !isDisowned(path)) entries.push(folderEntry(item, path, mode, rules))
    for (const { name, isDirectory } of await sources.list(from)) {
      const [inner, target] = [posix.join(from, name), posix.join(path, name)]
      if (isDirectory) open.push({ from: inner, path: target, mode: await modeOf(inner, sources) })
      else entries.push(await fileEntry(item, inner, target, rules, sources))
      if (entries.length > LIMITS.configuredFiles)
        throw new PublishError(
          'LIMIT',
          `${item.from} holds more than ${LIMITS.configuredFiles} files; name fewer`,
        )
    }
  }
  return entries
}

async function modeOf(folder: string, sources: Sources): Promise<number> {
  const source = await sources.look(folder)
  return source?.type === 'directory' ? source.mode : 0
}

function disowning({ disown_subtree: globs = [] }: PlacedItem): (path: string) => boolean {
  const matchers = globs.map(({ value }) => matcher(posix.join('/', value).replace(/(?<=.)\/$/, '')))
  return (path) => matchers.some((matches) => matches(path))
}

function folderEntry(item: PlacedItem, path: string, mode: number, { umask }: ContentRules): PackagedEntry {
  const given = item.file_info?.mode?.value
  return {
    type: 'directory',
    path,
    ...ownershipOf(item),
    mode: given === undefined ? inheritedMode(mode, umask, path) : folderMode(given),
  }
}

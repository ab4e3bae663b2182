import type { ConfigurationPolicy, Ownership, PackagedFile } from '../description.ts'
import type { ContentItem } from './keys/configuration.ts'
import type { ContentType } from './keys/content.ts'
import { isCommandPath } from './system-folders.ts'

/** Bits that files without a mode of their own lose. nFPM leaves the group's: then a clone's umask shows in packages. */
export const DEFAULT_UMASK = 0o022
export const DIRECTORY_MODE = 0o755
const EXECUTABLE = 0o111
/** Of a source, permissions alone count: setuid and its like are only ever given by a configuration. */
const INHERITED = 0o777

export function ownershipOf({ file_info: info }: ContentItem): Ownership {
  return {
    ...(info?.owner === undefined ? {} : { owner: info.owner.value }),
    ...(info?.group === undefined ? {} : { group: info.group.value }),
    ...(info?.mtime === undefined ? {} : { modifiedSeconds: info.mtime.value }),
  }
}

/**
 * The mode of a file that has none of its own. A command can be run, whatever its source says: upload-artifact and
 * Windows lose that bit.
 */
export function inheritedMode(mode: number, umask: number, path: string): number {
  const given = mode & INHERITED
  const wanted = isCommandPath(path) ? given | ((given & 0o444) >> 2) : given
  return wanted & ~umask
}

/** The mode of `file_info` for a folder of a tree: who may read may enter. */
export function folderMode(mode: number): number {
  return mode | (((mode & 0o444) >> 2) & EXECUTABLE)
}

type FileMeaning = Pick<PackagedFile, 'role' | 'policy'>

const CONFIG: ConfigurationPolicy = { noReplace: false, missingOk: false }

const MEANINGS: Readonly<Partial<Record<ContentType, FileMeaning>>> = {
  config: { role: 'config', policy: CONFIG },
  'config|noreplace': { role: 'config', policy: { ...CONFIG, noReplace: true } },
  'config|missingok': { role: 'config', policy: { ...CONFIG, missingOk: true } },
  doc: { role: 'doc' },
  license: { role: 'license' },
  licence: { role: 'license' },
  readme: { role: 'readme' },
}

/** What a file is to a package manager; the tree forms are for each of their files. */
export function meaningOf(type: ContentType): FileMeaning {
  return MEANINGS[type.replace('|tree', '') as ContentType] ?? {}
}

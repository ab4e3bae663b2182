import { posix } from 'node:path'
import { contentOf } from '../../../src/content.ts'
import type { Source, Sources } from '../../../src/recipe/config/sources.ts'

export interface GivenFile {
  readonly text?: string
  readonly mode?: number
  /** A link in place of a file. */
  readonly target?: string
  /** A folder in place of a file, with nothing in it but what others say. */
  readonly folder?: true
}

/** Files by their paths, folders as they follow from them. */
export function memorySources(given: Readonly<Record<string, GivenFile | string>>): Sources {
  const files = new Map<string, Source>()
  for (const [path, file] of Object.entries(given)) {
    for (let at = posix.dirname(path); at !== '.' && at !== '/'; at = posix.dirname(at))
      if (!files.has(at)) files.set(at, { type: 'directory', mode: 0o755 })
    files.set(path, sourceOf(typeof file === 'string' ? { text: file } : file))
  }
  return {
    look: async (path) => files.get(posix.normalize(path).replace(/(?<=.)\/$/, '')),
    list: async (folder) => {
      const top = posix.normalize(folder).replace(/(?<=.)\/$/, '')
      return [...files]
        .filter(([path]) => posix.dirname(path) === top && path !== top)
        .map(([path, { type }]) => ({ name: posix.basename(path), isDirectory: type === 'directory' }))
        .sort((left, right) => (left.name < right.name ? -1 : 1))
    },
  }
}

function sourceOf({ text = '', mode = 0o644, target, folder }: GivenFile): Source {
  if (target !== undefined) return { type: 'symlink', target }
  if (folder === true) return { type: 'directory', mode }
  return { type: 'file', mode, content: contentOf(Buffer.from(text)) }
}

import { lstat, readdir, readlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PublishError } from '../errors.ts'
import { fileContent } from '../files.ts'
import type { Source, Sources } from '../recipe/config/sources.ts'

const PERMISSION_BITS = 0o7777
/** Nothing is there, or a part of the path is no folder. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR'])

/** The files of a folder, and of others where they are named by absolute paths or `..`. */
export function fileSources(cwd: string): Sources {
  return {
    look: (path) => absentAs(undefined, path, look(resolve(cwd, path))),
    list: (folder) => absentAs([], folder, list(resolve(cwd, folder))),
  }
}

async function look(path: string): Promise<Source> {
  const stats = await lstat(path)
  const mode = stats.mode & PERMISSION_BITS
  if (stats.isDirectory()) return { type: 'directory', mode }
  if (stats.isSymbolicLink()) return { type: 'symlink', target: await readlink(path) }
  return { type: 'file', mode, content: await fileContent(path) }
}

async function list(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}

async function absentAs<T>(absent: T, path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof PublishError) throw cause
    if (ABSENT.has((cause as NodeJS.ErrnoException).code ?? '')) return absent
    throw new PublishError('ARTIFACT', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

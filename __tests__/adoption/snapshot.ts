import { cp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { sha256 } from '../../src/content.ts'
import { temporaryDirectory } from '../support/programs.ts'

/** The files below a folder, each with what changes when it is written: its time, its inode and its bytes. */
export async function snapshot(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const states = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    const { mtimeMs, ino } = await stat(path)
    return [relative(folder, path), `${mtimeMs} ${ino} ${sha256(await readFile(path))}`] as const
  })
  return new Map((await Promise.all(states)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The files of a snapshot that are others now, or gone. */
export function changedSince(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...before].filter(([path, state]) => after.get(path) !== state).map(([path]) => path)
}

/** A copy of a folder, in which some files are as they were in another: what a client sees that holds an old head. */
export async function withOldFiles(folder: string, old: string, paths: readonly string[]): Promise<string> {
  const view = await temporaryDirectory()
  await cp(folder, view, { recursive: true })
  for (const path of paths) {
    await rm(join(view, path), { force: true })
    await cp(join(old, path), join(view, path)).catch(ignoreMissing)
  }
  return view
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

/** A copy of a folder as it is now. */
export async function copyOf(folder: string): Promise<string> {
  return withOldFiles(folder, folder, [])
}

import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readLinks } from '../../src/artifacts/elf.ts'
import { fileContent } from '../../src/files.ts'
import type { PackagedFile } from '../../src/recipe/description.ts'
import type { DynamicLinks } from '../../src/recipe/dynamic-links.ts'

/** A program or library of this machine or of a root, as it would be packaged. */
export interface LinkedFile extends PackagedFile {
  readonly links: DynamicLinks
  /** Where it lies here. */
  readonly source: string
}

/** Where Debian has its libraries; only one of them is there. */
const LIBRARY_FOLDERS = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'] as const

/** The dynamic programs and libraries in a folder of a root, of which `one` in so many is taken. */
export async function linkedFiles(root: string, folder: string, one: number): Promise<readonly LinkedFile[]> {
  if (!existsSync(join(root, folder))) return []
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const files: LinkedFile[] = []
  for (const name of names.sort().filter((_, index) => index % one === 0)) {
    const source = join(root, folder, name)
    const content = await fileContent(source)
    const links = await readLinks(content, source)
    const { mode } = await stat(source)
    const path = join('/', folder, name)
    if (links !== undefined) files.push({ type: 'file', path, mode: mode & 0o777, content, links, source })
  }
  return files
}

/** The same of all folders that matter. */
export async function allLinkedFiles(root: string, one: number): Promise<readonly LinkedFile[]> {
  const found = ['usr/bin', ...LIBRARY_FOLDERS].map((folder) => linkedFiles(root, folder, one))
  return (await Promise.all(found)).flat()
}

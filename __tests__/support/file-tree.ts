import { chmod, lutimes, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { abreast } from '../../src/abreast.ts'
import { bytesOf } from '../../src/content.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { run } from './processes.ts'

/** Lays what a package holds below a folder, for the programs that pack it; owners where they are wanted. */
export async function layTree(
  folder: string,
  entries: readonly PackagedEntry[],
  { owners }: { readonly owners: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  await abreast(entries, 32, (entry) => lay(folder, entry, owners))
}

async function lay(folder: string, entry: PackagedEntry, owners: boolean): Promise<void> {
  const path = join(folder, entry.path)
  await mkdir(dirname(path), { recursive: true })
  if (entry.type === 'symlink') await symlink(entry.target, path)
  else if (entry.type === 'directory') await mkdir(path, { recursive: true })
  else await writeFile(path, await bytesOf(entry.content, 2 ** 30, entry.path))
  const { owner = '', group = '' } = entry
  if (owners && owner + group !== '') await run('chown', ['-h', `${owner}:${group}`, path])
  // After chown, which takes set-user-ID away.
  if (entry.type !== 'symlink') await chmod(path, entry.mode)
}

/** Gives everything its time, in one go: whatever is written later changes that of its folder. */
export async function dateTree(
  folder: string,
  entries: readonly PackagedEntry[],
  timeSeconds: number,
): Promise<void> {
  const all = 'find . -print0 | xargs -0 touch --no-dereference --date="@$1"'
  await run('sh', ['-c', all, 'sh', String(timeSeconds)], { cwd: folder })
  for (const { path, modifiedSeconds } of entries) {
    if (modifiedSeconds !== undefined) await lutimes(join(folder, path), modifiedSeconds, modifiedSeconds)
  }
}

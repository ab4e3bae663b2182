import { type BigIntStats, mkdirSync, renameSync, rmdirSync, statSync, unlinkSync, utimesSync } from 'node:fs'
import { open, readdir, stat, unlink } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { etagOf } from './directory-read.ts'
import type { Condition } from './store.ts'
import { exactly } from './upload-body.ts'

/** Writes a content to a new file, down to the disk: what a rename makes visible must survive a loss of power. */
export async function writeTemporary(file: string, body: Content, key: string): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    for await (const chunk of exactly(body, key)) await handle.writeFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Moves a file to its place if the condition holds. To be called under the lock.
 *
 * @returns the ETag of what is there now, or undefined where the condition did not hold
 */
export function moveIf(temporary: string, target: string, condition: Condition): string | undefined {
  const present = statSync(target, { bigint: true, throwIfNoEntry: false })
  if (present?.isDirectory() === true) {
    throw new PublishError('STORE', `${target} is a folder, where a file should be written. Move it away.`)
  }
  const seen = present && etagOf(present)
  if (seen !== ('etag' in condition ? condition.etag : undefined)) return undefined
  if (present !== undefined) makeLater(temporary, present)
  mkdirSync(dirname(target), { recursive: true })
  renameSync(temporary, target)
  return etagOf(statSync(target, { bigint: true }))
}

/**
 * Gives a file a time after that of the one it replaces, where clocks are coarse (from milliseconds up to the two
 * seconds of FAT) or went back: the time is what tells two states of a key apart.
 */
function makeLater(file: string, than: BigIntStats): void {
  for (const aheadMs of [2, 2_000, 4_000]) {
    if (statSync(file, { bigint: true }).mtimeNs > than.mtimeNs) return
    const seconds = (Number(than.mtimeNs / 1_000_000n) + aheadMs) / 1_000
    utimesSync(file, seconds, seconds)
  }
}

/** Removes a file, and the folders that it leaves empty: a bucket has no folders. To be called under the lock. */
export function removeFile(file: string, root: string): void {
  try {
    unlinkSync(file)
    for (let folder = dirname(file); folder.startsWith(root + sep); folder = dirname(folder))
      rmdirSync(folder)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)) throw error
  }
}

/** Removes what crashed writers left. */
export async function removeStaleFiles(folder: string, clock: Clock): Promise<void> {
  const files = (await readdir(folder)).map((name) => join(folder, name))
  await Promise.all(
    files.map(async (file) => {
      const seen = await stat(file).catch(() => undefined)
      if (seen === undefined || clock.now() - seen.mtimeMs < LIMITS.staleTemporaryMs) return
      await unlink(file).catch(() => undefined)
    }),
  )
}

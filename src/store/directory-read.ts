import type { BigIntStats } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { compareKeys, isKey } from './keys.ts'
import type { ObjectDetails, ObjectInfo, StoredObject } from './store.ts'

/**
 * The ETag of a file: its time in nanoseconds and its size. `moveIf` lets the time of a key only go forward, so no two
 * states share one. Without the inode: some shared folders give another one each time they are asked.
 */
export function etagOf({ mtimeNs, size }: BigIntStats): string {
  return `"${mtimeNs.toString(16)}-${size.toString(16)}"`
}

/** The details of a file, or undefined where there is none; a folder is no object. */
export async function detailsOf(file: string, key: string): Promise<ObjectDetails | undefined> {
  const stats = await unlessMissing(() => stat(file, { bigint: true }))
  return stats?.isFile() === true ? { ...infoOf(stats, key), metadata: {} } : undefined
}

function infoOf(stats: BigIntStats, key: string): ObjectInfo {
  return { key, etag: etagOf(stats), sizeBytes: Number(stats.size), lastModified: stats.mtime }
}

/** As `Store.get`: details and bytes of one state, because a file is replaced and never changed. */
export async function readFile(
  file: string,
  key: string,
  limitBytes: number,
  store: string,
): Promise<StoredObject | undefined> {
  return withFile(file, async (handle, stats) => {
    if (stats.size > limitBytes) {
      throw new PublishError(
        'LIMIT',
        `${store}: ${key} has ${stats.size} bytes; at most ${limitBytes} are read`,
      )
    }
    return { ...infoOf(stats, key), metadata: {}, bytes: await wholeOf(handle, Number(stats.size)) }
  })
}

/** In one go: `readFile` of node reads piece by piece, and joins the pieces. */
async function wholeOf(handle: FileHandle, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes)
  for (let position = 0; position < sizeBytes;) {
    const { bytesRead } = await handle.read(bytes, position, sizeBytes - position, position)
    if (bytesRead === 0) return bytes.subarray(0, position)
    position += bytesRead
  }
  return bytes
}

/** As `Store.open`. */
export async function openFile(file: string, key: string, store: string): Promise<Content | undefined> {
  const details = await detailsOf(file, key)
  if (details === undefined) return undefined
  return {
    sizeBytes: details.sizeBytes,
    async *read(start = 0, end = details.sizeBytes) {
      if (start >= end) return
      const handle = await unlessMissing(() => open(file))
      try {
        if (handle === undefined || etagOf(await handle.stat({ bigint: true })) !== details.etag) {
          throw new PublishError(
            'STORE',
            `${store}: ${key} was replaced or deleted while it was read. Run the step again.`,
          )
        }
        yield* handle.createReadStream({ start, end: end - 1, autoClose: false }) as AsyncIterable<Uint8Array>
      } finally {
        await handle?.close()
      }
    },
  }
}

async function withFile<T>(
  file: string,
  work: (handle: FileHandle, stats: BigIntStats) => Promise<T>,
): Promise<T | undefined> {
  const seen = await unlessMissing(() => stat(file))
  if (seen?.isFile() !== true) return undefined
  const handle = await unlessMissing(() => open(file))
  if (handle === undefined) return undefined
  try {
    return await work(handle, await handle.stat({ bigint: true }))
  } finally {
    await handle.close()
  }
}

/**
 * As `Store.list`. Symbolic links are followed, except to a folder that they are in.
 *
 * @param hidden names in the root that are no keys
 */
export async function listFiles(
  root: string,
  prefix: string,
  hidden: readonly string[],
): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = []

  async function walk(folder: string, above: readonly bigint[]): Promise<void> {
    const names = (await unlessMissing(() => readdir(join(root, folder)))) ?? []
    const keys = names.filter((name) => folder !== '' || !hidden.includes(name)).map((name) => folder + name)
    for (const key of keys) {
      if (!key.startsWith(prefix) && !prefix.startsWith(`${key}/`)) continue
      const stats = await unlessMissing(() => stat(join(root, key), { bigint: true }))
      if (stats?.isDirectory() === true && !above.includes(stats.ino))
        await walk(`${key}/`, [...above, stats.ino])
      if (stats?.isFile() === true && key.startsWith(prefix) && isKey(key)) found.push(infoOf(stats, key))
    }
  }
  await walk(prefix.slice(0, prefix.lastIndexOf('/') + 1), [])
  return found.sort((left, right) => compareKeys(left.key, right.key))
}

/** As `Store.folders`; a folder that is empty counts, because looking further costs more than it tells. */
export async function listFolders(
  root: string,
  folder: string,
  hidden: readonly string[],
): Promise<readonly string[]> {
  const names = (await unlessMissing(() => readdir(join(root, folder)))) ?? []
  const candidates = names.filter((name) => folder !== '' || !hidden.includes(name))
  const stats = await Promise.all(
    candidates.map((name) => unlessMissing(() => stat(join(root, folder, name)))),
  )
  return candidates
    .filter((name, position) => stats[position]?.isDirectory() === true && isKey(folder + name))
    .sort(compareKeys)
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

import { randomUUID } from 'node:crypto'
import { mkdir, stat, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { explain } from './directory-errors.ts'
import { underLock } from './directory-lock.ts'
import { detailsOf, listFiles, listFolders, openFile, readFile } from './directory-read.ts'
import { moveIf, removeFile, removeStaleFiles, writeTemporary } from './directory-write.ts'
import { assertKey, assertKeyPrefix } from './keys.ts'
import type { Condition, Store } from './store.ts'

/** Names in the root that are ours and no keys. */
const LOCK = '.lock'
const TEMPORARY = '.tmp'

/** Longer than the tick of a file system's clock on Linux, macOS and Windows. */
const TICK_MS = 20

/** Windows does not replace a file while a virus scanner looks at it. */
const HELD = new Set(process.platform === 'win32' ? ['EPERM', 'EACCES', 'EBUSY'] : [])
const HELD_TRIES = 40
const HELD_PAUSE_MS = 50

/**
 * A directory as a store, for any number of processes at once. Content is written to a file below `.tmp` first. Then,
 * under a lock, the condition is checked and the file renamed to its place, so a reader sees an object whole or not at
 * all, and a process that is killed leaves nothing but a temporary file, which later ones remove after an hour.
 *
 * Metadata, content types and cache headers are not stored. The directory is made at the first write.
 *
 * @param clock gives dates, and the pauses while another process has the lock
 */
export function directoryStore(path: string, clock: Clock): Store {
  const root = resolve(path)
  const temporaries = join(root, TEMPORARY)
  let cleared: Promise<void> | undefined

  const fileOf = (key: string): string => {
    assertKey(key, path)
    assertFileName(key, path)
    return join(root, key)
  }
  const locked = async <T>(section: () => T): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await underLock(join(root, LOCK), clock, section)
      } catch (error) {
        if (!HELD.has((error as NodeJS.ErrnoException).code ?? '') || tries >= HELD_TRIES) throw error
        await clock.sleep(HELD_PAUSE_MS)
      }
    }
  }
  const prepared = async (): Promise<void> => {
    await mkdir(temporaries, { recursive: true })
    await (cleared ??= removeStaleFiles(temporaries, clock))
  }
  /** @returns the ETag of what is there now, or undefined where the condition did not hold */
  const write = async (key: string, body: Content, condition: Condition): Promise<string | undefined> => {
    const target = fileOf(key)
    const temporary = join(temporaries, randomUUID())
    await prepared()
    try {
      await writeTemporary(temporary, body, key)
      return await locked(() => moveIf(temporary, target, condition))
    } finally {
      await unlink(temporary).catch(() => undefined)
    }
  }
  const remove = async (key: string): Promise<void> => {
    const file = fileOf(key)
    const seen = await stat(file).catch(() => undefined)
    if (seen === undefined) return
    // What is written to the key next must not have the time, and with it perhaps the ETag, of what is removed.
    if (clock.now() - seen.mtimeMs < TICK_MS) await clock.sleep(TICK_MS)
    await prepared()
    await locked(() => removeFile(file, root))
  }
  const copy = async (from: string, to: string): Promise<string | undefined> => {
    const source = await openFile(fileOf(from), from, path)
    if (source !== undefined) return write(to, source, { absent: true })
    throw new PublishError('STORE', `${path}: could not copy ${from} to ${to}: it is not there`)
  }
  const explained = async <T>(operation: string, key: string, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw explain(error, path, operation, key)
    }
  }

  return {
    name: path,
    get: (key, limitBytes) =>
      explained('read', key, async () => {
        const object = await readFile(fileOf(key), key, limitBytes, path)
        return { date: new Date(clock.now()), ...(object && { object }) }
      }),
    open: (key) => explained('read', key, () => openFile(fileOf(key), key, path)),
    head: (key) => explained('read', key, () => detailsOf(fileOf(key), key)),
    list: (prefix) =>
      explained('list', prefix, () => {
        assertKeyPrefix(prefix, path)
        return listFiles(root, prefix, [LOCK, TEMPORARY])
      }),
    folders: (folder) =>
      explained('list', folder, () => {
        assertKeyPrefix(folder, path)
        return listFolders(root, folder, [LOCK, TEMPORARY])
      }),
    put: (key, body) =>
      explained('write', key, async () => outcomeOf(await write(key, body, { absent: true }), 'exists')),
    swap: (key, body, condition) =>
      explained('write', key, async () => outcomeOf(await write(key, body, condition), 'refused')),
    copy: (from, to) => explained('copy', from, async () => outcomeOf(await copy(from, to), 'exists')),
    relabel: async () => undefined,
    delete: (key) => explained('delete', key, () => remove(key)),
  }
}

function outcomeOf<K extends 'exists' | 'refused'>(
  etag: string | undefined,
  otherwise: K,
): { readonly kind: 'stored'; readonly etag: string } | { readonly kind: K } {
  return etag === undefined ? { kind: otherwise } : { kind: 'stored', etag }
}

/** What is a key, but no file name here. */
function assertFileName(key: string, path: string): void {
  const [first = ''] = key.split('/')
  const isReserved = first === LOCK || first === TEMPORARY
  if (isReserved || (process.platform === 'win32' && /[<>:"|?*]/.test(key))) {
    throw new PublishError('INPUT', `${path}: ${JSON.stringify(key)} cannot be the name of a file here`)
  }
}

import type { Store } from '../../store/store.ts'
import type { HeadCopy } from './head.ts'

const ID = /^(\d{1,12})-[0-9a-f]{16}$/

/**
 * The copies of heads that are stored, oldest first.
 *
 * @param folder that has `heads/`, ending in a slash
 * @param head the name of the head's own copy in the folder of an ID
 */
export async function storedCopies(
  store: Store,
  folder: string,
  head: 'InRelease' | 'repomd.xml',
): Promise<readonly HeadCopy[]> {
  const keysOfIds = new Map<string, string[]>()
  for (const { key } of await store.list(`${folder}heads/`)) {
    const [id = ''] = key.slice(`${folder}heads/`.length).split('/')
    if (ID.test(id)) keysOfIds.set(id, [...(keysOfIds.get(id) ?? []), key])
  }
  return [...keysOfIds]
    .filter(([id, keys]) => keys.includes(`${folder}heads/${id}/${head}`))
    .map(([id, keys]) => ({ id, keys, stampSeconds: stampOf(id) }))
    .sort((a, b) => a.stampSeconds - b.stampSeconds || (a.id < b.id ? -1 : 1))
}

/** The stamp in an ID: `STAMP-HASH16`. */
export function stampOf(id: string): number {
  return Number(ID.exec(id)?.[1] ?? 0)
}

/** The beginning of the SHA-256 of a head in an ID. */
export function hashOf(id: string): string {
  return id.slice(id.indexOf('-') + 1)
}

/** Where the copy of a head lies. */
export function copyKey(headKey: string, id: string): string {
  const cut = headKey.lastIndexOf('/') + 1
  return `${headKey.slice(0, cut)}heads/${id}/${headKey.slice(cut)}`
}

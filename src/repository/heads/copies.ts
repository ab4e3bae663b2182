import type { Store } from '../../store/store.ts'
import type { HeadCopy } from './head.ts'
import { isIdentifier, stampOf } from './id.ts'

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
    if (isIdentifier(id)) keysOfIds.set(id, [...(keysOfIds.get(id) ?? []), key])
  }
  return [...keysOfIds]
    .filter(([id, keys]) => keys.includes(`${folder}heads/${id}/${head}`))
    .map(([id, keys]) => ({ id, keys, stampSeconds: stampOf(id) }))
    .sort((a, b) => a.stampSeconds - b.stampSeconds || (a.id < b.id ? -1 : 1))
}

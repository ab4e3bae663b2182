import { createHash } from 'node:crypto'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { Store } from '../store/store.ts'

/** What a verified index says of the file of a package. */
export interface IndexedFile {
  readonly key: string
  readonly sizeBytes: number
  /** Lower-case hex; empty where nothing says it. */
  readonly sha256: string
}

/**
 * A stored file that an index names, which is opened only if it is read: mostly it is copied, or stays where it is. Who
 * reads it whole learns before the last byte's end whether it is what the index says.
 */
export function storedContent(store: Store, { key, sizeBytes, sha256 }: IndexedFile): Content {
  const fault = (seen: string, remedy: string) =>
    new PublishError('INTEGRITY', `${key} in ${store.name} ${seen}. ${remedy}`)
  return {
    sizeBytes,
    async *read(start = 0, end = sizeBytes) {
      const content = await store.open(key)
      if (content === undefined)
        throw fault(
          'is missing, but the signed index names it',
          'Take it out with the command remove, and publish it again.',
        )
      const hash = createHash('sha256')
      for await (const chunk of content.read(start, end)) {
        hash.update(chunk)
        yield chunk
      }
      const isWhole = start === 0 && end >= sizeBytes
      if (!isWhole || sha256 === '' || hash.digest('hex') === sha256) return
      throw fault(
        'is another file than the signed index says',
        'Put the right file back, or take it out with the command remove, and publish it again.',
      )
    },
  }
}

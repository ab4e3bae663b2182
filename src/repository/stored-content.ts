import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { Store } from '../store/store.ts'

/** A stored file that an index names, which is opened only if it is read: mostly it is copied, or stays where it is. */
export function storedContent(store: Store, key: string, sizeBytes: number): Content {
  return {
    sizeBytes,
    async *read(start, end) {
      const content = await store.open(key)
      if (content !== undefined) return yield* content.read(start, end)
      throw new PublishError(
        'INTEGRITY',
        `${key} in ${store.name} is missing, but the signed index names it. Take it out with the command remove, and publish it again.`,
      )
    },
  }
}

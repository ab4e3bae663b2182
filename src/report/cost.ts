import type { Counts } from '../store/counting.ts'
import { counted } from '../words.ts'
import { sizeOf } from './size.ts'

/** What a run did to the store, or would have done, as a sentence. */
export function costOf(isDry: boolean, counts: Counts): string {
  const requests = requestsOf(counts)
  if (requests === 0) return 'Nothing was read from the store, and nothing written.'
  const { uploadedObjects, uploadedBytes, copiedObjects, deletedObjects } = counts
  const parts = [
    `${counted(uploadedObjects, 'object')}, ${sizeOf(uploadedBytes)}`,
    ...(copiedObjects === 0 ? [] : [`${isDry ? 'copy' : 'copied'} ${copiedObjects}`]),
    ...(deletedObjects === 0 ? [] : [`${isDry ? 'delete' : 'deleted'} ${deletedObjects}`]),
    `with ${counted(requests, 'request')}.`,
  ]
  return `${isDry ? 'Would upload' : 'Uploaded'} ${parts.join(', ')}`
}

/** How many requests a run made. */
export function requestsOf({ requests }: Counts): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0)
}

import type { Counts } from '../store/counting.ts'
import { counted } from '../words.ts'
import { sizeOf } from './size.ts'

/** What a run did to the store, or would have done, as a sentence. */
export function costOf(isDry: boolean, counts: Counts): string {
  const requests = requestsOf(counts)
  if (requests === 0) return 'Nothing was read from the store, and nothing written.'
  const { uploadedObjects, uploadedBytes, copiedObjects, deletedObjects } = counts
  const isNothing = uploadedObjects + copiedObjects + deletedObjects === 0
  if (isNothing) return `${isDry ? 'Would write' : 'Wrote'} nothing, with ${counted(requests, 'request')}.`
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

/** `12 get, 3 put`: the requests by operation; nothing where there were none. */
export function operationsOf({ requests }: Counts): string {
  return Object.entries(requests)
    .filter(([, count]) => count > 0)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ')
}

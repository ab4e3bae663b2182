import type { Counts } from '../store/counting.ts'
import { sizeOf } from './size.ts'

/** What a run did to the store, or would have done, as a sentence. */
export function costOf(isDry: boolean, counts: Counts): string {
  const requests = Object.values(counts.requests).reduce((sum, count) => sum + count, 0)
  if (requests === 0) return 'Nothing was read from the store, and nothing written.'
  const { uploadedObjects, uploadedBytes } = counts
  const uploaded = `${uploadedObjects} objects, ${sizeOf(uploadedBytes)}, with ${requests} requests.`
  return `${isDry ? 'Would upload' : 'Uploaded'} ${uploaded}`
}

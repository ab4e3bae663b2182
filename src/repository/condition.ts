import type { Condition } from '../store/store.ts'

/** What a write must demand in order to replace only what was read. */
export function conditionOf(object: { readonly etag: string } | undefined): Condition {
  return object === undefined ? { absent: true } : { etag: object.etag }
}

import { knownContentType } from '../repository/object-headers.ts'

/** What says nothing: R2's and uploaders' own default. */
const ANYTHING = 'application/octet-stream'

/** The `Content-Type` of an object: what it was stored with, else what its name says. */
export function contentTypeOf(key: string, stored: string | undefined): string {
  if (stored !== undefined && stored !== '' && stored !== ANYTHING) return stored
  return knownContentType(key) ?? ANYTHING
}

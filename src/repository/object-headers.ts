import type { ObjectHeaders } from '../store/store.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
/** `no-transform`: a cache that compresses on its way would change what was signed. */
export const MUTABLE = 'no-cache, no-transform'

const CONTENT_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\.deb$/, 'application/vnd.debian.binary-package'],
  [/\.rpm$/, 'application/x-rpm'],
  [/\.gz$|\/by-hash\//, 'application/gzip'],
  [/\.xml$/, 'application/xml'],
  [/(Release\.gpg|\.xml\.asc)$/, 'application/pgp-signature'],
  [/\.html$/, 'text/html; charset=utf-8'],
  [/\.json$/, 'application/json'],
  [/\.(asc|gpg|key)$/, 'application/pgp-keys'],
]

const TEXT = 'text/plain; charset=utf-8'

/** What the name of a file says of its content; undefined for names that are none of a repository. */
export function knownContentType(key: string): string | undefined {
  const isHead = /(^|\/)(In)?Release$/.test(key)
  return CONTENT_TYPES.find(([pattern]) => pattern.test(key))?.[1] ?? (isHead ? TEXT : undefined)
}

function contentTypeOf(key: string): string {
  return knownContentType(key) ?? TEXT
}

/** For objects whose key never gets other bytes: packages, indexes by hash, copies of heads. */
export function immutable(key: string, metadata: Readonly<Record<string, string>> = {}): ObjectHeaders {
  return { contentType: contentTypeOf(key), cacheControl: IMMUTABLE, metadata }
}

/** For heads, aliases and generated files. */
export function mutable(key: string): ObjectHeaders {
  return { contentType: contentTypeOf(key), cacheControl: MUTABLE }
}

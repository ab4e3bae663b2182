import { MUTABLE } from '../repository/object-headers.ts'

/** What changes under its name in every repository, whoever wrote it. */
const HEAD_OR_ALIAS =
  /(?:^|\/)(?:InRelease|Release(?:\.gpg)?|(?:Packages|Sources)(?:\.\w+)?|repomd\.xml(?:\.asc|\.key)?)$/
/** Copies of heads, and indexes by hash, have these names too. */
const NAMED_BY_CONTENT = /(?:^|\/)(?:heads|by-hash)\/[^/]+\/[^/]+$/

/**
 * The `Cache-Control` of an object: what it was stored with. Nothing that changes may be kept, whatever was stored with
 * it, and nothing is that came without a word: other tools put new bytes under old names.
 */
export function cacheControlOf(key: string, stored: string | undefined): string {
  const changes = HEAD_OR_ALIAS.test(key) && !NAMED_BY_CONTENT.test(key)
  return changes ? MUTABLE : (stored ?? MUTABLE)
}

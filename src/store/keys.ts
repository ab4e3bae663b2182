import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/**
 * Refuses a key that a store could take for another one: empty, absolute, with empty, `.` or `..` segments (URLs and
 * file systems fold them), with control characters, or too long.
 *
 * @throws PublishError `INPUT`, or `LIMIT` for the length
 */
export function assertKey(key: string, store: string): void {
  if (key === '' || key.endsWith('/')) throw badKey(key, store)
  assertKeyPrefix(key, store)
}

/** The same for what keys begin with: it may be empty or end in a slash, and its last segment may be cut anywhere. */
export function assertKeyPrefix(prefix: string, store: string): void {
  const segments = prefix.split('/')
  const last = segments.pop() ?? ''
  if (segments.includes('') || [...segments, last].some((it) => it === '.' || it === '..')) {
    throw badKey(prefix, store)
  }
  if (/\p{Cc}|\\/u.test(prefix) || !prefix.isWellFormed()) throw badKey(prefix, store)
  if (Buffer.byteLength(prefix) > LIMITS.objectKeyBytes) {
    throw new PublishError(
      'LIMIT',
      `${store}: the key ${JSON.stringify(prefix)} has ${Buffer.byteLength(prefix)} bytes; a store takes ${LIMITS.objectKeyBytes}`,
    )
  }
}

/**
 * Whether `assertKey` takes it. Other tools can put objects into a bucket whose keys it refuses: nothing here can name
 * them, so that listings leave them out.
 */
export function isKey(key: string): boolean {
  try {
    assertKey(key, '')
    return true
  } catch {
    return false
  }
}

/** The order of a listing: that of the keys' UTF-8 bytes, which differs from JavaScript's beyond U+FFFF. */
export function compareKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

function badKey(key: string, store: string): PublishError {
  return new PublishError(
    'INPUT',
    `${store}: ${JSON.stringify(key)} cannot be a key: it must be a relative path without empty, "." and ".." segments, backslashes and control characters`,
  )
}

/** The names right below a folder that have one of the keys below them, in order. */
export function foldersOf(folder: string, keys: readonly string[]): readonly string[] {
  const below = keys.filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length))
  const names = below.filter((key) => key.includes('/')).map((key) => key.slice(0, key.indexOf('/')))
  return [...new Set(names)].sort(compareKeys)
}

import { LIMITS } from '../../limits.ts'

/**
 * Whether a path of metadata stays below the root of its repository, and means the same to every client. Not so:
 * absolute ones, URLs, `.` and `..`, what clients escape differently or not at all, and blanks at the ends, which readers
 * of URLs drop: `" /a"` would be absolute.
 */
export function isRelativeHref(href: string): boolean {
  const isPlain = href.isWellFormed() && !/[%\\?#\p{Cc}]|^ | $/u.test(href)
  const segments = href.split('/')
  const isBelow = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  return (
    isPlain &&
    isBelow &&
    !/^[a-z][a-z0-9+.-]*:/i.test(href) &&
    Buffer.byteLength(href) <= LIMITS.objectKeyBytes
  )
}

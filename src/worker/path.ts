/**
 * The path of a request, decoded once, without its first slash; it may be empty, and ends in a slash where a folder is
 * asked for.
 *
 * Undefined for one that could mean another object than it says: segments that are empty, `.` or `..`, encoded slashes,
 * backslashes, control characters, escapes that are none, and bytes that are no UTF-8. A runtime that folds `..` itself,
 * as workerd does, folds it within the root.
 *
 * @param url as it was requested: a `URL` has lost what is looked for here
 */
export function pathOf(url: string): string | undefined {
  const [, raw] = /^[a-z]+:\/\/[^/?#]*\/([^?#]*)/i.exec(url) ?? []
  if (raw === undefined) return undefined
  const segments = raw.split('/').map(decoded)
  const isWhole = segments.every((segment, index) => {
    const isFolder = segment === '' && index === segments.length - 1
    return isFolder || (segment !== undefined && isName(segment))
  })
  return isWhole ? segments.join('/') : undefined
}

/** A path as it is written in a URL. */
export function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function isName(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !/[/\\\p{Cc}]/u.test(segment)
}

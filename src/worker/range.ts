import type { RequestedRange } from './bucket.ts'

/** A part of an object of known size; bytes. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/**
 * The one range that a `Range` header asks for (RFC 9110, 14.2). Undefined, for the whole object, where it asks for
 * several, in another unit, or for something that is no range.
 */
export function requestedRange(header: string | null): RequestedRange | undefined {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? []
  if (first === '') return last === '' ? undefined : { suffix: Number(last) }
  const [offset, end] = [Number(first), last === '' ? Infinity : Number(last)]
  if (end < offset) return undefined
  return Number.isSafeInteger(end) ? { offset, length: end - offset + 1 } : { offset }
}

/** Where a range lies in an object; undefined where it has no byte of it (416). */
export function placedIn(sizeBytes: number, range: RequestedRange): ByteRange | undefined {
  const offset = 'suffix' in range ? Math.max(0, sizeBytes - range.suffix) : range.offset
  const most = sizeBytes - offset
  const length = 'suffix' in range ? most : Math.min(most, range.length ?? most)
  return length > 0 ? { offset, length } : undefined
}

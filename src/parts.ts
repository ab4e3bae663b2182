import { createHash } from 'node:crypto'

/** Bytes as views of others, in order: a large index that changes is what it was, but for a few of them. */
export type Parts = readonly Buffer[]

/** A stretch of bytes, up to, not including, `end`. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

export function sizeOfParts(parts: Parts): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

/** The lower-case hex SHA-256 of all of them. */
export function sha256OfParts(parts: Parts): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** What is left of bytes without some stretches, which do not overlap. */
export function partsWithout(bytes: Buffer, gone: readonly Stretch[]): Parts {
  const parts: Buffer[] = []
  let position = 0
  for (const { start, end } of gone.toSorted((a, b) => a.start - b.start)) {
    if (position < start) parts.push(bytes.subarray(position, start))
    position = end
  }
  if (position < bytes.length) parts.push(bytes.subarray(position))
  return parts
}

/** Gives stretches of the whole: a view where one part has all of it, else a copy. Best asked from front to back. */
export function stretchesOf(parts: Parts): (start: number, end: number) => Buffer {
  let [number, before] = [0, 0]
  return (start, end) => {
    if (start < before) [number, before] = [0, 0]
    for (
      let part = parts[number];
      part !== undefined && before + part.length <= start;
      part = parts[number]
    ) {
      before += part.length
      number += 1
    }
    const found: Buffer[] = []
    for (let [at, offset] = [number, before]; offset < end && at < parts.length; at += 1) {
      const part = parts[at] as Buffer
      found.push(part.subarray(Math.max(start - offset, 0), end - offset))
      offset += part.length
    }
    return found.length === 1 ? (found[0] as Buffer) : Buffer.concat(found)
  }
}

/** Where in `whole` a view of it begins; undefined where it is a view of something else. */
export function offsetIn(whole: Buffer, view: Buffer): number | undefined {
  const offset = view.byteOffset - whole.byteOffset
  const isWithin = view.buffer === whole.buffer && offset >= 0 && offset + view.length <= whole.length
  return isWithin ? offset : undefined
}

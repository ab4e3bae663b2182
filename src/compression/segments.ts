import { type Parts, offsetIn, sizeOfParts, stretchesOf } from '../parts.ts'

/** The first lines of an index count its packages, and so change every time: they are apart from the rest. */
const FIRST_SEGMENT_BYTES = 4 * 1024
/** Larger ones make an index smaller (by 1 to 3 % at most), and a change of it slower. */
const SEGMENT_BYTES = { least: 224 * 1024, most: 352 * 1024 }

const NEWLINE = 0x0a
/** What a line must end with decides whether a segment ends there: about one line in so many does. */
const CONTEXT_BYTES = 32
const LINES_PER_CUT = 256

/** A text, and the segments of it that something followed: how it was cut before. */
export interface CutText {
  readonly text: Buffer
  readonly segments: readonly Buffer[]
}

/**
 * Cuts a text into segments, at lines that their own bytes choose: behind a change the segments are soon those of
 * before.
 *
 * @param previous spares looking for cuts in what is a view of its text
 */
export function segmentsOf(parts: Parts, previous?: CutText): readonly Buffer[] {
  const sizeBytes = sizeOfParts(parts)
  const stretch = stretchesOf(parts)
  const known = new Map(previous?.segments.map((segment) => [segment.byteOffset, segment.length]))
  const knownLength = (view: Buffer) =>
    previous && offsetIn(previous.text, view) !== undefined ? known.get(view.byteOffset) : undefined
  const segments = [stretch(0, Math.min(FIRST_SEGMENT_BYTES, sizeBytes))]
  for (let start = FIRST_SEGMENT_BYTES; start < sizeBytes;) {
    const window = stretch(start, Math.min(start + SEGMENT_BYTES.most, sizeBytes))
    const length = Math.min(knownLength(window) ?? cutIn(window), window.length)
    segments.push(stretch(start, start + length))
    start += length
  }
  return segments
}

/** The length of the segment with which a text goes on. */
function cutIn(window: Buffer): number {
  let end = SEGMENT_BYTES.least
  do end = window.indexOf(NEWLINE, end) + 1
  while (end > 0 && !isCut(window, end - 1))
  return end > 0 ? end : window.length
}

/** FNV-1a of the bytes before a newline. */
function isCut(window: Buffer, newline: number): boolean {
  let hash = 0x811c9dc5
  for (let position = newline - CONTEXT_BYTES; position < newline; position += 1)
    hash = Math.imul(hash ^ (window[position] ?? 0), 0x01000193)
  return (hash >>> 8) % LINES_PER_CUT === 0
}

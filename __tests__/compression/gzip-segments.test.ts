import { createHash } from 'node:crypto'
import { constants, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { gzipSegments, isPackedHere } from '../../src/compression/gzip-segments.ts'
import { segmentsOf } from '../../src/compression/segments.ts'
import { run, testWith } from '../support/programs.ts'

const KIB = 1024
/** Where the second segment begins. */
const SECOND = 4 * KIB

const LINES = Array.from({ length: 150_000 }, (_, i) => `line ${(i * 7919) % 10_007} of ${i}\n`).join('')
const TEXT = Buffer.from(LINES.slice(0, 2_000_000))

/** Lines that are packed in a moment, as there is nothing alike in them: four segments. */
const HASHES = Buffer.from(
  Array.from(
    { length: 15_000 },
    (_, i) => `${createHash('sha256').update(String(i)).digest('base64')}\n`,
  ).join(''),
)
const LENGTHS = segmentsOf([HASHES]).map(({ length }) => length)

const textOf = (sizeBytes: number) => TEXT.subarray(0, sizeBytes)

/** The text with other bytes in the place of some, as views of it. */
function edited(start: number, removed: number, added: string, text = TEXT): readonly Buffer[] {
  return [text.subarray(0, start), Buffer.from(added), text.subarray(start + removed)]
}

test.each([0, 1, SECOND, SECOND + 1, 300_000, 2_000_000])('a text of %d bytes comes back', async (size) => {
  expect(gunzipSync(await gzipSegments([textOf(size)], 0)).equals(textOf(size))).toBe(true)
})

test('the header says the time, and how large the segments are', async () => {
  const text = textOf(SECOND + 100)
  const stored = await gzipSegments([text], 0x65432100)
  expect(stored.subarray(0, 16).toString('hex')).toBe('1f8b08040021436502ff0c0052500800')
  const [first, second] = [stored.readUInt32LE(16), stored.readUInt32LE(20)]
  expect(stored).toHaveLength(24 + first + second + 8)
})

test('segments are of an even size, and end with lines', () => {
  const segments = segmentsOf([TEXT])
  expect(segments[0]).toHaveLength(SECOND)
  for (const segment of segments.slice(1, -1)) {
    expect(segment.length).toBeGreaterThan(224 * KIB)
    expect(segment.length).toBeLessThanOrEqual(352 * KIB)
    expect(segment.at(-1)).toBe(0x0a)
  }
  expect(Buffer.concat(segments).equals(TEXT)).toBe(true)
})

test('a text without lines is cut too', () => {
  const lengths = segmentsOf([Buffer.alloc(1_000_000, 'x')]).map(({ length }) => length)
  expect(lengths).toEqual([SECOND, 352 * KIB, 352 * KIB, 1_000_000 - SECOND - 704 * KIB])
})

/** Other cuts would be right too, but every segment of every index would be packed anew, once. */
test('the cuts are those of every release', () => {
  expect(segmentsOf([HASHES]).map(({ length }) => length)).toEqual([SECOND, 251_324, 234_315, 185_265])
})

test('a text is cut where it was, as far as it is a view of that', () => {
  const given = [SECOND, 230_000, 300_000]
  const ends = [SECOND, SECOND + 230_000, SECOND + 530_000]
  const segments = given.map((length, at) => HASHES.subarray((ends[at] ?? 0) - length, ends[at]))
  const lengthsOf = (parts: readonly Buffer[]) =>
    segmentsOf(parts, { text: HASHES, segments }).map(({ length }) => length)
  expect(lengthsOf([HASHES])).toEqual([...given, HASHES.length - SECOND - 530_000])
  expect(lengthsOf([Buffer.from(HASHES)])).toEqual(LENGTHS)
  expect(lengthsOf([HASHES.subarray(0, SECOND + 230_500)])).toEqual([SECOND, 230_000, 500])
  expect(lengthsOf([HASHES.subarray(0, SECOND + 229_000)])).toEqual([SECOND, 229_000])
  expect(lengthsOf([HASHES.subarray(0, 100)])).toEqual([100])
})

test('it is told from any other by the beginning of its header', async () => {
  const stored = await gzipSegments([Buffer.from('text\n')], 7)
  expect(isPackedHere(stored)).toBe(true)
  for (const at of [0, 1, 2, 3, 12, 13]) expect(isPackedHere(changedAt(stored, at))).toBe(false)
  for (const at of [4, 8, 10, 14, 20]) expect(isPackedHere(changedAt(stored, at))).toBe(true)
  expect(isPackedHere(gzipSync('text\n'))).toBe(false)
})

test('behind a change the cuts are soon those of before', () => {
  const cutsOf = (parts: readonly Buffer[], shift: number) => {
    let end = 0
    return segmentsOf(parts).map(({ length }) => (end += length) + shift)
  }
  const [before, after] = [cutsOf([TEXT], 0), cutsOf(edited(10_000, 900, ''), 900)]
  expect(after.slice(2)).toEqual(before.slice(-after.length).slice(2))
})

test('it is hardly larger than in one piece', async () => {
  const stored = await gzipSegments([TEXT], 0)
  expect(stored.length / gzipSync(TEXT, { level: 9 }).length).toBeLessThan(1.03)
})

test('the same bytes, whatever the text was before', async () => {
  const edit = fc.record({ start: fc.nat(1_500_000), removed: fc.nat(300_000), added: fc.string() })
  await fc.assert(
    fc.asyncProperty(edit, fc.nat(2_000_000), async ({ start, removed, added }, sizeBytes) => {
      const text = textOf(sizeBytes)
      const next = edited(start, removed, added, text)
      const previous = { text, stored: await gzipSegments([text], 1) }
      const stored = await gzipSegments(next, 2, previous)
      expect(stored.equals(await gzipSegments([Buffer.concat(next)], 2))).toBe(true)
      expect(gunzipSync(stored).equals(Buffer.concat(next))).toBe(true)
    }),
    { numRuns: 10 },
  )
})

/** The same text, its second segment packed by another hand. */
async function packedElsewhere(text: Buffer): Promise<{ stored: Buffer; segment: Buffer }> {
  const stored = await gzipSegments([text], 0)
  const start = 16 + stored.readUInt16LE(14) + stored.readUInt32LE(16)
  const end = start + stored.readUInt32LE(20)
  const segment = deflateRawSync(text.subarray(SECOND, SECOND + (LENGTHS[1] ?? 0)), {
    level: 1,
    finishFlush: constants.Z_FULL_FLUSH,
  })
  const header = Buffer.from(stored.subarray(0, start))
  header.writeUInt32LE(segment.length, 20)
  return { stored: Buffer.concat([header, segment, stored.subarray(end)]), segment }
}

const THIRD = SECOND + (LENGTHS[1] ?? 0)
test.each([
  ['more behind it', [HASHES, Buffer.from('one more\n')]],
  ['another beginning', edited(100, 1, '#', HASHES)],
  ['another beginning of the next one', edited(THIRD, 1, '#', HASHES)],
  ['less behind it', edited(THIRD + 9, 900, '', HASHES)],
])('a segment that stays is not packed again: %s', async (_, next) => {
  const { stored, segment } = await packedElsewhere(HASHES)
  const again = await gzipSegments(next, 1, { text: HASHES, stored })
  expect(again.includes(segment)).toBe(true)
  expect(gunzipSync(again).equals(Buffer.concat(next))).toBe(true)
})

test('a segment that does not stay is packed again', async () => {
  const { stored, segment } = await packedElsewhere(HASHES)
  expect(gunzipSync(stored).equals(HASHES)).toBe(true)
  const other = await gzipSegments(edited(SECOND, 1, '#', HASHES), 1, { text: HASHES, stored })
  expect(other.includes(segment)).toBe(false)
})

test('a segment that is the last one now is packed again, for it ends the stream', async () => {
  const { stored } = await packedElsewhere(HASHES)
  const next = [HASHES.subarray(0, THIRD)]
  const again = await gzipSegments(next, 1, { text: HASHES, stored })
  expect(again.equals(await gzipSegments(next, 1))).toBe(true)
})

test('a segment that stays behind one that is shorter now is not packed again either', async () => {
  const own = { text: HASHES, stored: await gzipSegments([HASHES], 0) }
  const next = edited(100_000, 900, '', HASHES)
  const again = await gzipSegments(next, 1, own)
  const tail = own.stored.subarray(-300_000, -200_000)
  expect(again.includes(tail)).toBe(true)
  expect(gunzipSync(again).equals(Buffer.concat(next))).toBe(true)
})

/** The bytes with one changed. */
function changedAt(bytes: Buffer, position: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8((changed[position] ?? 0) ^ 0x23, position)
  return changed
}

test.each<[string, (stored: Buffer) => Buffer]>([
  ['gzip itself', () => gzipSync(HASHES)],
  ['nobody at all', () => Buffer.alloc(0)],
  ['one who gives other sizes', (stored) => changedAt(stored, 16)],
  ['one who writes a name too', (stored) => changedAt(stored, 3)],
  ['one who says another length', (stored) => changedAt(stored, 14)],
  ['one who leaves out all sizes', (stored) => stored.subarray(0, 16)],
  ['one who cuts it short', (stored) => stored.subarray(0, -1)],
  ['one who uses the subfield for something else', (stored) => changedAt(stored, 12)],
])('of what was packed by %s nothing is taken', async (_, previous) => {
  const own = (await packedElsewhere(HASHES)).stored
  const stored = await gzipSegments([HASHES], 1, { text: HASHES, stored: previous(own) })
  expect(stored.equals(await gzipSegments([HASHES], 1))).toBe(true)
})

testWith(['gzip'], 'gzip reads it', async () => {
  const { stdout } = await run('gzip', ['-dc'], { input: await gzipSegments([TEXT], 1_700_000_000) })
  expect(stdout).toBe(TEXT.toString())
})

import { constants, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { gzipSegments } from '../../src/compression/gzip-segments.ts'
import { run, testWith } from '../support/programs.ts'

const KIB = 1024
/** Where the second and the third segment begin. */
const [SECOND, THIRD] = [4 * KIB, 260 * KIB]

const LINES = Array.from({ length: 80_000 }, (_, i) => `line ${(i * 7919) % 10_007} of ${i}\n`).join('')
const TEXT = Buffer.from(LINES.slice(0, 1_000_000))

const textOf = (sizeBytes: number) => TEXT.subarray(0, sizeBytes)

/** The text with a byte changed. */
function changedAt(text: Buffer, position: number): Buffer {
  const changed = Buffer.from(text)
  changed.writeUInt8(0x23, position)
  return changed
}

test.each([0, 1, SECOND, SECOND + 1, THIRD, THIRD + 1, 1_000_000])(
  'a text of %d bytes comes back',
  async (size) => {
    expect(gunzipSync(await gzipSegments(textOf(size), 0)).equals(textOf(size))).toBe(true)
  },
)

test('the header says the time, and how large the segments are', async () => {
  const stored = await gzipSegments(textOf(THIRD), 0x65432100)
  const [first, second] = [stored.readUInt32LE(16), stored.readUInt32LE(20)]
  expect(stored.subarray(0, 16).toString('hex')).toBe('1f8b08040021436502ff0c0052320800')
  expect(stored).toHaveLength(24 + first + second + 8)
})

test('it is hardly larger than in one piece', async () => {
  const stored = await gzipSegments(TEXT, 0)
  expect(stored.length / gzipSync(TEXT, { level: 9 }).length).toBeLessThan(1.03)
})

test('the same bytes, whatever the text was before', async () => {
  const edit = fc.record({ start: fc.nat(700_000), removed: fc.nat(300_000), added: fc.string() })
  await fc.assert(
    fc.asyncProperty(edit, fc.nat(1_000_000), async ({ start, removed, added }, sizeBytes) => {
      const text = textOf(sizeBytes)
      const next = Buffer.concat([
        text.subarray(0, start),
        Buffer.from(added),
        text.subarray(start + removed),
      ])
      const previous = { text, stored: await gzipSegments(text, 1) }
      const stored = await gzipSegments(next, 2, previous)
      expect(stored.equals(await gzipSegments(next, 2))).toBe(true)
      expect(gunzipSync(stored).equals(next)).toBe(true)
    }),
    { numRuns: 10 },
  )
})

/** The same text, its second segment packed by another hand. */
async function packedElsewhere(text: Buffer): Promise<{ stored: Buffer; segment: Buffer }> {
  const stored = await gzipSegments(text, 0)
  const count = stored.readUInt16LE(14) / 4
  const start = 16 + count * 4 + stored.readUInt32LE(16)
  const end = start + stored.readUInt32LE(20)
  const segment = deflateRawSync(text.subarray(SECOND, THIRD), {
    level: 1,
    finishFlush: constants.Z_FULL_FLUSH,
  })
  const header = Buffer.from(stored.subarray(0, start))
  header.writeUInt32LE(segment.length, 20)
  return { stored: Buffer.concat([header, segment, stored.subarray(end)]), segment }
}

test('a segment that stays where it was is not packed again', async () => {
  const { stored, segment } = await packedElsewhere(TEXT)
  expect(gunzipSync(stored).equals(TEXT)).toBe(true)
  const longer = Buffer.concat([TEXT, Buffer.from('one more\n')])
  for (const next of [longer, changedAt(longer, 100), changedAt(longer, THIRD)]) {
    const again = await gzipSegments(next, 1, { text: TEXT, stored })
    expect(again.includes(segment)).toBe(true)
    expect(gunzipSync(again).equals(next)).toBe(true)
  }
  const other = changedAt(longer, SECOND)
  expect((await gzipSegments(other, 1, { text: TEXT, stored })).includes(segment)).toBe(false)
})

test.each<[string, (stored: Buffer) => Buffer]>([
  ['gzip itself', () => gzipSync(TEXT)],
  ['nobody at all', () => Buffer.alloc(0)],
  ['one who gives other sizes', (stored) => changedAt(stored, 20)],
  ['one who writes a name too', (stored) => changedAt(stored, 3)],
  ['one who cuts it short', (stored) => stored.subarray(0, -1)],
  ['one who uses the subfield for something else', (stored) => changedAt(stored, 12)],
])('of what was packed by %s nothing is taken', async (_, previous) => {
  const own = (await packedElsewhere(TEXT)).stored
  const stored = await gzipSegments(TEXT, 1, { text: TEXT, stored: previous(own) })
  expect(stored.equals(await gzipSegments(TEXT, 1))).toBe(true)
})

testWith(['gzip'], 'gzip reads it', async () => {
  const { stdout } = await run('gzip', ['-dc'], { input: await gzipSegments(TEXT, 1_700_000_000) })
  expect(stdout).toBe(TEXT.toString())
})

import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { PublishError } from '../../src/errors.ts'
import { decodeHeader, encodeHeader, entryOf, headerSize } from '../../src/rpm/header.ts'
import { SIGNATURE_TAGS, TAGS } from '../../src/rpm/tags.ts'
import { decodeNumbers, valueBytes, valueLength } from '../../src/rpm/value.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'))
const someNumbers = (max: number) => fc.array(fc.nat(max), { minLength: 1, maxLength: 5 })
const value = fc.oneof(
  text.map((value) => ({ type: 'string' as const, value })),
  fc.array(text, { minLength: 1, maxLength: 5 }).map((value) => ({ type: 'stringArray' as const, value })),
  someNumbers(0xff).map((value) => ({ type: 'int8' as const, value })),
  someNumbers(0xffff).map((value) => ({ type: 'int16' as const, value })),
  someNumbers(0x7fffffff).map((value) => ({ type: 'int32' as const, value })),
  someNumbers(0x7fffffff).map((value) => ({ type: 'int64' as const, value: value.map((n) => n * 2 ** 20) })),
  fc.uint8Array({ minLength: 1, maxLength: 9 }).map((value) => ({ type: 'binary' as const, value })),
)
const tagged = fc.record({ number: fc.integer({ min: 1000, max: 6000 }), value })
const contents = fc.uniqueArray(tagged, { selector: ({ number }) => number, maxLength: 12 })

test('what is printed parses, says the same, and prints back', () => {
  fc.assert(
    fc.property(contents, (contents) => {
      const entries = contents.map(({ number, value: { type, value } }) => entryOf({ number, type }, value))
      const bytes = encodeHeader(entries, 'main')
      const header = decodeHeader(bytes, 'main', 'it')
      expect(encodeHeader(header.entries, 'main')).toEqual(bytes)
      for (const {
        number,
        value: { type, value },
      } of contents) {
        const tag = { number, type }
        if (value instanceof Uint8Array) expect(header.binary(tag)).toEqual(Buffer.from(value))
        else if (typeof value === 'string') expect(header.strings(tag)).toEqual([value])
        else expect(type === 'stringArray' ? header.strings(tag) : header.numbers(tag)).toEqual(value)
      }
    }),
    { numRuns: 200 },
  )
})

const SAMPLE = encodeHeader(
  [
    entryOf(TAGS.NAME, 'hello'),
    entryOf(TAGS.EPOCH, [7]),
    entryOf(TAGS.FILEMODES, [1, 2, 3]),
    entryOf(TAGS.BASENAMES, ['a', 'é', '']),
  ],
  'main',
)
const decode = (bytes: Uint8Array) => decodeHeader(bytes, 'main', 'hello.rpm')

test('absent tags are undefined; values of another kind are an error', () => {
  const header = decode(SAMPLE)
  expect([header.string(TAGS.URL), header.numbers(TAGS.SIZE), header.binary(TAGS.HEADERIMMUTABLE)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect([header.string(TAGS.BASENAMES), header.number(TAGS.EPOCH), header.has(TAGS.NAME)]).toEqual([
    'a',
    7,
    true,
  ])
  expect(() => header.numbers(TAGS.NAME)).toThrow(
    /hello.rpm: the header has tag 1000 as string, not as numbers/,
  )
  expect(() => header.binary(TAGS.NAME)).toThrow(/not as binary/)
  expect(() => header.string(TAGS.EPOCH)).toThrow(/not as text/)
})

test('numbers that JavaScript cannot hold are an error', () => {
  const header = decode(encodeHeader([entryOf(TAGS.LONGSIZE, [2 ** 40])], 'main'))
  expect(header.number(TAGS.LONGSIZE)).toBe(2 ** 40)
  const bytes = Buffer.from(header.bytes)
  bytes.fill(0xff, bytes.length - 24, bytes.length - 16)
  expect(() => decode(bytes).number(TAGS.LONGSIZE)).toThrow(/not as numbers that are exact/)
})

test('one number that is not exact is an error, whatever stands beside it', () => {
  const header = decode(encodeHeader([entryOf(TAGS.LONGFILESIZES, [1, 2 ** 60])], 'main'))
  expect(() => header.numbers(TAGS.LONGFILESIZES)).toThrow(/not as numbers that are exact/)
})

test('text that is no UTF-8 is Latin-1', () => {
  const bytes = encodeHeader(
    [entryOf({ number: 5000, type: 'binary' }, Buffer.from('caf\xe9\0', 'latin1'))],
    'main',
  )
  bytes.writeUInt32BE(6, 16 + 16 + 4)
  bytes.writeUInt32BE(1, 16 + 16 + 12)
  expect(decode(bytes).string({ number: 5000, type: 'string' })).toBe('café')
})

test('flipped bits and cut ends give an error, or a header: nothing else', () => {
  for (let at = 0; at < SAMPLE.length; at += 1) {
    expect(() => decode(SAMPLE.subarray(0, at))).toThrow(PublishError)
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = Buffer.from(SAMPLE)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
      try {
        const { entries } = decode(flipped)
        expect(entries).toHaveLength(4)
      } catch (error) {
        expect(error).toBeInstanceOf(PublishError)
      }
    }
  }
  expect(() => decode(Buffer.concat([SAMPLE, Buffer.alloc(1)]))).toThrow(/has \d+ bytes and announces \d+/)
})

/** Offsets of the fields of the third entry: FILEMODES. */
const ENTRY = 16 + 3 * 16

test.each<readonly [string, (bytes: Buffer) => void, RegExp]>([
  ['an unknown type', (bytes) => bytes.writeUInt32BE(10, ENTRY + 4), /unknown type 10/],
  ['the type of nothing', (bytes) => bytes.writeUInt32BE(0, ENTRY + 4), /unknown type 0/],
  ['no elements', (bytes) => bytes.writeUInt32BE(0, ENTRY + 12), /gives tag 1030 0 elements/],
  ['many elements', (bytes) => bytes.writeUInt32BE(1_048_576, ENTRY + 12), /gives tag 1030 1048576 elements/],
  ['too many elements', (bytes) => bytes.writeUInt32BE(999, ENTRY + 12), /do not end inside/],
  ['a place outside', (bytes) => bytes.writeUInt32BE(0x7ffffffe, ENTRY + 8), /do not end inside/],
  ['an odd place', (bytes) => bytes.writeUInt32BE(13, ENTRY + 8), /unaligned data of tag 1030/],
  ['the place of another', (bytes) => bytes.writeUInt32BE(8, ENTRY + 8), /overlap/],
  ['a tag of rpm itself', (bytes) => bytes.writeUInt32BE(99, ENTRY), /has tag 99/],
  ['a tag that is there', (bytes) => bytes.writeUInt32BE(1000, ENTRY), /has tag 1000 twice/],
  ['no region', (bytes) => bytes.writeUInt32BE(1000, 16), /begins with tag 1000, not with its region, 63/],
  ['a region that is text', (bytes) => bytes.writeUInt32BE(6, 16 + 4), /has a malformed region/],
  ['a region elsewhere', (bytes) => bytes.writeUInt32BE(0, 16 + 8), /trailer is not at the end/],
  ['a region of less', (bytes) => bytes.writeInt32BE(-64, bytes.length - 8), /does not cover its entries/],
  [
    'a region trailer of more',
    (bytes) => bytes.writeUInt32BE(17, bytes.length - 4),
    /does not cover its entries/,
  ],
  ['another magic', (bytes) => bytes.writeUInt32BE(1, 4), /begins with 8eade80100000001/],
])('a header with %s is refused', (_, change, message) => {
  const bytes = Buffer.from(SAMPLE)
  change(bytes)
  expect(() => decode(bytes)).toThrow(message)
})

test('sizes are bounded before anything is read', () => {
  const intro = Buffer.from(SAMPLE.subarray(0, 16))
  expect(headerSize(intro, 'main', 'it')).toBe(SAMPLE.length)
  intro.writeUInt32BE(33, 8)
  expect(() => headerSize(intro, 'signature', 'it')).toThrow(/it: the signature header has 33 entries/)
  intro.writeUInt32BE(65_536, 8)
  expect(() => headerSize(intro, 'main', 'it')).toThrow(/65536 entries/)
  intro.writeUInt32BE(1, 8)
  intro.writeUInt32BE(0x10000001, 12)
  expect(() => headerSize(intro, 'main', 'it')).toThrow(/268435457 bytes of data/)
  intro.writeUInt32BE(0, 8)
  expect(() => headerSize(intro, 'main', 'it')).toThrow(/no region/)
})

test('the trailer of a signature header says its region, or what rpm 4.0 wrote there', () => {
  const bytes = encodeHeader([entryOf(SIGNATURE_TAGS.SHA1, 'a')], 'signature')
  const trailed = (tag: number) => {
    bytes.writeUInt32BE(tag, bytes.length - 16)
    return () => decodeHeader(bytes, 'signature', 'it')
  }
  for (const tag of [62, 61]) expect(trailed(tag)().string(SIGNATURE_TAGS.SHA1)).toBe('a')
  for (const tag of [0, 60, 63]) expect(trailed(tag)).toThrow(/does not cover its entries/)
})

test.each([
  ['char', '010203'],
  ['int8', '010203'],
  ['int16', '000100020003'],
  ['int32', '000000010000000200000003'],
  ['int64', '000000000000000100000000000000020000000000000003'],
] as const)('numbers of the type %s are %s', (type, hex) => {
  const data = valueBytes(type, [1, 2, 3])
  expect(data.toString('hex')).toBe(hex)
  expect(decodeNumbers(type, data)).toEqual([1, 2, 3])
  expect([valueLength(type, 3, data), valueLength(type, 4, data)]).toEqual([data.length, undefined])
})

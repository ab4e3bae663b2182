import { describe, expect, test } from '@jest/globals'
import { parseDocument } from '../../../src/rpm/repodata/element.ts'
import { readRecord } from '../../../src/rpm/repodata/record.ts'

const HASH = 'd'.repeat(64)
const CHECKSUM = `<checksum type="sha256">${HASH}</checksum>`
const LOCATION = '<location href="a.xml"/>'

function read(type: string, ...elements: readonly string[]) {
  return readRecord(parseDocument(`<data type="${type}">${elements.join('')}</data>`, 'x'), 'repomd.xml')
}

test('a record with everything', () => {
  const elements = [
    `<checksum type="sha512"> ${HASH}${HASH}\n</checksum>`,
    `<open-checksum type="x">${'0'.repeat(32)}</open-checksum>`,
    LOCATION,
    '<timestamp> 16.5 </timestamp>',
    '<size>1</size>',
    '<open-size>0</open-size>',
    '<database_version>10</database_version>',
  ]
  expect(read('primary_db', ...elements)).toEqual({
    type: 'primary_db',
    checksum: { type: 'sha512', value: HASH + HASH },
    openChecksum: { type: 'x', value: '0'.repeat(32) },
    href: 'a.xml',
    timestampSeconds: 17,
    sizeBytes: 1,
    openSizeBytes: 0,
    databaseVersion: 10,
  })
})

test('a record with what it needs', () => {
  const expected = { type: 'a', checksum: { type: 'sha256', value: HASH }, href: 'a.xml' }
  expect(Object.entries(read('a', CHECKSUM, LOCATION))).toEqual(Object.entries(expected))
  for (const type of ['A.b_c:d+e-0', 'x'.repeat(128)]) expect(read(type, CHECKSUM, LOCATION).type).toBe(type)
})

describe('refused', () => {
  const sum = (type: string, value: string) => `<checksum type="${type}">${value}</checksum>`
  test.each([
    ['no name', '', [CHECKSUM, LOCATION], 'the record "" has no name that is read here'],
    ['a long name', 'x'.repeat(129), [CHECKSUM, LOCATION], 'has no name that is read here'],
    ['an odd end of a name', 'a ', [CHECKSUM, LOCATION], 'the record "a " has no name'],
    ['an element twice', 'a', [CHECKSUM, CHECKSUM, LOCATION], 'the record "a" has an element twice'],
    ['no checksum', 'a', [LOCATION], 'has no checksum'],
    [
      'a short checksum',
      'a',
      [sum('md5', 'd'.repeat(31)), LOCATION],
      `has the checksum "${'d'.repeat(31)}" of type "md5"`,
    ],
    ['a long checksum', 'a', [sum('sha512', 'd'.repeat(129)), LOCATION], 'of type "sha512"'],
    ['capitals', 'a', [sum('sha256', 'D'.repeat(64)), LOCATION], 'has the checksum'],
    ['no type', 'a', [`<checksum>${HASH}</checksum>`, LOCATION], 'of type ""'],
    ['an odd type', 'a', [sum('sha-256', HASH), LOCATION], 'of type "sha-256"'],
    ['a long type', 'a', [sum('x'.repeat(17), HASH), LOCATION], 'of type'],
    [
      'a broken open checksum',
      'a',
      [CHECKSUM, '<open-checksum/>', LOCATION],
      'has the checksum "" of type ""',
    ],
    ['no location', 'a', [CHECKSUM], 'has no location'],
    [
      'a size that is none',
      'a',
      [CHECKSUM, LOCATION, '<size>1e3</size>'],
      'has "1e3" as size, which is no number',
    ],
    [
      'a fraction that is none',
      'a',
      [CHECKSUM, LOCATION, '<timestamp>1.</timestamp>'],
      'has "1." as timestamp',
    ],
    ['an empty number', 'a', [CHECKSUM, LOCATION, '<open-size/>'], 'has "" as open-size'],
    ['a number that none holds', 'a', [CHECKSUM, LOCATION, '<size>9007199254740993</size>'], 'as size'],
  ])('%s', (_, type, elements, message) => {
    expect(() => read(type, ...elements)).toThrow(
      expect.objectContaining({ code: 'INTEGRITY', message: expect.stringContaining(message) }),
    )
  })
})

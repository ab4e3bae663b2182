import { expect, test } from '@jest/globals'
import { decodeLead, encodeLead } from '../../src/rpm/lead.ts'

test('a lead has every field in its place', () => {
  const lead = encodeLead('hello-1-1')
  expect(lead).toHaveLength(96)
  expect(lead.subarray(0, 10).toString('hex')).toBe('edabeedb030000000000')
  expect(lead.toString('latin1', 10, 76)).toBe('hello-1-1'.padEnd(66, '\0'))
  expect(lead.subarray(76).toString('hex')).toBe(`00010005${'00'.repeat(16)}`)
  expect(encodeLead('x'.repeat(100)).toString('latin1', 10, 76)).toBe(`${'x'.repeat(65)}\0`)
})

test.each([
  [3, 0, { major: 3, type: 'binary' }],
  [4, 1, { major: 4, type: 'source' }],
])('version %d and type %d are read', (major, type, expected) => {
  const lead = encodeLead('a')
  lead[4] = major
  lead[7] = type
  expect(decodeLead(lead, 'a.rpm')).toEqual(expected)
})

test.each([
  ['the version', 4, 2, 'version 2, type 0, signature type 5'],
  ['a later version', 4, 5, 'version 5, type 0, signature type 5'],
  ['the type', 7, 2, 'version 3, type 2, signature type 5'],
  ['the signature', 79, 1, 'version 3, type 0, signature type 1'],
])('another kind of %s is refused', (_, at, value, seen) => {
  const lead = encodeLead('a')
  lead[at] = value
  expect(() => decodeLead(lead, 'a.rpm')).toThrow(
    expect.objectContaining({
      code: 'PACKAGE',
      message: `a.rpm is an rpm package of an unknown kind: its lead has ${seen}`,
    }),
  )
})

test('what is cut short, or begins otherwise, is no package', () => {
  const other = encodeLead('a')
  other[3] = 0
  for (const bytes of [encodeLead('a').subarray(0, 95), other]) {
    expect(() => decodeLead(bytes, 'a.rpm')).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
  }
})

import { expect, test } from '@jest/globals'
import { filenamesOf, namesIn, stanzasNamed } from '../../src/deb/packages.ts'

const namesOf = (text: string) => [...namesIn(Buffer.from(text))]

test('an index that ends where a name would be is read, or refused, like any other', () => {
  expect(namesOf('Package: hello')).toEqual(['hello'])
  expect(namesOf('Version: 1\nPackage: hello\n\nPackage: other')).toEqual(['hello', 'other'])
  for (const text of ['a', 'Packag', 'Package', '\n\na'])
    expect(() => namesOf(text)).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
})

test.each([
  ['Filename: pool/a.deb', 'pool/a.deb'],
  ['Filename: ./pool/a.deb ', 'pool/a.deb'],
  ['filename:pool/a.deb', 'pool/a.deb'],
  ['Filename: pool/a\u2028b.deb', 'pool/a\u2028b.deb'],
  ['Filename: pool/\u2029ü.deb', 'pool/\u2029ü.deb'],
  ['Filename:\n pool/a.deb', 'pool/a.deb'],
])('what collectors spare is what the stanza says: %j', (line, filename) => {
  const index = Buffer.from(`Package: hello\n${line}\nDescription: x\u2028Filename: y\n\nPackage: z\n`)
  expect(filenamesOf(index)).toEqual([filename])
  expect(stanzasNamed(index, 'hello')).toHaveLength(1)
})

import { expect, test } from '@jest/globals'
import {
  architectureAll,
  changedIndex,
  filenamesOf,
  namesIn,
  packagesIndex,
  packagesParts,
  stanzasNamed,
  stanzasWanted,
} from '../../src/deb/packages.ts'

const ONE = 'Package: one\nVersion: 1\nArchitecture: amd64\nFilename: pool/one_1.deb\n'
const OTHER = 'version: 2\nARCHITECTURE: all\nFilename: ./pool/two_2.deb \npackage:  two \n'
const NEWER = 'Package: one\nVersion: 3\nArchitecture:all\n'
const INDEX = packagesIndex(Buffer.from(`${ONE}\n${OTHER}\n\n${NEWER}`))

const bytesOf = (index: typeof INDEX) => Buffer.concat([...packagesParts(index)]).toString()

test('stanzas are found by name, whatever order and case their fields have', () => {
  expect([...namesIn(INDEX)]).toEqual(['one', 'two'])
  expect(stanzasNamed(INDEX, 'one').map(({ bytes }) => bytes.toString())).toEqual([ONE, NEWER])
  expect(stanzasNamed(INDEX, 'two').map(({ stanza }) => stanza.length)).toEqual([4])
  expect(stanzasNamed(INDEX, 'on')).toEqual([])
  expect(stanzasWanted(INDEX, (name) => name === 'one').map(String)).toEqual([ONE, NEWER])
  expect(filenamesOf(INDEX)).toEqual(['pool/one_1.deb', 'pool/two_2.deb'])
  expect(architectureAll(INDEX).map(String)).toEqual([OTHER, NEWER])
})

test('packages for every architecture say so themselves', () => {
  const stanza = (line: string) => Buffer.from(`Package: a\n${line}\nVersion: 1\n`)
  const lines = ['Architecture: all', 'architecture:all\t', 'Architecture: \tALL ']
  const others = [
    'Architecture: all x',
    'Architecture: allx',
    'Architecture: xall',
    'X-Architecture: all',
    ' Architecture: all',
  ]
  const index = packagesIndex(
    Buffer.from([...lines, ...others].map((line) => stanza(line).toString()).join('\n')),
  )
  expect(architectureAll(index)).toEqual(lines.map(stanza))
})

test('an index stays byte for byte but for what comes and goes', () => {
  const text = 'Package: new\n'
  const added = Buffer.from(text)
  const [one, newer] = stanzasNamed(INDEX, 'one')
  const [two] = stanzasNamed(INDEX, 'two')
  if (one === undefined || two === undefined || newer === undefined) throw new Error('a stanza is missing')
  expect(bytesOf(INDEX)).toBe(`${ONE}\n${OTHER}\n\n${NEWER}`)
  expect(bytesOf(changedIndex(INDEX, [], [added]))).toBe(`${ONE}\n${OTHER}\n\n${NEWER}\n${text}\n`)
  expect(bytesOf(changedIndex(INDEX, [one], []))).toBe(`${OTHER}\n\n${NEWER}`)
  expect(bytesOf(changedIndex(INDEX, [two, two], []))).toBe(`${ONE}\n\n${NEWER}`)
  expect(bytesOf(changedIndex(INDEX, [newer], [added]))).toBe(`${ONE}\n${OTHER}\n\n${text}\n`)
})

test('what came may go again', () => {
  const longer = changedIndex(INDEX, [], [Buffer.from('Package: new\nVersion: 4\n')])
  const [own] = stanzasNamed(longer, 'new')
  if (own === undefined) throw new Error('a stanza is missing')
  expect([...namesIn(longer)]).toEqual(['one', 'two', 'new'])
  expect(bytesOf(changedIndex(longer, [own], []))).toBe(bytesOf(INDEX))
})

test.each<[string, string]>([
  ['', ''],
  ['Package: a', '\n\n'],
  ['Package: a\n', '\n'],
  ['Package: a\n\n', ''],
  ['Package: a\n\n\n', ''],
])('between %j and what is added stands %j', (text, separator) => {
  const changed = changedIndex(packagesIndex(Buffer.from(text)), [], [Buffer.from('Package: b\n')])
  expect(bytesOf(changed)).toBe(`${text}${separator}Package: b\n\n`)
})

test('a stanza shorter than the name of its first field is one', () => {
  const index = packagesIndex(Buffer.from(`${ONE}\nA: b\n`))
  expect([...namesIn(index)]).toEqual(['one', ''])
})

const namesOf = (text: string) => [...namesIn(packagesIndex(Buffer.from(text)))]

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
  const text = `Package: hello\n${line}\nDescription: x\u2028Filename: y\n\nPackage: z\n`
  const index = packagesIndex(Buffer.from(text))
  expect(filenamesOf(index)).toEqual([filename])
  expect(stanzasNamed(index, 'hello')).toHaveLength(1)
})

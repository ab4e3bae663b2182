import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { field, parseStanza, printStanza } from '../../src/deb/stanza.ts'
import { PublishError } from '../../src/errors.ts'
import { testWith } from '../support/programs.ts'

const printed = (text: string) => printStanza(parseStanza(text, 'it'))

test.each([
  'Package: hello\n',
  'Package:hello\n',
  'Package:  \t hello \t\n',
  'Empty:\n',
  'Blank: \n',
  'SHA256:\n abc 12 path\n def 13 other\n',
  'Description: one\n two\n .\n   three \n\tfour\nOther: 1\n',
  'Description:one\n two\n',
  'X: ü \u2028 \u{1f600} \ufffd \x85\n',
  'X:: y: z\n',
])('prints back what it reads: %j', (text) => {
  expect(printed(text)).toBe(text)
})

test('the last newline may be missing, and empty lines may follow', () => {
  expect(printed('A: 1\nB: 2')).toBe('A: 1\nB: 2\n')
  expect(printed('A: 1\nB: 2\n\n\n')).toBe('A: 1\nB: 2\n')
})

test.each([
  ['no fields', ''],
  ['no fields', '\n\n'],
  ['no colon', 'Package hello\n'],
  ['no name', ': hello\n'],
  ['blank before the colon', 'Package : hello\n'],
  ['a comment', '# comment: yes\n'],
  ['armor', '-----BEGIN: x\n'],
  ['starts with a continuation', ' Package: hello\n'],
  ['two stanzas', 'A: 1\n\nB: 2\n'],
  ['a line of blanks', 'A: 1\n \t\nB: 2\n'],
  ['a field twice', 'A: 1\nB: 2\na: 3\n'],
  ['carriage return', 'A: 1\r\nB: 2\r\n'],
  ['NUL', 'A: 1\0\n'],
  ['escape', 'A: \x1b[31m\n'],
  ['lone surrogate', 'A: \ud800\n'],
  ['umlaut in a name', 'Ä: 1\n'],
])('refuses: %s', (_, text) => {
  expect(() => parseStanza(text, 'a.deb')).toThrow(PublishError)
  expect(() => parseStanza(text, 'a.deb')).toThrow(/^a\.deb is no stanza/)
})

test.each(['x\nPackage: y', 'x\n\nPackage: y', 'x\n \n y', 'x\n', '\n', 'x\r\n y', 'x\0', '\udfff'])(
  'does not print a value that would end its field: %j',
  (value) => {
    expect(() => printStanza([{ name: 'A', value }])).toThrow(PublishError)
  },
)

test('does not print a field that is none, is there twice, or is set apart by something else', () => {
  for (const name of ['', 'A B', 'A\n', '#A', '-A', 'A:', 'é']) {
    expect(() => printStanza([{ name, value: '1' }])).toThrow(/is no name of a field/)
  }
  expect(() => printStanza([{ name: 'A', value: '1', separator: '\nB: ' }])).toThrow(PublishError)
  const twice = ['Package', 'package'].map((name) => ({ name, value: '1' }))
  expect(() => printStanza(twice)).toThrow(/the field package twice/)
  expect(() => printStanza([])).toThrow(/no fields/)
})

test('finds fields whatever their case', () => {
  const stanza = parseStanza('Package: hello\nX-Y: \n z\n', 'it')
  expect(field(stanza, 'PACKAGE')).toBe('hello')
  expect(field(stanza, 'x-y')).toBe('\n z')
  expect(field(stanza, 'Y')).toBeUndefined()
})

test('any text is refused, or printed back', () => {
  const line = fc.string({ unit: fc.constantFrom('A', 'b', ':', ' ', '\t', '-', '#', 'é', '.', '\r') })
  const text = fc.array(line, { maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`)
  fc.assert(
    fc.property(text, (it) => {
      let back = ''
      try {
        back = printed(it)
      } catch (error) {
        expect(error).toBeInstanceOf(PublishError)
        return
      }
      expect(back).toBe(it.replace(/\n+$/, '\n'))
    }),
    { numRuns: 2_000 },
  )
})

test('any stanza that is printed is read back as it was', () => {
  const name = fc.string({ unit: fc.constantFrom('A', 'b', '-', '1', ' ', ':', '\n'), maxLength: 4 })
  const value = fc.string({ unit: fc.constantFrom('a', ' ', '\n', ':', '\t', 'é', '.'), maxLength: 12 })
  fc.assert(
    fc.property(fc.array(fc.record({ name, value }), { maxLength: 4 }), (stanza) => {
      let text = ''
      try {
        text = printStanza(stanza)
      } catch (error) {
        expect(error).toBeInstanceOf(PublishError)
        return
      }
      const meaning = parseStanza(text, 'it').map((it) => [it.name, it.value.trim()])
      expect(meaning).toEqual(stanza.map((it) => [it.name, it.value.trim()]))
    }),
    { numRuns: 2_000 },
  )
})

testWith(['dpkg-query'], 'prints back what dpkg says of this machine', async () => {
  const status = await readFile('/var/lib/dpkg/status', 'utf8')
  for (const text of status.split('\n\n').filter((it) => it.trim() !== '')) {
    expect(printed(text)).toBe(`${text.trimEnd()}\n`)
  }
})

import { expect, test } from '@jest/globals'
import { relationsInStanza } from '../../src/deb/listed-relations.ts'
import { parseStanza } from '../../src/deb/stanza.ts'

const inStanza = (...lines: readonly string[]) =>
  relationsInStanza(parseStanza(`${['Package: hello', 'Version: 1.2', ...lines].join('\n')}\n`, 'it'))

test('a package provides itself, in its version, and what it says', () => {
  expect(inStanza().provides).toEqual([{ name: 'hello', version: '1.2' }])
  expect(inStanza('Provides: greeter,, welcome (= 3),\n not a name').provides).toEqual([
    { name: 'hello', version: '1.2' },
    { name: 'greeter', version: undefined },
    { name: 'welcome', version: '3' },
  ])
  expect(relationsInStanza([])).toEqual({ provides: [{ name: '', version: '' }], requires: [] })
})

test('Pre-Depends and Depends are clauses of alternatives', () => {
  expect(inStanza('Depends: aa | bb (>= 2),\n cc', 'Pre-Depends: dd').requires).toEqual([
    [{ name: 'dd', operator: undefined, version: '' }],
    [
      { name: 'aa', operator: undefined, version: '' },
      { name: 'bb', operator: '>=', version: '2' },
    ],
    [{ name: 'cc', operator: undefined, version: '' }],
  ])
})

test.each([
  ['aa (<< 1)', '<'],
  ['aa (<= 1)', '<='],
  ['aa (= 1)', '='],
  ['aa (>= 1)', '>='],
  ['aa (>> 1)', '>'],
  ['aa (< 1)', '<='],
  ['aa (> 1)', '>='],
  ['aa(=1)', '='],
  ['aa  ( =   1  )', '='],
  ['aa:any (= 1)', '='],
  ['aa (= 1) [amd64]', '='],
  ['aa (= 1)[amd64 !i386]', '='],
])('%s asks for %s', (text, operator) => {
  expect(inStanza(`Depends: ${text}`).requires).toEqual([[{ name: 'aa', operator, version: '1' }]])
})

test.each(['-aa', 'aa bb', 'aa (1)', 'aa (= )', 'aa (= 1', 'aa (= 1) x', 'x (= (1))', 'aa [amd64', 'aa:'])(
  '%s is nothing that could be installed',
  (text) => {
    expect(inStanza(`Depends: ${text}`).requires).toEqual([[]])
  },
)

test('names have letters of either case, digits, and . + -', () => {
  expect(inStanza('Depends: LibA1.x+y-z').requires).toEqual([
    [{ name: 'LibA1.x+y-z', operator: undefined, version: '' }],
  ])
})

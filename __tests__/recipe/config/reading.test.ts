import { expect, test } from '@jest/globals'
import { PublishError, faulty } from '../../../src/errors.ts'
import { parseDocument } from '../../../src/recipe/config/document.ts'
import type { Variables } from '../../../src/recipe/config/expansion.ts'
import { placed, readBy } from '../../../src/recipe/config/reading.ts'
import {
  ANY,
  BOOLEAN,
  EXPANDED,
  FIELDS,
  type Shape,
  TEXT,
  TIME,
  choice,
  ignored,
  listOf,
  mapOf,
} from '../../../src/recipe/config/shape.ts'

const at = (line: number, column: number) => ({ file: 'a.yaml', line, column })
const variables: Variables = (name) => (name === 'A' ? ' a ' : undefined)
const reading = (shape: Shape, text: string) => readBy(shape, parseDocument(text, 'a.yaml'), variables)
const read = (shape: Shape, text: string) => reading(shape, text).value
const MODE = { kind: 'octal', of: 'mode' } as const

test.each(['y', 'Y', 'yes', 'YES', 'on', 'On', 'true', 'True'])('%s is true', (text) => {
  expect(read(BOOLEAN, text)).toEqual({ value: true, at: at(1, 1) })
})

test.each(['n', 'N', 'no', 'off', 'OFF', 'false', 'False'])('%s is false', (text) => {
  expect(read(BOOLEAN, text)).toEqual({ value: false, at: at(1, 1) })
})

test('a text stays as it is, an expanded one has its variables put in', () => {
  expect(read(TEXT, '" $A "')).toEqual({ value: ' $A ', at: at(1, 1) })
  expect(read(EXPANDED, '"<${A}>"')).toEqual({ value: '< a >', at: at(1, 1) })
  expect(read(EXPANDED, '$A')).toEqual({ value: ' a ', at: at(1, 1) })
})

test('an item of a list loses the blanks around it, and is left out where it comes to nothing', () => {
  const list = listOf(EXPANDED)
  expect(read(list, '[$A, x, " ", $NONE]')).toEqual([
    { value: 'a', at: at(1, 2) },
    { value: 'x', at: at(1, 6) },
  ])
  expect(read(list, '[" $NONE "]')).toBeUndefined()
  expect(read(list, '[]')).toBeUndefined()
  expect(reading(list, '[$NONE]').notes).toEqual([])
})

test.each<[string, Shape]>([
  ['a text', TEXT],
  ['a text with variables', EXPANDED],
  ['a choice', choice('a', 'b')],
])('%s that is empty is none', (_, shape) => {
  for (const text of ['', '~', 'null', '""']) expect(read(shape, text)).toBeUndefined()
})

test('blanks are a text of nothing, and no choice', () => {
  expect(read(TEXT, '" "')).toBeUndefined()
  expect(() => read(choice('a', 'b'), '" "')).toThrow('a.yaml:1:1: the file is " "; expected a, b')
})

test.each<[string, Shape, string]>([
  ['choice', choice('a', 'b'), 'expected a, b'],
  ['boolean', BOOLEAN, 'expected true or false'],
  ['time', TIME, 'expected a time such as 2025-01-31T12:00:00Z'],
  ['mode', MODE, 'expected an octal number such as 0644'],
  ['umask', { kind: 'octal', of: 'umask' }, 'expected an octal number such as 0022'],
  ['text', TEXT, 'expected a text'],
])('a %s is neither a list nor a mapping', (_, shape, expectation) => {
  expect(() => read(shape, '[a]')).toThrow(`a.yaml:1:1: the file is a list; ${expectation}`)
  expect(() => read(mapOf({ key: { about: '', shape } }), 'key: {a: b}')).toThrow(
    `a.yaml:1:6: key is a mapping; ${expectation}`,
  )
})

test.each<[string, Shape]>([
  ['boolean', BOOLEAN],
  ['time', TIME],
  ['mode', MODE],
])('an empty text is no %s', (_, shape) => {
  expect(() => read(shape, '""')).toThrow('a.yaml:1:1: the file is ""; expected')
})

test('each shape has its values', () => {
  const keys = {
    a: BOOLEAN,
    b: TIME,
    c: ANY,
    d: TEXT,
    e: EXPANDED,
    f: FIELDS,
    g: choice('x'),
    h: listOf(TEXT),
  }
  const map = mapOf(
    Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, { about: '', shape }])),
  )
  expect(read(map, 'a: y\nb: 1970-01-02\nc: [x]\nd: $A\ne: $A\nf: {x: y}\ng: x\nh: [x]')).toMatchObject({
    a: { value: true },
    b: { value: 86_400 },
    d: { value: '$A' },
    e: { value: ' a ' },
    f: { fields: [{ name: { value: 'x' } }] },
    g: { value: 'x' },
    h: [{ value: 'x' }],
  })
  expect(() => read(map, 'b: x\na: x')).toThrow(
    'a.yaml:1:4: b is "x"; expected a time such as 2025-01-31T12:00:00Z\na.yaml:2:4: a is "x"; expected true or false',
  )
})

test('times and modes are numbers', () => {
  expect(read(TIME, '1970-01-02')).toEqual({ value: 86_400, at: at(1, 1) })
  expect(read(MODE, '0644')).toEqual({ value: 0o644, at: at(1, 1) })
})

test('fields are names of the user’s with texts, of which empty ones are left out', () => {
  expect(read(FIELDS, 'X: $A\nY: ""\nZ: $NONE\n')).toEqual({
    fields: [{ name: { value: 'X', at: at(1, 1) }, value: { value: ' a ', at: at(1, 4) } }],
  })
  const notes = reading(mapOf({ key: { about: '', shape: FIELDS } }), 'key: {Z: $NONE}').notes
  expect(notes).toEqual([
    { message: 'key.Z: the variable NONE is not set, and stands for nothing', place: at(1, 10) },
  ])
  expect(() => read(FIELDS, 'a')).toThrow('a.yaml:1:1: the file is "a"; expected a mapping, key: value')
})

test('a mapping has the keys that come to something, and its place', () => {
  const map = mapOf({
    a: { about: '', shape: TEXT },
    b: { about: '', shape: TEXT },
    c: { about: '', shape: ANY },
  })
  expect(read(map, 'a: x\nb: ""\nc: [y]\n')).toStrictEqual({ at: at(1, 1), a: { value: 'x', at: at(1, 4) } })
  expect(read(map, '{}')).toStrictEqual({ at: at(1, 1) })
})

test('what is of other tools is taken in silence, and what has no effect with a note', () => {
  expect(reading(ANY, '{a: [b]}')).toEqual({ value: undefined, notes: [] })
  const map = mapOf({ key: { about: '', shape: ignored('it is so') } })
  expect(reading(map, 'key: {a: b}').notes).toEqual([
    { message: 'key has no effect: it is so', place: at(1, 6) },
  ])
  expect(reading(map, 'key: ~').notes).toEqual([])
})

test('a hole in a list is a fault, an empty list or mapping in it none', () => {
  expect(() => read(listOf(TEXT), '[a, ~]')).toThrow('a.yaml:1:5: [1] is empty; remove it')
  expect(read(listOf(listOf(TEXT)), '[[a], []]')).toEqual([[{ value: 'a', at: at(1, 3) }]])
  expect(read(listOf(mapOf({})), '[{}]')).toEqual([{ at: at(1, 2) }])
})

test('an error gets a place where it has none', () => {
  const bare = new PublishError('LIMIT', 'too much')
  expect(placed(bare, at(2, 3))).toMatchObject({
    code: 'LIMIT',
    message: 'a.yaml:2:3: too much',
    cause: bare,
    faults: [{ message: 'too much', place: at(2, 3) }],
  })
  const told = faulty([{ message: 'x', place: at(1, 1) }])
  expect(placed(told, at(2, 3))).toBe(told)
  const other = new TypeError('x')
  expect(placed(other, at(2, 3))).toBe(other)
  expect(placed(undefined, at(2, 3))).toBeUndefined()
})

test('what a variable is refused for is told at its place', () => {
  const refusing = () => {
    throw new PublishError('INPUT', 'no such secret')
  }
  expect(() => readBy(EXPANDED, parseDocument('\n  $A', 'a.yaml'), refusing)).toThrow(
    'a.yaml:2:3: no such secret',
  )
})

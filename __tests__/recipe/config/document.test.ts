import { expect, test } from '@jest/globals'
import { LIMITS } from '../../../src/limits.ts'
import { type Node, parseDocument } from '../../../src/recipe/config/document.ts'

/** What a node says: texts, null, lists and mappings. */
function said(node: Node): unknown {
  if (node.kind === 'scalar') return node.isNull ? null : node.text
  if (node.kind === 'list') return node.items.map(said)
  return Object.fromEntries([...node.members].map(([name, { value }]) => [name, said(value)]))
}
const read = (text: string) => said(parseDocument(text, 'a.yaml'))
const at = (line: number, column: number) => ({ file: 'a.yaml', line, column })
const refusal = (text: string): readonly string[] => {
  try {
    return [JSON.stringify(read(text))]
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

test('scalars are texts as they are written', () => {
  expect(read('[0644, 1.10, true, "a b", \'c\', !!str d, e]')).toEqual([
    '0644',
    '1.10',
    'true',
    'a b',
    'c',
    'd',
    'e',
  ])
})

test('null is what is not there, or says so without quotes and tags', () => {
  expect(read('[~, null, Null, NULL, nUll, "", "~", \'null\', !!str null, !!str ~]')).toEqual([
    null,
    null,
    null,
    null,
    'nUll',
    '',
    '~',
    'null',
    'null',
    '~',
  ])
  expect(read('a:\nb: ~\n? c\n')).toEqual({ a: null, b: null, c: null })
  for (const text of ['', '# nothing\n'])
    expect(parseDocument(text, 'a.yaml')).toEqual({ kind: 'scalar', text: '', isNull: true, at: at(1, 1) })
})

test('each node and each key has its place', () => {
  expect(parseDocument('a:\n  - b\n? c\n', 'a.yaml')).toEqual({
    kind: 'map',
    at: at(1, 1),
    members: new Map([
      [
        'a',
        {
          at: at(1, 1),
          value: {
            kind: 'list',
            at: at(2, 3),
            items: [{ kind: 'scalar', text: 'b', isNull: false, at: at(2, 5) }],
          },
        },
      ],
      ['c', { at: at(3, 3), value: { kind: 'scalar', text: '', isNull: true, at: at(3, 3) } }],
    ]),
  })
})

test('aliases stand for what is anchored last before them', () => {
  expect(read('[&x a, *x, &x b, *x]')).toEqual(['a', 'a', 'b', 'b'])
  expect(refusal('[*x, &x a]')).toEqual([expect.stringMatching(/^a\.yaml:1:2: .*x/)])
})

test('merges add what is not there, the first of several first', () => {
  const text = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\n'
  expect(read(`${text}z: {<<: *x, a: 0}`)).toMatchObject({ z: { a: '0', b: '1' } })
  expect(read(`${text}z: {<<: [*y, *x], c: 0}`)).toMatchObject({ z: { a: '1', b: '2', c: '0' } })
  expect(read(`${text}z: {<<: *x, <<: *y}`)).toMatchObject({ z: { a: '1', b: '1', c: '2' } })
  expect(refusal('{<<: [a, {b: c}]}')).toEqual([
    'a.yaml:1:7: << takes a mapping, such as *name, or a list of them',
  ])
})

test('all keys that are there twice are told of', () => {
  expect(refusal('a: 1\nb: 2\na: 3\nb: 4\n')).toEqual([
    'a.yaml:3:1: a is there twice',
    'a.yaml:4:1: b is there twice',
  ])
})

test('so many faults are told of and no more', () => {
  expect(refusal('- !x a\n'.repeat(30))).toHaveLength(LIMITS.configurationFaults)
})

test('what is in quotes over several lines is explained', () => {
  expect(refusal('a: "x\nb: c\n').at(0)).toMatch(
    /^a\.yaml:\d:\d+: Missing closing "quote; a text in quotes is indented/,
  )
})

test('a node that holds itself is told from one that is too large', () => {
  expect(refusal('a: &a [*a]')).toEqual(['a.yaml:1:7: holds itself'])
  expect(refusal('a: &a {b: [*a]}')).toEqual(['a.yaml:1:7: holds itself'])
  expect(read('[&a [b], *a, [*a]]')).toEqual([['b'], ['b'], [['b']]])
})

test('nodes lie so deep and no deeper', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}a${']'.repeat(depth)}`
  const deepest = LIMITS.configurationDepth
  expect(refusal(nested(deepest))).toEqual([JSON.stringify(read(nested(deepest)))])
  const message = `a.yaml:1:${deepest + 2}: holds more than a configuration can`
  expect(refusal(nested(deepest + 1))).toEqual([message])
  const mappings = (depth: number) => `${'{a: '.repeat(depth)}b${'}'.repeat(depth)}`
  expect(refusal(mappings(deepest))).toEqual([JSON.stringify(read(mappings(deepest)))])
  expect(refusal(mappings(deepest + 1))).toEqual([
    `a.yaml:1:${4 * (deepest + 1) + 1}: holds more than a configuration can`,
  ])
})

/** A text of as many nodes as there may be, and of some more: each alias is one, with what it stands for. */
function textOfNodes(more: number): string {
  const aliases = 498
  const others = LIMITS.configurationNodes - 1 - 1000 - 1 - 1001 * aliases
  return `[&a [${'x,'.repeat(999)}], [${'*a,'.repeat(aliases)}${'x,'.repeat(others + more)}]]`
}

test('there are so many nodes', () => {
  expect(parseDocument(textOfNodes(0), 'a.yaml').kind).toBe('list')
})

test('there are no more nodes', () => {
  expect(() => parseDocument(textOfNodes(1), 'a.yaml')).toThrow(
    /^a\.yaml:1:\d+: holds more than a configuration can$/,
  )
})

test('aliases repeat so much of a text and no more', () => {
  const count = 16
  const text = (sizeChars: number, blanks: number) =>
    `[&a ${'x'.repeat(sizeChars)}, ${'*a,'.repeat(count)}]${' '.repeat(blanks)}`
  // What is repeated is as long as what may be, and all of the text besides.
  const around = 2 ** 7
  const sizeChars = (LIMITS.configurationAliasCharacters + around) / count
  const blanks = around - text(0, 0).length
  expect(read(text(sizeChars, blanks))).toHaveLength(count + 1)
  expect(refusal(text(sizeChars, blanks - 1))).toEqual(['a.yaml:1:5: holds more than a configuration can'])
})

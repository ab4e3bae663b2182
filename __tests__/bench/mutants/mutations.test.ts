import { describe, expect, test } from '@jest/globals'
import { EQUIVALENT, isEquivalent } from '../../../bench/mutants/equivalents/all.ts'
import { mutationsOf } from '../../../bench/mutants/mutations.ts'
import { regexChanges } from '../../../bench/mutants/regex-changes.ts'
import { mutantsOf } from '../../../bench/mutants/score.ts'

const changesIn = (source: string) => mutationsOf(source, 'a.ts').mutations.map(({ change }) => change)

/** What is tried in the place of an expression, which stands here as the value of a variable. */
function insteadOf(expression: string): readonly string[] {
  const source = `let x = ${expression}`
  const start = source.indexOf(expression)
  return mutationsOf(source, 'a.ts')
    .mutations.filter((mutation) => mutation.start === start && mutation.end === source.length)
    .map(({ replacement }) => replacement ?? '(nothing)')
}

describe('in the place of an expression', () => {
  test.each([
    ['a + b', ['a - b']],
    ['a - b', ['a + b']],
    ['a * b', ['a / b']],
    ['a / b', ['a * b']],
    ['a % b', ['a * b']],
    ['a & b', ['a | b']],
    ['a | b', ['a & b']],
    ['a ^ b', ['a & b']],
    ['a << b', ['a >> b']],
    ['a >> b', ['a << b']],
    ['a >>> b', ['a << b']],
    ['a < b', ['a <= b', 'a >= b', 'true', 'false']],
    ['a <= b', ['a < b', 'a > b', 'true', 'false']],
    ['a > b', ['a >= b', 'a <= b', 'true', 'false']],
    ['a >= b', ['a > b', 'a < b', 'true', 'false']],
    ['a === b', ['a !== b', 'true', 'false']],
    ['a !== b', ['a === b', 'true', 'false']],
    ['a && b', ['a || b', 'a', 'b']],
    ['a || b', ['a && b', 'a', 'b']],
    ['a ?? b', ['a', 'b']],
    ['a += b', ['a -= b']],
    ['a ??= b', []],
    ['a++', ['a--']],
    ['--a', ['++a']],
    ['!a', ['a']],
    ['-a', ['a']],
    ['typeof a', []],
    ['delete a.b', []],
    ['a ? b : c', ['b', 'c']],
    ['[a, b]', ['[]']],
    ['[]', []],
    ['{ a: b }', ['{}']],
    ['{}', []],
    ['`a${b}`', ['``']],
    ['``', []],
    ["'a'", ["''"]],
    ["''", ["'mutant'"]],
    ['1', ['2']],
    ['1n', ['(1n + 1n)']],
    ['true', ['false']],
    ['null', []],
    ["'a' + b", []],
    ['1 + (a + `b`)', ['1 - (a + `b`)']],
    ['a.some(b)', ['a.every(b)']],
    ['a.startsWith(b)', ['a.endsWith(b)']],
    ['Math.min(a, b)', ['Math.max(a, b)']],
    ['a.trim()', ['a']],
    ['a.filter(b).slice(c)', ['a.filter(b)']],
    ['a.map(b)', []],
    ['a?.trim()', ['a.trim()']],
    ['a?.b?.c', ['a.b?.c', 'a?.b.c']],
    ['/^a/u', ['/a/u']],
  ])('%s', (expression, expected) => {
    expect(insteadOf(expression)).toEqual(expected)
  })
})

describe('in the place of statements, conditions and what is returned', () => {
  test.each([
    ['if (a) b', ['a => true', 'a => false', 'b => (nothing)']],
    ['while (a) b()', ['a => false', 'b() => (nothing)']],
    ['do { a() } while (b)', ['a() => (nothing)', 'b => false']],
    ['for (const a of b) c()', ['c() => (nothing)']],
    ['for (; a; ) c()', ['a => false', 'c() => (nothing)']],
    ['switch (a) { case b: c() }', ['c() => (nothing)']],
    ['function f() { a(); b() }', ['{ a(); b() } => (nothing)', 'a(); => (nothing)', 'b() => (nothing)']],
    ['function f() { a() }', ['a() => (nothing)']],
    ['try { a() } catch { b() }', ['{ a() } => (nothing)', 'a() => (nothing)', 'b() => (nothing)']],
    ['function f() { return a }', ['a => undefined']],
    ['function f() { return a() }', ['a() => undefined']],
    ['function f() { return undefined }', []],
    ['class A extends B { constructor() { super(a) } }', []],
  ])('%s', (source, expected) => {
    expect(changesIn(source)).toEqual(expected)
  })
})

describe('in the place of a pattern', () => {
  test.each([
    ['^a$', ['a$', '^a']],
    ['a+b*c?', ['ab*c?', 'a+bc?', 'a+b*c']],
    ['(?=a)(?!b)', ['(?!a)(?!b)', '(?=a)(?=b)']],
    ['(?<=a)(?<!b)', ['(?<!a)(?<!b)', '(?<=a)(?<=b)']],
    ['[ab][^c]', ['[^ab][^c]', '[ab][c]']],
    ['\\d\\W\\s\\b', ['\\D\\W\\s\\b', '\\d\\w\\s\\b', '\\d\\W\\S\\b', '\\d\\W\\s\\B']],
    ['\\p{L}', ['\\P{L}']],
    ['a{2}b{1,3}c{2,}', ['a{3}b{1,3}c{2,}', 'a{2}b{2,3}c{2,}', 'a{2}b{1,4}c{2,}', 'a{2}b{1,3}c{3,}']],
    ['a+?', ['a?']],
    ['(?:a|b)?', ['(?:a|b)']],
    ['[+*?]', ['[^+*?]']],
    ['[\\]+]', ['[^\\]+]']],
    ['\\+\\?', []],
    ['(?<n>a)\\k<n>', []],
    ['a{3,3}', ['a{3,4}']],
  ])('%s', (pattern, expected) => {
    expect(regexChanges(pattern)).toEqual(expected)
  })
})

describe('left alone', () => {
  test.each([
    ['a directive', "'use strict'"],
    ['what is imported', "import { a } from 'b'"],
    ['what is exported from elsewhere', "export { a } from 'b'\nexport * from 'c'"],
    ['a type', "type A = 'b' | 1"],
    ['an interface', "interface A { readonly b: 'c' | true }"],
    ['the type of a variable', "const a: Record<'b', 1> = c"],
    ['a type that is asserted', "const a = b as 'c'"],
    ['arguments of types', "const a = f<'b'>(c)"],
    ['names of what is unpacked', "const { 'a-b': c } = d"],
    ['names of fields', "class A { 'b' = c }"],
    ['the words of an error', 'function f() { throw new Error(`a ${b + 1} ${c ? "d" : "e"}`) }'],
    ['the words given to what throws', "function f(a: string): never { throw g(a) }\nconst h = () => f('b')"],
    [
      'the words given to what makes an error',
      "function f(a: string): PublishError { throw a }\nconst h = () => f('b' + 1)",
    ],
  ])('%s', (_, source) => {
    expect(changesIn(source)).toEqual([])
  })

  test('names of properties, but not their values', () => {
    expect(changesIn("const a = { 'b-c': 'd', [`e`]: f }")).toEqual([
      "{ 'b-c': 'd', [`e`]: f } => {}",
      "'d' => ''",
      '`e` => ``',
    ])
  })

  test('an error keeps its words, and its code is tried', () => {
    expect(changesIn("function f() { throw new PublishError('LIMIT', `has ${a}`) }")).toEqual([
      "'LIMIT' => ''",
    ])
  })

  test('what asserts a type is looked into, and so is what stands beside an error', () => {
    expect(changesIn('const a = (1 as number)')).toEqual(['1 => 2'])
    expect(changesIn("const a = b(f('x')) ?? fails('c')")).toContain("'c' => ''")
  })
})

test('a mutation says its line, and what was there; long ones are cut', () => {
  const [, mutation] = mutationsOf('let a\n\nf(1)', 'a.ts').mutations
  expect(mutation).toEqual({ start: 9, end: 10, replacement: '2', line: 3, change: '1 => 2' })
  const [long] = changesIn(`let a = [${'b, '.repeat(200)}]`)
  expect(long).toBe(`[${'b, '.repeat(29)}b,… => []`)
})

test('what cannot be parsed is named', () => {
  expect(() => mutationsOf('let = =', 'src/a.ts')).toThrow(/^src\/a\.ts cannot be parsed: /)
})

test('each mutant that is listed as equivalent is there, and says why', () => {
  const files = [...new Set(EQUIVALENT.map(({ file }) => file))]
  const seen = new Set(mutantsOf('.', files).filter(isEquivalent).map(keyOf))
  expect(EQUIVALENT.map(keyOf).filter((key) => !seen.has(key))).toEqual([])
  expect(new Set(EQUIVALENT.map(keyOf)).size).toBe(EQUIVALENT.length)
  for (const { why } of EQUIVALENT) expect(why).toMatch(/\w+ \w+/)
})

function keyOf({ file, text, change }: { file: string; text: string; change: string }): string {
  return [file, text, change].join('\n')
}

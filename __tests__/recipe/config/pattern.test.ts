import { expect, test } from '@jest/globals'
import { LIMITS } from '../../../src/limits.ts'
import { alternatives, isPattern, matcher } from '../../../src/recipe/config/pattern.ts'

test.each([
  ['a/b.c', false],
  ['a-b_c+d!^', false],
  ['*', true],
  ['a?', true],
  ['[a', true],
  ['a]', true],
  ['{', true],
  ['a}', true],
])('%j is a pattern: %s', (text, expected) => {
  expect(isPattern(text)).toBe(expected)
})

test.each([
  ['a', ['a']],
  ['a{b,c}d', ['abd', 'acd']],
  ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd']],
  ['{a,{b,c}}', ['a', 'b', 'a', 'c']],
  ['a{}b', ['ab']],
  ['a{,b}', ['a', 'ab']],
  ['{$&,$1}', ['$&', '$1']],
  ['{a', ['{a']],
  ['a}', ['a}']],
])('%j stands for %j', (pattern, expected) => {
  expect(alternatives(pattern)).toEqual(expected)
})

test('the braces of a pattern stand for so many patterns and no more', () => {
  const choices = (count: number) => `{${Array(count).fill('a').join(',')}}`
  expect(alternatives(choices(LIMITS.globAlternatives))).toHaveLength(LIMITS.globAlternatives)
  const pattern = choices(LIMITS.globAlternatives + 1)
  expect(() => alternatives(pattern)).toThrow(
    expect.objectContaining({
      code: 'LIMIT',
      message: expect.stringMatching(/^the braces of "\{a,.* stand for too many patterns$/) as unknown,
    }),
  )
})

/** A pattern, what it matches, and what it does not, with blanks between. */
test.each([
  ['a', 'a', 'A b aa'],
  ['*', 'a abc .a', 'a/b /'],
  ['a*', 'a ab abc', 'ba a/b'],
  ['*.c', '.c a.c a.b.c', 'a.cc b/a.c'],
  ['a*b*c', 'abc aXbXc aabbcc', 'acb ab/c'],
  ['?', 'a é 𝄞', 'ab /'],
  ['a?c', 'abc', 'ac a/c abbc'],
  ['**', 'a a/b /', ''],
  ['a**', 'a ab a/b/c', 'b ba'],
  ['a**c', 'ac abc a/b/c', 'a/b'],
  ['***', 'a a/b', ''],
  ['a****c', 'ac a/b/c', 'a/b'],
  ['***/a', 'a b/a', 'ba'],
  ['****/a', 'a b/a', 'ba'],
  ['𝄞x', '𝄞x', 'x 𝄞'],
  ['[𝄞]', '𝄞', 'a'],
  ['\\𝄞', '𝄞', '\\𝄞'],
  ['**/a', 'a b/a c/b/a', 'ba b/ba a/b'],
  ['a/**/b', 'a/b a/c/b a/c/d/b', 'a/cb ab a/c/bd'],
  ['a/**', 'a/b a/b/c a/', 'a'],
  ['**/a/**/b', 'a/b x/a/y/b', 'a/yb xa/b'],
  ['[abc]', 'a b c', 'd ab'],
  ['[a-c]x', 'ax bx cx', 'dx -x x'],
  ['[!a-c]', 'd !', 'a /'],
  ['[^a]', '^ a', 'b'],
  ['[]a]', '] a', 'b'],
  ['[!]a]', 'b', '] a'],
  ['[a[]', 'a [', 'b'],
  ['[\\a]', '\\ a', 'b'],
  ['[-a]', '- a', 'b'],
  ['[!/]', 'a', '/'],
  ['[--0]', '- . 0', '/ 1'],
  ['[', '[', 'a'],
  ['[]', '[]', '[ ] a'],
  ['[!]', '[!]', '! a []'],
  ['[!!]', 'a', '! /'],
  ['[]]', ']', '[ []]'],
  ['a]', 'a]', 'a'],
  ['\\*', '*', 'a \\*'],
  ['\\a', 'a', '\\a'],
  ['\\[a\\]', '[a]', 'a'],
  ['\\', '\\', 'a'],
  ['a.c', 'a.c', 'abc'],
  ['(a|b)+', '(a|b)+', 'a'],
])('%j', (pattern, matched, others) => {
  const matches = matcher(pattern)
  const texts = (line: string) => line.split(' ').filter((text) => text !== '')
  expect(texts(matched).filter((text) => !matches(text))).toEqual([])
  expect(texts(others).filter(matches)).toEqual([])
})

test('nothing is matched by stars alone, and a line’s end as any character', () => {
  expect([matcher('*')(''), matcher('**')(''), matcher('')(''), matcher('?')(''), matcher('a')('')]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect([matcher('[!a]')('\n'), matcher('?')('\n'), matcher('\n')('\n')]).toEqual([true, true, true])
})

test('ranges that run backwards are refused, with the whole pattern', () => {
  expect(() => matcher('a[z-a]')).toThrow(
    expect.objectContaining({
      code: 'INPUT',
      message: '"a[z-a]" is no pattern: its ranges run backwards',
      cause: expect.any(SyntaxError) as unknown,
    }),
  )
})

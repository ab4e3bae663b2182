import { expect, test } from '@jest/globals'
import { scriptOf, when, words } from '../../../src/recipe/placement/shell.ts'

test('words stay words, whatever is in them', () => {
  expect(words(['a', "it's", '$b `c`'])).toBe(`'a' 'it'\\''s' '$b \`c\`'`)
  expect(words(["''"])).toBe(`''\\'''\\'''`)
})

test('a condition goes around what it is for, and around nothing there is none', () => {
  expect(when('true', ['a', 'b'])).toEqual(['if true; then', '  a', '  b', 'fi'])
  expect(when('true', [])).toEqual([])
})

test('a script begins as it is told, and is none where it would do nothing', () => {
  expect(scriptOf('afterInstall', ['#!/bin/sh', 'set -e'], ['a', 'b'])).toEqual({
    afterInstall: '#!/bin/sh\nset -e\na\nb\n',
  })
  expect(scriptOf('afterInstall', ['#!/bin/sh'], [])).toEqual({})
})

import { expect, test } from '@jest/globals'
import { encodedPath, pathOf } from '../../src/worker/path.ts'

const at = (path: string) => pathOf(`https://packages.example.com${path}`)

test.each([
  ['/', ''],
  ['/a/b', 'a/b'],
  ['/a/', 'a/'],
  ['/a?b=../c#d', 'a'],
  ['/a%20b%2Bc', 'a b+c'],
  ['/a+b', 'a+b'],
  ['/%2525', '%25'],
  ['/...', '...'],
  ['/..a', '..a'],
])('%s is %j', (path, expected) => {
  expect(at(path)).toBe(expected)
})

test.each([
  '/..',
  '/a/..',
  '/a/../b',
  '/../b',
  '/.',
  '/a/./b',
  '/%2e',
  '/%2E%2e/b',
  '/.%2e/b',
  '//',
  '//a',
  '/a//b',
  '/a%2fb',
  '/a\\b',
  '/a%5Cb',
  '/%00',
  '/a%1f',
  '/a%7F',
  '/%',
  '/%4',
  '/%zz',
  '/%ff',
  '/%c0%af',
  '/%ed%a0%80',
  '',
])('%s is no path, where a runtime does not fold it', (path) => {
  expect(at(path)).toBeUndefined()
})

test('what is encoded is decoded to the same', () => {
  for (const path of ['', 'a/', 'rpm/stable/x86_64/', 'é/ü ~+@%25/x', 'a?b#c'])
    expect(at(`/${encodedPath(path)}`)).toBe(path)
})

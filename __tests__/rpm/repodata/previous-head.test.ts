import { expect, test } from '@jest/globals'
import { previousHead, withPreviousHead } from '../../../src/rpm/repodata/previous-head.ts'
import { EMPTY_REPOMD, parseRepomd } from '../../../src/rpm/repodata/repomd.ts'

const [FIRST, SECOND] = [`1-${'a'.repeat(16)}`, `179525254400-0123456789abcdef`]

test('a head says which one was before it, once', () => {
  expect(previousHead(EMPTY_REPOMD)).toBeUndefined()
  const first = withPreviousHead(EMPTY_REPOMD, FIRST)
  expect(first).toBe(EMPTY_REPOMD.replace('</repomd>', `<!-- previous head: ${FIRST} -->\n</repomd>`))
  const second = withPreviousHead(first, SECOND)
  expect([first, second].map(previousHead)).toEqual([FIRST, SECOND])
  expect(second).toBe(first.replace(FIRST, SECOND))
  expect(parseRepomd(Buffer.from(second), 'x').previous).toBe(SECOND)
  expect(withPreviousHead(second, undefined)).toBe(EMPTY_REPOMD)
})

test.each([
  `-${'a'.repeat(16)}`,
  `1234567890123-${'a'.repeat(16)}`,
  `1-${'a'.repeat(15)}`,
  `1-${'a'.repeat(17)}`,
  `1-${'g'.repeat(16)}`,
  `x-${'a'.repeat(16)}`,
])('%s is the ID of no head', (id) => {
  const text = EMPTY_REPOMD.replace('</repomd>', `<!-- previous head: ${id} -->\n</repomd>`)
  expect(previousHead(text)).toBeUndefined()
  expect(withPreviousHead(text, undefined)).toBe(text)
})

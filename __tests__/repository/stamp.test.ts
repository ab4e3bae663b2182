import { expect, test } from '@jest/globals'
import { identifier } from '../../src/repository/heads/id.ts'
import { nextStamp } from '../../src/repository/heads/stamp.ts'

const NOW = 1_800_000_000

test('a first publish is dated by the clock of the store', () => {
  expect(nextStamp({ nowSeconds: NOW }, 'it')).toEqual({ stampSeconds: NOW, waitMs: 0 })
})

test('the stamp is later than the head, and never ahead of the clock without waiting for it', () => {
  const at = (stampSeconds: number, writtenSeconds: number) =>
    nextStamp({ nowSeconds: NOW, head: { stampSeconds, writtenSeconds } }, 'it')
  expect(at(NOW - 60, NOW - 60)).toEqual({ stampSeconds: NOW, waitMs: 0 })
  expect(at(NOW, NOW)).toEqual({ stampSeconds: NOW + 1, waitMs: 1000 })
  expect(at(NOW + 2, NOW)).toEqual({ stampSeconds: NOW + 3, waitMs: 3000 })
})

test('two heads never share a second of Last-Modified', () => {
  const head = { stampSeconds: NOW - 5, writtenSeconds: NOW }
  expect(nextStamp({ nowSeconds: NOW, head }, 'it')).toEqual({ stampSeconds: NOW + 1, waitMs: 1000 })
})

test('a head that is dated far ahead stops the run', () => {
  const head = { stampSeconds: NOW + 3600, writtenSeconds: NOW }
  expect(() => nextStamp({ nowSeconds: NOW, head }, 'apt suite stable')).toThrow(
    /apt suite stable is dated .* clock of the store/,
  )
})

test('an ID is the stamp and sixteen digits of a hash', () => {
  expect(identifier(NOW, 'ab'.repeat(32))).toBe('1800000000-abababababababab')
})

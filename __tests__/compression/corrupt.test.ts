import { expect, test } from '@jest/globals'
import { corrupt, reasonOf } from '../../src/compression/corrupt.ts'

test('what a library said is the reason', () => {
  expect(reasonOf(new Error('it broke'))).toBe('it broke')
  expect(reasonOf('it broke')).toBe('it broke')
})

test('damage is told with its cause, and the code that was asked for', () => {
  const cause = new Error('it broke')
  expect(corrupt({ source: 'a.deb', code: 'ARTIFACT' }, 'zstd', 'it broke', cause)).toMatchObject({
    code: 'ARTIFACT',
    message: 'a.deb is no intact zstd stream: it broke. Get or build it again.',
    cause,
  })
})

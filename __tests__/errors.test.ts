import { expect, test } from '@jest/globals'
import { PublishError } from '../src/errors.ts'
import { LIMITS } from '../src/limits.ts'

const place = { file: 'nfpm.yaml', line: 1, column: 1 }

test('a message keeps what it says', () => {
  const message = 'a'.repeat(LIMITS.messageChars)
  const error = new PublishError('INPUT', message, { faults: [{ message, place }] })
  expect(error.message).toBe(message)
  expect(error.faults).toEqual([{ message, place }])
})

test('a message that quotes more than a person reads is cut before its end', () => {
  const message = `It reads ${'a'.repeat(200_000)}. Write another.`
  const error = new PublishError('INPUT', message, { faults: [{ message, place }] })
  expect(error.message).toHaveLength(LIMITS.messageChars)
  expect(error.message).toMatch(/^It reads a+…a+\. Write another\.$/)
  expect(error.faults).toEqual([{ message: error.message, place }])
})

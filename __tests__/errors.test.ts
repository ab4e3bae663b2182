import { expect, test } from '@jest/globals'
import { PublishError } from '../src/errors.ts'
import { LIMITS } from '../src/limits.ts'

const place = { file: 'nfpm.yaml', line: 1, column: 1 }

test('a message keeps what it says, on however many lines', () => {
  const message = Array.from({ length: 1_000 }, () => 'a'.repeat(LIMITS.messageLineChars)).join('\n')
  const error = new PublishError('INPUT', message, { faults: [{ message, place }] })
  expect(error.message).toBe(message)
  expect(error.faults).toEqual([{ message, place }])
})

test('a line that quotes more than a person reads is cut before its end', () => {
  const message = `It reads ${'a'.repeat(200_000)}. Write another.\nAnd that.`
  const error = new PublishError('INPUT', message, { faults: [{ message, place }] })
  expect(error.message).toMatch(/^It reads a+…a+\. Write another\.\nAnd that\.$/)
  expect(error.message.indexOf('\n')).toBe(LIMITS.messageLineChars)
  expect(error.faults).toEqual([{ message: error.message, place }])
})

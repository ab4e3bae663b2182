import { existsSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { LONGEST } from './longest-suites.ts'

test('the suites that are named to start first are there, each once', () => {
  expect(LONGEST.filter((name) => !existsSync(`__tests__/${name}.test.ts`))).toEqual([])
  expect(new Set(LONGEST).size).toBe(LONGEST.length)
})

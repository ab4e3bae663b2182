import { expect, test } from '@jest/globals'
import { iconSize } from '../../../src/recipe/placement/icon-size.ts'
import { png } from './sample-release.ts'

test('the first bytes of a square PNG say its side', () => {
  expect(iconSize(png(48))).toBe(48)
  expect(iconSize(png(300).subarray(0, 24))).toBe(300)
  expect(iconSize(png(48, 64))).toBeUndefined()
})

test('what is no PNG, or cut off, has none', () => {
  const other = Buffer.from(png(48))
  other[12] = 0x4a
  expect(iconSize(other)).toBeUndefined()
  expect(iconSize(png(48).subarray(0, 23))).toBeUndefined()
  expect(iconSize(Buffer.alloc(24))).toBeUndefined()
  expect(iconSize(Buffer.alloc(0))).toBeUndefined()
})

import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { offsetIn, partsWithout, sha256OfParts, sizeOfParts, stretchesOf } from '../src/parts.ts'

const buffers = fc.array(fc.string({ maxLength: 6 }).map((text) => Buffer.from(text)))

test('size and hash are those of the whole', () => {
  fc.assert(
    fc.property(buffers, (parts) => {
      const whole = Buffer.concat(parts)
      expect(sizeOfParts(parts)).toBe(whole.length)
      expect(sha256OfParts(parts)).toBe(createHash('sha256').update(whole).digest('hex'))
    }),
  )
})

test('stretches are those of the whole, in whatever order they are asked for', () => {
  fc.assert(
    fc.property(buffers, fc.array(fc.tuple(fc.nat(40), fc.nat(20))), (parts, asked) => {
      const [whole, stretch] = [Buffer.concat(parts), stretchesOf(parts)]
      for (const [start, length] of asked) {
        const end = Math.min(start + length, whole.length)
        if (start <= end) expect(stretch(start, end).equals(whole.subarray(start, end))).toBe(true)
      }
    }),
  )
})

test('a stretch of one part is a view of it, of several a copy', () => {
  const [one, two] = [Buffer.alloc(8, 'a'), Buffer.alloc(8, 'b')]
  const stretch = stretchesOf([one, two])
  expect(offsetIn(one, stretch(2, 8))).toBe(2)
  expect(offsetIn(two, stretch(8, 10))).toBe(0)
  expect(offsetIn(one, stretch(2, 9))).toBeUndefined()
  expect(offsetIn(one.subarray(2), one)).toBeUndefined()
  expect(offsetIn(one.subarray(0, 4), one.subarray(2))).toBeUndefined()
})

test('what is left without some stretches', () => {
  const bytes = Buffer.from('0123456789')
  const without = (...gone: readonly (readonly [number, number])[]) =>
    partsWithout(
      bytes,
      gone.map(([start, end]) => ({ start, end })),
    ).map(String)
  expect(without()).toEqual(['0123456789'])
  expect(without([5, 6], [2, 4])).toEqual(['01', '4', '6789'])
  expect(without([0, 4], [4, 10])).toEqual([])
})

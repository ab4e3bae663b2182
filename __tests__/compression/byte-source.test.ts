import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { byteSource, evenChunks } from '../../src/compression/byte-source.ts'
import { offsetIn } from '../../src/parts.ts'

const chunksOf = async function* (...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
const textsOf = async (chunks: AsyncIterable<Uint8Array>) => (await Array.fromAsync(chunks)).map(String)

test('it is read in pieces of any size, and tells how far it is', async () => {
  const source = byteSource(chunksOf('ab', '', 'cdef', 'g'))
  const read = async (bytes: Promise<Buffer>) => [(await bytes).toString(), source.offset]
  expect(await read(source.some(0))).toEqual(['', 0])
  expect(await read(source.some(9))).toEqual(['ab', 2])
  expect(await read(source.some(1))).toEqual(['c', 3])
  expect(await read(source.upTo(2))).toEqual(['de', 5])
  expect(await source.atEnd()).toBe(false)
  expect(await read(source.upTo(0))).toEqual(['', 5])
  expect(await read(source.upTo(9))).toEqual(['fg', 7])
  expect(await source.atEnd()).toBe(true)
  expect(await read(source.some(9))).toEqual(['', 7])
  expect(await read(source.upTo(9))).toEqual(['', 7])
})

test('nothing that lies together is copied', async () => {
  const chunk = Buffer.from('abcdef')
  const source = byteSource(
    (async function* () {
      yield chunk
    })(),
  )
  expect(offsetIn(chunk, await source.some(2))).toBe(0)
  expect(offsetIn(chunk, await source.upTo(3))).toBe(2)
})

test('who stops closes the stream', async () => {
  let closed = false
  async function* endless() {
    try {
      for (;;) yield Buffer.from('ab')
    } finally {
      closed = true
    }
  }
  const source = byteSource(endless())
  await source.some(1)
  await source.close()
  expect(closed).toBe(true)
  await byteSource({
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('gone')) }),
  }).close()
})

test('chunks become even, and nothing is lost', async () => {
  expect(await textsOf(evenChunks(chunksOf('abc', '', 'd', 'efghi', 'j'), 3))).toEqual([
    'abc',
    'def',
    'ghi',
    'j',
  ])
  expect(await textsOf(evenChunks(chunksOf('abcd', 'ef'), 3))).toEqual(['abc', 'def'])
  expect(await textsOf(evenChunks(chunksOf(''), 3))).toEqual([])
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 9 })),
      fc.integer({ min: 1, max: 5 }),
      async (texts, size) => {
        const whole = Buffer.from(texts.join(''))
        const even = await Array.fromAsync(evenChunks(chunksOf(...texts), size))
        expect(Buffer.concat(even).equals(whole)).toBe(true)
        expect(even.slice(0, -1).every(({ length }) => length === size)).toBe(true)
      },
    ),
    { numRuns: 30 },
  )
})

import { expect, test } from '@jest/globals'
import { bytesOf, contentOf, digestOf, joined, memoryScratch, sha256, sliceOf } from '../src/content.ts'

const text = (value: string) => contentOf(Buffer.from(value))
const read = async (content: ReturnType<typeof text>) => (await bytesOf(content, 1000, 'it')).toString()

test('contents are read in part, joined and cut', async () => {
  const all = joined([text('alpha'), text(''), text('beta'), text('gamma')])
  expect(all.sizeBytes).toBe(14)
  expect(await read(all)).toBe('alphabetagamma')
  expect(await read(sliceOf(all, 3, 11))).toBe('habetaga')
  expect(await read(sliceOf(sliceOf(all, 3, 11), 2, 4))).toBe('be')
  expect(await read(await memoryScratch(all.read(5, 9)))).toBe('beta')
})

test('a content over its limit is refused by name', async () => {
  await expect(bytesOf(text('12345'), 4, 'The index')).rejects.toThrow(/The index has 5 bytes; at most 4/)
})

test('digests of contents and of bytes agree', async () => {
  expect(await digestOf(text('abc'), 'sha256')).toBe(sha256('abc'))
  expect(await digestOf(text('abc'), 'md5')).toBe('900150983cd24fb0d6963f7d28e17f72')
})

import { appendFile, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { bytesOf, contentOf, sliceOf } from '../src/content.ts'
import { fileContent, fileScratch } from '../src/files.ts'
import { temporaryDirectory } from './support/programs.ts'

const large = Buffer.alloc(600_000, 'abcdefg')
const all = (content: Parameters<typeof bytesOf>[0]) => bytesOf(content, large.length, 'it')

test('a file is read whole, in part, and again', async () => {
  const path = join(await temporaryDirectory(), 'file')
  await writeFile(path, large)
  const content = await fileContent(path)
  expect((await all(content)).equals(large)).toBe(true)
  expect((await all(sliceOf(content, 299_990, 300_010))).equals(large.subarray(299_990, 300_010))).toBe(true)
  expect(await Array.fromAsync(content.read(5, 5))).toEqual([])
})

test('a file whose size changes is an error', async () => {
  const path = join(await temporaryDirectory(), 'file')
  await writeFile(path, large)
  const content = await fileContent(path)
  await appendFile(path, 'more')
  await expect(all(content)).rejects.toThrow(/had 600000 bytes and now has 600004: something writes to it/)
  await truncate(path, large.length)
  const reading = content.read()[Symbol.asyncIterator]()
  await reading.next()
  await truncate(path, 10)
  await expect(reading.next()).rejects.toThrow(/now has only 262144/)
})

test('what is no file, and what is not there', async () => {
  const folder = await temporaryDirectory()
  await expect(fileContent(join(folder, 'none'))).rejects.toMatchObject({ code: 'ARTIFACT' })
  await expect(fileContent(folder)).rejects.toMatchObject({ code: 'ARTIFACT' })
})

test('scratch files keep streams, and take none back that failed', async () => {
  const folder = await temporaryDirectory()
  const scratch = fileScratch(folder)
  const [first, second] = await Promise.all([
    scratch(contentOf(large).read()),
    scratch(contentOf(Buffer.alloc(0)).read()),
  ])
  expect((await all(first)).equals(large)).toBe(true)
  expect(second.sizeBytes).toBe(0)
  const failing = (async function* () {
    yield large
    throw new Error('the stream broke')
  })()
  await expect(scratch(failing)).rejects.toThrow('the stream broke')
  expect(await readdir(folder)).toHaveLength(2)
})

test('a scratch without its folder', async () => {
  const scratch = fileScratch(join(await temporaryDirectory(), 'gone'))
  await expect(scratch(contentOf(large).read())).rejects.toMatchObject({ code: 'LIMIT' })
})

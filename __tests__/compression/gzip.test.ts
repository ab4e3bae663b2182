import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { gunzipBytes, gzipped } from '../../src/compression/gzip.ts'
import { run, testWith } from '../support/programs.ts'

const TEXT = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${(i * 7919) % 1013}\n`).join(''))

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function pack(bytes: Uint8Array, size: number, level = 6, mtimeSeconds?: number): Promise<Buffer> {
  const options = mtimeSeconds === undefined ? { level } : { level, mtimeSeconds }
  return Buffer.concat(await Array.fromAsync(gzipped(cut(bytes, size), options)))
}

test('the same bytes, however the input is cut', async () => {
  const whole = await pack(TEXT, TEXT.length)
  expect(gunzipSync(whole).equals(TEXT)).toBe(true)
  for (const size of [1_000, 65_536, 131_071, 300_000])
    expect((await pack(TEXT, size)).equals(whole)).toBe(true)
})

test('the header says the time given, and no system', async () => {
  expect((await pack(TEXT, 1_000)).subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff')
  expect((await pack(TEXT, 1_000, 9, 0x65432100)).subarray(0, 10).toString('hex')).toBe(
    '1f8b08000021436502ff',
  )
})

test('nothing is an empty member', async () => {
  const empty = await pack(Buffer.alloc(0), 1)
  expect(empty).toHaveLength(20)
  expect(gunzipSync(empty)).toHaveLength(0)
})

test('what fails in the input comes out as it is', async () => {
  const failure = new Error('gone')
  async function* failing() {
    yield TEXT
    throw failure
  }
  await expect(Array.fromAsync(gzipped(failing(), { level: 1 }))).rejects.toBe(failure)
})

testWith(['gzip'], 'gzip reads it', async () => {
  const packed = await pack(TEXT, 5_000, 9, 1_700_000_000)
  const { stdout } = await run('gzip', ['-dc'], { input: packed })
  expect(stdout).toBe(TEXT.toString())
})

test.each([0, 1, 62, 63, 64, 65, TEXT.length])('%d bytes are unpacked in one go', async (size) => {
  const text = TEXT.subarray(0, size)
  expect((await gunzipBytes(gzipSync(text), TEXT.length))?.equals(text)).toBe(true)
})

const [ONE, MANY] = [gzipSync('hello'), gzipSync(TEXT)]

test.each<[string, Buffer]>([
  ['several members', Buffer.concat([ONE, ONE])],
  ['something behind it', Buffer.concat([ONE, Buffer.alloc(4)])],
  ['something else behind a member of the size that it says', Buffer.concat([ONE, ONE.subarray(-4)])],
  ['no end', MANY.subarray(0, -1)],
  ['an end too early', Buffer.concat([MANY.subarray(0, 100), MANY.subarray(-8)])],
  ['more than the limit', gzipSync(Buffer.alloc(TEXT.length + 1))],
  ['a size that it cannot have', Buffer.concat([ONE.subarray(0, -4), Buffer.from('ffffff00', 'hex')])],
  ['another size than it says', Buffer.concat([MANY.subarray(0, -4), Buffer.from('01000000', 'hex')])],
  ['a byte less than it says', Buffer.concat([ONE.subarray(0, -4), Buffer.from('06000000', 'hex')])],
  ['nothing', Buffer.alloc(0)],
  ['three bytes', ONE.subarray(0, 3)],
])('what has %s is not', async (_, bytes) => {
  expect(await gunzipBytes(bytes, TEXT.length)).toBeUndefined()
})

import { expect, test } from '@jest/globals'
import { unxz } from '../../src/compression/xz.ts'
import { PublishError } from '../../src/errors.ts'

const HELLO = 'hello, world\n'
const ORIGIN = { source: 'it', code: 'PACKAGE' } as const
/** 300,000 times `x` by xz -9; `hello, world\n` by xz, by xz --check=sha256, and with a dictionary of 65 MiB. */
const MANY =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM5JPfAG9dADxv+7/+o7Fe5fg/sqomVfhocEFwFQ+N/R5MG4pCtxn0aRhxrmYjiopNL6MN2X+m44wjEVPgWRjFdYrid/i2lH8MasDedElk4ulcU7IE2PdEDKtfDW1G6eXDdoi3llestk3haR1v+0uIEGw1jEDBAAAAbgfJj+TNcXgAAYsB4KcSAHhj/vixxGf7AgAAAAAEWVo='
const PLAIN =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMaGVsbG8sIHdvcmxkCgAAAAB7RlqByRK46gABJQ1xGcS2H7bzfQEAAAAABFla'
const SHA256 =
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+WjAQAMaGVsbG8sIHdvcmxkCgAAAACFP/k3YqBt2/cixOvp3dZtj2Pdrql/Uhw+zCDafJdgIAABPQ0ogd80GJtLmgEAAAAAClla'
const LARGE =
  '/Td6WFoAAATm1rRGAgAhAR0AAAB1qOR0AQAMaGVsbG8sIHdvcmxkCgAAAAB7RlqByRK46gABJQ1xGcS2H7bzfQEAAAAABFla'

const bytesOf = (base64: string) => Buffer.from(base64, 'base64')

async function unpacked(bytes: Buffer, size = bytes.length): Promise<Buffer> {
  async function* cut(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const chunks = await Array.fromAsync(unxz(cut(), ORIGIN))
  expect(chunks.every(({ length }) => length > 0)).toBe(true)
  return Buffer.concat(chunks)
}

test('more than a buffer comes out of little, whole or in pieces', async () => {
  const expected = Buffer.alloc(300_000, 'x')
  for (const size of [1, 50, 1000]) expect((await unpacked(bytesOf(MANY), size)).equals(expected)).toBe(true)
})

test('more than a buffer goes in at once', async () => {
  const many = 2_000
  const streams = Buffer.concat(Array.from({ length: many }, () => bytesOf(PLAIN)))
  expect(String(await unpacked(streams))).toBe(HELLO.repeat(many))
})

/** The bytes with one changed. */
function changedAt(at: number): Buffer {
  const changed = bytesOf(PLAIN)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

const FILTER = 'it uses a filter or a check that is not read here (only LZMA2 is, with CRC32, CRC64 or none)'
test.each([
  ['nothing', Buffer.alloc(0), 'it is cut short'],
  ['something else', Buffer.from('something else'), 'it does not begin as one'],
  ['a dictionary of 65 MiB', bytesOf(LARGE), 'its dictionary is larger than 64 MiB'],
  ['a check by SHA-256', bytesOf(SHA256), FILTER],
  ['a byte of its header changed', changedAt(7), 'its data are damaged'],
  ['a byte of its data changed', changedAt(30), 'its data are damaged'],
  ['its end cut off', bytesOf(PLAIN).subarray(0, -1), 'it is cut short'],
  ['its beginning only', bytesOf(PLAIN).subarray(0, 40), 'it is cut short'],
])('what has %s is refused by that', async (_, bytes, why) => {
  await expect(unpacked(bytes)).rejects.toThrow(
    new PublishError('PACKAGE', `it is no intact xz stream: ${why}. Get or build it again.`),
  )
})

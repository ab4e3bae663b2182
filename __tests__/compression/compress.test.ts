import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { compressed, writtenCompression } from '../../src/compression/compress.ts'
import { decompressed } from '../../src/compression/decompress.ts'
import { gzipBytes } from '../../src/compression/gzip.ts'
import { PublishError } from '../../src/errors.ts'

const TEXT = Buffer.from('some text\n'.repeat(1000))
async function* chunks(): AsyncGenerator<Uint8Array> {
  yield TEXT.subarray(0, 10)
  yield TEXT.subarray(10)
}

test('each program has its own scale of levels, and its own usual one', () => {
  expect(writtenCompression()).toEqual({ name: 'gzip', level: 6 })
  for (const [name, least, usual, most] of [
    ['gzip', 1, 6, 9],
    ['xz', 0, 6, 9],
    ['zstd', 1, 3, 22],
  ] as const) {
    expect(writtenCompression({ name })).toEqual({ name, level: usual })
    for (const level of [least, most]) expect(writtenCompression({ name, level })).toEqual({ name, level })
    for (const level of [least - 1, most + 1, least + 0.5, NaN])
      expect(() => writtenCompression({ name, level })).toThrow(
        new PublishError('PACKAGE', `compression: ${name} has the levels ${least} to ${most}, not ${level}`),
      )
  }
  expect(writtenCompression({ name: 'none' })).toEqual({ name: 'none' })
  expect(() => writtenCompression({ name: 'none', level: 0 })).toThrow(
    'compression: none has no levels, and 0 is given; leave it out',
  )
})

test('what is asked for is written', async () => {
  const written = async (name: 'gzip' | 'zstd' | 'none') => {
    return Buffer.concat(await Array.fromAsync(compressed(chunks(), writtenCompression({ name }))))
  }
  expect(gunzipSync(await written('gzip'))).toEqual(TEXT)
  expect(zstdDecompressSync(await written('zstd'))).toEqual(TEXT)
  expect(await written('none')).toEqual(TEXT)
  // The descriptor of a zstd frame: a checksum follows.
  expect(((await written('zstd'))[4] ?? 0) & 4).toBe(4)
})

test('bytes in memory are packed as small as gzip can', async () => {
  const packed = await gzipBytes(TEXT, 0x65432100)
  expect(packed.subarray(0, 10).toString('hex')).toBe('1f8b08000021436502ff')
  expect(gunzipSync(packed)).toEqual(TEXT)
})

const FAILURES = [
  [
    'gzip',
    /^A compressed file is no intact gzip stream: .*incorrect header check\. Get or build it again\.$/,
  ],
  ['zstd', /^A compressed file is no intact zstd stream: no frame begins at byte 0\. Get/],
  ['xz', /^A compressed file is no intact xz stream: it does not begin as one\. Get/],
] as const
test.each(FAILURES)('%s: what is none is told, with the code of a package', async (form, message) => {
  const junk = (async function* () {
    yield Buffer.from('no stream at all')
  })()
  const error: unknown = await Array.fromAsync(decompressed(junk, form)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'PACKAGE', message: expect.stringMatching(message) })
})

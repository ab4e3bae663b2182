import { randomBytes } from 'node:crypto'
import { afterEach, expect, test } from '@jest/globals'
import { compressed } from '../../src/compression/compress.ts'
import { decompressed } from '../../src/compression/decompress.ts'
import { xzCompressed } from '../../src/compression/xz-program.ts'
import { PublishError } from '../../src/errors.ts'
import { temporaryDirectory, testWith } from '../support/programs.ts'

const XZ = { name: 'xz', level: 1 } as const
const ORIGIN = { source: 'it', code: 'PACKAGE' } as const

const { PATH } = process.env
afterEach(() => {
  process.env['PATH'] = PATH
  delete process.env['XZ_DEFAULTS']
})

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(chunks))
}

for (const size of [0, 1, 3_000_000]) {
  testWith(['xz'], `${size} bytes come back, however they were cut and xz is configured`, async () => {
    const text = Buffer.concat([randomBytes(size / 2), Buffer.alloc(size / 2, 'text ')])
    const packed = await whole(compressed(cut(text, 70_000), XZ))
    process.env['XZ_DEFAULTS'] = '--check=none -9'
    expect(await whole(compressed(cut(text, 1_000_003), XZ))).toEqual(packed)
    expect(await whole(decompressed(cut(packed, 1_000), 'xz', ORIGIN))).toEqual(text)
  })
}

test('a machine without xz: says what to do', async () => {
  process.env['PATH'] = await temporaryDirectory()
  const error: unknown = await whole(compressed(cut(Buffer.alloc(1e6), 1_000), XZ)).catch((it: unknown) => it)
  expect(error).toBeInstanceOf(PublishError)
  expect(error).toMatchObject({
    code: 'PACKAGE',
    message: expect.stringMatching(/program xz, and .*spawn xz ENOENT.*\. Install it \(xz-utils/),
  })
})

testWith(['xz'], 'what cannot be read is told by whoever reads it', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(1e6)
    throw new PublishError('ARTIFACT', 'it changed')
  }
  await expect(whole(compressed(broken(), XZ))).rejects.toThrow('it changed')
})

testWith(['xz'], 'what cannot be read at all leaves nothing that looks whole', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(1e5)
    throw new Error('gone')
  }
  await expect(whole(compressed(broken(), XZ))).rejects.toMatchObject({ code: 'PACKAGE' })
})

testWith(['xz'], 'what xz says where it fails is told', async () => {
  const chunks = xzCompressed(cut(Buffer.alloc(9), 9), 1.5)
  const error: unknown = await whole(chunks).catch((it: unknown) => it)
  expect(error).toBeInstanceOf(PublishError)
  expect(error).toMatchObject({
    code: 'PACKAGE',
    message: expect.stringMatching(
      /program xz, and it ended with 1: .*option -- '\.'[^]*\. Install it \(xz-utils, xz\)/,
    ),
  })
})

testWith(['xz'], 'who stops reading stops xz', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield randomBytes(100_000)
  }
  for await (const chunk of compressed(endless(), XZ)) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
})

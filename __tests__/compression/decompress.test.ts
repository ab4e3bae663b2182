import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { type Compression, decompressed } from '../../src/compression/decompress.ts'
import { PublishError } from '../../src/errors.ts'
import { temporaryDirectory, testWith } from '../support/programs.ts'

/** `xz -c` of `hello, world\n`. */
const HELLO_XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMaGVsbG8sIHdvcmxkCgAAAAB7RlqByRK46gABJQ1xGcS2H7bzfQEAAAAABFla',
  'base64',
)
const HELLO = 'hello, world\n'
const HELLOS: readonly (readonly [Compression, Buffer])[] = [
  ['gzip', gzipSync(HELLO)],
  ['zstd', zstdCompressSync(HELLO)],
  ['xz', HELLO_XZ],
]

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function unpack(bytes: Uint8Array, form: Compression, size = 1 << 16): Promise<string> {
  return Buffer.concat(await Array.fromAsync(decompressed(cut(bytes, size), form))).toString()
}

test.each(HELLOS)('%s: one stream, several, in chunks of any size', async (form, bytes) => {
  for (const size of [1, 2, 3, 7, bytes.length - 1, bytes.length, bytes.length + 1, 1 << 16]) {
    expect(await unpack(bytes, form, size)).toBe(HELLO)
    expect(await unpack(Buffer.concat([bytes, bytes, bytes]), form, size)).toBe(HELLO.repeat(3))
  }
})

test.each(HELLOS)('%s: cut short anywhere is an error', async (form, bytes) => {
  for (let end = 0; end < bytes.length; end += 1) {
    const short = bytes.subarray(0, end)
    for (const size of [1, 1 << 16]) await expect(unpack(short, form, size)).rejects.toThrow(PublishError)
    if (end > 0) await expect(unpack(Buffer.concat([bytes, short]), form)).rejects.toThrow(PublishError)
  }
})

test.each(HELLOS)('%s: what follows is an error', async (form, bytes) => {
  for (const tail of ['\0', '\0\0\0\0junk', 'junk', 'j', '\x1f', '\x1f\x8b', '\x28\xb5', '\xfd7z']) {
    for (const size of [1, bytes.length]) {
      const followed = Buffer.concat([bytes, Buffer.from(tail, 'latin1')])
      await expect(unpack(followed, form, size)).rejects.toThrow(PublishError)
    }
  }
})

test.each(HELLOS)('%s: flipped bits give the same text or an error', async (form, bytes) => {
  for (let bit = 0; bit < bytes.length * 8; bit += 3) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const result = await unpack(flipped, form).catch((error: unknown) => error)
    if (result !== HELLO && form !== 'zstd') expect(result).toBeInstanceOf(PublishError)
    else expect(typeof result === 'string' || result instanceof PublishError).toBe(true)
  }
})

test('errors name the source, and have the code asked for', async () => {
  const chunks = decompressed(cut(Buffer.from('junk'), 10), 'gzip', { source: 'a.tar.gz', code: 'ARTIFACT' })
  await expect(Array.fromAsync(chunks)).rejects.toMatchObject({
    code: 'ARTIFACT',
    message: expect.stringContaining('a.tar.gz is no intact gzip stream'),
  })
})

test('skippable zstd frames are passed over', async () => {
  const skippable = Buffer.concat([Buffer.from('5a2a4d1803000000', 'hex'), Buffer.from('abc')])
  const hello = zstdCompressSync(HELLO)
  for (const size of [1, 4, 1 << 16]) {
    expect(await unpack(Buffer.concat([skippable, hello, skippable, hello]), 'zstd', size)).toBe(
      HELLO.repeat(2),
    )
    await expect(unpack(skippable.subarray(0, -1), 'zstd', size)).rejects.toThrow(/middle of a frame/)
  }
})

test.each(HELLOS)('%s: what fails in the input comes out as it is', async (form, bytes) => {
  const failure = new PublishError('STORE', 'gone')
  async function* failing() {
    yield bytes.subarray(0, 5)
    throw failure
  }
  await expect(Array.fromAsync(decompressed(failing(), form))).rejects.toBe(failure)
})

test.each(HELLOS)('%s: a reader that stops closes the input, and disturbs no other', async (form, bytes) => {
  let closed = false
  async function* endless() {
    try {
      for (;;) yield bytes
    } finally {
      closed = true
    }
  }
  const standing = decompressed(cut(bytes, 3), form)[Symbol.asyncIterator]()
  await standing.next()
  for await (const chunk of decompressed(endless(), form)) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect(closed).toBe(true)
  expect(await unpack(bytes, form)).toBe(HELLO)
  await standing.return?.()
})

testWith(['xz', 'zstd', 'gzip'], 'reads what the programs write', async () => {
  const plain = Buffer.from(Uint32Array.from({ length: 250_000 }, (_, i) => Math.imul(i, i >> 3)).buffer)
  const file = `${await temporaryDirectory()}/plain`
  await writeFile(file, plain)
  const written: [Compression, string, string[]][] = [
    ['gzip', 'gzip', ['-c1']],
    ['xz', 'xz', ['-c0']],
    ['xz', 'xz', ['-c', '--check=none', '--lzma2=preset=0,dict=64MiB']],
    ['xz', 'xz', ['-c0', '-T2', '--block-size=500KiB', '--check=crc32']],
    ['zstd', 'zstd', ['-c', '--no-check', '-1']],
    ['zstd', 'zstd', ['-c', '--long=27']],
  ]
  for (const [form, program, args] of written) {
    const packed = execFileSync(program, [...args, file], { maxBuffer: 1 << 24 })
    for (const size of [1_000, 65_536, packed.length]) {
      const chunks = await Array.fromAsync(decompressed(cut(packed, size), form))
      expect(Buffer.concat(chunks).equals(plain)).toBe(true)
    }
  }
})

testWith(['xz'], 'says which xz files are not read', async () => {
  for (const args of [['--check=sha256'], ['--x86', '--lzma2=preset=0']]) {
    const packed = execFileSync('xz', ['-c', ...args], { input: HELLO })
    await expect(unpack(packed, 'xz')).rejects.toThrow(/a filter or a check that is not read here/)
  }
  const large = execFileSync('xz', ['-c', '--lzma2=preset=0,dict=65MiB'], { input: HELLO })
  await expect(unpack(large, 'xz')).rejects.toThrow(/its dictionary is larger than 64 MiB/)
})

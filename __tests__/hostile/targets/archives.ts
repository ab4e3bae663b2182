import { execFileSync } from 'node:child_process'
import { crc32, deflateRawSync, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { openArchive } from '../../../src/artifacts/archive.ts'
import { classify } from '../../../src/artifacts/artifact.ts'
import { type Compression, decompressed } from '../../../src/compression/decompress.ts'
import { gzipSegments, isPackedHere } from '../../../src/compression/gzip-segments.ts'
import { contentOf, memoryScratch } from '../../../src/content.ts'
import { unpack } from '../../../src/repository/unpack.ts'
import { tarArchive } from '../../../src/deb/tar.ts'
import { elfFile } from '../../artifacts/elf-file.ts'
import { file } from './built.ts'
import { type Target, promised } from '../engine/target.ts'
import { byteMutations } from '../mutations/bytes.ts'
import { tarMutation } from '../mutations/tar.ts'
import { textMutations } from '../mutations/text.ts'
import { withinGzip, withinZstd } from '../mutations/within.ts'
import { joinedZip, zipMutation } from '../mutations/zip.ts'

/** Bombs are another test's: here they would but take time. */
const MOST_BYTES = 64 * 2 ** 20

async function opened(input: Buffer): Promise<void> {
  const found = { source: 'dist/a', fileName: 'a', content: contentOf(input), isLiteral: true }
  const artifact = await classify(found)
  if (artifact.kind !== 'archive') return
  const { executables, links, companions } = await openArchive(found, artifact.form, memoryScratch)
  const paths = [...executables, ...links, ...companions].map(({ path }) => path.replace(/^dist\/a: /, ''))
  for (const path of paths) {
    const isInside = !path.startsWith('/') && !path.split('/').includes('..')
    promised(isInside, 'nothing leaves its archive')
  }
}

const ENTRIES = [
  file('/hello-1.0/bin/hello', elfFile({ code: 'hello' }), 0o755),
  { type: 'symlink', path: '/hello-1.0/bin/hi', target: 'hello' } as const,
  file('/hello-1.0/hello.1', '.TH HELLO 1\n'),
  file('/hello-1.0/LICENSE', 'MIT\n'),
]

const tarSeed = async () => Buffer.concat(await Array.fromAsync(tarArchive(ENTRIES, 0)))

function zipSeed(): Buffer {
  const members = [
    ['hello-1.0/bin/hello', elfFile({ code: 'hello' }), 0o100755],
    ['hello-1.0/bin/hi', Buffer.from('hello'), 0o120777],
    ['hello-1.0/README.md', Buffer.from('Read me. '.repeat(20)), 0o100644],
    ['hello-1.0/empty/', Buffer.alloc(0), 0o040755],
  ] as const
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, bytes, mode] of members) {
    const isDeflated = bytes.length > 100
    const data = isDeflated ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(isDeflated ? 8 : 0, 4)
    for (const [at, value] of [
      [10, crc32(bytes)],
      [14, data.length],
      [18, bytes.length],
    ] as const)
      common.writeUInt32LE(value, at)
    common.writeUInt16LE(name.length, 22)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 'latin1')
    entry.writeUInt16LE(3 << 8, 4)
    common.copy(entry, 6)
    entry.writeUInt32LE((mode << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data])
    locals.push(local)
    directory.push(entry, Buffer.from(name))
    offset += local.length
  }
  return joinedZip(locals, directory, members.length)
}

/** What another decompressor makes of it, where there is one here; undefined where it refuses. */
const REFERENCES: Partial<Record<Compression, (input: Buffer) => Buffer>> = {
  gzip: (input) => gunzipSync(input, { maxOutputLength: MOST_BYTES }),
  zstd: (input) => zstdDecompressSync(input, { maxOutputLength: MOST_BYTES }),
}

async function unpacked(input: Buffer, form: Compression): Promise<void> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of decompressed(contentOf(input).read(), form)) {
    sizeBytes += chunk.length
    if (sizeBytes > MOST_BYTES) return
    parts.push(chunk)
  }
  const whole = Buffer.concat(parts)
  const reference = REFERENCES[form]
  // Of several zstd frames Node's own function reads the first alone.
  if (reference !== undefined && form === 'gzip')
    promised(reference(input).equals(whole), 'what is unpacked is what zlib unpacks')
  if (reference !== undefined && form === 'zstd')
    promised(
      whole.subarray(0, reference(input).length).equals(reference(input)),
      'what is unpacked is what zstd unpacks',
    )
}

/** An index that lies in the store, whatever it is packed like, does not change what is made of the next one. */
async function repacked(input: Buffer): Promise<void> {
  isPackedHere(input)
  const before = await unpack(input, 'gzip', 'it')
  const text = Buffer.concat([before, Buffer.from('Package: more\n\n')])
  const parts = [text.subarray(0, before.length), text.subarray(before.length)]
  const previous = { text: text.subarray(0, before.length), stored: input }
  const packed = await gzipSegments(parts, 1_750_000_000, previous)
  promised(gunzipSync(packed).equals(text), 'what is packed unpacks to what it was')
}

const TEXT = Buffer.from('Package: hello\nVersion: 1.0\n\n'.repeat(30))
const xz = (...flags: string[]) => execFileSync('xz', ['-c', ...flags], { input: TEXT })

function form(name: string, compression: Compression, seeds: () => readonly Uint8Array[]): Target {
  return {
    name,
    files: new RegExp(`/src/compression/(?:${name}|through|corrupt|byte-source)\\.ts$`),
    seeds: async () => seeds(),
    mutations: byteMutations,
    read: (input) => unpacked(input, compression),
  }
}

const inTar = tarMutation([...byteMutations, ...textMutations()])

export const archiveTargets: readonly Target[] = [
  {
    name: 'archive-tar',
    files:
      /\/src\/artifacts\/(?:archive|archive-members|archive-links|linked-entries|member|read-member|artifact|companion|executable)\.ts$/,
    seeds: async () => [await tarSeed(), gzipSync(await tarSeed()), zstdCompressSync(await tarSeed())],
    mutations: [
      ...byteMutations,
      ...Array.from({ length: 5 }, () => [inTar, withinGzip([inTar]), withinZstd([inTar])]).flat(),
    ],
    read: opened,
  },
  {
    name: 'zip',
    files: /\/src\/artifacts\/(?:zip|zip-directory)\.ts$/,
    seeds: async () => [zipSeed()],
    mutations: [...byteMutations, ...Array.from({ length: 10 }, () => zipMutation)],
    read: opened,
  },
  form('gzip', 'gzip', () => [gzipSync(TEXT), Buffer.concat([gzipSync('a'), gzipSync('b')])]),
  form('zstd', 'zstd', () => [
    zstdCompressSync(TEXT),
    Buffer.concat([
      zstdCompressSync('a'),
      Buffer.from('502a4d1803000000616263', 'hex'),
      zstdCompressSync('b'),
    ]),
  ]),
  form('xz', 'xz', () => [
    xz(),
    xz('--check=crc32'),
    xz('--check=none', '--block-size=100'),
    Buffer.concat([xz('-0'), xz('-0')]),
  ]),
  {
    name: 'stored-gzip',
    files: /\/src\/compression\/gzip-segments\.ts$/,
    seeds: async () => [
      await gzipSegments([Buffer.from('Package: hello\n\n'.repeat(20_000))], 1_750_000_000),
    ],
    mutations: byteMutations,
    read: repacked,
  },
]

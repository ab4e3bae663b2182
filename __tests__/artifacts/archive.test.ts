import { chmod, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openArchive } from '../../src/artifacts/archive.ts'
import { classify } from '../../src/artifacts/artifact.ts'
import { bytesOf, contentOf, memoryScratch } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { type TarMember, tarOf } from '../support/tar.ts'
import { elfFile } from './elf-file.ts'

const hello = elfFile({ code: 'hello'.repeat(50_000) })
const daemon = elfFile({ machine: 183, code: 'daemon' })
const library = elfFile({ type: 3 })

async function open(bytes: Uint8Array, path = 'dist/a') {
  const file = { source: path, fileName: path, content: contentOf(bytes), isLiteral: true }
  const artifact = await classify(file)
  if (artifact.kind !== 'archive') throw new Error(`${path} is ${JSON.stringify(artifact)}`)
  return openArchive(file, artifact.form, memoryScratch)
}

/** A release folder as projects have it, packed by `pack`. */
async function packed(pack: (folder: string, target: string) => Promise<unknown>): Promise<Buffer> {
  const folder = await temporaryDirectory()
  const inner = join(folder, 'hello-1.2.3')
  const deep = join(inner, ...Array.from({ length: 8 }, () => 'a-folder-with-a-long-name-ünïcode'))
  await mkdir(join(inner, 'bin'), { recursive: true })
  await mkdir(deep, { recursive: true })
  await writeFile(join(inner, 'bin', 'hello'), hello)
  await writeFile(join(deep, 'daemon'), daemon)
  await writeFile(join(inner, 'libhello.so'), library)
  await writeFile(join(inner, 'README.md'), 'Read me.')
  await writeFile(join(inner, 'empty'), '')
  await writeFile(join(inner, 'run.sh'), '#!/bin/sh\n')
  await chmod(join(inner, 'run.sh'), 0o755)
  await symlink('../README.md', join(inner, 'bin', 'readme'))
  const target = join(folder, 'packed')
  await pack(folder, target)
  return readFile(target)
}

const tar =
  (...flags: string[]) =>
  (folder: string, target: string) =>
    run('tar', ['-C', folder, ...flags, '-cf', target, 'hello-1.2.3'])
const zip =
  (...flags: string[]) =>
  async (folder: string, target: string) => {
    await run('zip', ['-qr', ...flags, `${target}.zip`, 'hello-1.2.3'], { cwd: folder })
    await run('mv', [`${target}.zip`, target])
  }

const MAKERS: readonly (readonly [
  title: string,
  programs: readonly string[],
  (folder: string, target: string) => Promise<unknown>,
])[] = [
  ['tar, GNU', ['tar'], tar('--format=gnu')],
  ['tar, PAX', ['tar'], tar('--format=pax')],
  ['tar.gz', ['tar'], tar('--gzip', '--format=ustar', '--transform=s,/a-folder.*ünïcode,/deep,')],
  ['tar.xz', ['tar', 'xz'], tar('--xz')],
  ['tar.zst', ['tar', 'zstd'], tar('--zstd')],
  ['zip', ['zip'], zip()],
  ['zip with links', ['zip'], zip('-y')],
  ['zip, stored', ['zip'], zip('-0')],
]
for (const [title, programs, pack] of MAKERS) {
  testWith(programs, `${title}: executables come out, the rest is left out`, async () => {
    const { executables, companions, leftOut } = await open(await packed(pack))
    const found = executables.map(({ fileName, arch }) => `${fileName} ${arch}`)
    expect(found.toSorted()).toEqual(['daemon arm64', 'hello amd64'])
    const content = executables.find(({ fileName }) => fileName === 'hello')?.content
    expect((await bytesOf(content ?? contentOf(new Uint8Array()), 1e7, 'hello')).equals(hello)).toBe(true)
    expect(leftOut).toContainEqual({ path: 'dist/a: hello-1.2.3/libhello.so', reason: 'a shared library' })
    expect(leftOut.at(-1)?.reason).toMatch(/^a file of no kind that is installed: .*run\.sh/)
    const kept = companions.find(({ path }) => path === 'dist/a: hello-1.2.3/README.md')
    expect(kept).toMatchObject({ container: 'dist/a', file: { kind: 'document', name: 'README.md' } })
    expect((await bytesOf(kept?.content ?? contentOf(new Uint8Array()), 1e3, 'it')).toString()).toBe(
      'Read me.',
    )
    expect(executables.map(({ path }) => path)).toContain('dist/a: hello-1.2.3/bin/hello')
  })
}

testWith(['tar'], 'a hard link is the same executable under another name', async () => {
  const pack = async (folder: string, target: string) => {
    await link(join(folder, 'hello-1.2.3/bin/hello'), join(folder, 'hello-1.2.3/bin/hi'))
    await tar()(folder, target)
  }
  const { executables } = await open(await packed(pack))
  expect(executables.map(({ fileName }) => fileName).toSorted()).toEqual(['daemon', 'hello', 'hi'])
})

testWith(['zip'], 'an encrypted zip', async () => {
  const bytes = await packed(zip('-P', 'secret'))
  await expect(open(bytes)).rejects.toThrow(/dist\/a: the member "hello-1.2.3\/.*" is encrypted/)
})

testWith(['tar', 'truncate'], 'a sparse file', async () => {
  for (const flag of ['--format=gnu', '--format=pax']) {
    const bytes = await packed(async (folder, target) => {
      await rm(join(folder, 'hello-1.2.3'), { recursive: true })
      await mkdir(join(folder, 'hello-1.2.3'))
      await writeFile(join(folder, 'hello-1.2.3/hello'), hello)
      await run('truncate', ['-s', '4M', join(folder, 'hello-1.2.3/hello')])
      await tar(flag, '--sparse')(folder, target)
    })
    await expect(open(bytes)).rejects.toThrow(/sparse/)
  }
})

interface ZipOptions {
  /** 3 is Unix, 0 what Windows writes. */
  readonly maker?: number
  readonly mode?: number
  readonly localName?: string
  readonly crc?: number
  readonly method?: number
}

function zipOf(members: readonly (TarMember & ZipOptions)[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const {
    name,
    localName = name,
    bytes = Buffer.alloc(0),
    mode = 0o100755,
    maker = 3,
    method = 8,
    crc = crc32(bytes),
  } of members) {
    const stored = method === 8 ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(stored.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 0, 'latin1')
    entry.writeUInt16LE(maker << 8, 4)
    common.copy(entry, 6)
    entry.writeUInt32LE((mode << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, Buffer.from(name))
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(localName), stored]
    parts.push(...local)
    offset += local.reduce((sum, { length }) => sum + length, 0)
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const PATHS = [
  '../hello',
  'a/../../hello',
  '/usr/bin/hello',
  'C:\\hello',
  'c:hello',
  '..\\hello',
  'a\\..\\..\\hello',
  '\\hello',
  'a\nb',
]
test.each(PATHS)('a path that leaves the archive: %j', async (name) => {
  const said = /^dist\/a: the member ".+" (?:leaves the archive|has control characters)/
  await expect(open(tarOf({ name: 'ok', bytes: hello }, { name, bytes: hello }))).rejects.toThrow(said)
  await expect(
    open(
      zipOf([
        { name: 'ok', bytes: hello },
        { name, bytes: hello },
      ]),
    ),
  ).rejects.toThrow(said)
})

test('a NUL in a name', async () => {
  await expect(open(zipOf([{ name: 'hello\0.txt', bytes: hello }]))).rejects.toThrow(/control characters/)
})

test.each(['/../etc/passwd', '../../x', '//x', 'C:\\x', '..\\..\\x'])(
  'a link that leaves the archive: %s',
  async (linkName) => {
    const said = /dist\/a: the member "bin\/x" points to .*, outside the archive/
    await expect(open(tarOf({ name: 'bin/x', type: '2', linkName }))).rejects.toThrow(said)
    await expect(
      open(zipOf([{ name: 'bin/x', bytes: Buffer.from(linkName), mode: 0o120777 }])),
    ).rejects.toThrow(said)
    await expect(open(tarOf({ name: 'bin/x', type: '1', linkName: '../y' }))).rejects.toThrow(
      /links to \.\.\/y/,
    )
  },
)

test('names that stay inside', async () => {
  const names = ['./bin/hello', 'bin/./hi', 'a/../ho', 'dir\\hey', 'B::Hi', '..hello', 'bin/hello..']
  const { executables } = await open(tarOf(...names.map((name) => ({ name, bytes: hello }))))
  expect(executables.map(({ fileName }) => fileName)).toEqual([
    'hello',
    'hi',
    'ho',
    'dir\\hey',
    'B::Hi',
    '..hello',
    'hello..',
  ])
})

test('a backslash is a part of a name, but for zips of systems that have it between names', async () => {
  const unit = {
    name: 'systemd/a\\x2db.service',
    bytes: Buffer.from('[Unit]\n[Service]\nExecStart=/bin/true\n'),
  }
  const program = { name: 'bin\\hello', bytes: hello }
  const unitsOf = ({ companions }: Awaited<ReturnType<typeof open>>) => companions.map(({ file }) => file)
  expect(unitsOf(await open(tarOf(unit, program)))).toMatchObject([{ kind: 'unit', name: 'a\\x2db.service' }])
  expect(unitsOf(await open(zipOf([unit, program])))).toMatchObject([{ name: 'a\\x2db.service' }])
  const { executables } = await open(
    zipOf([
      { ...program, maker: 0 },
      { name: 'dir\\', maker: 0 },
    ]),
  )
  expect(executables.map(({ fileName, path }) => `${fileName} ${path}`)).toEqual(['hello dist/a: bin/hello'])
})

test('a name twice', async () => {
  const members = [
    { name: 'bin/hello', bytes: hello },
    { name: './bin//hello', bytes: daemon },
  ]
  await expect(open(tarOf(...members))).rejects.toThrow(/"\.\/bin\/\/hello" is there twice/)
  await expect(open(zipOf(members))).rejects.toThrow(/is there twice/)
})

test('a damaged executable is named with its archive', async () => {
  const bytes = tarOf({ name: 'bin/hello', bytes: hello.subarray(0, 200) })
  await expect(open(bytes)).rejects.toThrow(/^dist\/a: bin\/hello is a damaged ELF file/)
})

test('a tar that is cut between two members, and one that something follows', async () => {
  const whole = tarOf({ name: 'a', bytes: hello }, { name: 'b', bytes: daemon })
  const cut = whole.subarray(0, 512 + Math.ceil(hello.length / 512) * 512)
  const unpadded = Buffer.concat([cut.subarray(0, 512), Buffer.alloc(cut.length - 512, 'x')])
  await expect(open(unpadded)).rejects.toThrow(/does not end in zeros/)
  await expect(open(Buffer.concat([whole, Buffer.from('more')]))).rejects.toThrow(/does not end in zeros/)
})

test.each<readonly [string, TarMember & ZipOptions, RegExp]>([
  ['checksum', { name: 'hello', bytes: hello, crc: 1 }, /size or checksum of "hello" is wrong/],
  ['names', { name: 'hello', localName: 'hullo', bytes: hello }, /two headers of "hello" disagree/],
  ['method', { name: 'hello', bytes: hello, method: 12 }, /compressed by method 12/],
])('a zip with a wrong %s', async (_, member, said) => {
  await expect(open(zipOf([member]))).rejects.toThrow(said)
})

test('a zip64 archive, one in parts, and one whose members overlap', async () => {
  const whole = zipOf([
    { name: 'a', bytes: hello },
    { name: 'b', bytes: hello },
  ])
  const end = whole.length - 22
  const locator = Buffer.concat([Buffer.from('PK\x06\x07', 'latin1'), Buffer.alloc(16)])
  const zip64 = Buffer.concat([whole.subarray(0, end), locator, whole.subarray(end)])
  await expect(open(zip64)).rejects.toThrow(/zip64 archive, which is not read; make a \.tar\.gz/)
  const parts = Buffer.from(whole)
  parts.writeUInt16LE(1, end + 4)
  await expect(open(parts)).rejects.toThrow(/one of several parts/)
  const overlapping = Buffer.from(whole)
  overlapping.writeUInt32LE(0, overlapping.lastIndexOf('PK\x01\x02') + 42)
  await expect(open(overlapping)).rejects.toThrow(/overlaps|disagree/)
})

testWith(['gzip', 'xz', 'zstd'], 'cut short or flipped anywhere: whole, or a clear error', async () => {
  const plain = tarOf(
    { name: 'bin/hello', bytes: elfFile({ code: 'hello' }) },
    { name: 'README', bytes: Buffer.from('Read me.') },
  )
  const folder = await temporaryDirectory()
  await writeFile(join(folder, 'a'), plain)
  const forms = [plain, zipOf([{ name: 'bin/hello', bytes: elfFile({ code: 'hello' }) }])]
  for (const program of ['gzip', 'xz', 'zstd']) {
    await run(program, ['-k', join(folder, 'a')])
    forms.push(await readFile(join(folder, `a.${{ gzip: 'gz', xz: 'xz', zstd: 'zst' }[program]}`)))
  }
  const isClear = async (bytes: Buffer) => {
    const outcome = await classify({ source: 'dist/a', fileName: 'a', content: contentOf(bytes) })
      .then((artifact) => (artifact.kind === 'archive' ? open(bytes) : undefined))
      .catch((error: unknown) => error)
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PublishError)
    return outcome
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...forms),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (whole, at, value) => {
        const flipped = Buffer.from(whole)
        const place = at % whole.length
        flipped[place] = (flipped[place] ?? 0) ^ value
        await isClear(flipped)
        // What is left of the first bytes tells what it was; the last zeros of a tar say nothing.
        const cut = 600 + (at % Math.max(whole.length - 1700, 1))
        if (whole !== forms[1] && whole.length > 1700)
          expect(await isClear(whole.subarray(0, cut))).toBeInstanceOf(PublishError)
      },
    ),
    { numRuns: 150 },
  )
  for (const whole of forms.slice(1))
    expect(await isClear(whole.subarray(0, whole.length - 3))).toBeInstanceOf(PublishError)
})

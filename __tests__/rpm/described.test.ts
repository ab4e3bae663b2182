import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { LIMITS } from '../../src/limits.ts'
import type { PackageDescription } from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { TAGS } from '../../src/rpm/tags.ts'
import type { Tag } from '../../src/rpm/tags.ts'
import { SAMPLE_NOON, SAMPLE_TIME, build, file, sample } from './sample.ts'

async function headerOf(changes: Partial<PackageDescription> = {}) {
  const { header } = await readRpm(contentOf(await build(changes)), 'hello.rpm')
  return {
    strings: (...tags: readonly Tag[]) => tags.map((tag) => header.strings(tag)?.join('|')),
    numbers: (...tags: readonly Tag[]) => tags.map((tag) => header.numbers(tag)),
  }
}

const IDENTITY = [
  TAGS.SUMMARY,
  TAGS.DESCRIPTION,
  TAGS.BUILDHOST,
  TAGS.VENDOR,
  TAGS.PACKAGER,
  TAGS.GROUP,
  TAGS.URL,
  TAGS.PREFIXES,
] as const

test('a header says what was described', async () => {
  const { strings, numbers } = await headerOf()
  expect(strings(...IDENTITY)).toEqual([
    'Greets whoever asks',
    'It says hello to the world, and to nobody else.',
    'reproducible',
    undefined,
    'Jane Doe <jane@example.org>',
    'Unspecified',
    'https://example.org/hello',
    undefined,
  ])
  expect(strings(TAGS.OS, TAGS.SOURCERPM, TAGS.RPMVERSION, TAGS.ENCODING, TAGS.HEADERI18NTABLE)).toEqual([
    'linux',
    'hello-1.2.3-1.src.rpm',
    '4.18.0',
    'utf-8',
    'C',
  ])
  expect(strings(TAGS.PAYLOADFORMAT, TAGS.PAYLOADCOMPRESSOR, TAGS.PAYLOADFLAGS)).toEqual([
    'cpio',
    'gzip',
    '6',
  ])
  expect(strings(TAGS.CHANGELOGNAME, TAGS.CHANGELOGTEXT)).toEqual([
    'Jane Doe <jane@example.org> - 1.2.3-1',
    '- Version 1.2.3',
  ])
  expect(numbers(TAGS.BUILDTIME, TAGS.SIZE, TAGS.EPOCH, TAGS.CHANGELOGTIME)).toEqual([
    [SAMPLE_TIME],
    [44],
    undefined,
    [SAMPLE_NOON],
  ])
})

test('a header says what was described for rpm alone', async () => {
  const rpm = { buildHost: 'host', vendor: 'Acme', packager: 'P', group: 'G', prefixes: ['/opt/a', '/b'] }
  const { strings, numbers } = await headerOf({ rpm, epoch: 7, description: ' one \n\n two\nthree \n' })
  expect(strings(...IDENTITY)).toEqual([
    'one',
    'two\nthree',
    'host',
    'Acme',
    'P',
    'G',
    'https://example.org/hello',
    '/opt/a|/b',
  ])
  expect(numbers(TAGS.EPOCH)).toEqual([[7]])
})

test('a summary may be all', async () => {
  const short = await headerOf({ description: ' one ' })
  expect(short.strings(TAGS.SUMMARY, TAGS.DESCRIPTION)).toEqual(['one', 'one'])
  const own = await headerOf({ description: ' one\ntwo ', rpm: { summary: ' three ' } })
  expect(own.strings(TAGS.SUMMARY, TAGS.DESCRIPTION)).toEqual(['three', 'one\ntwo'])
})

test('files have their places, modes, digests and links', async () => {
  const { strings, numbers } = await headerOf({
    entries: [
      file('/opt/a', 'abc', 0o4755),
      { type: 'directory', path: '/opt/b', mode: 0o1777 },
      { type: 'symlink', path: '/opt/b/c', target: 'größe' },
    ],
    rpm: { ghosts: [{ path: '/var/d', mode: 0o600 }] },
  })
  expect(strings(TAGS.BASENAMES, TAGS.DIRNAMES, TAGS.FILELINKTOS)).toEqual([
    'a|b|c|d',
    '/opt/|/opt/b/|/var/',
    '||größe|',
  ])
  expect(strings(TAGS.FILEDIGESTS)).toEqual([
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad|||',
  ])
  expect(numbers(TAGS.DIRINDEXES, TAGS.FILESIZES, TAGS.FILEMODES)).toEqual([
    [0, 0, 1, 2],
    [3, 0, 7, 0],
    [0o104755, 0o041777, 0o120777, 0o100600],
  ])
  expect(numbers(TAGS.FILEINODES, TAGS.FILEDEVICES, TAGS.FILERDEVS, TAGS.FILECOLORS)).toEqual([
    [1, 2, 3, 4],
    [1, 1, 1, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ])
  expect(numbers(TAGS.FILEDIGESTALGO)).toEqual([[8]])
})

test('the color of a program is told by its first bytes, however they come', async () => {
  const head = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(93)])
  const inPieces = (mode: number): PackageDescription['entries'][number] => ({
    type: 'file',
    path: `/opt/${mode}`,
    mode,
    content: {
      sizeBytes: head.length,
      async *read() {
        for (const at of [0, 3, 50]) yield head.subarray(at, at === 0 ? 3 : at === 3 ? 50 : undefined)
      },
    },
  })
  const { numbers } = await headerOf({ entries: [inPieces(0o644), inPieces(0o755)] })
  expect(numbers(TAGS.FILECOLORS)).toEqual([[0, 2]])
})

test('a payload that is not compressed has neither name nor flags', async () => {
  const { strings } = await headerOf({ rpm: { compression: { name: 'none' } } })
  expect(strings(TAGS.PAYLOADCOMPRESSOR, TAGS.PAYLOADFLAGS)).toEqual([undefined, ''])
})

test('the bytes of a file are in the payload', async () => {
  const [text, rpm] = ['Say hello to the payload.\n', { compression: { name: 'none' } }] as const
  const bytes = await build({ entries: [file('/opt/a', text)], rpm })
  const { headerRange } = await readRpm(contentOf(bytes), 'hello.rpm')
  expect(bytes.subarray(headerRange.end).toString('latin1').split(text)).toHaveLength(2)
})

test('what a rpm must be able to read is required of it', async () => {
  const required = async (changes: Partial<PackageDescription>) => {
    // A file of 4 GiB is not read here: the payload stays empty.
    const nothing = contentOf(Buffer.alloc(0))
    const content = await buildRpm(sample(changes), () => Promise.resolve(nothing))
    const { header } = await readRpm(content, 'hello.rpm')
    return header.strings(TAGS.REQUIRENAME)?.filter((name) => /LargeFiles|PayloadIs/.test(name))
  }
  const sized = (sizeBytes: number) => {
    const content = { ...contentOf(Buffer.alloc(0)), sizeBytes }
    return { entries: [{ type: 'file', path: '/opt/large', mode: 0o644, content }] } as const
  }
  expect(await required(sized(2 ** 32 - 1))).toEqual([])
  expect(await required(sized(2 ** 32))).toEqual(['rpmlib(LargeFiles)'])
  for (const [name, capability] of [
    ['xz', 'rpmlib(PayloadIsXz)'],
    ['zstd', 'rpmlib(PayloadIsZstd)'],
  ] as const) {
    expect(await required({ rpm: { compression: { name } } })).toEqual([capability])
  }
})

test('an empty line of a change has no blanks', async () => {
  const change = {
    version: '1.2.3',
    author: 'Jane',
    timeSeconds: SAMPLE_TIME,
    changes: ['one\n\ntwo', 'three'],
  }
  const { strings } = await headerOf({ changelog: [change] })
  expect(strings(TAGS.CHANGELOGTEXT)).toEqual(['- one\n\n  two\n- three'])
})

test('a header says what a package goes with, and what not', async () => {
  const relations = { recommends: ['r'], suggests: ['s >= 1'], conflicts: ['c < 2'], replaces: ['o'] }
  const { strings } = await headerOf({ relations })
  expect(strings(TAGS.RECOMMENDNAME, TAGS.SUGGESTNAME, TAGS.CONFLICTNAME, TAGS.OBSOLETENAME)).toEqual([
    'r',
    's',
    'c',
    'o',
  ])
  expect(strings(TAGS.SUGGESTVERSION, TAGS.CONFLICTVERSION)).toEqual(['1', '2'])
})

test('a mode is that of the file, and says what it is', async () => {
  const entries = [file('/opt/a', '', 0o640), { type: 'symlink', path: '/opt/b', target: 'a' } as const]
  const { numbers } = await headerOf({ entries, rpm: { ghosts: [{ path: '/opt/c', mode: 0o600 }] } })
  expect(numbers(TAGS.FILEMODES)).toEqual([[0o100640, 0o120777, 0o100600]])
})

test('folders may have longer names than files', async () => {
  const [folder, name] = ['d'.repeat(LIMITS.pathSegmentBytes), 'f'.repeat(LIMITS.rpmBasenameBytes)]
  const { strings } = await headerOf({ entries: [file(`/opt/${folder}/${name}`, '')] })
  expect(strings(TAGS.DIRNAMES, TAGS.BASENAMES)).toEqual([`/opt/${folder}/`, name])
  const alone = await headerOf({ entries: [{ type: 'directory', path: `/opt/${folder}`, mode: 0o755 }] })
  expect(alone.strings(TAGS.BASENAMES)).toEqual([folder])
})

test('a prefix may be as long as a path', async () => {
  const prefix = '/abc'.repeat(LIMITS.pathBytes / 4 + 1).slice(0, LIMITS.pathBytes)
  const { strings } = await headerOf({ rpm: { prefixes: [prefix] } })
  expect(strings(TAGS.PREFIXES)).toEqual([prefix])
  await expect(build({ rpm: { prefixes: [`${prefix}x`] } })).rejects.toThrow(/^prefixes: .* is no place/)
})

test('a package of every architecture provides its name alone', async () => {
  const { strings } = await headerOf({ arch: 'all' })
  expect(strings(TAGS.PROVIDENAME)).toEqual(['hello'])
})

test('a name may be as long as the limit', async () => {
  const name = 'a'.repeat(LIMITS.packageNameBytes)
  const { strings } = await headerOf({ name })
  expect(strings(TAGS.NAME)).toEqual([name])
})

test('packages provide themselves, and their configuration', async () => {
  const entries = [file('/etc/a', '', 0o644, 'config'), file('/opt/a', '')]
  const { strings, numbers } = await headerOf({ entries, epoch: 2 })
  expect(strings(TAGS.PROVIDENAME, TAGS.PROVIDEVERSION)).toEqual([
    'config(hello)|hello|hello(x86-64)',
    '2:1.2.3-1|2:1.2.3-1|2:1.2.3-1',
  ])
  expect(numbers(TAGS.PROVIDEFLAGS)).toEqual([[0x10000008, 8, 8]])
})

test('sources are not built', async () => {
  for (const architecture of ['src', 'nosrc']) {
    await expect(build({ rpm: { architecture } })).rejects.toThrow('that of source packages')
  }
})

import { expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { contentOf, sha256 } from '../../src/content.ts'
import type { Content } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { encodeHeader, entryOf } from '../../src/rpm/header.ts'
import type { HeaderEntry } from '../../src/rpm/header.ts'
import { encodeLead } from '../../src/rpm/lead.ts'
import { readRpm, readRpmHead } from '../../src/rpm/read.ts'
import { signatureHeader } from '../../src/rpm/signature.ts'
import { SIGNATURE_TAGS, TAGS } from '../../src/rpm/tags.ts'
import type { Tag } from '../../src/rpm/tags.ts'
import { run, testWith } from '../support/programs.ts'
import { build, file, rpmbuild } from './sample.ts'

const read = (bytes: Uint8Array) => readRpm(contentOf(bytes), 'some.rpm')

const SPEC = `
Name: made
Epoch: 3
Version: 2.0~rc1
Release: 4%{?dist}
Summary: Größe
License: MIT
Requires: (bash >= 4 or zsh)
Requires(post): /bin/sh
Recommends: something
Conflicts: other < 2
Obsoletes: older
%description
Made by rpmbuild.
%install
mkdir -p %{buildroot}/opt/made %{buildroot}/etc
echo configured > %{buildroot}/etc/made.conf
: > %{buildroot}/opt/made/empty
echo text > "%{buildroot}/opt/made/Größe und mehr"
ln %{buildroot}/etc/made.conf %{buildroot}/opt/made/hard
ln -s empty %{buildroot}/opt/made/soft
%post
exit 0
%files
%config(noreplace) /etc/made.conf
/opt/made
%ghost /var/log/made.log
%changelog
* Sat Nov 21 2026 Jane Doe <jane@example.org> - 2.0~rc1-4
- Made
`

for (const form of ['w6.gzdio', 'w2.xzdio', 'w3.zstdio', 'w9.bzdio']) {
  testWith(['rpmbuild', 'rpm'], `a package of rpmbuild, payload ${form}`, async () => {
    const { binary } = await rpmbuild(SPEC, { _binary_payload: form })
    const bytes = await readFile(binary)
    const pkg = await read(bytes)
    expect([pkg.name, pkg.epoch, pkg.version, pkg.release, pkg.source]).toEqual([
      'made',
      3,
      '2.0~rc1',
      '4',
      'some.rpm',
    ])
    expect(pkg.sha256).toBe(sha256(bytes))
    const { start, end } = pkg.headerRange
    expect(pkg.headerSha256).toBe(sha256(bytes.subarray(start, end)))
    const theirs = async (format: string) => (await run('rpm', ['-qp', '--qf', format, binary])).stdout
    expect(`${pkg.arch}|${pkg.headerSha256}`).toBe(await theirs('%{ARCH}|%{SHA256HEADER}'))
    const paths = (pkg.header.strings(TAGS.BASENAMES) ?? []).map((name, at) => {
      const directory = pkg.header.numbers(TAGS.DIRINDEXES)?.[at] ?? -1
      return `${pkg.header.strings(TAGS.DIRNAMES)?.[directory]}${name}\n`
    })
    expect(paths.join('')).toBe(await theirs('[%{FILENAMES}\n]'))
    expect(pkg.header.string(TAGS.SUMMARY)).toBe('Größe')
    expect(encodeHeader(pkg.header.entries, 'main')).toEqual(bytes.subarray(start, end))
    expect(encodeHeader(pkg.signatureHeader.entries, 'signature')).toEqual(pkg.signatureHeader.bytes)
  })
}

testWith(['rpmbuild'], 'a source package is refused', async () => {
  const { source } = await rpmbuild(SPEC)
  await expect(read(await readFile(source))).rejects.toThrow('some.rpm is a source package')
})

test('what we build is read', async () => {
  const bytes = await build({ version: '1.2.3-rc.1' })
  expect(await read(bytes)).toMatchObject({
    format: 'rpm',
    name: 'hello',
    version: '1.2.3~rc.1',
    release: '1',
    arch: 'x86_64',
    sha256: sha256(bytes),
  })
  expect(await read(bytes)).not.toHaveProperty('epoch')
})

test('the bytes may come in chunks of any size', async () => {
  const bytes = await build()
  const content: Content = {
    sizeBytes: bytes.length,
    async *read(start = 0, end = bytes.length) {
      for (let at = start; at < end; at += 7) yield bytes.subarray(at, Math.min(at + 7, end))
    },
  }
  expect((await readRpm(content, 'some.rpm')).sha256).toBe(sha256(bytes))
})

/** Bytes of the lead that rpm does not look at: minor version, architecture, name, system, and what is reserved. */
const isUnread = (at: number) => at === 5 || (at >= 8 && at < 78) || (at >= 80 && at < 96)

test('a flipped bit is an error, wherever it is', async () => {
  const bytes = await build({ entries: [file('/opt/a', 'x'.repeat(200))] })
  const { headerRange } = await read(bytes)
  for (let at = 0; at < bytes.length; at += at < headerRange.end ? 1 : 5) {
    if (isUnread(at)) continue
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
    const outcome = await read(flipped).catch((error: unknown) => error)
    if (!(outcome instanceof PublishError)) {
      // An entry of the signature header may have become one that nobody asks for; what it checked is checked by others.
      expect([at, outcome]).toEqual([at, expect.objectContaining({ headerSha256: expect.any(String) })])
      expect(at).toBeLessThan(headerRange.start)
    } else {
      expect([outcome.code, outcome.message]).toEqual(['PACKAGE', expect.stringContaining('some.rpm')])
    }
  }
})

test('a package that ends too soon, or too late, is an error', async () => {
  const bytes = await build({ entries: [] })
  for (let size = 0; size < bytes.length; size += 1) {
    await expect(read(bytes.subarray(0, size))).rejects.toThrow(PublishError)
  }
  await expect(read(Buffer.concat([bytes, Buffer.alloc(1)]))).rejects.toThrow(
    /header and payload have \d+ bytes/,
  )
})

test('a content that gives less than it says is an error', async () => {
  const bytes = await build()
  const content = {
    ...contentOf(bytes),
    sizeBytes: bytes.length,
    read: () => contentOf(bytes.subarray(0, 50)).read(),
  }
  await expect(readRpm(content, 'some.rpm')).rejects.toThrow(/some.rpm/)
})

const HEADER = [
  entryOf(TAGS.NAME, 'hello'),
  entryOf(TAGS.VERSION, '1'),
  entryOf(TAGS.RELEASE, '1'),
  entryOf(TAGS.OS, 'linux'),
  entryOf(TAGS.ARCH, 'noarch'),
  entryOf(TAGS.SOURCERPM, 'hello-1-1.src.rpm'),
]

/** A package with a header of our choice, and nothing said of it but its SHA-256. */
function packageOf(changes: readonly HeaderEntry[], without: Tag = { number: 0, type: 'string' }): Buffer {
  const changed = new Set([without.number, ...changes.map(({ tag }) => tag)])
  const header = encodeHeader([...HEADER.filter(({ tag }) => !changed.has(tag)), ...changes], 'main')
  const signature = signatureHeader([entryOf(SIGNATURE_TAGS.SHA256, sha256(header))])
  return Buffer.concat([encodeLead('hello-1-1'), signature, header])
}

test('a package of little more than a name is read', async () => {
  expect(await read(packageOf([]))).toMatchObject({
    name: 'hello',
    version: '1',
    release: '1',
    arch: 'noarch',
  })
})

test.each<readonly [string, Buffer, RegExp]>([
  ['a name that climbs', packageOf([entryOf(TAGS.NAME, '../../etc')]), /the package's name is "..\/..\/etc"/],
  ['a name of two lines', packageOf([entryOf(TAGS.NAME, 'a\nb')]), /the package's name is "a\\nb"/],
  ['a name beyond ASCII', packageOf([entryOf(TAGS.NAME, 'größe')]), /the package's name is "größe"/],
  ['a version with a hyphen', packageOf([entryOf(TAGS.VERSION, '1-2')]), /the package's version is "1-2"/],
  ['no release', packageOf([entryOf(TAGS.RELEASE, '')]), /the package's release is ""/],
  [
    'an architecture with a slash',
    packageOf([entryOf(TAGS.ARCH, 'a/b')]),
    /the package's architecture is "a\/b"/,
  ],
  [
    'an architecture without end',
    packageOf([entryOf(TAGS.ARCH, 'a'.repeat(500))]),
    /architecture is "a{256}"/,
  ],
  ['no name at all', packageOf([], TAGS.NAME), /has no name/],
  ['no release at all', packageOf([], TAGS.RELEASE), /has no release/],
  ['no operating system', packageOf([], TAGS.OS), /has no operating system/],
  [
    'a number for a name',
    packageOf([entryOf({ number: 1000, type: 'int32' }, [7])]),
    /has tag 1000 as int32/,
  ],
  ['no source', packageOf([], TAGS.SOURCERPM), /is a source package/],
  ['the mark of a source', packageOf([entryOf(TAGS.SOURCEPACKAGE, [1])]), /is a source package/],
  [
    'arrays that differ',
    packageOf([entryOf(TAGS.PROVIDENAME, ['a', 'b']), entryOf(TAGS.PROVIDEFLAGS, [0])]),
    /PROVIDENAME has 2 elements and PROVIDEFLAGS 1/,
  ],
  [
    'arrays of what it replaces that differ',
    packageOf([entryOf(TAGS.OBSOLETENAME, ['a', 'b']), entryOf(TAGS.OBSOLETEFLAGS, [0])]),
    /OBSOLETENAME has 2 elements and OBSOLETEFLAGS 1/,
  ],
  [
    'a file without a directory',
    packageOf([
      entryOf(TAGS.BASENAMES, ['a']),
      entryOf(TAGS.DIRINDEXES, [1]),
      entryOf(TAGS.DIRNAMES, ['/opt/']),
    ]),
    /a file has no directory/,
  ],
  [
    'files, and no word on their directories',
    packageOf([entryOf(TAGS.BASENAMES, ['a']), entryOf(TAGS.DIRNAMES, ['/opt/'])]),
    /a file has no directory/,
  ],
  [
    'a payload digest as one string',
    packageOf([entryOf({ number: 5092, type: 'string' }, 'a')]),
    /is not of the type/,
  ],
  [
    'a payload digest of a strange kind',
    packageOf([entryOf(TAGS.PAYLOADDIGEST, ['a']), entryOf(TAGS.PAYLOADDIGESTALGO, [1])]),
    /unknown algorithm 1/,
  ],
  [
    'another payload',
    packageOf([entryOf(TAGS.PAYLOADDIGEST, ['a'.repeat(64)]), entryOf(TAGS.PAYLOADDIGESTALGO, [8])]),
    /the payload's sha256 is e3b0c442/,
  ],
])('a package with %s is refused', async (_, bytes, message) => {
  const outcome = await read(bytes).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(PublishError)
  expect(outcome).toMatchObject({ code: 'PACKAGE', message: expect.stringMatching(message) })
})

test.each([
  ['sha256', SIGNATURE_TAGS.SHA256],
  ['sha1', SIGNATURE_TAGS.SHA1],
])('a header that is not the one of its %s is refused', async (algorithm, tag) => {
  const header = encodeHeader(HEADER, 'main')
  const said = (digest: string) =>
    read(Buffer.concat([encodeLead('hello-1-1'), signatureHeader([entryOf(tag, digest)]), header]))
  const actual = createHash(algorithm).update(header).digest('hex')
  expect(await said(actual.toUpperCase())).toMatchObject({ name: 'hello' })
  const other = '0'.repeat(actual.length)
  await expect(said(other)).rejects.toThrow(
    `the header's ${algorithm} is ${actual}, and should be "${other}"`,
  )
})

test('what is no package says so', async () => {
  await expect(read(Buffer.alloc(0))).rejects.toThrow(/some.rpm is no whole rpm package/)
  await expect(read(Buffer.alloc(0))).rejects.toMatchObject({ code: 'PACKAGE' })
  await expect(read(Buffer.alloc(200))).rejects.toThrow(/some.rpm is no rpm package/)
})

test('a header that announces more than there is takes no memory', async () => {
  const bytes = packageOf([])
  const { headerRange } = await read(bytes)
  bytes.writeUInt32BE(200 * 2 ** 20, headerRange.start + 12)
  await expect(read(bytes)).rejects.toThrow(/its headers need 2097\d+/)
})

test('the lead of a source package is enough', async () => {
  const bytes = packageOf([])
  bytes[7] = 1
  await expect(read(bytes)).rejects.toThrow(/is a source package/)
})

test('what is between the headers is nothing', async () => {
  const bytes = packageOf([])
  const { headerRange } = await read(bytes)
  bytes[headerRange.start - 1] = 1
  await expect(read(bytes)).rejects.toThrow('some.rpm: its signature header is not followed by zeros')
})

test('the head alone says the same', async () => {
  const content = contentOf(await build())
  const whole = await readRpm(content, 'some.rpm')
  const head = await readRpmHead(content, whole.sha256, 'some.rpm')
  const told = (pkg: typeof whole) => [pkg.name, pkg.version, pkg.headerSha256, pkg.sha256, pkg.headerRange]
  expect(told(head)).toEqual(told(whole))
})

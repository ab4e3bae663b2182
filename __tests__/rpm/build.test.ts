import { expect, test } from '@jest/globals'
import { lstat, mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf, memoryScratch, sha256 } from '../../src/content.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { SAMPLE_NOON, SAMPLE_TIME, build, file, onDisk, sample } from './sample.ts'

const query = async (path: string, format: string) => (await run('rpm', ['-qp', '--qf', format, path])).stdout
const lines = async (args: readonly string[]) =>
  (await run('rpm', args)).stdout.split('\n').filter((line) => line !== '')

testWith(['rpm'], 'rpm reads what was described', async () => {
  const path = await onDisk(
    await build({ version: '1.2.3-rc.1', release: '2', depends: ['bash >= 5', '/bin/sh'] }),
  )
  const tags = [
    'NAME',
    'VERSION',
    'RELEASE',
    'EPOCH',
    'ARCH',
    'OS',
    'SUMMARY',
    'DESCRIPTION',
    'LICENSE',
    'URL',
    'GROUP',
  ]
  expect((await query(path, tags.map((tag) => `%{${tag}}`).join('|'))).split('|')).toEqual([
    'hello',
    '1.2.3~rc.1',
    '2',
    '(none)',
    'x86_64',
    'linux',
    'Greets whoever asks',
    'It says hello to the world, and to nobody else.',
    'MIT',
    'https://example.org/hello',
    'Unspecified',
  ])
  const rest = ['PACKAGER', 'BUILDTIME', 'BUILDHOST', 'SIZE', 'SOURCERPM', 'ENCODING', 'VENDOR', 'RPMVERSION']
  expect((await query(path, rest.map((tag) => `%{${tag}}`).join('|'))).split('|')).toEqual([
    'Jane Doe <jane@example.org>',
    `${SAMPLE_TIME}`,
    'reproducible',
    `${12 + 'hello'.length + 16 + 11}`,
    'hello-1.2.3~rc.1-2.src.rpm',
    'utf-8',
    '(none)',
    '4.18.0',
  ])
  const payload = [
    'PAYLOADFORMAT',
    'PAYLOADCOMPRESSOR',
    'PAYLOADFLAGS',
    'PAYLOADDIGESTALGO',
    'FILEDIGESTALGO',
  ]
  expect(await query(path, payload.map((tag) => `%{${tag}}`).join('|'))).toBe('cpio|gzip|6|8|8')
  const change = `${SAMPLE_NOON}|Jane Doe <jane@example.org> - 1.2.3~rc.1-2|- Version 1.2.3-rc.1`
  expect(await query(path, '%{CHANGELOGTIME}|%{CHANGELOGNAME}|%{CHANGELOGTEXT}')).toBe(change)
  expect(await lines(['-qp', '--provides', path])).toEqual([
    'hello = 1.2.3~rc.1-2',
    'hello(x86-64) = 1.2.3~rc.1-2',
  ])
  expect(await lines(['-qp', '--requires', path])).toEqual([
    '/bin/sh',
    'bash >= 5',
    'rpmlib(CompressedFileNames) <= 3.0.4-1',
    'rpmlib(FileDigests) <= 4.6.0-1',
    'rpmlib(PayloadFilesHavePrefix) <= 4.0-1',
    'rpmlib(TildeInVersions) <= 4.10.0-1',
  ])
})

testWith(['rpm'], 'rpm lists files with their modes, digests, roles and targets', async () => {
  const path = await onDisk(await build())
  const row = (name: string, size: number, digest: string, mode: string, rest: string) =>
    `${name} ${size} ${SAMPLE_TIME} ${digest} ${mode} root root ${rest}`
  const none = '0'.repeat(64)
  expect(await lines(['-qlp', '--dump', path])).toEqual([
    row('/usr/bin/hello', 12, sha256('#!/bin/true\n'), '0100755', '0 0 0 X'),
    row('/usr/bin/hi', 5, none, '0120777', '0 0 0 hello'),
    row('/usr/share/doc/hello', 0, none, '040755', '0 0 0 X'),
    row('/usr/share/doc/hello/README', 11, sha256('Say hello.\n'), '0100644', '0 1 0 X'),
    row('/usr/share/licenses/hello', 0, none, '040755', '0 0 0 X'),
    row('/usr/share/licenses/hello/LICENSE', 16, sha256('Do as you like.\n'), '0100644', '0 0 0 X'),
  ])
  expect(await lines(['-qp', '--licensefiles', path])).toEqual(['/usr/share/licenses/hello/LICENSE'])
  expect(await lines(['-qp', '--docfiles', path])).toEqual(['/usr/share/doc/hello/README'])
})

testWith(['rpmkeys'], 'every digest that rpm knows holds', async () => {
  const { stdout } = await run('rpmkeys', ['-Kv', '--nosignature', await onDisk(await build())])
  expect(stdout.split('\n').slice(1, -1)).toEqual(
    ['Header SHA256', 'Header SHA1', 'Payload SHA256', 'MD5'].map((title) =>
      expect.stringMatching(new RegExp(`^ +${title} digest: OK$`)),
    ),
  )
})

/** Installs packages, one after the other, in a root of their own. */
async function install(packages: readonly Uint8Array[]) {
  const root = join(await temporaryDirectory(), 'root')
  await mkdir(root)
  const rpm = (...args: string[]) => run('rpm', ['--root', root, ...args])
  await rpm('--initdb')
  for (const [at, bytes] of packages.entries()) {
    const path = await onDisk(bytes)
    const ofOtherMachines = ['--ignorearch', '--nodeps']
    await rpm('-U', '--noplugins', '--nosignature', ...(at === 0 ? ofOtherMachines : []), path)
  }
  return { root, rpm }
}

testWith(['rpm'], 'it installs, verifies, upgrades and goes away', async () => {
  const { root, rpm } = await install([await build({ version: '1.2.3-rc.1' }), await build()])
  expect((await rpm('-q', 'hello')).stdout).toBe('hello-1.2.3-1.x86_64\n')
  expect((await rpm('-V', 'hello')).stdout).toBe('')
  expect(await readFile(join(root, 'usr/bin/hello'), 'utf8')).toBe('#!/bin/true\n')
  expect(await readlink(join(root, 'usr/bin/hi'))).toBe('hello')
  const { mode, mtime } = await lstat(join(root, 'usr/bin/hello'))
  expect([mode & 0o7777, mtime.getTime() / 1000]).toEqual([0o755, SAMPLE_TIME])
  await rpm('-e', '--noplugins', 'hello')
  await expect(lstat(join(root, 'usr/share/doc/hello'))).rejects.toThrow('ENOENT')
})

testWith(['rpm'], 'rpm sees a file that was changed', async () => {
  const { root, rpm } = await install([await build()])
  await rm(join(root, 'usr/bin/hi'))
  const { stdout, code } = await run('rpm', ['--root', root, '-V', 'hello'], { allowFailure: true })
  expect([code, stdout]).toEqual([1, 'missing     /usr/bin/hi\n'])
  expect((await rpm('-qf', '/usr/bin/hello')).stdout).toBe('hello-1.2.3-1.x86_64\n')
})

const SHAPES: readonly (readonly [string, readonly PackagedEntry[]])[] = [
  ['no files', []],
  ['an empty file', [file('/opt/empty', '')]],
  ['a lone symlink', [{ type: 'symlink', path: '/opt/link', target: '/usr/bin/true' }]],
  ['a lone directory', [{ type: 'directory', path: '/opt/hello', mode: 0o1777 }]],
  ['names beyond ASCII', [file('/opt/größe/日本語 🦀.txt', 'x'), file("/opt/größe/a'b$(c)%", 'y')]],
  ['long names', [file(`/opt/${'d'.repeat(255)}/${'f'.repeat(255)}/${'g'.repeat(246)}`, 'x')]],
  [
    'names that sort by bytes',
    [file('/opt/a/b', '1'), file('/opt/a-b', '2'), file('/opt/\u{ff5e}', '3'), file('/opt/\u{1f980}', '4')],
  ],
  ['a set-uid program', [file('/opt/sudo', 'x', 0o4755)]],
]

for (const [title, entries] of SHAPES) {
  testWith(['rpm', 'rpmkeys'], `${title}: it verifies, installs and is owned`, async () => {
    const bytes = await build({ entries })
    expect((await run('rpmkeys', ['-K', '--nosignature', await onDisk(bytes)])).stdout).toMatch(
      /: digests OK\n$/,
    )
    const { rpm } = await install([bytes])
    expect((await rpm('-V', '--nouser', '--nogroup', 'hello')).stdout).toBe('')
    const owned = (await rpm('-ql', 'hello')).stdout.split('\n').filter((line) => line.startsWith('/'))
    expect(owned).toEqual(
      entries.map(({ path }) => path).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    )
  })
}

testWith(['rpm'], "architectures are rpm's", async () => {
  for (const [arch, expected] of [
    ['arm64', 'aarch64|hello hello(aarch-64) '],
    ['386', 'i386|hello hello(x86-32) '],
    ['all', 'noarch|hello '],
  ] as const) {
    expect(await query(await onDisk(await build({ arch })), '%{ARCH}|[%{PROVIDENAME} ]')).toBe(expected)
  }
})

/** Not signed yet; and the group is what rpm itself writes where a spec file has none. */
const RPMLINT_FILTERS = ['no-signature', 'no-group-tag']

testWith(['rpmlint'], 'rpmlint finds no errors', async () => {
  const folder = await temporaryDirectory()
  const config = join(folder, 'rpmlint.toml')
  await writeFile(config, `Filters = ${JSON.stringify(RPMLINT_FILTERS)}\n`)
  const path = await onDisk(await build({ arch: 'all' }), 'hello-1.2.3-1.noarch.rpm')
  const { stdout } = await run('rpmlint', ['-c', config, path], { allowFailure: true })
  expect(stdout).toMatch(/ 1 packages and 0 specfiles checked; 0 errors/)
})

test('the same description gives the same bytes, in whatever order its files come', async () => {
  const { entries } = sample()
  const once = await build()
  expect(sha256(await build({ entries: entries.toReversed() }))).toBe(sha256(once))
  expect(sha256(await build({ timeSeconds: SAMPLE_TIME + 1 }))).not.toBe(sha256(once))
})

test('one that changes while it is packed is an error', async () => {
  const content = { sizeBytes: 5, read: () => contentOf(Buffer.from('four')).read() }
  const entries: PackagedEntry[] = [{ type: 'file', path: '/opt/a', mode: 0o644, content }]
  await expect(buildRpm(sample({ entries }), memoryScratch)).rejects.toThrow(
    '/opt/a changed while it was packed: 5 bytes were announced, 4 read',
  )
})

test.each<readonly [string, Partial<PackageDescription>, RegExp]>([
  ['a name with a slash', { name: 'a/b' }, /the package's name is "a\/b"/],
  ['a name with a newline', { name: 'a\nb' }, /the package's name is "a\\nb"/],
  ['a name that is an option', { name: '-a' }, /the package's name is "-a"/],
  ['no name', { name: '' }, /the package's name is ""/],
  ['a name without end', { name: 'a'.repeat(129) }, /the package's name is "a+"/],
  ['a version with a name', { version: 'release-1.2' }, /version: "release-1.2" .* write "1.2" instead/],
  ['a dependency of Debian alone', { depends: ['a | b'] }, /depends: "a \| b"/],
  ['no description', { description: ' \n' }, /description: is empty/],
  ['a licence of two lines', { license: 'MIT\nor not' }, /license: "MIT\\nor not"/],
  ['a NUL', { description: 'a\0b' }, /description: "a\\u0000b"/],
  [
    'a prefix below itself',
    { rpm: { prefixes: ['/opt/./hello'] } },
    /prefixes: "\/opt\/\.\/hello" is no place/,
  ],
  ['a prefix of two lines', { rpm: { prefixes: ['/opt/a\nb'] } }, /prefixes: "\/opt\/a\\nb" is no place/],
  ['half a character', { maintainer: '\ud800' }, /maintainer: /],
  ['a time before all times', { timeSeconds: -1 }, /the package's time is -1/],
  ['a time after all times', { timeSeconds: 2 ** 32 }, /the package's time is 4294967296/],
  ['a time between times', { timeSeconds: 0.5 }, /the package's time is 0.5/],
])('%s is refused', async (_, changes, message) => {
  await expect(build(changes)).rejects.toThrow(message)
})

test.each<readonly [string, readonly PackagedEntry[], RegExp]>([
  ['relative', [file('opt/a', '')], /"opt\/a" cannot be in an rpm: it is not absolute/],
  ['not normalised', [file('/opt/../a', '')], /not absolute and normalised/],
  ['with a dot', [file('/opt/./a', '')], /not absolute and normalised/],
  ['ending in a slash', [{ type: 'directory', path: '/opt/', mode: 0o755 }], /not absolute and normalised/],
  ['the root', [{ type: 'directory', path: '/', mode: 0o755 }], /not absolute and normalised/],
  ['with a newline', [file('/opt/a\nb', '')], /not absolute and normalised/],
  ['with a long end', [file(`/opt/${'a'.repeat(247)}`, '')], /longer than rpm takes/],
  ['with a long part', [file(`/opt/${'é'.repeat(128)}`, '')], /longer than rpm takes/],
  ['long', [file(`/${Array(30).fill('p'.repeat(200)).join('/')}`, '')], /longer than rpm takes/],
  ['twice', [file('/opt/a', ''), file('/opt/a', '')], /it is there twice/],
  ['below a file', [file('/opt/a', ''), file('/opt/a/b/c', '')], /it lies below \/opt\/a, a file or link/],
  [
    'a link to nothing',
    [{ type: 'symlink', path: '/opt/a', target: '' }],
    /a link to "", which is no target/,
  ],
  ['of a strange mode', [file('/opt/a', '', 0o100644)], /has the mode 33188/],
])('a path %s is refused', async (_, entries, message) => {
  await expect(build({ entries })).rejects.toThrow(message)
})

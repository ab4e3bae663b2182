import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, lstat, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { contentOf, memoryScratch } from '../../src/content.ts'
import { readAr } from '../../src/deb/ar.ts'
import { buildDeb } from '../../src/deb/build.ts'
import { readDeb } from '../../src/deb/read.ts'
import { field } from '../../src/deb/stanza.ts'
import { tarMembers } from '../../src/deb/tar.ts'
import { PublishError } from '../../src/errors.ts'
import { LIMITS } from '../../src/limits.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { DPKG_ENV, build, bytes, cut, dpkgRoot, file, onDisk, sample } from './sample.ts'

const FAR = `/opt/${'long/'.repeat(60)}${'n'.repeat(200)}`
const SHAPES: readonly PackagedEntry[] = [
  file('/usr/bin/hello', '#!/bin/sh\necho hello\n', 0o755),
  { type: 'symlink', path: '/usr/bin/hi', target: 'hello' },
  { type: 'symlink', path: '/usr/bin/far', target: FAR },
  file(FAR, 'far away'),
  file(`/opt/${'d'.repeat(120)}/x`, 'a directory of 120 bytes'),
  file('/usr/share/ünïcode/日本語 と空白', 'text'),
  file('/usr/share/hello/empty', ''),
  file('/etc/hello.conf', 'greeting=hello\n'),
  { type: 'directory', path: '/var/lib/hello', mode: 0o700 },
]

async function memberOf(deb: Uint8Array, path: string): Promise<Buffer> {
  const tar = execFileSync('dpkg-deb', ['--fsys-tarfile', await onDisk(deb)], { maxBuffer: 1 << 26 })
  return execFileSync('tar', ['xOf', '-', path], { input: tar })
}

test('the same description gives the same bytes, however its files are cut', async () => {
  const text = Buffer.from('0123456789'.repeat(50_000))
  const chunked = (size: number): PackagedEntry => ({
    type: 'file',
    path: '/opt/large',
    mode: 0o644,
    content: { sizeBytes: text.length, read: () => cut(text, size) },
  })
  const first = await build({ entries: [...SHAPES, chunked(1_000)] })
  const second = await build({ entries: [chunked(70_000), ...SHAPES.toReversed()] })
  expect(first.equals(second)).toBe(true)
})

test('nothing in it tells the time or the system of its build', async () => {
  const deb = await build()
  const gzipAt = deb.indexOf(Buffer.from('1f8b08', 'hex'))
  expect(deb.subarray(gzipAt, gzipAt + 10).toString('hex')).toBe('1f8b08000000000000ff')
})

test('is read back as it was described', async () => {
  const deb = await buildDeb(
    sample({ arch: 'arm7', version: '1.2.3-rc.1', release: '4', depends: ['bash >= 5', 'aa | bb'] }),
    memoryScratch,
  )
  const pkg = await readDeb(deb, 'hello.deb')
  expect(pkg).toMatchObject({
    format: 'deb',
    name: 'hello',
    version: '1.2.3~rc.1-4',
    arch: 'armhf',
    source: 'hello.deb',
  })
  expect(pkg.control.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Package: hello',
    'Version: 1.2.3~rc.1-4',
    'Architecture: armhf',
    'Maintainer: Jane Doe <jane@example.org>',
    'Installed-Size: 10',
    'Depends: bash (>= 5), aa | bb',
    'Section: utils',
    'Priority: optional',
    'Homepage: https://example.org/hello',
    'Description: Greets whoever asks\n It says hello to the world, and to nobody else.',
  ])
})

test('every file has its MD5 in md5sums, without the slash before its path', async () => {
  const texts = { '/usr/bin/hello': 'hello\n', '/opt/ünï code': '' }
  const entries = Object.entries(texts).map(([path, text]) => file(path, text))
  const members = await readAr(contentOf(await build({ entries })), 'it')
  const control = members.find(({ name }) => name === 'control.tar.gz')
  if (control === undefined) throw new Error('there is no control.tar.gz')
  const lines: string[] = []
  for await (const { name, content } of tarMembers(
    cut(gunzipSync(await bytes(control.content)), 512),
    'it',
  )) {
    if (name === './md5sums')
      lines.push(
        ...Buffer.concat(await Array.fromAsync(content))
          .toString()
          .split('\n'),
      )
  }
  const expected = Object.entries(texts).map(
    ([path, text]) => `${createHash('md5').update(text).digest('hex')}  ${path.slice(1)}`,
  )
  expect(lines).toEqual(expect.arrayContaining(expected))
  expect(lines.pop()).toBe('')
  for (const line of lines) expect(line).toMatch(/^[0-9a-f]{32}  (?:usr|opt)\/.+$/)
})

test('descriptions are folded', async () => {
  const description = '  One line \n\n\nA paragraph.\n\n  verbatim\n\ttabbed\n.dot\n   \nEnd\n\n'
  const { control } = await readDeb(contentOf(await build({ description })), 'it')
  expect(field(control, 'Description')).toBe(
    'One line\n A paragraph.\n .\n   verbatim\n         tabbed\n  .dot\n .\n End',
  )
})

test.each<[string, Partial<PackageDescription>]>([
  ['name', { name: 'Hello' }],
  ['version', { version: 'release-1.2' }],
  ['release', { release: 'a-b' }],
  ['depends', { depends: ['perl(Foo)'] }],
  ['maintainer', { maintainer: '' }],
  ['homepage', { homepage: 'https://x\nPackage: y' }],
  ['description', { description: ' \n ' }],
  ['path', { entries: [file('usr/bin/x', '')] }],
  ['time', { timeSeconds: -1 }],
  ['time', { timeSeconds: 1.5 }],
  ['time', { timeSeconds: 2 ** 33 }],
])('refuses a %s that Debian cannot hold', async (what, changes) => {
  const failure = await build(changes).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(PublishError)
  expect(failure).toMatchObject({ code: 'PACKAGE', message: expect.stringContaining(what) })
})

test('documents that the package brings itself stay', async () => {
  const own = file('/usr/share/doc/hello/copyright', 'mine\n')
  const link: PackagedEntry = { type: 'symlink', path: '/usr/share/doc/hello', target: 'other' }
  for (const entries of [[own], [link]]) {
    const { control } = await readDeb(contentOf(await build({ entries })), 'it')
    expect(Number(field(control, 'Installed-Size'))).toBeGreaterThan(3)
  }
})

testWith(['dpkg-deb', 'tar'], 'dpkg-deb finds in it what was put in', async () => {
  const deb = await build({ entries: SHAPES })
  const path = await onDisk(deb)
  const { stdout } = await run('dpkg-deb', ['-c', path])
  const lines = stdout.trim().split('\n')
  expect(lines[0]).toBe('drwxr-xr-x root/root         0 2026-11-21 09:15 ./')
  expect(lines.every((line) => line.includes(' root/root '))).toBe(true)
  expect(lines.some((line) => line.startsWith('drwx------') && line.endsWith(' ./var/lib/hello/'))).toBe(true)
  const control = await temporaryDirectory()
  await run('dpkg-deb', ['-e', path, control])
  expect(await readFile(join(control, 'conffiles'), 'utf8')).toBe('/etc/hello.conf\n')
  const root = await temporaryDirectory()
  await run('dpkg-deb', ['-x', path, root])
  await run('md5sum', ['--check', '--strict', '--quiet', join(control, 'md5sums')], { cwd: root })
  expect((await lstat(join(root, 'var/lib/hello'))).mode & 0o777).toBe(0o700)
  const sums = (await readFile(join(control, 'md5sums'), 'utf8')).trim().split('\n')
  expect(sums).toHaveLength(SHAPES.filter(({ type }) => type === 'file').length + 2)
})

testWith(['dpkg-deb', 'tar'], 'the documents that Debian asks for', async () => {
  const native = await build({ license: 'Apache-2.0 OR GPL-2.0-or-later' })
  const copyright = (await memberOf(native, './usr/share/doc/hello/copyright')).toString()
  expect(copyright).toBe(`Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: hello
Upstream-Contact: Jane Doe <jane@example.org>
Source: https://example.org/hello

Files: *
Copyright: the authors of hello
License: Apache-2.0 or GPL-2.0-or-later
 This is what the makers of hello say of its license.
 Its full text is found in:
  /usr/share/common-licenses/Apache-2.0
  /usr/share/common-licenses/GPL-2
`)
  const revised = await build({ version: '1.2.3-rc.1', release: '2' })
  const changelog = await memberOf(revised, './usr/share/doc/hello/changelog.Debian.gz')
  expect(changelog.subarray(0, 10).toString('hex')).toBe('1f8b08000000000002ff')
  expect(gunzipSync(changelog).toString()).toBe(
    'hello (1.2.3~rc.1-2) unstable; urgency=medium\n\n  * Version 1.2.3-rc.1.\n\n' +
      ' -- Jane Doe <jane@example.org>  Sat, 21 Nov 2026 09:15:44 +0000\n',
  )
})

testWith(
  ['dpkg'],
  'dpkg installs it, upgrades it, keeps its configuration, verifies and removes it',
  async () => {
    const { root, options } = await dpkgRoot()
    const dpkg = (...args: string[]) => run('dpkg', [...options, ...args], { env: DPKG_ENV })
    await dpkg('--unpack', await onDisk(await build({ entries: SHAPES, version: '1.2.3-rc.1' })))
    await dpkg('--configure', 'hello')
    expect(await readFile(join(root, FAR), 'utf8')).toBe('far away')
    expect(await readlink(join(root, 'usr/bin/far'))).toBe(FAR)
    expect(await readFile(join(root, 'usr/share/ünïcode/日本語 と空白'), 'utf8')).toBe('text')
    expect((await lstat(join(root, 'usr/share/hello/empty'))).size).toBe(0)
    expect((await lstat(join(root, 'usr/bin/hello'))).mode & 0o777).toBe(0o755)
    expect((await lstat(join(root, 'usr/bin/hello'))).mtimeMs).toBe(sample().timeSeconds * 1000)

    const { stderr } = await dpkg('--install', await onDisk(await build({ entries: SHAPES })))
    expect(stderr).not.toMatch(/downgrading|warning/)
    const status = await readFile(join(root, 'var/lib/dpkg/status'), 'utf8')
    expect(status).toContain('Version: 1.2.3\n')
    expect(status).toContain('Conffiles:\n /etc/hello.conf ')
    expect((await dpkg('--verify', 'hello')).stdout).toBe('')
    expect((await dpkg('--audit')).stdout).toBe('')
    await dpkg('--purge', 'hello')
    await expect(lstat(join(root, 'usr'))).rejects.toThrow(/ENOENT/)
  },
)

/**
 * Warnings that stay, for nobody but the makers of the program can do what they ask for:
 * no-manual-page: a manual; copyright-without-copyright-notice: whose work it is, and since when;
 * initial-upload-closes-no-bugs: the bug of Debian's that asks for the package.
 */
const LINTIAN_SUPPRESSED = [
  'no-manual-page',
  'copyright-without-copyright-notice',
  'initial-upload-closes-no-bugs',
]

testWith(['lintian', 'dpkg'], 'lintian finds nothing', async () => {
  const program = join(await temporaryDirectory(), 'true')
  await copyFile('/bin/true', program)
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
  const entries = [file('/usr/bin/hello', await readFile(program), 0o755), file('/etc/hello.conf', 'a=1\n')]
  const common = { arch, entries, depends: ['libc6 >= 2.17'] } as const
  const debs = await Promise.all([
    build(common).then((deb) => onDisk(deb, `hello_1.2.3_${arch}.deb`)),
    build({ ...common, release: '1', license: 'GPL-3.0-only' }).then((deb) =>
      onDisk(deb, `hello_1.2.3-1_${arch}.deb`),
    ),
  ])
  const suppressed = LINTIAN_SUPPRESSED.flatMap((tag) => ['--suppress-tags', tag])
  const options = ['--allow-root', '--fail-on', 'error,warning', ...suppressed]
  const { stdout, code } = await run('lintian', [...options, ...debs], { allowFailure: true })
  expect({ stdout, code }).toEqual({ stdout: '', code: 0 })
})

const HOSTILE = [
  'a\nPackage: evil',
  'a\n\nPackage: evil',
  'a\n Package: evil',
  'a\r\nPackage: evil',
  ' leading',
  'NUL \0',
  'U+2028 \u2028Package: evil',
  'NEL \x85 VT \x0b',
  ']]> < & " \' %s $(id) `id`',
  'lone \ud800 surrogate',
  'escape \x1b[31m',
  'é ü 日本語 \u{1f600}',
  'x'.repeat(65_536),
]

testWith(['dpkg-deb'], 'hostile text is refused, or dpkg-deb reads back exactly that', async () => {
  for (const text of HOSTILE) {
    for (const key of ['maintainer', 'homepage', 'license', 'description'] as const) {
      const deb = await build({ [key]: text }).catch((error: unknown) => error)
      if (!Buffer.isBuffer(deb)) {
        expect(deb).toBeInstanceOf(PublishError)
        continue
      }
      const { control } = await readDeb(contentOf(deb), 'it')
      expect(control).toHaveLength(9)
      const name = `${key[0]?.toUpperCase()}${key.slice(1)}`
      if (key === 'license') continue
      const { stdout } = await run('dpkg-deb', ['-f', await onDisk(deb), name])
      const given = text.trim().split(/\n+/)
      const isShort = name === 'Description' && given.length === 1
      const expected = isShort ? [...given, 'This is hello as its own project releases it.'] : given
      expect(stdout.split('\n').slice(0, -1)).toEqual(
        expected.map((line, at) => (at === 0 ? line : ` ${line}`)),
      )
    }
  }
})

test('what is larger than the store takes is refused', async () => {
  const huge = { ...contentOf(Buffer.alloc(0)), sizeBytes: 6 * 2 ** 30 }
  await expect(buildDeb(sample(), () => Promise.resolve(huge))).rejects.toMatchObject({ code: 'LIMIT' })
  expect((await bytes(await buildDeb(sample({ entries: [] }), memoryScratch))).length).toBeLessThan(2_000)
})

test('a package may be as large as the store takes, and no larger', async () => {
  const sized = (dataBytes: number) => {
    const sizes = [dataBytes]
    return buildDeb(sample(), () =>
      Promise.resolve({ ...contentOf(Buffer.alloc(0)), sizeBytes: sizes.pop() ?? 0 }),
    )
  }
  const most = LIMITS.packageBytes - (await sized(0)).sizeBytes
  expect((await sized(most)).sizeBytes).toBe(LIMITS.packageBytes)
  await expect(sized(most + 1)).rejects.toMatchObject({ code: 'LIMIT' })
})

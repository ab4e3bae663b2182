import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { gatherArtifacts } from '../../src/artifacts/gather.ts'
import { memoryScratch } from '../../src/content.ts'
import type { Architecture } from '../../src/recipe/architecture.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { noReleases, recordingLog } from '../support/publishing.ts'
import { tarOf } from '../support/tar.ts'
import { type ElfParts, armAttributes, elfFile } from './elf-file.ts'

type Files = Readonly<Record<string, Buffer | string>>

async function gather(
  files: Files,
  artifacts: readonly string[] = ['dist/*'],
  arch?: Architecture,
  name: string | undefined = 'hello',
) {
  const cwd = await temporaryDirectory()
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true })
    await writeFile(join(cwd, path), bytes)
  }
  const gathered = await gatherArtifacts(
    { artifacts, releaseTag: undefined, name, version: '1.2.3', arch },
    { cwd, scratch: memoryScratch, releases: noReleases, log: recordingLog(), clock: systemClock },
  )
  const packages = gathered.packages.map(({ arch, entries }) =>
    [arch, ...entries.map(({ path }) => path)].join(' '),
  )
  return { ...gathered, packages, groups: gathered.packages }
}

const elf = (code: string, parts: ElfParts = {}) => elfFile({ code, ...parts })
const ARM = { machine: 40, bits: 32, flags: 0x5000400 } as const
const arm6 = elf('six', { ...ARM, sections: armAttributes(6, true) ?? [] })
const arm7 = elf('seven', { ...ARM, sections: armAttributes(10, true) ?? [] })
const musl = { interpreter: '/lib/ld-musl-x86_64.so.1' }
const glibc = { interpreter: '/lib64/ld-linux-x86-64.so.2' }
const DEB = '!<arch>\ndebian-binary   '
const RPM = Buffer.concat([Buffer.from('edabeedb03000000', 'hex'), Buffer.alloc(90)])
const WINDOWS = Buffer.from('MZ\x90\0\0\0', 'latin1')

function tgz(members: Readonly<Record<string, Buffer>>): Buffer {
  return gzipSync(tarOf(...Object.entries(members).map(([name, bytes]) => ({ name, mode: 0o644, bytes }))))
}

test('a lone executable gets the name of the package, and mode 0755', async () => {
  const { groups, packages } = await gather({ 'dist/odd_name_linux_amd64': elf('x') })
  expect(packages).toEqual(['amd64 /usr/bin/hello'])
  expect(groups[0]?.entries[0]).toMatchObject({ type: 'file', mode: 0o755 })
  expect(groups[0]?.sources).toEqual(['dist/odd_name_linux_amd64'])
})

test('one package for each architecture, from files and archives', async () => {
  const { packages, skipped } = await gather({
    'dist/hello_1.2.3_linux_amd64': elf('a'),
    'dist/hello_1.2.3_linux_arm64.tar.gz': tgz({
      hello: elf('b', { machine: 183 }),
      'hello.c': Buffer.from('text'),
    }),
    'dist/hello_1.2.3_windows_amd64.exe': WINDOWS,
    'dist/checksums.txt': 'text',
  })
  expect(packages).toEqual(['amd64 /usr/bin/hello', 'arm64 /usr/bin/hello'])
  expect(skipped).toEqual([
    { path: 'dist/checksums.txt', reason: 'a text' },
    {
      path: 'dist/hello_1.2.3_linux_arm64.tar.gz',
      reason: 'a file of no kind that is installed: hello.c',
    },
    { path: 'dist/hello_1.2.3_windows_amd64.exe', reason: 'a Windows executable' },
  ])
})

test('several executables keep their names less suffixes', async () => {
  const { packages } = await gather({
    'dist/hello-x86_64-unknown-linux-gnu': elf('a'),
    'dist/hellod_v1.2.3_Linux_x86_64': elf('b'),
    'dist/qemu-arm': elf('c'),
  })
  expect(packages).toEqual(['amd64 /usr/bin/hello /usr/bin/hellod /usr/bin/qemu-arm'])
})

test('the same bytes twice are one, unless an archive gives them several names', async () => {
  const same = elf('same')
  const files = {
    'dist/hello_linux_amd64': same,
    'dist/hello.tar.gz': tgz({ 'bin/hello': same }),
    'copy/other': same,
  }
  expect((await gather(files, ['dist/*', 'copy/*', 'dist/hello*'])).packages).toEqual([
    'amd64 /usr/bin/hello',
  ])
  const names = { ...files, 'dist/hello.tar.gz': tgz({ 'bin/hello': same, 'bin/hi': same, 'lib/hi': same }) }
  expect((await gather(names)).packages).toEqual(['amd64 /usr/bin/hello /usr/bin/hi'])
})

test('packages go through as they are', async () => {
  const { debs, rpms, packages } = await gather({ 'dist/a.deb': DEB, 'dist/a.rpm': RPM })
  expect([debs[0]?.source, rpms[0]?.source, packages]).toEqual(['dist/a.deb', 'dist/a.rpm', []])
})

test('two executables that want one name', async () => {
  const files = { 'dist/hello-linux-amd64': elf('a'), 'dist/hello_1.2.3': elf('b') }
  const said =
    /^dist\/hello-linux-amd64 and dist\/hello_1\.2\.3 are for amd64 and would both be \/usr\/bin\/hello\./
  await expect(gather(files)).rejects.toThrow(said)
})

test('two C libraries that want one name', async () => {
  const files = { 'dist/hello-amd64-gnu': elf('a', glibc), 'dist/hello-amd64-musl': elf('a', musl) }
  const said =
    /the first is linked with glibc, the second is linked with musl.*Publish one of them, or give their files names/
  await expect(gather(files)).rejects.toThrow(said)
})

test('arm6 and arm7 together', async () => {
  const files = { 'dist/a': arm6, 'dist/b': arm7 }
  await expect(gather(files)).rejects.toThrow(
    /^dist\/a is for arm6 and dist\/b for arm7: both would be the armhf/,
  )
  expect((await gather({ 'dist/a': arm6 })).packages).toEqual(['arm6 /usr/bin/hello'])
})

test('arch overrides what was detected', async () => {
  expect((await gather({ 'dist/hello-armv6': arm7 }, ['dist/*'], 'arm6')).packages).toEqual([
    'arm6 /usr/bin/hello',
  ])
  const both = gather({ 'dist/a-armv6': arm6, 'dist/b-armv7': arm7 }, ['dist/*'], 'arm6')
  expect((await both).packages).toEqual(['arm6 /usr/bin/a /usr/bin/b'])
})

test.each<readonly [string, Buffer | string, RegExp]>([
  ['hello.exe', WINDOWS, /^dist\/hello\.exe is a Windows executable\. Artifacts are \.deb/],
  ['hello', Buffer.from('cffaedfe00000000', 'hex'), /^dist\/hello is a macOS executable\./],
  ['hello', '#!/bin/sh\n', /^dist\/hello is a script\./],
  ['hello.udeb', DEB, /^dist\/hello\.udeb is a package of the Debian installer\./],
  ['hello.so', elf('x', { type: 3 }), /^dist\/hello\.so is a shared library\./],
  [
    'hello.tgz',
    tgz({ 'hello.c': Buffer.from('x') }),
    /is an archive without executables for Linux \(it has a file of no kind that is installed: hello\.c\)/,
  ],
])('%s named itself is an error, caught beside others it is skipped', async (name, bytes, said) => {
  await expect(gather({ [`dist/${name}`]: bytes }, [`dist/${name}`])).rejects.toThrow(said)
  await expect(gather({ [`dist/${name}`]: bytes }, [`dist/*`, `dist/${name}`])).rejects.toThrow(said)
  await expect(gather({ [`dist/${name}`]: bytes })).rejects.toThrow(
    /^artifacts caught nothing that can be published: dist\/hello/,
  )
  expect((await gather({ [`dist/${name}`]: bytes, 'dist/a.deb': DEB })).skipped).toHaveLength(1)
})

test('damage is an error under a wildcard too', async () => {
  const whole = tgz({ hello: elf('x'.repeat(5000)) })
  await expect(gather({ 'dist/a.deb': DEB, 'dist/b.tgz': whole.subarray(0, -9) })).rejects.toThrow(
    /^dist\/b\.tgz is no intact gzip/,
  )
  await expect(gather({ 'dist/a.deb': DEB, 'dist/b': elf('x').subarray(0, 100) })).rejects.toThrow(
    /^dist\/b is a damaged ELF/,
  )
})

test('no name', async () => {
  await expect(gather({ 'dist/a': elf('x') }, ['dist/*'], undefined, '')).rejects.toThrow(
    /name is needed to package dist\/a/,
  )
})

import { describe, expect } from '@jest/globals'
import { bytesOf, contentOf, memoryScratch } from '../../src/content.ts'
import { buildDeb } from '../../src/deb/build.ts'
import { libraryDependencies } from '../../src/deb/library-dependencies.ts'
import type { PackageDescription } from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { sample } from '../rpm/sample.ts'
import { type LinkedFile, allLinkedFiles } from '../support/elf-files.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'
import { installedRoot } from './fresh-root.ts'

const NOTHING = contentOf(Buffer.alloc(0))
const ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64'

/** A real program of the release, and all that is needed by those of its programs and libraries whose needs are known. */
async function linked(root: Root): Promise<Pick<PackageDescription, 'arch' | 'name' | 'entries'>> {
  const files = await allLinkedFiles(installedRoot(root.release), 1)
  const known = files.filter(
    (file) => libraryDependencies({ arch: ARCH, entries: [file] }).unknown.length === 0,
  )
  expect(known.length).toBeGreaterThan(200)
  // Under other names, as nothing that one of them provides: each then needs what it needs of others.
  const needs = known.map((file, index): LinkedFile => {
    const links = { ...file.links, soname: undefined }
    return { ...file, path: `/opt/linked/${index}`, content: NOTHING, links }
  })
  return { arch: ARCH, name: 'linked', entries: [...needs, { ...catOf(files), path: '/opt/linked/cat' }] }
}

function catOf(files: readonly LinkedFile[]): LinkedFile {
  const cat = files.find(({ path }) => path === '/usr/bin/cat')
  if (cat === undefined) throw new Error('this release has no cat')
  return cat
}

async function debOf(description: Partial<PackageDescription>): Promise<Buffer> {
  return bytesOf(await buildDeb(sample(description), memoryScratch), 2 ** 30, 'the package')
}

describe.each(RELEASES)('what is linked', (release) => {
  testInRoot(
    release,
    'apt installs a package that needs what its real files need: the packages that have it are there',
    async (root) => {
      await root.write('/linked.deb', await debOf(await linked(root)))
      const { stdout } = await root.run('dpkg-deb', ['--field', '/linked.deb', 'Depends'])
      expect(stdout.split(', ').length).toBeGreaterThan(30)
      const installed = await root.run('apt-get', ['install', '--yes', '/linked.deb'])
      expect(installed.stdout).toContain('0 upgraded, 1 newly installed, 0 to remove')
      expect((await root.run('dpkg', ['--audit'])).stdout).toBe('')
      expect((await root.run('/opt/linked/cat', [], { input: 'hello' })).stdout).toBe('hello')
    },
    300_000,
  )

  testInRoot(
    release,
    'apt refuses a program for a glibc that the release does not have, and says so',
    async (root) => {
      const cat = catOf(await allLinkedFiles(installedRoot(release), 1))
      const versionNeeds = [{ library: 'libc.so.6', version: 'GLIBC_2.99', isWeak: false }]
      const entries = [{ ...cat, links: { ...cat.links, versionNeeds } }]
      await root.write('/newer.deb', await debOf({ arch: ARCH, name: 'newer', entries }))
      const refused = await root.run('apt-get', ['install', '--yes', '/newer.deb'], { allowFailure: true })
      expect(refused.code).not.toBe(0)
      expect(refused.stdout + refused.stderr).toMatch(/newer.*libc6 \(>= 2\.99\)/s)
    },
  )
})

/** A C library as a distribution of rpms has it: what rpmbuild finds in that of the release, and what Fedora's says. */
const GLIBC = `Name: glibc
Version: 2
Release: 1
Summary: The C library
License: LGPL
Provides: rtld(GNU_HASH)
AutoReq: no
%define debug_package %{nil}
%define __os_install_post %{nil}
%define _build_id_links none
%description
The C library of this release.
%install
mkdir -p %{buildroot}/lib64
cp -L /lib/*-linux-gnu*/libc.so.6 %{buildroot}/lib64/
cp -L $(ls /lib64/ld-linux-*.so.2 /lib/ld-linux-aarch64.so.1 2>/dev/null) %{buildroot}/lib64/
chmod 755 %{buildroot}/lib64/*
%files
/lib64/*
`

const DNF = ['--assumeyes', '--installroot=/other', '--releasever=1', '--setopt=cachedir=/cache']

describe.each(RELEASES)('what is linked', (release) => {
  const [program, ...plain] = release === 'sid' ? (['dnf5', '--no-plugins'] as const) : (['dnf'] as const)

  testInRoot(
    release,
    'rpm and dnf install a program with the C library that has what it requires, and not without',
    async (root) => {
      const cat = catOf(await allLinkedFiles(installedRoot(release), 1))
      const entries = [{ ...cat, path: '/opt/linked/cat' }]
      const rpm = await buildRpm(sample({ arch: ARCH, name: 'linked', entries }), memoryScratch)
      await root.write('/linked.rpm', await bytesOf(rpm, 2 ** 30, 'the package'))
      await root.write('/glibc.spec', GLIBC)
      await root.run('rpmbuild', ['--define', '_rpmdir /rpms', '-bb', '/glibc.spec'])
      const glibc = (await root.run('sh', ['-c', 'echo /rpms/*/glibc-*.rpm'])).stdout.trim()
      const install = (...rpms: readonly string[]) =>
        root.run('rpm', ['--root=/machine', '--noplugins', '--nosignature', '--upgrade', ...rpms], {
          allowFailure: true,
        })
      await root.run('mkdir', ['-p', '/machine/var/log', '/other/var/log'])
      const alone = await install('/linked.rpm')
      expect(alone.stderr).toMatch(/libc\.so\.6\(GLIBC_2\.[0-9]+\)\(64bit\) is needed by linked/)
      expect(alone.stderr).toMatch(/rtld\(GNU_HASH\) is needed by linked/)
      expect(await install(glibc, '/linked.rpm')).toMatchObject({ code: 0 })
      const dnf = (...rpms: readonly string[]) =>
        root.run(program, [...DNF, ...plain, 'install', ...rpms], { allowFailure: true })
      const refused = await dnf('/linked.rpm')
      expect(refused.stdout + refused.stderr).toMatch(/nothing provides (?:libc\.so\.6|rtld)\(/)
      expect(await dnf(glibc, '/linked.rpm')).toMatchObject({ code: 0 })
      expect((await root.run('rpm', ['--root=/machine', '--verify', '--nofiles', 'linked'])).stdout).toBe('')
    },
    300_000,
  )
})

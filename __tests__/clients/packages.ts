import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf, memoryScratch } from '../../src/content.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import { readDeb } from '../../src/deb/read.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { PackageDescription } from '../../src/recipe/description.ts'
import { authenticated } from '../../src/rpm/authenticity.ts'
import type { RpmPackage } from '../../src/rpm/package.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { rpmbuild } from '../rpm/sample.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import type { Root } from './root.ts'

/** A dynamic executable, the printf of coreutils, as a program `speak`: that of a release, or of this machine. */
export async function speak(root?: Root): Promise<Partial<PackageDescription>> {
  const path = '/usr/bin/printf'
  const content = contentOf(await (root === undefined ? readFile(path) : root.readInstalled(path)))
  return {
    name: 'speak',
    description: 'Printer of words\nIt prints its arguments as the first of them says, and ends.',
    entries: [{ type: 'file', path: '/usr/bin/speak', mode: 0o755, content }],
  }
}

/** A package without a program. */
export function data(version = '1.0'): Partial<PackageDescription> {
  const content = contentOf(Buffer.from('data\n'))
  return {
    name: 'hello-data',
    version,
    arch: 'all',
    entries: [{ type: 'file', path: '/usr/share/hello-data/data', mode: 0o644, content }],
  }
}

/** A prebuilt package with an epoch: dpkg-deb makes it. */
export async function debWithEpoch(): Promise<DebPackage> {
  const tree = await temporaryDirectory()
  await mkdir(join(tree, 'DEBIAN'))
  await mkdir(join(tree, 'usr/share/epochal'), { recursive: true })
  await writeFile(join(tree, 'usr/share/epochal/data'), 'data\n')
  const control = [
    'Package: epochal',
    'Version: 2:1.0+git1-3',
    'Architecture: amd64',
    'Maintainer: Jane Doe <jane@example.com>',
    'Description: A package with an epoch',
    '',
  ]
  await writeFile(join(tree, 'DEBIAN/control'), control.join('\n'))
  const path = join(await temporaryDirectory(), 'epochal.deb')
  await run('dpkg-deb', ['--build', '--root-owner-group', '-Zxz', tree, path])
  return readDeb(contentOf(await readFile(path)), path)
}

const EPOCHAL_SPEC = `Name: epochal
Epoch: 2
Version: 1.0+git1
Release: 3
Summary: A package with an epoch
License: MIT
BuildArch: x86_64
%description
It has no program.
%install
mkdir -p %{buildroot}/usr/share/epochal
echo data >%{buildroot}/usr/share/epochal/data
%files
/usr/share/epochal
`

/** The same for rpm: rpmbuild makes it, and it comes unsigned. */
export async function rpmWithEpoch(keys: SigningKeys): Promise<RpmPackage> {
  const { binary } = await rpmbuild(EPOCHAL_SPEC)
  const pkg = await readRpm(contentOf(await readFile(binary)), binary)
  return authenticated(pkg, { keys, trust: trustOf(keys), signUnsigned: true, scratch: memoryScratch })
}

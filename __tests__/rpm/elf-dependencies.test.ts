import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readLinks } from '../../src/artifacts/elf.ts'
import { contentOf } from '../../src/content.ts'
import { fileContent } from '../../src/files.ts'
import type { PackagedEntry, PackagedFile } from '../../src/recipe/description.ts'
import type { DynamicLinks } from '../../src/recipe/dynamic-links.ts'
import { elfDependencies } from '../../src/rpm/elf-dependencies.ts'
import { RELEASES, installedRoot, missingFor } from '../clients/fresh-root.ts'
import { allLinkedFiles, linkedFiles } from '../support/elf-files.ts'
import { PROGRAM } from '../support/linked-program.ts'
import { isInstalled, run, temporaryDirectory, testUnlessMissing } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'
import { build, onDisk, rpmbuild } from './sample.ts'

const LIBRARY: DynamicLinks = {
  ...PROGRAM,
  kind: 'library',
  interpreter: undefined,
  soname: 'libhello.so.1',
  versionDefinitions: [{ library: 'libhello.so.1', version: 'HELLO_1' }],
  hasDebugTag: false,
}

function linked(path: string, links: DynamicLinks, mode = 0o755): PackagedFile {
  return { type: 'file', path, mode, content: contentOf(Buffer.from(path)), links }
}

function namesOf(...files: readonly PackagedFile[]) {
  const { requires, provides } = elfDependencies(files)
  return { requires: requires.map(({ name }) => name), provides: provides.map(({ name }) => name) }
}

test('64-bit and 32-bit names, and the hash table', () => {
  expect(namesOf(linked('/usr/bin/hello', PROGRAM))).toEqual({
    requires: ['libc.so.6()(64bit)', 'libc.so.6(GLIBC_2.34)(64bit)', 'rtld(GNU_HASH)'],
    provides: [],
  })
  const narrow = { ...PROGRAM, is64Bit: false, hashTables: { gnu: true, sysv: true } }
  expect(namesOf(linked('/usr/bin/hello', narrow)).requires).toEqual(['libc.so.6', 'libc.so.6(GLIBC_2.34)'])
})

test('libraries provide their names, or that of their file', () => {
  expect(namesOf(linked('/usr/lib64/libhello.so.1', LIBRARY)).provides).toEqual([
    'libhello.so.1()(64bit)',
    'libhello.so.1(HELLO_1)(64bit)',
  ])
  expect(namesOf(linked('/usr/lib64/libhello.so.1.2', LIBRARY)).provides).toContain('libhello.so.1()(64bit)')
  const nameless = { ...LIBRARY, soname: undefined, versionDefinitions: [] }
  expect(namesOf(linked('/usr/lib64/libhi.so', nameless)).provides).toEqual(['libhi.so()(64bit)'])
  expect(namesOf(linked('/usr/lib64/plugin.so', nameless)).provides).toEqual([])
  expect(namesOf(linked('/usr/lib64/mylib.so', nameless)).provides).toEqual([])
})

test('a program that is linked as a library, and says so with a debug tag, provides no name', () => {
  const program = { ...LIBRARY, hasDebugTag: true, versionDefinitions: [] }
  expect(namesOf(linked('/usr/bin/libhello.so.1', program)).provides).toEqual([])
})

test('a library that rpmbuild would pass over is not required of others either', () => {
  const program = { ...PROGRAM, needed: ['libhello.so.1', 'libc.so.6'], versionNeeds: [] }
  const hello = linked('/usr/bin/hello', program)
  expect(namesOf(hello, linked('/opt/hello/libhello.so.1', LIBRARY, 0o644))).toEqual({
    requires: ['libc.so.6()(64bit)', 'rtld(GNU_HASH)'],
    provides: [],
  })
  expect(namesOf(hello, linked('/opt/hello/libhello.so.1', LIBRARY)).requires).toContain(
    'libhello.so.1()(64bit)',
  )
})

test('a library in a folder of its own, which nobody read, is not required of others', () => {
  const versionNeeds = [{ library: 'libhello.so.1', version: 'HELLO_1', isWeak: false }]
  const program = { ...PROGRAM, needed: ['libhello.so.1', 'libhi.so.2', 'libc.so.6'], versionNeeds }
  const content = contentOf(Buffer.from('library'))
  const entries: readonly PackagedEntry[] = [
    linked('/usr/bin/hello', program),
    { type: 'file', path: '/usr/lib/hello/libhello.so.1', mode: 0o755, content },
    { type: 'symlink', path: '/usr/lib/hello/libhi.so.2', target: 'libhi.so.2.0' },
    { type: 'directory', path: '/usr/lib/hello/libc.so.6', mode: 0o755 },
  ]
  const { requires, provides } = elfDependencies(entries)
  expect(requires.map(({ name }) => name)).toEqual(['libc.so.6()(64bit)', 'rtld(GNU_HASH)'])
  expect(provides).toEqual([])
})

test('a version that the own library lacks is still asked for', () => {
  const versionNeeds = [{ library: 'libhello.so.1', version: 'HELLO_2', isWeak: false }]
  const program = { ...PROGRAM, needed: ['libhello.so.1'], versionNeeds }
  expect(
    namesOf(linked('/usr/bin/hello', program), linked('/usr/lib64/libhello.so.1', LIBRARY)).requires,
  ).toContain('libhello.so.1(HELLO_2)(64bit)')
})

test('a stranger name makes no dependency', () => {
  const odd = [
    'libx.so.1)(64bit',
    'lib x.so',
    'libx.so.1 > 2',
    './libx.so',
    '/usr/lib/libx.so',
    'plugin.so',
    'mylib.so.1',
    'libx',
  ]
  const versionNeeds = [{ library: 'libc.so.6', version: 'A) (B', isWeak: false }]
  const hashTables = { gnu: true, sysv: true }
  expect(
    namesOf(linked('/usr/bin/hello', { ...PROGRAM, needed: odd, versionNeeds, hashTables })).requires,
  ).toEqual([])
})

const ELFDEPS = '/usr/lib/rpm/elfdeps'
const NO_ELFDEPS = existsSync(ELFDEPS) ? [] : [ELFDEPS]

async function elfdeps(option: string, path: string): Promise<readonly string[]> {
  const { stdout } = await run(ELFDEPS, [option, path])
  return [...new Set(stdout.split('\n').filter((line) => line !== ''))].sort()
}

async function assertAsElfdeps(root: string): Promise<void> {
  const files = await allLinkedFiles(root, scaled(8, 1))
  const executable = files.filter(({ mode }) => (mode & 0o111) !== 0)
  expect(executable.length).toBeGreaterThan(10)
  for (const file of files) {
    // elfdeps is asked for what has an execute bit alone; it looks at that bit itself only in programs.
    const theirs =
      (file.mode & 0o111) === 0
        ? { requires: [], provides: [] }
        : {
            requires: await elfdeps('--requires', file.source),
            provides: await elfdeps('--provides', file.source),
          }
    const { requires, provides } = namesOf(file)
    const ours = { requires: requires.toSorted(), provides: provides.toSorted() }
    expect({ path: file.path, ...ours }).toEqual({ path: file.path, ...theirs })
  }
}

testUnlessMissing(
  NO_ELFDEPS,
  'real files of this machine: what elfdeps says',
  () => assertAsElfdeps('/'),
  300_000,
)

describe.each(RELEASES)('roots', (release) => {
  const missing = [...missingFor(release), ...NO_ELFDEPS]
  testUnlessMissing(
    missing,
    `real files of ${release}: what elfdeps says`,
    () => assertAsElfdeps(installedRoot(release)),
    300_000,
  )
})

const PACKAGES = join(installedRoot('sid'), '../packages')
const HELLOS = existsSync(PACKAGES)
  ? readdirSync(PACKAGES).filter((name) => /^hello_.*\.deb$/.test(name))
  : []
const NO_HELLOS = [...NO_ELFDEPS, ...(HELLOS.length > 0 ? [] : ['packages that roots.sh fetches'])]

testUnlessMissing(
  [...NO_HELLOS, ...(isInstalled('dpkg-deb') ? [] : ['dpkg-deb'])],
  'the same program of seven architectures: what elfdeps says',
  async () => {
    for (const name of HELLOS) {
      const folder = await temporaryDirectory()
      await run('dpkg-deb', ['-x', join(PACKAGES, name), folder])
      const [file] = await linkedFiles(folder, 'usr/bin', 1)
      const { requires } = namesOf(...(file === undefined ? [] : [file]))
      const theirs = await elfdeps('--requires', join(folder, 'usr/bin/hello'))
      expect(theirs.length).toBeGreaterThan(1)
      expect({ name, requires: requires.toSorted() }).toEqual({ name, requires: theirs })
    }
  },
)

const HELLO = '%{_builddir}'
const SPEC = `
Name: hello
Version: 1
Release: 1
Summary: Says hello
License: MIT
%description
Says hello.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/lib64
cp ${HELLO}/hello %{buildroot}/usr/bin/hello
cp ${HELLO}/libhello.so.1 %{buildroot}/usr/lib64/libhello.so.1
cp ${HELLO}/static %{buildroot}/usr/bin/static
%files
/usr/bin/hello
/usr/bin/static
/usr/lib64/libhello.so.1
`

async function relationsOf(rpm: string): Promise<readonly string[]> {
  const format =
    '[Requires %{REQUIRENAME} %{REQUIREFLAGS:depflags} %{REQUIREFLAGS}\n][Provides %{PROVIDENAME} %{PROVIDEFLAGS}\n]'
  const { stdout } = await run('rpm', ['-qp', '--qf', format, rpm])
  return stdout.split('\n').filter((line) => / (?:lib|rtld\()[^ ]*/.test(line) && !line.includes('rpmlib('))
}

const NO_BUILD = [...['gcc', 'rpmbuild'].filter((program) => !isInstalled(program)), ...NO_ELFDEPS]
testUnlessMissing(NO_BUILD, 'a package of a program and its library: what rpmbuild records', async () => {
  const folder = await temporaryDirectory()
  const gcc = (input: string, output: string, ...flags: readonly string[]) =>
    run('gcc', ['-x', 'c', '-', '-o', join(folder, output), ...flags], { input })
  const map = join(folder, 'versions.map')
  await run('sh', ['-c', `echo 'HELLO_1 { global: hello; local: *; };' >${map}`])
  const soname = '-Wl,-soname,libhello.so.1'
  await gcc(
    '#include <stdio.h>\nvoid hello(void) { puts("hello"); }',
    'libhello.so.1',
    '-shared',
    '-fPIC',
    soname,
    `-Wl,--version-script=${map}`,
  )
  await gcc(
    'void hello(void); int main(void) { hello(); return 0; }',
    'hello',
    '-x',
    'none',
    join(folder, 'libhello.so.1'),
  )
  await gcc('int main(void) { return 0; }', 'static', '-static')
  const theirs = await rpmbuild(SPEC, {
    _builddir: folder,
    debug_package: '%{nil}',
    __os_install_post: '%{nil}',
  })
  const paths = ['/usr/bin/hello', '/usr/bin/static', '/usr/lib64/libhello.so.1']
  const entries = await Promise.all(
    paths.map(async (path): Promise<PackagedFile> => {
      const content = await fileContent(join(folder, path.slice(path.lastIndexOf('/') + 1)))
      const links = await readLinks(content, path)
      return { type: 'file', path, mode: 0o755, content, ...(links === undefined ? {} : { links }) }
    }),
  )
  const ours = await onDisk(await build({ version: '1', entries }))
  const recorded = await relationsOf(theirs.binary)
  expect(recorded.length).toBeGreaterThan(5)
  expect(await relationsOf(ours)).toEqual(recorded)
})

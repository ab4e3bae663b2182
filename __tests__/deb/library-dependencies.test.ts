import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { dependsOf } from '../../src/deb/depends.ts'
import { KNOWN_LIBRARIES, packagesOf } from '../../src/deb/libraries.ts'
import { libraryDependencies } from '../../src/deb/library-dependencies.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import type { DynamicLinks } from '../../src/recipe/dynamic-links.ts'
import { RELEASES, type Release, installedRoot, missingFor } from '../clients/fresh-root.ts'
import { allLinkedFiles, linkedFiles } from '../support/elf-files.ts'
import { PROGRAM } from '../support/linked-program.ts'
import { isInstalled, run, temporaryDirectory, testUnlessMissing, testWith } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'
import { sample } from './sample.ts'

function program(
  changes: Partial<DynamicLinks> & { readonly versions?: readonly string[] } = {},
): PackagedEntry {
  const { versions = ['libc.so.6 GLIBC_2.34'], ...links } = changes
  return {
    type: 'file',
    path: '/usr/bin/hello',
    mode: 0o755,
    content: contentOf(Buffer.from('hello')),
    links: {
      ...PROGRAM,
      versionNeeds: versions.map((text) => {
        const [library = '', version = '', weak] = text.split(' ')
        return { library, version, isWeak: weak === 'weak' }
      }),
      ...links,
    },
  }
}

const found = (...entries: readonly PackagedEntry[]) => libraryDependencies({ arch: 'amd64', entries })

test.each<readonly [string, PackagedEntry, readonly string[]]>([
  [
    'the highest version of glibc, as numbers',
    program({ versions: ['libc.so.6 GLIBC_2.4', 'libm.so.6 GLIBC_2.29', 'libc.so.6 GLIBC_2.2.5'] }),
    ['libc6 (>= 2.29)'],
  ],
  [
    'a mark of glibc',
    program({ versions: ['libc.so.6 GLIBC_2.34', 'libc.so.6 GLIBC_ABI_DT_RELR'] }),
    ['libc6 (>= 2.36)'],
  ],
  [
    'a version that may be missing',
    program({ versions: ['libc.so.6 GLIBC_2.17', 'libc.so.6 GLIBC_2.38 weak'] }),
    ['libc6 (>= 2.17)'],
  ],
  ['private versions', program({ versions: ['libc.so.6 GLIBC_PRIVATE'] }), ['libc6']],
  ['the dynamic linker alone', program({ needed: [], versions: [] }), ['libc6']],
  [
    'C++',
    program({
      needed: ['libstdc++.so.6', 'libgcc_s.so.1', 'libc.so.6'],
      versions: ['libstdc++.so.6 GLIBCXX_3.4.30', 'libstdc++.so.6 CXXABI_1.3.15', 'libgcc_s.so.1 GCC_4.2.0'],
    }),
    ['libc6', 'libgcc-s1 (>= 4.2) | libgcc1 (>= 4.2)', 'libstdc++6 (>= 14)'],
  ],
  [
    'a renamed package',
    program({
      needed: ['libssl.so.3', 'libcrypto.so.3', 'libc.so.6'],
      versions: ['libcrypto.so.3 OPENSSL_3.2.0', 'libssl.so.3 OPENSSL_3.0.0'],
    }),
    ['libc6', 'libssl3t64 (>= 3.2.0) | libssl3 (>= 3.2.0)'],
  ],
  [
    'a family',
    program({ needed: ['libicuuc.so.72', 'libicudata.so.72', 'libpython3.13.so.1.0'], versions: [] }),
    ['libc6', 'libicu72', 'libpython3.13t64 | libpython3.13'],
  ],
  [
    'a library, which has no dynamic linker',
    program({ kind: 'library', interpreter: undefined }),
    ['libc6 (>= 2.34)'],
  ],
  ['another architecture', program({ architectures: ['386'] }), []],
  [
    'musl',
    program({ interpreter: '/lib/ld-musl-x86_64.so.1', needed: ['libc.musl-x86_64.so.1'], versions: [] }),
    ['musl'],
  ],
])('%s', (_, entry, depends) => {
  expect(found(entry)).toEqual({ depends, unknown: [] })
})

test('a library that is not known is named once; one of the package itself is not asked for', () => {
  const needs = { needed: ['libhello.so.1', 'libother.so.2', 'libc.so.6'] }
  const library: PackagedEntry = {
    type: 'symlink',
    path: '/usr/lib/hello/libhello.so.1',
    target: 'libhello.so.1.2',
  }
  expect(found(program(needs), program(needs), library)).toEqual({
    depends: ['libc6 (>= 2.34)'],
    unknown: [{ soname: 'libother.so.2', path: '/usr/bin/hello' }],
  })
})

test('a library of the package itself is known by the name that it says, too', () => {
  const needs = { needed: ['libhello.so.1', 'libc.so.6'] }
  const library = { ...program({ soname: 'libhello.so.1' }), path: '/usr/lib/hello/plugin.so' }
  expect(found(program(needs), library).unknown).toEqual([])
  expect(found(program(needs), { ...library, path: '/usr/lib/libhello.so.1' }).unknown).toEqual([])
  const other = { ...program({ soname: 'libhello.so.2' }), path: '/usr/lib/hello/plugin.so' }
  expect(found(program(needs), other).unknown).toEqual([{ soname: 'libhello.so.1', path: '/usr/bin/hello' }])
})

test("Debian's libraries are not for musl", () => {
  const entry = program({
    interpreter: '/lib/ld-musl-x86_64.so.1',
    needed: ['libssl.so.3', 'libc.so'],
    versions: [],
  })
  expect(found(entry)).toEqual({
    depends: ['musl'],
    unknown: [{ soname: 'libssl.so.3', path: '/usr/bin/hello' }],
  })
})

test.each([
  [[], ['libc6 (>= 2.34)']],
  [['bash >= 5'], ['bash (>= 5)', 'libc6 (>= 2.34)']],
  [['libc6'], ['libc6 (>= 2.34)']],
  [['libc6 (>= 2.31)'], ['libc6 (>= 2.34)']],
  [['libc6 (>= 2.36)'], ['libc6 (>= 2.36)']],
  [['libc6 (<< 3)'], ['libc6 (<< 3)']],
  [['libc6-udeb | libc6'], ['libc6-udeb | libc6']],
  [['libc6:any'], ['libc6:any']],
])('beside what the author says: %j', (depends, expected) => {
  expect(dependsOf(sample({ arch: 'amd64', depends, entries: [program()] }))).toEqual(expected)
})

/** `libc6 (>= 2.34)` in parts, for each of the alternatives. */
function alternatives(text: string): readonly { readonly name: string; readonly version: string }[] {
  return text.split(' | ').map((alternative) => {
    const [, name = '', version = ''] = /^(\S+)(?: \([<>=]+ (.*)\))?$/.exec(alternative) ?? []
    return { name, version }
  })
}

async function isAtLeast(theirs: string, ours: string): Promise<boolean> {
  if (ours === '') return true
  const { code } = await run('dpkg', ['--compare-versions', theirs, 'ge', ours], { allowFailure: true })
  return code === 0
}

testWith(
  ['dpkg-shlibdeps'],
  'real programs of this machine: the packages that dpkg-shlibdeps finds, in no newer version',
  async () => {
    const folder = await temporaryDirectory()
    await mkdir(join(folder, 'debian'))
    await writeFile(join(folder, 'debian', 'control'), 'Source: x\n\nPackage: x\nArchitecture: any\n')
    const files = await linkedFiles('/', 'usr/bin', scaled(25, 1))
    const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
    let compared = 0
    for (const file of files) {
      const { depends, unknown } = libraryDependencies({ arch, entries: [file] })
      if (unknown.length > 0) continue
      const { stdout } = await run('dpkg-shlibdeps', ['-O', '--ignore-missing-info', `-e${file.source}`], {
        cwd: folder,
      })
      const theirs = stdout
        .trim()
        .replace('shlibs:Depends=', '')
        .split(', ')
        .map((text) => alternatives(text)[0])
      for (const their of theirs) {
        const ours = depends.flatMap(alternatives).find(({ name }) => name === their?.name)
        // A mark such as that of relative relocations is no symbol, and dpkg-shlibdeps looks at symbols alone.
        const isMarked = file.links.versionNeeds.some(({ version }) => version.startsWith('GLIBC_ABI_'))
        const isNoNewer = isMarked || (await isAtLeast(their?.version ?? '', ours?.version ?? ''))
        expect({ path: file.path, their, ours, isNoNewer }).toMatchObject({
          path: file.path,
          ours: { name: their?.name },
          isNoNewer: true,
        })
      }
      expect({ path: file.path, count: depends.length }).toEqual({
        path: file.path,
        count: new Set(theirs.map((their) => their?.name)).size,
      })
      compared += 1
    }
    expect(compared).toBeGreaterThan(5)
  },
  600_000,
)

describe.each(RELEASES)('the table', (release) => {
  testUnlessMissing(
    [...missingFor(release), ...(isInstalled('dpkg-query') ? [] : ['dpkg-query'])],
    `${release}: the libraries of its real programs are in the packages that it says`,
    async () => {
      const root = installedRoot(release)
      const files = await allLinkedFiles(root, 1)
      const sonames = new Set(
        files.flatMap(({ links }) => links.needed).filter((soname) => packagesOf(soname)),
      )
      const { stdout } = await run(
        'dpkg-query',
        [`--root=${root}`, '--search', ...[...sonames].map((soname) => `*/${soname}`)],
        { allowFailure: true },
      )
      const owners = new Map<string, Set<string>>()
      for (const line of stdout.split('\n')) {
        const [, owner = '', path = ''] = /^([^:]+)(?::\S+)?: (.*)$/.exec(line) ?? []
        const soname = path.slice(path.lastIndexOf('/') + 1)
        owners.set(soname, (owners.get(soname) ?? new Set()).add(owner))
      }
      const known = [...sonames].filter((soname) => owners.has(soname))
      expect(known.length).toBeGreaterThan(30)
      const wrong = known.filter(
        (soname) => !packagesOf(soname)?.some((name) => owners.get(soname)?.has(name)),
      )
      expect(wrong.map((soname) => [soname, packagesOf(soname), owners.get(soname)])).toEqual([])
    },
    300_000,
  )
})

/** The names of all packages of a release, as its apt has the index. */
async function packagesIn(release: Release): Promise<ReadonlySet<string>> {
  const lists = join(installedRoot(release), 'var/lib/apt/lists')
  const indexes = (await readdir(lists)).filter((name) => name.endsWith('_main_binary-amd64_Packages'))
  const texts = await Promise.all(indexes.map((name) => readFile(join(lists, name), 'utf8')))
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/^Package: (.*)$/gm)].map(([, name = '']) => name)),
  )
}

/** What Ubuntu renamed and Debian did not, or has instead; and of releases before these. */
const OF_OTHERS = /^(?:libgcc1|libjpeg-turbo8|libqt6(?:dbus|gui|network|widgets)6t64)$/

testUnlessMissing(
  RELEASES.flatMap(missingFor),
  'every package of the table is in the archive of some release of Debian, or known to be elsewhere',
  async () => {
    const archives = await Promise.all(RELEASES.map(packagesIn))
    expect(Math.min(...archives.map(({ size }) => size))).toBeGreaterThan(50_000)
    const names = new Set(KNOWN_LIBRARIES.flatMap((soname) => packagesOf(soname) ?? []))
    const nowhere = [...names].filter((name) => !archives.some((archive) => archive.has(name)))
    expect(nowhere.filter((name) => !OF_OTHERS.test(name))).toEqual([])
    expect(archives.filter((archive) => !archive.has('musl') || !archive.has('libc6'))).toEqual([])
  },
)

import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { PackageDescription } from '../../src/recipe/description.ts'
import type { DynamicLinks } from '../../src/recipe/dynamic-links.ts'
import { linkageFindings } from '../../src/report/linkage.ts'
import { sample } from '../deb/sample.ts'
import { PROGRAM } from '../support/linked-program.ts'

function hello(links: Partial<DynamicLinks> = {}, changes: Partial<PackageDescription> = {}) {
  return sample({
    arch: 'amd64',
    entries: [
      {
        type: 'file',
        path: '/usr/bin/hello',
        mode: 0o755,
        content: contentOf(Buffer.from('hello')),
        links: {
          ...PROGRAM,
          versionNeeds: [{ library: 'libc.so.6', version: 'GLIBC_2.38', isWeak: false }],
          ...links,
        },
      },
    ],
    ...changes,
  })
}

const everywhere = (...channels: readonly string[]) => ({ formats: ['deb', 'rpm'] as const, channels })
const NOTHING = { warnings: [], notices: [] }

test('a channel whose release has an older glibc is warned of, and both are named', () => {
  const { warnings, notices } = linkageFindings(
    hello(),
    everywhere('stable', 'bookworm', 'el9', 'trixie', 'el10'),
  )
  expect(notices).toEqual([])
  expect(warnings).toEqual([
    'hello for amd64: /usr/bin/hello needs glibc 2.38, and the channel bookworm is Debian 12, which has glibc 2.36: it ' +
      'does not start there. Build it on Debian 12 or on what has an older glibc, or link it statically; or leave the ' +
      'channel out.',
    expect.stringMatching(
      /needs glibc 2\.38, and the channel el9 is Enterprise Linux 9, which has glibc 2\.34/,
    ),
  ])
})

test('a release of the format that is not built does not matter', () => {
  expect(linkageFindings(hello(), { formats: ['rpm'], channels: ['bookworm'] })).toEqual(NOTHING)
  expect(linkageFindings(hello(), { formats: ['deb'], channels: ['el9'] })).toEqual(NOTHING)
})

test('a static program has nothing to be said', () => {
  expect(linkageFindings(sample(), everywhere('bullseye', 'el7'))).toEqual(NOTHING)
})

test('an unknown library is named, with what to write', () => {
  const odd = { needed: ['libodd_thing2.so.4', 'libc.so.6'] }
  const { warnings, notices } = linkageFindings(hello(odd), everywhere('stable'))
  expect(warnings).toEqual([])
  expect(notices).toEqual([
    'hello for amd64: /usr/bin/hello needs "libodd_thing2.so.4", and which Debian package has it is not known here. ' +
      'Write that package in depends (by its name it would be libodd-thing2-4), or link the library statically.',
  ])
  expect(linkageFindings(hello(odd, { depends: ['libodd-thing2-4v5'] }), everywhere('stable'))).toEqual(
    NOTHING,
  )
  expect(linkageFindings(hello(odd), { formats: ['rpm'], channels: ['stable'] })).toEqual(NOTHING)
})

test('a name that is none is quoted, and nothing is proposed', () => {
  const { notices } = linkageFindings(hello({ needed: ['lib x\n::error::y.so.1'] }), everywhere('stable'))
  expect(notices).toEqual([expect.stringContaining('needs "lib x\\n::error::y.so.1", and')])
  expect(notices[0]).not.toContain('by its name')
})

test('a program for musl', () => {
  const links = {
    interpreter: '/lib/ld-musl-x86_64.so.1',
    needed: ['libz.so.1', 'libc.so'],
    versionNeeds: [],
  }
  const { warnings, notices } = linkageFindings(hello(links), everywhere('el8'))
  expect(warnings).toEqual([expect.stringContaining('linked with musl and needs "/lib/ld-musl-x86_64.so.1"')])
  expect(notices).toEqual([expect.stringContaining('needs "libz.so.1" for musl')])
  expect(linkageFindings(hello(links, { depends: ['musl', 'libz'] }), everywhere('el8'))).toEqual(NOTHING)
})

test('a program that was built with Nix starts nowhere else', () => {
  const interpreter = '/nix/store/0c7c96gikmzv87i7lv3vq5s1cmfjd6zf-glibc-2.31/lib/ld-linux-x86-64.so.2'
  const { warnings } = linkageFindings(hello({ interpreter, versionNeeds: [] }), everywhere('stable'))
  expect(warnings).toEqual([
    `hello for amd64: /usr/bin/hello was built with Nix, and needs "${interpreter}", which no machine without Nix has: ` +
      'it does not start there. Link it statically (pkgsStatic), or set its interpreter and its rpath with patchelf.',
  ])
  const other = linkageFindings(hello({ interpreter: '/opt/x/ld.so.1' }), everywhere('stable'))
  expect(other.warnings).toEqual([
    expect.stringContaining('needs "/opt/x/ld.so.1", which no distribution has: it does not start there.'),
  ])
})

test.each([
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld64.so.1',
  '/usr/lib/ld.so.1',
])('a dynamic linker where distributions have it: %s', (interpreter) => {
  expect(linkageFindings(hello({ interpreter }), everywhere('stable'))).toEqual(NOTHING)
})

test('a package may bring its dynamic linker', () => {
  const interpreter = '/opt/hello/lib/ld-linux-x86-64.so.2'
  const { entries } = hello({ interpreter })
  const [program] = entries
  if (program === undefined) throw new Error('hello has a program')
  const own = hello({}, { entries: [program, { ...program, path: interpreter }] })
  expect(linkageFindings(own, everywhere('stable'))).toEqual(NOTHING)
})

test('a library that came with the program and is left out is warned of, and no package is asked for', () => {
  const program = hello({ needed: ['libhello.so.1', 'libodd.so.1', 'libc.so.6'] })
  const leftOut = ['a.tgz: lib/libhello.so.12', 'a.tgz: lib/libhello.so.1.0.2', 'a.tgz: README']
  const { warnings, notices } = linkageFindings(program, { ...everywhere('stable'), leftOut })
  expect(warnings).toEqual([
    'hello for amd64: /usr/bin/hello needs "libhello.so.1", which is left out (a.tgz: lib/libhello.so.1.0.2): without ' +
      'a configuration libraries have no place. An rpm cannot be installed so, and the program of a .deb does not ' +
      'start. Link the library statically, or describe the package in config.',
  ])
  expect(notices).toEqual([expect.stringContaining('needs "libodd.so.1", and which Debian package has it')])
})

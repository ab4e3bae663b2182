import { expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import {
  type Dependency,
  dependencyTags,
  parseDependency,
  parseObsolete,
  rpmlibFeatures,
} from '../../src/rpm/dependency.ts'
import { decodeHeader, encodeHeader } from '../../src/rpm/header.ts'
import { TAGS } from '../../src/rpm/tags.ts'

test.each([
  ['bash', { name: 'bash', flags: 0, version: '' }],
  ['bash >= 5', { name: 'bash', flags: 12, version: '5' }],
  ['bash>=5', { name: 'bash', flags: 12, version: '5' }],
  ['perl(Foo::Bar)=1', { name: 'perl(Foo::Bar)', flags: 8, version: '1' }],
  ['libc6 (>= 2.36)', { name: 'libc6', flags: 12, version: '2.36' }],
  ['libc6(>=2.36)', { name: 'libc6', flags: 12, version: '2.36' }],
  [' a  <  1:2~rc-3 ', { name: 'a', flags: 2, version: '1:2~rc-3' }],
  ['a (<< 2)', { name: 'a', flags: 2, version: '2' }],
  ['a (>> 2)', { name: 'a', flags: 4, version: '2' }],
  ['a == 2', { name: 'a', flags: 8, version: '2' }],
  ['a = 123456789:10-23', { name: 'a', flags: 8, version: '123456789:10-23' }],
  ['a <= 2', { name: 'a', flags: 10, version: '2' }],
  ['a = 2', { name: 'a', flags: 8, version: '2' }],
  ['/bin/sh', { name: '/bin/sh', flags: 0, version: '' }],
  ['perl(Foo::Bar) > 1', { name: 'perl(Foo::Bar)', flags: 4, version: '1' }],
  ['libc.so.6(GLIBC_2.34)(64bit)', { name: 'libc.so.6(GLIBC_2.34)(64bit)', flags: 0, version: '' }],
  ['libstdc++.so.6()(64bit)', { name: 'libstdc++.so.6()(64bit)', flags: 0, version: '' }],
])('%j is read', (text, expected) => {
  expect(parseDependency(text)).toEqual(expected)
})

test.each([
  '',
  'a | b',
  'a, b',
  'a b',
  'python3:any',
  'a [amd64]',
  'a (>= )',
  'a >=',
  'a => 1',
  'a (1)',
  'a >= 1-2-3',
  'a >= x:1',
  'a >= 1 b',
  'a >= 01:1',
  'a >= 1234567890:1',
  'a <<< 1',
  '(a or b)',
  '${shlibs:Depends}',
  'a\0b',
  '-a',
])('%j is refused, and named', (text) => {
  expect(() => parseDependency(text)).toThrow(
    `depends: ${JSON.stringify(text)} is nothing that an rpm can require`,
  )
})

test('what rpm must know follows from versions and files', () => {
  const names = (version: string, has: boolean) =>
    rpmlibFeatures([{ name: 'a', flags: 8, version }], {
      hasLargeFiles: has,
      hasScriptArguments: has,
      compression: has ? 'zstd' : 'gzip',
    }).map(({ name }) => name)
  const always = ['rpmlib(CompressedFileNames)', 'rpmlib(PayloadFilesHavePrefix)', 'rpmlib(FileDigests)']
  expect(names('1', false)).toEqual(always)
  expect(names('1~rc^git', true)).toEqual([
    ...always.slice(0, 2),
    'rpmlib(ScriptletInterpreterArgs)',
    'rpmlib(FileDigests)',
    'rpmlib(TildeInVersions)',
    'rpmlib(LargeFiles)',
    'rpmlib(CaretInVersions)',
    'rpmlib(PayloadIsZstd)',
  ])
})

test('what is refused says how to write it', () => {
  expect(() => parseDependency('a | b', 'recommends')).toThrow(
    new PublishError(
      'PACKAGE',
      'recommends: "a | b" is nothing that an rpm can say there; write one a line, as `NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`',
    ),
  )
})

test('packages are replaced, and nothing else', () => {
  for (const name of ['a', 'old', 'old-name_1.2+3']) {
    expect(parseObsolete(`${name} < 2`)).toEqual({ name, flags: 2, version: '2' })
  }
  for (const name of ['/bin/sh', 'perl(Foo)', 'größe', 'a@b']) {
    expect(() => parseObsolete(name)).toThrow(`replaces: "${name}" is nothing`)
  }
})

test('every feature of rpm has the version that brought it', () => {
  const features = (compression: 'xz' | 'zstd') => {
    const relations = ['1', '1~rc', '1^git'].map((version) => ({ name: 'a', flags: 8, version }))
    const found = rpmlibFeatures(relations, { hasLargeFiles: true, hasScriptArguments: true, compression })
    expect(new Set(found.map(({ flags }) => flags))).toEqual(new Set([0x100000a]))
    return found.map(({ name, version }) => `${name} ${version}`)
  }
  const common = [
    'rpmlib(CompressedFileNames) 3.0.4-1',
    'rpmlib(PayloadFilesHavePrefix) 4.0-1',
    'rpmlib(ScriptletInterpreterArgs) 4.0.3-1',
    'rpmlib(FileDigests) 4.6.0-1',
    'rpmlib(TildeInVersions) 4.10.0-1',
    'rpmlib(LargeFiles) 4.12.0-1',
    'rpmlib(CaretInVersions) 4.15.0-1',
  ]
  expect(features('xz')).toEqual([...common, 'rpmlib(PayloadIsXz) 5.2-1'])
  expect(features('zstd')).toEqual([...common, 'rpmlib(PayloadIsZstd) 5.4.18-1'])
})

const dependency = (name: string, flags = 0, version = ''): Dependency => ({ name, flags, version })

test.each([
  ['provide', TAGS.PROVIDENAME, TAGS.PROVIDEFLAGS, TAGS.PROVIDEVERSION],
  ['require', TAGS.REQUIRENAME, TAGS.REQUIREFLAGS, TAGS.REQUIREVERSION],
  ['recommend', TAGS.RECOMMENDNAME, TAGS.RECOMMENDFLAGS, TAGS.RECOMMENDVERSION],
  ['suggest', TAGS.SUGGESTNAME, TAGS.SUGGESTFLAGS, TAGS.SUGGESTVERSION],
  ['conflict', TAGS.CONFLICTNAME, TAGS.CONFLICTFLAGS, TAGS.CONFLICTVERSION],
  ['obsolete', TAGS.OBSOLETENAME, TAGS.OBSOLETEFLAGS, TAGS.OBSOLETEVERSION],
] as const)(
  'tags of what a package can %s are in order, each dependency once',
  (relation, names, flags, versions) => {
    const inOrder = [
      dependency('B', 0),
      dependency('a', 0),
      dependency('a', 4, '1'),
      dependency('a', 8, '1'),
      dependency('a', 2, '2'),
      dependency('a', 0, 'b'),
      dependency('ab', 0, ''),
      dependency('b', 0, '0'),
      dependency('c', 0),
    ]
    for (const some of [inOrder, inOrder.toReversed(), [...inOrder.slice(4), ...inOrder]]) {
      const header = decodeHeader(encodeHeader(dependencyTags(relation, some), 'main'), 'main', 'it')
      expect(header.strings(names)).toEqual(inOrder.map(({ name }) => name))
      expect(header.numbers(flags)).toEqual(inOrder.map((each) => each.flags))
      expect(header.strings(versions)).toEqual(inOrder.map(({ version }) => version))
    }
  },
)

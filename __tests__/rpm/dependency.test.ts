import { expect, test } from '@jest/globals'
import { parseDependency, rpmlibFeatures } from '../../src/rpm/dependency.ts'

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

import { expect, test } from '@jest/globals'
import {
  FIRST_BASEARCHES,
  archListing,
  isPerArchitecture,
  repositoryArch,
  rpmFileName,
  rpmFolder,
  rpmKeyName,
} from '../../src/rpm/layout.ts'

test('files are called as rpm calls them, keys without a plus', () => {
  const pkg = { name: 'g++', version: '1.2+3', release: '4', arch: 'x86_64' }
  expect(rpmFileName(pkg)).toBe('g++-1.2+3-4.x86_64.rpm')
  expect(rpmKeyName(pkg)).toBe('g..-1.2.3-4.x86_64.rpm')
})

test('folders are the template, filled in', () => {
  expect(rpmFolder('rpm/{channel}/{arch}', 'stable', 'x86_64')).toBe('rpm/stable/x86_64/')
  expect(rpmFolder('rpm', 'stable', 'x86_64')).toBe('rpm/')
  expect(rpmFolder('', 'stable', 'x86_64')).toBe('')
  expect(['a/{arch}', 'a/{channel}', ''].map(isPerArchitecture)).toEqual([true, false, false])
})

test('packages of no architecture belong to all repositories', () => {
  expect(['noarch', 'i686', 'x86_64'].map((arch) => repositoryArch({ arch }))).toEqual([
    undefined,
    'i386',
    'x86_64',
  ])
  expect(FIRST_BASEARCHES).toEqual(['x86_64', 'aarch64'])
})

test.each([
  ['rpm/{channel}/{arch}', { folder: 'rpm/stable/', prefix: '', suffix: '' }],
  ['rpm/{arch}/{channel}', { folder: 'rpm/', prefix: '', suffix: '' }],
  ['rpm/el-{arch}-x/{channel}', { folder: 'rpm/', prefix: 'el-', suffix: '-x' }],
  ['{channel}-{arch}.d', { folder: '', prefix: 'stable-', suffix: '.d' }],
  ['{arch}', { folder: '', prefix: '', suffix: '' }],
])('architectures of %s are looked for where they are', (template, expected) => {
  expect(archListing(template, 'stable')).toEqual(expected)
})

import { expect, test } from '@jest/globals'
import { debianArchitecture, isArchitecture } from '../../src/deb/architecture.ts'
import { debianVersion } from '../../src/deb/debian-version.ts'
import { debianDependency } from '../../src/deb/dependency.ts'
import { debianName } from '../../src/deb/name.ts'
import { PublishError } from '../../src/errors.ts'
import { ARCHITECTURES } from '../../src/recipe/architecture.ts'
import { run, testWith } from '../support/programs.ts'

const message = (act: () => unknown): string => {
  try {
    return `nothing thrown, but ${String(act())}`
  } catch (error) {
    expect(error).toBeInstanceOf(PublishError)
    expect(error).toMatchObject({ code: 'PACKAGE' })
    return (error as Error).message
  }
}

test.each([
  ['1.2.3', undefined, '1.2.3'],
  ['1.2.3', '2', '1.2.3-2'],
  ['1.2.3-rc.1', undefined, '1.2.3~rc.1'],
  ['1.2.3-rc.1', '1~bpo12+1', '1.2.3~rc.1-1~bpo12+1'],
  ['1.2.3-rc.1+build.5', undefined, '1.2.3~rc.1+build.5'],
  ['1.2.3+20260101', undefined, '1.2.3+20260101'],
  ['1.2-beta2', undefined, '1.2~beta2'],
  ['20260101', undefined, '20260101'],
  ['1.2.3~rc1', undefined, '1.2.3~rc1'],
  ['2:1.2.3', undefined, '2:1.2.3'],
])('version %s, release %s: %s', (version, release, expected) => {
  expect(debianVersion({ version, ...(release === undefined ? {} : { release }) })).toBe(expected)
})

test.each([
  ['Hello', 'hello'],
  ['my_tool', 'my-tool'],
  ['.hidden', 'hidden'],
  ['@scope/tool', 'scope-tool'],
])('name %s is refused; %s is proposed', (name, proposal) => {
  expect(message(() => debianName(name))).toContain(`write ${JSON.stringify(proposal)} instead`)
  expect(debianName(proposal)).toBe(proposal)
})

test('names', () => {
  for (const name of ['hello', 'g++', 'lib2.0-dev', '0ad']) expect(debianName(name)).toBe(name)
  for (const name of ['', 'x', 'é', 'a'.repeat(129), 'a/../b', 'a\nb']) message(() => debianName(name))
})

test.each([
  ['bash', 'bash'],
  ['bash >= 5', 'bash (>= 5)'],
  ['libc6 (>= 2.36)', 'libc6 (>= 2.36)'],
  ['libc6(>=2.36)', 'libc6 (>= 2.36)'],
  ['a < 2', 'a (<< 2)'],
  ['aa == 1:2-3', 'aa (= 1:2-3)'],
  ['python3:any (>= 3.9)', 'python3:any (>= 3.9)'],
  ['mail-transport-agent | postfix >= 3', 'mail-transport-agent | postfix (>= 3)'],
])('dependency %j', (text, expected) => {
  if (text.startsWith('a ')) expect(message(() => debianDependency(text))).toMatch(/^depends: /)
  else expect(debianDependency(text)).toBe(expected)
})

test.each([
  '',
  'aa, bb',
  'aa (< 2)',
  'aa (> 2)',
  'aa >= ',
  'aa >= v1',
  'perl(Foo)',
  '/bin/sh',
  'aa\nPackage: x',
  'aa |',
  'aa [amd64]',
])('no dependency: %j', (text) => {
  expect(message(() => debianDependency(text))).toMatch(/^depends: .* is nothing that a \.deb can depend on/)
})

test('architectures', () => {
  for (const arch of ARCHITECTURES) expect(isArchitecture(debianArchitecture(arch))).toBe(true)
  expect(
    ['386', 'arm5', 'arm6', 'arm7', 'ppc64le', 'mips64le', 'all'].map((it) =>
      debianArchitecture(it as '386'),
    ),
  ).toEqual(['i386', 'armel', 'armhf', 'armhf', 'ppc64el', 'mips64el', 'all'])
  for (const name of ['company-one', 'linux-anything', 'many']) expect(isArchitecture(name)).toBe(true)
  for (const name of ['', 'any', 'source', 'linux-any', 'any-amd64', 'a b', 'AMD64', '../x', 'amd64\n']) {
    expect(isArchitecture(name)).toBe(false)
  }
})

testWith(['dpkg-architecture'], 'every architecture of dpkg is taken', async () => {
  const known = (await run('dpkg-architecture', ['-L'])).stdout.trim().split('\n')
  expect(known.filter((name) => !isArchitecture(name))).toEqual([])
})

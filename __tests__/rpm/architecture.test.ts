import { expect, test } from '@jest/globals'
import { ARCHITECTURES } from '../../src/recipe/architecture.ts'
import { basearch, isaOf, rpmArchitecture } from '../../src/rpm/architecture.ts'
import { run, testWith } from '../support/programs.ts'

test.each([
  ['i686', 'i386'],
  ['i386', 'i386'],
  ['armv7hl', 'armhfp'],
  ['armv7hnl', 'armhfp'],
  ['armv6hl', 'armhfp'],
  ['armv5tel', 'arm'],
  ['armv7l', 'arm'],
  ['x86_64', 'x86_64'],
  ['noarch', 'noarch'],
  ['riscv64', 'riscv64'],
  ['something', 'something'],
])('the basearch of %s is %s', (arch, expected) => {
  expect(basearch(arch)).toBe(expected)
})

/** Besides our own, what a package may say in their place. */
const OTHERS = [
  'i486',
  'i686',
  'athlon',
  'pentium4',
  'amd64',
  'armv7l',
  'armv7hnl',
  'armv8hl',
  'ppc64',
  'ppc64p7',
]

testWith(['rpm'], 'instruction sets are named as rpm names them', async () => {
  const own = ARCHITECTURES.filter((arch) => arch !== 'all').map(rpmArchitecture)
  for (const arch of [...own, ...OTHERS]) {
    const target = ['--target', `${arch}-linux`, '--eval', '%{__isa}']
    expect([arch, (await run('rpm', target)).stdout.trim()]).toEqual([arch, isaOf(arch)])
  }
  expect(rpmArchitecture('all')).toBe('noarch')
  expect(['noarch', 'sparc9000', 'x86_64_v3'].map(isaOf)).toEqual([undefined, undefined, 'x86-64'])
})

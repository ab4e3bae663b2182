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

testWith(['rpm'], 'instruction sets are named as rpm names them', async () => {
  for (const arch of ARCHITECTURES.filter((arch) => arch !== 'all')) {
    const target = ['--target', `${rpmArchitecture(arch)}-linux`, '--eval', '%{__isa}']
    expect([arch, (await run('rpm', target)).stdout.trim()]).toEqual([arch, isaOf(arch)])
  }
  expect([rpmArchitecture('all'), isaOf('all')]).toEqual(['noarch', undefined])
})

import { expect, test } from '@jest/globals'
import { ARCHITECTURES, type Architecture } from '../../src/recipe/architecture.ts'
import { basearch, isaOf, rpmArchitecture } from '../../src/rpm/architecture.ts'
import { run, testWith } from '../support/programs.ts'

test.each([
  ['arm', ['armv5tejl', 'armv5tel', 'armv5tl', 'armv6l', 'armv7l', 'armv8l']],
  ['armhfp', ['armv6hl', 'armv7hl', 'armv7hnl', 'armv8hl']],
  ['i386', ['athlon', 'geode', 'i386', 'i486', 'i586', 'i686']],
  ['ppc64', ['ppc64iseries', 'ppc64p7', 'ppc64pseries']],
  ['sh4', ['sh4a']],
  ['sparc', ['sparc64', 'sparc64v', 'sparcv8', 'sparcv9', 'sparcv9v']],
  ['x86_64', ['amd64', 'ia32e', 'x86_64']],
  ['noarch', ['noarch']],
  ['riscv64', ['riscv64']],
  ['something', ['something']],
])('the basearch %s is that of %j', (expected, archs) => {
  expect(archs.map(basearch)).toEqual(archs.map(() => expected))
})

test('names and instruction sets of all architectures', () => {
  const named = (arch: Architecture) => [rpmArchitecture(arch), isaOf(rpmArchitecture(arch))]
  expect(Object.fromEntries(ARCHITECTURES.map((arch) => [arch, named(arch)]))).toEqual({
    amd64: ['x86_64', 'x86-64'],
    arm64: ['aarch64', 'aarch-64'],
    '386': ['i386', 'x86-32'],
    arm5: ['armv5tel', 'armv5tel-32'],
    arm6: ['armv6hl', 'armv6hl-32'],
    arm7: ['armv7hl', 'armv7hl-32'],
    ppc64le: ['ppc64le', 'ppc-64'],
    s390x: ['s390x', 's390-64'],
    riscv64: ['riscv64', 'riscv-64'],
    loong64: ['loongarch64', 'loongarch64-64'],
    mips64le: ['mips64el', 'mips-64'],
    all: ['noarch', undefined],
  })
})

test.each([
  ['x86-64', ['x86_64_v2', 'x86_64_v3', 'x86_64_v4', 'amd64', 'ia32e']],
  ['x86-32', ['i486', 'i586', 'i686', 'athlon', 'geode', 'pentium3', 'pentium4']],
  ['armv7hl-32', ['armv7hnl']],
  ['armv8hl-32', ['armv8hl']],
  ['arm0-32', ['arm0']],
  ['ppc-64', ['ppc64', 'ppc64p7']],
  [undefined, ['x86_64_v1', 'x86_64_v5', 'xamd64', 'amd64x', 'ia32e1', 'i786', 'xi686', 'i686x']],
  [undefined, ['pentium2', 'pentium5', 'pentium33', 'arm', 'armv8_hl', 'xarmv8hl', 'xarmv7hnl', 'arm_']],
  [undefined, ['ppc', 'ppc64p8', 'xppc64', 'ppc64p7x', 'sparc9000', '']],
])('the instruction set %s is that of %j', (expected, archs) => {
  expect(archs.map(isaOf)).toEqual(archs.map(() => expected))
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

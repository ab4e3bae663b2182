import { expect, test } from '@jest/globals'
import type { Architecture } from '../../../src/recipe/architecture.ts'
import type { ConfiguredPackage } from '../../../src/recipe/config/configured.ts'
import { assertOneArmhf } from '../../../src/recipe/config/one-armhf.ts'
import type { PackageDescription } from '../../../src/recipe/description.ts'
import { describe as described } from '../../support/publishing.ts'

const deb = (arch: Architecture, changes: Partial<PackageDescription> = {}): ConfiguredPackage => ({
  file: 'nfpm.yaml',
  format: 'deb',
  description: described({ arch, ...changes }),
  saysDepends: false,
})

test('arm6 and arm7 would both be armhf', () => {
  for (const [first, second] of [
    ['arm6', 'arm7'],
    ['arm7', 'arm6'],
  ] as const)
    expect(() => assertOneArmhf([deb(first), deb('arm64'), deb(first), deb(second)])).toThrow(
      expect.objectContaining({
        code: 'INPUT',
        message:
          `nfpm.yaml: hello 1.0 for ${first} and for ${second} would both be the armhf deb. Build one of them (what is ` +
          'built for arm6 runs on arm7 too), or give one another deb.arch.',
      }),
    )
})

test.each([
  ['others of Arm', [deb('arm5'), deb('arm6'), deb('arm64')]],
  ['the same twice', [deb('arm7'), deb('arm7')]],
  ['another name', [deb('arm6'), deb('arm7', { name: 'other' })]],
  ['another version', [deb('arm6'), deb('arm7', { version: '2.0' })]],
  ['one of its own', [deb('arm6', { deb: { architecture: 'armel' } }), deb('arm7')]],
])('%s are no two of armhf', (_, debs) => {
  expect(() => assertOneArmhf(debs)).not.toThrow()
})

import { expect, test } from '@jest/globals'
import { compareVersions } from '../../src/rpm/evr.ts'
import { rpmVersion } from '../../src/rpm/version.ts'

test.each([
  ['1.2.3', '1.2.3'],
  ['1.2.3-rc.1', '1.2.3~rc.1'],
  ['1.2.3-4', '1.2.3~4'],
  ['1.2.3+meta.7', '1.2.3+meta.7'],
  ['1.2.3-beta+exp.sha', '1.2.3~beta+exp.sha'],
  ['2026.11', '2026.11'],
  ['1.2.3~rc1', '1.2.3~rc1'],
  ['1.2.3^20261121', '1.2.3^20261121'],
])('%s is %s', (version, expected) => {
  expect(rpmVersion({ version })).toEqual({ version: expected, release: '1' })
})

test('a hyphen within a part that is given becomes an underscore', () => {
  const versionParts = { epoch: 2, base: '1.2', prerelease: 'a-b-c', metadata: 'd-e', snapshot: 'f-g' }
  expect(rpmVersion({ version: 'x', versionParts })).toEqual({
    epoch: 2,
    version: '1.2~a_b_c+d_e^f_g',
    release: '1',
  })
})

test('a pre-release is older than its release', () => {
  const { version } = rpmVersion({ version: '1.2.3-rc.1' })
  expect(compareVersions(version, '1.2.3')).toBeLessThan(0)
})

test.each(['', '1.2.3\n', 'é', '-', '1'.repeat(129)])('%j is refused', (version) => {
  expect(() => rpmVersion({ version })).toThrow(/version: .* is none that an rpm can have/)
})

test('the release is taken as it is, or refused', () => {
  expect(rpmVersion({ version: '1', release: '2.el9' })).toEqual({ version: '1', release: '2.el9' })
  expect(() => rpmVersion({ version: '1', release: '1-2' })).toThrow(/release: "1-2".*write "1.2" instead/)
  expect(() => rpmVersion({ version: '1', release: '' })).toThrow(/release: ""/)
})

test('an epoch has 32 bits', () => {
  expect(rpmVersion({ version: '1', epoch: 2 ** 32 - 1 })).toMatchObject({ epoch: 2 ** 32 - 1 })
  expect(() => rpmVersion({ version: '1', epoch: 2 ** 32 })).toThrow(
    expect.objectContaining({ code: 'PACKAGE' }),
  )
})

import { expect, test } from '@jest/globals'
import { debianVersion } from '../../src/deb/debian-version.ts'
import { type NfpmVersion, nfpmVersion } from '../../src/recipe/nfpm-version.ts'
import { printEvr } from '../../src/rpm/evr.ts'
import { rpmVersion } from '../../src/rpm/version.ts'
import { dpkgOrders, rpmOrders } from '../support/orders.ts'
import { testWith } from '../support/programs.ts'

const asDeb = (given: NfpmVersion) => debianVersion(nfpmVersion(given))
const asRpm = (given: NfpmVersion) => printEvr(rpmVersion(nfpmVersion(given)))

const semantic = { schema: 'semver' } as const
const asItIs = { schema: 'none' } as const

/** As nFPM's own packages have it, but for what no rpm can have in a version (hyphens of metadata, an epoch), and days. */
const TABLE: readonly (readonly [NfpmVersion, string, string])[] = [
  [{ version: '1.2.3' }, '1.2.3', '1.2.3-1'],
  [{ version: 'v1.2.3' }, '1.2.3', '1.2.3-1'],
  [{ version: 'v1.2.3', ...semantic, release: '4' }, '1.2.3-4', '1.2.3-4'],
  [{ version: '1.2' }, '1.2.0', '1.2.0-1'],
  [{ version: 'v7' }, '7.0.0', '7.0.0-1'],
  [{ version: '26.04' }, '26.4.0', '26.4.0-1'],
  [{ version: '18446744073709551615' }, '18446744073709551615.0.0', '18446744073709551615.0.0-1'],
  [{ version: '18446744073709551616' }, '18446744073709551616', '18446744073709551616-1'],
  [{ version: '1.2.3.4' }, '1.2.3.4', '1.2.3.4-1'],
  [{ version: '2026-11-21' }, '2026.11.21', '2026.11.21-1'],
  [{ version: '2026-09-30-2', release: '3' }, '2026.09.30.2-3', '2026.09.30.2-3'],
  [{ version: '2026-21' }, '2026.0.0~21', '2026.0.0~21-1'],
  [{ version: '1.2.3-rc.1' }, '1.2.3~rc.1', '1.2.3~rc.1-1'],
  [{ version: '1.2.3-4' }, '1.2.3~4', '1.2.3~4-1'],
  [{ version: '1.2.3-rc.1+git.5' }, '1.2.3~rc.1+git.5', '1.2.3~rc.1+git.5-1'],
  [{ version: '1.2.4-SNAPSHOT-abcdef' }, '1.2.4~SNAPSHOT-abcdef', '1.2.4~SNAPSHOT_abcdef-1'],
  [{ version: '1.2.4-SNAPSHOT-abc', release: '2' }, '1.2.4~SNAPSHOT-abc-2', '1.2.4~SNAPSHOT_abc-2'],
  [{ version: '1.2.3+a-b' }, '1.2.3+a-b', '1.2.3+a_b-1'],
  [{ version: '1.2.3-rc.1', prerelease: 'beta1' }, '1.2.3~beta1', '1.2.3~beta1-1'],
  [{ version: '1.2.3+a', metadata: 'git' }, '1.2.3+git', '1.2.3+git-1'],
  [{ version: '1.2.3', prerelease: 'beta1', metadata: 'git' }, '1.2.3~beta1+git', '1.2.3~beta1+git-1'],
  [{ version: '1.2.3', epoch: '2', release: '1' }, '2:1.2.3-1', '2:1.2.3-1'],
  [{ version: '1.2.3', epoch: '0' }, '0:1.2.3', '0:1.2.3-1'],
  [{ version: '1.2.3', epoch: '', prerelease: '', metadata: '', release: '' }, '1.2.3', '1.2.3-1'],
  [{ version: '1.2', ...asItIs }, '1.2', '1.2-1'],
  [{ version: '26.04', ...asItIs }, '26.04', '26.04-1'],
  [{ version: '1.10', ...asItIs, prerelease: 'rc1' }, '1.10~rc1', '1.10~rc1-1'],
  [{ version: '1.0rc2', ...asItIs }, '1.0rc2', '1.0rc2-1'],
  [{ version: '0.1.3-1', ...asItIs }, '0.1.3-1', '0.1.3-1'],
  [{ version: '2:0.1.3-2ubuntu1', ...asItIs }, '2:0.1.3-2ubuntu1', '2:0.1.3-2ubuntu1'],
  [{ version: '1.2.3-01' }, '1.2.3-01', '1.2.3-01'],
  [{ version: '1.2.3-001' }, '1.2.3-001', '1.2.3-001'],
  [{ version: '1.2.3-0' }, '1.2.3~0', '1.2.3~0-1'],
  [{ version: '1.2.3-01a' }, '1.2.3~01a', '1.2.3~01a-1'],
  [{ version: '1.2.3-a01' }, '1.2.3~a01', '1.2.3~a01-1'],
  [{ version: '1.2.3.4-2' }, '1.2.3.4-2', '1.2.3.4-2'],
  [{ version: '2:1.2', ...asItIs }, '2:1.2', '2:1.2-1'],
  [{ version: '2:1.2' }, '2:1.2', '2:1.2-1'],
  [{ version: '2:1.2', epoch: '2' }, '2:1.2', '2:1.2-1'],
]

test.each(TABLE)('%j is %s, and %s', (given, deb, rpm) => {
  expect(asDeb(given)).toBe(deb)
  expect(asRpm(given)).toBe(rpm)
})

test.each([
  ['1.2.3-rc-1', 'none'],
  ['2026-11-21', 'none'],
  ['1.2.3.4-rc1', 'semver'],
  ['1.2.3-rc..1', 'semver'],
] as const)('%s of the schema %s stays as it is, which only Debian has', (version, schema) => {
  expect(asDeb({ version, schema })).toBe(version)
  expect(() => asRpm({ version, schema })).toThrow(/^version: .* is none that an rpm can have: .*; write "/)
})

test('a version with a revision and a release of its own is one of Debian’s', () => {
  const given = { version: '0.1.3-1', release: '2', ...asItIs }
  expect(asDeb(given)).toBe('0.1.3-1-2')
  expect(() => asRpm(given)).toThrow(/^version: .* is none that an rpm can have/)
})

test.each([
  [{ prerelease: 'rc1' }, '0.1.3-1~rc1'],
  [{ metadata: 'git' }, '0.1.3-1+git'],
])('a version with a revision and %j too', (more, expected) => {
  expect(asDeb({ version: '0.1.3-1', ...more, ...asItIs })).toBe(expected)
})

test('what neither format has is an error that names the key', () => {
  expect(() => asDeb({ version: 'v1.2', ...asItIs })).toThrow(/^version: "v1\.2" .*; write "1\.2" instead/)
  expect(() => asDeb({ version: '1.2', prerelease: 'a_b' })).toThrow(/^prerelease: .*; write "a\.b" instead/)
  expect(() => asRpm({ version: '1.2', metadata: 'a:b' })).toThrow(
    /^version_metadata: .*; write "a\.b" instead/,
  )
  expect(() => asDeb({ version: '1.2', release: '1-2' })).toThrow(/^release: .*; write "1\.2" instead/)
  expect(() => asDeb({ version: '1:2', epoch: '3' })).toThrow(
    /^epoch: is 3, but the version begins with the epoch 1/,
  )
  for (const epoch of ['one', '-1', '1.0', '99999999999']) {
    expect(() => nfpmVersion({ version: '1', epoch })).toThrow(
      expect.objectContaining({
        code: 'PACKAGE',
        message: `epoch: "${epoch}" is no number; write one, as in 1`,
      }),
    )
  }
})

testWith(
  ['dpkg', 'rpm'],
  'commits after a tag are newer than it, and older than what comes next',
  async () => {
    const versions = [
      '1.2.3-rc.1',
      '1.2.3-rc.1-4-gabc1234',
      '1.2.3',
      '1.2.3-4-gdef5678',
      '1.2.3-10-g0123abc',
      '1.2.4-rc.1',
    ]
    const pairs = (print: typeof asDeb) =>
      versions
        .slice(1)
        .map((version, at) => [print({ version: versions[at] ?? '' }), print({ version })] as const)
    const older = versions.slice(1).map(() => -1)
    expect(await dpkgOrders(pairs(asDeb))).toEqual(older)
    expect(await rpmOrders(pairs(asRpm))).toEqual(older)
  },
)

test('the text of a version says its parts', () => {
  expect(nfpmVersion({ version: 'v1.2', prerelease: 'rc1', metadata: 'git' }).version).toBe('1.2.0-rc1+git')
  expect(nfpmVersion({ version: '1.2.3-4-gabc1234' }).version).toBe('1.2.3+4.gabc1234')
  expect(nfpmVersion({ version: 'v1', ...asItIs }).version).toBe('v1')
  expect(nfpmVersion({ version: '1.2.3+a-4-gabc1234' }).version).toBe('1.2.3+a.4.gabc1234')
})

test('parts that a version has not are left out', () => {
  expect(nfpmVersion({ version: 'v1.2' })).toStrictEqual({
    version: '1.2.0',
    versionParts: { base: '1.2.0' },
  })
  expect(nfpmVersion({ version: '1.2.3-4', epoch: '0', release: '5' })).toStrictEqual({
    version: '1.2.3-4',
    versionParts: { base: '1.2.3', prerelease: '4' },
    epoch: 0,
    release: '5',
  })
  expect(nfpmVersion({ version: '2:0.1.3-1' })).toStrictEqual({
    version: '0.1.3-1',
    versionParts: { epoch: 2, base: '0.1.3' },
    release: '1',
  })
})

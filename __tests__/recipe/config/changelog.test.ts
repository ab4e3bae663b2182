import { expect, test } from '@jest/globals'
import { debianChangelog } from '../../../src/deb/changelog.ts'
import { entryVersion } from '../../../src/recipe/changelog.ts'
import { rpmVersion } from '../../../src/rpm/version.ts'
import { both, faultsOf } from './describing.ts'

const LOG = `---
- semver: 1.0.0
  date: 2009-11-10T23:00:00Z
  changes:
    - note: first
- semver: 1.1.0
  date: 2010-01-02T03:04:05+01:00
  packager: Ada Lovelace <ada@example.com>
  deb:
    urgency: low
    distributions: [bookworm, trixie]
  changes:
    - commit: deadbeef
      note: |
        one line
        another
      author: {name: X, email: y@z}
      conventional_commit: {category: feat}
    - commit: 00
`

test('releases are read newest first, with what Debian says besides', async () => {
  const { deb, rpm } = await both('changelog: log.yaml', { 'log.yaml': LOG })
  expect(deb.changelog).toEqual([
    {
      version: '1.1.0',
      versionParts: { base: '1.1.0' },
      author: 'Ada Lovelace <ada@example.com>',
      timeSeconds: 1_262_397_845,
      changes: ['one line\nanother'],
      urgency: 'low',
      distributions: ['bookworm', 'trixie'],
    },
    {
      version: '1.0.0',
      versionParts: { base: '1.0.0' },
      author: 'Ada <ada@example.com>',
      timeSeconds: 1_257_894_000,
      changes: ['first'],
    },
  ])
  expect(rpm.changelog).toEqual(deb.changelog)
})

const OLD = `- {semver: 1.0.0-alpha-1, date: 2025-01-02, changes: [{note: a}]}
- {semver: v0.9, date: 2025-01-01, changes: [{note: b}]}
`

test('versions of releases are read as that of the package', async () => {
  const { deb, rpm } = await both('changelog: log.yaml', { 'log.yaml': OLD })
  expect(debianChangelog(deb).match(/^engine .*$/gm)).toEqual([
    'engine (1.0.0~alpha-1) unstable; urgency=medium',
    'engine (0.9.0) unstable; urgency=medium',
  ])
  expect(rpm.changelog?.map((entry) => rpmVersion(entryVersion(entry, rpm)).version)).toEqual([
    '1.0.0~alpha_1',
    '0.9.0',
  ])
})

test('versions of the schema none stay as they are', async () => {
  const { deb } = await both('{changelog: log.yaml, version_schema: none}', {
    'log.yaml': '[{semver: 1.2, date: 2025-01-01, changes: [{note: a}]}]',
  })
  expect(deb.changelog?.map(({ version }) => version)).toEqual(['1.2'])
})

test.each([
  ['- date: 2025-01-01\n', 'log.yaml:1:3: a release needs semver, its version'],
  ['- semver: 1.0\n', 'log.yaml:1:3: 1.0 needs date, its time'],
  ['semver: 1.0\n', 'log.yaml:1:1: the file is a mapping; expected a list, one - item a line'],
])('%j is refused', async (log, message) => {
  expect(await faultsOf('changelog: log.yaml', { 'log.yaml': log })).toEqual([message])
})

test('a release with a revision has its own, and others that of the package', async () => {
  const log = `- {semver: 0.1.3-2, date: 2025-01-02, changes: [{note: a}]}
- {semver: 0.1.2, date: 2025-01-01, changes: [{note: b}]}
`
  const { deb, rpm } = await both('{changelog: log.yaml, version_schema: none, version: 0.1.3, release: 4}', {
    'log.yaml': log,
  })
  expect(debianChangelog(deb).match(/^engine .*\)/gm)).toEqual(['engine (0.1.3-2)', 'engine (0.1.2-4)'])
  expect(rpm.changelog?.map((entry) => rpmVersion(entryVersion(entry, rpm)))).toEqual([
    { version: '0.1.3', release: '2' },
    { version: '0.1.2', release: '4' },
  ])
})

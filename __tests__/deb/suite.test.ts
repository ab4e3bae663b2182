import { expect, test } from '@jest/globals'
import { packagesIndex } from '../../src/deb/packages.ts'
import { parseRelease } from '../../src/deb/release.ts'
import { type Suite, identityChanges, renderSuite } from '../../src/deb/suite.ts'
import { fixtureKeys } from '../support/publishing.ts'

const FORMS = ['', '.gz', '.xz', '.bz2', '.lzma', '.lz4', '.zst', '.diff/Index']
const OTHERS = [
  'main/binary-amd64/Packages-extra.gz',
  'main/binary-amd64/Packages.txt',
  'main/binary-amd64/Release',
  'contrib/main/binary-amd64/Packages.gz',
]
const HASH = '0'.repeat(64)
const listing = [...FORMS.map((form) => `main/binary-amd64/Packages${form}`), ...OTHERS]
const RELEASE = parseRelease(
  `Origin: Theirs
Label:  Old
Suite: stable
Architectures: all amd64
Components: main extra
Date: Thu, 01 Jan 2026 00:00:00 UTC
SHA256:
${listing.map((path) => ` ${HASH} 1 ${path}`).join('\n')}
`,
  'Release',
)
const SUITE: Suite = {
  release: RELEASE,
  files: RELEASE.files,
  indexes: [
    {
      arch: 'amd64',
      path: 'main/binary-amd64/Packages',
      packages: packagesIndex(Buffer.from('Package: a\n')),
    },
  ],
  component: 'main',
}
const identity = (given: { origin: boolean; label: boolean }) => ({
  channel: 'stable',
  component: 'main',
  origin: 'Ours',
  label: 'New',
  given,
})

test('Origin and Label change where the user gave them, and they differ', () => {
  const changes = (given: { origin: boolean; label: boolean }) => identityChanges(SUITE, identity(given))
  const [origin, label] = [
    { name: 'Origin', from: 'Theirs', to: 'Ours' },
    { name: 'Label', from: 'Old', to: 'New' },
  ]
  expect(changes({ origin: true, label: true })).toEqual([origin, label])
  expect(changes({ origin: true, label: false })).toEqual([origin])
  expect(changes({ origin: false, label: true })).toEqual([label])
  expect(changes({ origin: false, label: false })).toEqual([])
  const both = { origin: true, label: true }
  expect(identityChanges(SUITE, { ...identity(both), origin: 'Theirs', label: 'Old' })).toEqual([])
  expect(identityChanges({ ...SUITE, release: undefined }, identity(both))).toEqual([])
})

test('every form of an index that is written anew goes from the Release; what else it says stays', async () => {
  const keys = await fixtureKeys('ed25519')
  const head = { stampSeconds: 1_780_000_000, previous: undefined }
  const rendered = await renderSuite(
    SUITE,
    SUITE.indexes,
    identity({ origin: false, label: true }),
    head,
    keys,
  )
  const release = parseRelease(rendered.release.toString(), 'it')
  const written = ['main/binary-amd64/Packages', 'main/binary-amd64/Packages.gz']
  expect([...release.files.keys()]).toEqual([...OTHERS, ...written].sort())
  for (const path of OTHERS) expect(release.files.get(path)?.sha256).toBe(HASH)
  for (const path of written) expect(release.files.get(path)?.sha256).not.toBe(HASH)
  expect(release.fields.slice(0, 6).map(({ name, value }) => [name, value.trim()])).toEqual([
    ['Label', 'New'],
    ['Origin', 'Theirs'],
    ['Suite', 'stable'],
    ['Date', 'Thu, 28 May 2026 20:26:40 UTC'],
    ['Architectures', 'all amd64'],
    ['Components', 'main extra'],
  ])
})

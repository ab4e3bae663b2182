import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { ListedDeb } from '../../src/deb/package.ts'
import { packagesIndex, packagesParts } from '../../src/deb/packages.ts'
import { parseRelease } from '../../src/deb/release.ts'
import { type Suite, changedIndexes, identityChanges, renderSuite } from '../../src/deb/suite.ts'
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
  const bare = { ...SUITE, release: parseRelease('Suite: stable\n', 'Release') }
  expect(identityChanges(bare, identity(both))).toEqual([
    { ...origin, from: '' },
    { ...label, from: '' },
  ])
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

test('an architecture and a component that are new to a suite are in its Release', async () => {
  const paths = ['main/binary-arm64/Packages', 'contrib/binary-amd64/Packages', 'main/binary-amd64/Packages']
  const changed = paths.map((path) => ({
    arch: /binary-(.*)\//.exec(path)?.[1] ?? '',
    path,
    packages: packagesIndex(Buffer.from('Package: a\n')),
  }))
  const { release } = await renderSuite(
    { ...SUITE, indexes: changed },
    changed,
    identity({ origin: false, label: false }),
    { stampSeconds: 1_780_000_000, previous: undefined },
    await fixtureKeys('ed25519'),
  )
  expect(release.toString()).toMatch(/^Architectures: all amd64 arm64\nComponents: main extra contrib$/m)
})

test('the stanza of a listed package stays as it is, or is of its new place', () => {
  const stanza = (filename: string) =>
    `Package: b\nVersion: 1\nArchitecture: amd64\nfilename:  ${filename}\nSHA256: ${HASH}\n`
  const pkg: ListedDeb = {
    format: 'deb',
    name: 'b',
    version: '1',
    arch: 'amd64',
    content: contentOf(Buffer.alloc(0)),
    sha256: HASH,
    source: 'a Packages index',
    stanza: Buffer.from(stanza('./pool/b.deb')),
    key: 'deb/pool/b.deb',
    filename: 'pool/b.deb',
    component: 'main',
  }
  const listing = SUITE.indexes.map((index) => ({ ...index, packages: packagesIndex(pkg.stanza) }))
  const again = { added: [{ pkg, filename: pkg.filename }], removed: [], rewrite: false }
  expect(changedIndexes({ ...SUITE, indexes: listing }, again)).toEqual([])
  const added = (filename: string) => {
    const edit = { added: [{ pkg, filename }], removed: [], rewrite: false }
    return changedIndexes(SUITE, edit).map(({ packages }) =>
      Buffer.concat(packagesParts(packages)).toString(),
    )
  }
  expect(added('pool/b.deb')).toEqual([`Package: a\n\n${stanza('./pool/b.deb')}\n`])
  expect(added('pool/main/b.deb')).toEqual([`Package: a\n\n${stanza('pool/main/b.deb')}\n`])
})

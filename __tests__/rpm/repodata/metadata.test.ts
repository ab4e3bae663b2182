import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { readSignature } from 'openpgp'
import { contentOf, sha256 } from '../../../src/content.ts'
import { readSigningKeys } from '../../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../../src/openpgp/trust.ts'
import { verifyDetached } from '../../../src/openpgp/verify.ts'
import { hintsIn } from '../../../src/rpm/repodata/key-hints.ts'
import { printIndex } from '../../../src/rpm/repodata/index-file.ts'
import {
  editedMetadata,
  emptyMetadata,
  renderMetadata,
  sameVersion,
} from '../../../src/rpm/repodata/metadata.ts'
import { parseRepomd } from '../../../src/rpm/repodata/repomd.ts'
import { NOW, fixtureKey } from '../../openpgp/gnupg.ts'
import { packageOf } from './repository.ts'

const KINDS = ['primary', 'filelists', 'other'] as const
const located = (...names: readonly string[]) =>
  names.map((name) => ({ pkg: packageOf([], { name, sha256: sha256(name) }), href: `${name}.rpm` }))

test('a head names its indexes as they are stored, and is signed at its time', async () => {
  const armored = await Promise.all(['rsa4096', 'rsa3072-other'].map(fixtureKey))
  const keys = await readSigningKeys(armored.join('\n'), undefined, NOW)
  const [first, second] = trustOf(keys)
  const stampSeconds = NOW.getTime() / 1000
  const previous = `7-${'a'.repeat(16)}`
  const metadata = editedMetadata(emptyMetadata(), { added: located('a', 'b'), removed: [] })
  const rendered = await renderMetadata(metadata, { stampSeconds, previous }, keys)
  const head = parseRepomd(rendered.repomd, 'repomd.xml')
  expect([head.stampSeconds, head.previous]).toEqual([stampSeconds, previous])
  expect(rendered.hinted.map(({ fingerprint }) => fingerprint)).toEqual([second?.fingerprint])
  expect(hintsIn(head.text)).toHaveLength(1)
  const seen = rendered.indexes.map(({ href, stored, sha256: hash }, index) => {
    const kind = KINDS[index] ?? 'other'
    const open = gunzipSync(stored)
    expect(open).toEqual(printIndex(metadata.indexes[kind]))
    expect(stored.readUInt32LE(4)).toBe(stampSeconds)
    expect(head.records.get(kind)).toMatchObject({
      checksum: { type: 'sha256', value: sha256(stored) },
      openChecksum: { type: 'sha256', value: sha256(open) },
      href,
      timestampSeconds: stampSeconds,
      sizeBytes: stored.length,
      openSizeBytes: open.length,
    })
    expect(hash).toBe(sha256(stored))
    return href
  })
  expect(seen).toEqual(
    KINDS.map((kind, index) => `repodata/${rendered.indexes[index]?.sha256}-${kind}.xml.gz`),
  )
  const { signers } = await verifyDetached(contentOf(rendered.repomd), rendered.signature, trustOf(keys), 'x')
  expect(signers.map(({ fingerprint }) => fingerprint)).toEqual([first?.fingerprint])
  const { packets } = await readSignature({ armoredSignature: rendered.signature.toString() })
  expect(packets.map(({ created }) => created)).toEqual([NOW])
})

test('the same version is the same epoch, version, release and architecture', () => {
  const [{ pkg, href } = { pkg: packageOf([]), href: '' }] = located('a')
  const metadata = editedMetadata(emptyMetadata(), { added: [{ pkg, href }], removed: [] })
  const found = (changes: Parameters<typeof packageOf>[1]) =>
    sameVersion(metadata, packageOf([], { name: 'a', ...changes })).map(({ pkgid }) => pkgid)
  expect(found({})).toEqual([pkg.sha256])
  expect(found({ epoch: 0 })).toEqual([pkg.sha256])
  for (const other of [{ name: 'b' }, { epoch: 1 }, { version: '1' }, { release: '2' }, { arch: 'x86_64' }])
    expect(found(other)).toEqual([])
})

test('a package comes in the place of its version, and one that is removed goes from every index', () => {
  const before = editedMetadata(emptyMetadata(), { added: located('a', 'b', 'c'), removed: [] })
  const again = { pkg: packageOf([], { name: 'b', sha256: sha256('other') }), href: 'other.rpm' }
  const removed = [
    { ...packageOf([]), headerSha256: undefined, pkgid: sha256('c'), entries: undefined, key: '', href: '' },
  ]
  const after = editedMetadata(before, { added: [again], removed })
  for (const kind of KINDS) {
    const ids = [
      ...printIndex(after.indexes[kind])
        .toString()
        .matchAll(/[0-9a-f]{64}/g),
    ].map(String)
    expect(ids).toEqual([sha256('a'), sha256('other')])
  }
})

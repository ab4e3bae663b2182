import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { countingStore } from '../../src/store/counting.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { OTHER, deb, fixtureKeys, publishAll, recordingLog, rpm } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { gunzipSync } from 'node:zlib'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

function world(inputs: Readonly<Record<string, string>> = {}) {
  const clock = virtualClock()
  const memory = memoryStore(clock)
  const store = countingStore(memory)
  const log = recordingLog()
  return { clock, memory, store, log, keys, inputs, baseUrl: 'https://packages.example.com' }
}

const requests = (counts: { readonly requests: Readonly<Record<string, number>> }) =>
  Object.values(counts.requests).reduce((sum, count) => sum + count, 0)

const text = (it: ReturnType<typeof world>, key: string) => it.memory.objects.get(key)?.bytes.toString() ?? ''
const unpacked = (it: ReturnType<typeof world>, key: string) =>
  gunzipSync(it.memory.objects.get(key)?.bytes ?? Buffer.alloc(0)).toString()

describe('a publish', () => {
  test('of a deb and an rpm stores what clients need', async () => {
    const it = world()
    const report = await publishAll([await deb(), await rpm(keys)], it)
    expect(report.entries.map(({ status, key, url }) => [status, key, url])).toEqual([
      [
        'added',
        'apt/pool/main/h/hello/hello_1.0_amd64.deb',
        'https://packages.example.com/apt/pool/main/h/hello/hello_1.0_amd64.deb',
      ],
      [
        'added',
        'rpm/stable/x86_64/hello-1.0-1.x86_64.rpm',
        'https://packages.example.com/rpm/stable/x86_64/hello-1.0-1.x86_64.rpm',
      ],
    ])
    const names = [...it.memory.objects.keys()].map((key) =>
      key.replace(/[0-9a-f]{64}/, 'HASH').replace(/\d{10}-[0-9a-f]{16}/, 'ID'),
    )
    expect(names.sort()).toEqual([
      'apt/dists/stable/InRelease',
      'apt/dists/stable/Release',
      'apt/dists/stable/Release.gpg',
      'apt/dists/stable/heads/ID/InRelease',
      'apt/dists/stable/main/binary-amd64/Packages.gz',
      'apt/dists/stable/main/binary-amd64/by-hash/SHA256/HASH',
      'apt/pool/main/h/hello/hello_1.0_amd64.deb',
      'demo.asc',
      'demo.gpg',
      'demo.json',
      'demo.repo',
      'demo.sources',
      'index.html',
      'install.sh',
      'rpm/stable/x86_64/hello-1.0-1.x86_64.rpm',
      'rpm/stable/x86_64/repodata/HASH-filelists.xml.gz',
      'rpm/stable/x86_64/repodata/HASH-other.xml.gz',
      'rpm/stable/x86_64/repodata/HASH-primary.xml.gz',
      'rpm/stable/x86_64/repodata/heads/ID/repomd.xml',
      'rpm/stable/x86_64/repodata/heads/ID/repomd.xml.asc',
      'rpm/stable/x86_64/repodata/repomd.xml',
      'rpm/stable/x86_64/repodata/repomd.xml.asc',
      'rpm/stable/x86_64/repodata/repomd.xml.key',
    ])
  })

  test('carries digests as metadata, and says how long each object may be kept', async () => {
    const it = world()
    const [first, second] = [await deb(), await rpm(keys)]
    await publishAll([first, second], it)
    const object = (key: string) => it.memory.objects.get(key)
    expect(object('apt/pool/main/h/hello/hello_1.0_amd64.deb')?.metadata).toEqual({ sha256: first.sha256 })
    const rpmObject = object('rpm/stable/x86_64/hello-1.0-1.x86_64.rpm')
    expect(rpmObject?.metadata).toEqual({ sha256: second.sha256, 'header-sha256': second.headerSha256 })
    for (const [key, { headers }] of it.memory.objects) {
      const isMutable =
        /(InRelease|Release|Release\.gpg|Packages\.gz|repomd\.xml(\.asc|\.key)?|demo\.\w+|index\.html|install\.sh)$/.test(
          key,
        ) && !key.includes('/heads/')
      expect([key, headers.cacheControl]).toEqual([
        key,
        isMutable ? 'no-cache, no-transform' : 'public, max-age=31536000, immutable',
      ])
    }
  })

  test('of the same again writes nothing', async () => {
    const it = world({ channels: 'stable, testing' })
    const packages = [
      await deb(),
      await rpm(keys),
      await deb({ name: 'data', arch: 'all' }),
      await rpm(keys, { name: 'data', arch: 'all' }),
    ]
    await publishAll(packages, it)
    const before = it.store.counts()
    it.clock.advance(60_000)
    const report = await publishAll(packages, it)
    const after = it.store.counts()
    expect(after.uploadedObjects - before.uploadedObjects).toBe(0)
    expect(after.copiedObjects - before.copiedObjects).toBe(0)
    expect(report.entries.every(({ status }) => status === 'unchanged')).toBe(true)
  })

  test('keeps older versions, and changes only what changes', async () => {
    const it = world()
    await publishAll([await deb(), await deb({ arch: 'arm64' })], it)
    const arm = unpacked(it, 'apt/dists/stable/main/binary-arm64/Packages.gz')
    const armObject = it.memory.objects.get('apt/dists/stable/main/binary-arm64/Packages.gz')
    it.clock.advance(5000)
    await publishAll([await deb({ version: '1.1' })], it)
    const versions = unpacked(it, 'apt/dists/stable/main/binary-amd64/Packages.gz').match(/^Version: .*$/gm)
    expect(versions).toEqual(['Version: 1.0', 'Version: 1.1'])
    expect(unpacked(it, 'apt/dists/stable/main/binary-arm64/Packages.gz')).toBe(arm)
    expect(it.memory.objects.get('apt/dists/stable/main/binary-arm64/Packages.gz')).toBe(armObject)
  })

  test('costs at most 12 requests for a suite and 16 for an rpm repository, however large', async () => {
    const cost = async (format: 'deb' | 'rpm') => {
      const it = world()
      const make = (version: string) => (format === 'deb' ? deb({ version }) : rpm(keys, { version }))
      await publishAll([await make('1.0')], it)
      it.clock.advance(5000)
      const before = requests(it.store.counts())
      const commitOnly = await make('1.1')
      await publishAll([commitOnly], it)
      // Keys, .sources or .repo, install.sh; the page and the badge, which are written, and the page looked at again.
      const clientFiles = (format === 'deb' ? 4 : 5) + 5
      const thePackage = 2
      return requests(it.store.counts()) - before - clientFiles - thePackage
    }
    expect(await cost('deb')).toBeLessThanOrEqual(12)
    expect(await cost('rpm')).toBeLessThanOrEqual(16)
  })

  test('uploads a package once for several channels', async () => {
    const it = world({ channels: 'stable, testing' })
    await publishAll([await deb(), await rpm(keys)], it)
    const packages = [...it.memory.objects.keys()].filter((key) => /\.(deb|rpm)$/.test(key))
    expect(packages.sort()).toEqual([
      'apt/pool/main/h/hello/hello_1.0_amd64.deb',
      expect.stringMatching(/^rpm\/(stable|testing)\/x86_64\/hello-1.0-1.x86_64.rpm$/),
      expect.stringMatching(/^rpm\/(stable|testing)\/x86_64\/hello-1.0-1.x86_64.rpm$/),
    ])
    expect(it.store.counts().copiedObjects).toBe(1)
  })
})

describe('a published version with other content', () => {
  test.each(['deb', 'rpm'] as const)('as a %s is refused, and nothing is written', async (format) => {
    const it = world()
    const make = (changes = {}) => (format === 'deb' ? deb(changes) : rpm(keys, changes))
    await publishAll([await make()], it)
    const before = it.store.counts()
    await expect(publishAll([await make(OTHER)], it)).rejects.toThrow(
      /already has as .*hello.* with other content.*if-exists/,
    )
    expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
  })

  test('is skipped where asked', async () => {
    const it = world()
    const published = await deb()
    await publishAll([published], it)
    const report = await publishAll([await deb(OTHER)], { ...it, inputs: { 'if-exists': 'skip' } })
    expect(report.entries).toMatchObject([{ status: 'skipped', sha256: published.sha256 }])
  })

  test.each(['deb', 'rpm'] as const)('as a %s is replaced under a key of its own', async (format) => {
    const it = world()
    const make = (changes = {}) => (format === 'deb' ? deb(changes) : rpm(keys, changes))
    await publishAll([await make()], it)
    it.clock.advance(5000)
    const wanted = await make(OTHER)
    const report = await publishAll([wanted], { ...it, inputs: { 'if-exists': 'replace' } })
    const [entry] = report.entries
    expect(entry).toMatchObject({ status: 'replaced', sha256: wanted.sha256 })
    expect(entry?.key).toMatch(/\/\d{10}-[0-9a-f]{16}\/hello/)
    const objects = [...it.memory.objects.keys()].filter((key) => /\.(deb|rpm)$/.test(key))
    expect(objects).toHaveLength(2)
    const again = await publishAll([wanted], it)
    expect(again.entries).toMatchObject([{ status: 'unchanged', key: entry?.key }])
  })

  test('an rpm that differs in its signature alone is the same', async () => {
    const it = world()
    await publishAll([await rpm(keys)], it)
    const others = await fixtureKeys('rsa3072-other')
    const report = await publishAll([await rpm(others)], it)
    expect(report.entries).toMatchObject([{ status: 'unchanged' }])
  })
})

describe('identity of a suite', () => {
  test('stays, unless it is given, and then with a warning', async () => {
    const it = world({ origin: 'First', label: 'One' })
    await publishAll([await deb()], it)
    expect(text(it, 'apt/dists/stable/Release')).toMatch(/^Origin: First\nLabel: One\n/)
    it.clock.advance(5000)
    await publishAll([await deb({ version: '1.1' })], { ...it, inputs: {} })
    expect(text(it, 'apt/dists/stable/Release')).toMatch(/^Origin: First\nLabel: One\n/)
    it.clock.advance(5000)
    await publishAll([await deb({ version: '1.2' })], { ...it, inputs: { origin: 'Second' } })
    expect(text(it, 'apt/dists/stable/Release')).toMatch(/^Origin: Second$/m)
    expect(it.log.lines).toContainEqual(
      expect.stringMatching(/Origin .* changes from "First" to "Second".*fails on every client/),
    )
  })
})

describe('files for clients', () => {
  test('the first channel stays enabled when others are published', async () => {
    const it = world()
    await publishAll([await deb(), await rpm(keys)], it)
    await publishAll([await deb(), await rpm(keys)], { ...it, inputs: { channels: 'nightly' } })
    expect(text(it, 'demo.sources')).toContain('Suites: stable\n')
    expect(text(it, 'demo.repo')).toMatch(/\[demo-stable\][^[]*enabled=1[^[]*\[demo-nightly\][^[]*enabled=0/)
  })

  test('without a URL a bucket gets only the keys', async () => {
    const { baseUrl: _, ...it } = world()
    await publishAll([await deb(), await rpm(keys)], it)
    const files = [...it.memory.objects.keys()].filter((key) => key.startsWith('demo'))
    expect(files.sort()).toEqual(['demo.asc', 'demo.gpg'])
  })
})

describe('a + in a version', () => {
  test('is a dot in the key, and where that is taken a key of its own', async () => {
    const it = world()
    await publishAll([await deb({ version: '1.0.0+a' }), await rpm(keys, { version: '1.0.0+a' })], it)
    it.clock.advance(5000)
    const report = await publishAll(
      [await deb({ version: '1.0.0.a' }), await rpm(keys, { version: '1.0.0.a' })],
      it,
    )
    expect(it.memory.objects.has('apt/pool/main/h/hello/hello_1.0.0.a_amd64.deb')).toBe(true)
    for (const { key, status } of report.entries) {
      expect(status).toBe('added')
      expect(key).toMatch(/\/\d{10}-[0-9a-f]{16}\/hello.1.0.0.a/)
    }
  })
})

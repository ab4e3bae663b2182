import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf, memoryScratch, sha256 } from '../../src/content.ts'
import { printStanza } from '../../src/deb/stanza.ts'
import { PublishError } from '../../src/errors.ts'
import { verdictCells } from '../../src/report/verification.ts'
import { expiryFindings } from '../../src/verification/keys.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { signCleartext } from '../../src/openpgp/sign.ts'
import type { RepositoryVerdict } from '../../src/verification/verdict.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { readRpm } from '../../src/rpm/read.ts'
import type { Store } from '../../src/store/store.ts'
import { indexOf, writeSuite } from '../adoption/foreign-suite.ts'
import { type CommandWorld, DAY_MS, commandWorld } from '../commands/world.ts'
import { freshKey, secretOf } from '../openpgp/gnupg.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { testWith } from '../support/programs.ts'
import { deb, describe as describePackage, fixtureKeys, rpm, runCommand } from '../support/publishing.ts'
import { readsOnly, verified } from './verifying.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: '' }

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]
const IN_RELEASE = 'apt/dists/stable/InRelease'

async function published(versions: readonly string[] = ['1.0', '2.0']): Promise<CommandWorld> {
  const it = await commandWorld()
  for (const version of versions) await it.publish(await both({ version }))
  it.clock.advance(10 * 60_000)
  return it
}

describe('of heads', () => {
  test('one that was put back, with all that belongs to it', async () => {
    const it = await published(['1.0'])
    const first = it.memory.objects.get(IN_RELEASE)
    for (const version of ['2.0', '3.0']) await it.publish(await both({ version }))
    const newest =
      it
        .keysLike(/apt.*heads\//)
        .toSorted()
        .at(-2)
        ?.split('/')[4] ?? ''
    if (first !== undefined) it.memory.objects.set(IN_RELEASE, first)
    const { findings } = await verified(it)
    expect(findings[0]).toMatchObject({
      severity: 'error',
      key: IN_RELEASE,
      seen: expect.stringContaining(`older than the head ${newest}, which was in force`),
      remedy: expect.stringContaining(`\`rollback\` with to: ${newest}`),
    })
    await it.run('rollback', { to: newest })
    expect((await verified(it)).isSound).toBe(true)
  })

  test('one that is dated ahead of the clock', async () => {
    const it = await published()
    it.clock.advance(-DAY_MS)
    const { findings } = await verified(it)
    expect(
      findings.filter(({ seen }) => seen.includes('apt refuses what comes from the future')),
    ).toMatchObject([
      { severity: 'error', key: IN_RELEASE },
      { severity: 'error', key: 'rpm/stable/x86_64/repodata/repomd.xml' },
    ])
  })

  test('of a key that nobody named', async () => {
    const it = await published()
    const { isSound, findings } = await verified(it.as({ keys: await fixtureKeys('rsa3072-other') }))
    expect(isSound).toBe(false)
    expect(findings[0]).toMatchObject({
      severity: 'error',
      key: IN_RELEASE,
      remedy: expect.stringContaining('add that to trusted-keys'),
    })
  })

  test('one larger than anything that is read', async () => {
    const it = await published()
    const object = it.memory.objects.get(IN_RELEASE)
    const bytes = Buffer.alloc(17 * 1024 * 1024)
    if (object !== undefined) it.memory.objects.set(IN_RELEASE, { ...object, bytes, sizeBytes: bytes.length })
    const { findings, repositories } = await verified(it)
    expect(findings[0]).toMatchObject({ severity: 'error', key: IN_RELEASE })
    expect(repositories.map(({ head }) => head === undefined)).toEqual([true, false])
  })
})

describe('of copies', () => {
  /** A run that lost its swap: all that it wrote before is there. */
  async function lostRace(it: CommandWorld): Promise<string> {
    const before = new Set(it.keysLike(/heads\//))
    const stopped = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'swap' && /(InRelease|repomd\.xml)$/.test(key)) throw new Error('stopped')
      },
    })
    const losing = it.as({ store: stopped }).publish([await deb({ version: '9.0' })])
    await expect(losing).rejects.toThrow('stopped')
    return (
      it
        .keysLike(/heads\//)
        .find((key) => !before.has(key))
        ?.split('/')[4] ?? ''
    )
  }

  test('one that never was in force is none to roll back to', async () => {
    const it = await published()
    const id = await lostRace(it)
    const { findings, repositories } = await verified(it)
    expect(findings).toEqual([])
    expect(repositories.map(({ neverInForce }) => neverInForce)).toEqual([[id], []])
    const [suite] = repositories as [RepositoryVerdict]
    expect(verdictCells(suite, findings)[3]).toMatch(/, beside it 1 head never in force$/)
    const [copy] = suite.copies
    expect(suite.copies).toHaveLength(1)
    const before = it.store.counts().uploadedObjects
    await expect(it.run('rollback', { to: id })).rejects.toThrow(
      `${id}, of which the apt suite stable has a copy that no head says it replaced`,
    )
    await expect(it.run('rollback', { to: id })).rejects.toThrow(`Go back to one of ${copy?.id}.`)
    expect(it.store.counts().uploadedObjects).toBe(before)
    await it.publish(await both({ version: '3.0' }))
    expect((await verified(it)).repositories[0]?.neverInForce).toEqual([id])
    await it.run('rollback', { to: copy?.id ?? '' })
    expect((await it.view()).filter((line) => line.startsWith('deb'))).toEqual(['deb hello 1.0 amd64'])
  })

  test('one whose packages are gone is not offered', async () => {
    const it = await published()
    await it.run('remove', { packages: 'hello=1.0' })
    await it.memory.delete('apt/pool/main/h/hello/hello_1.0_amd64.deb')
    const { findings, repositories } = await verified(it)
    expect(findings).toEqual([])
    expect(repositories.map(({ copies }) => copies.length)).toEqual([0, 2])
  })
})

describe('of packages', () => {
  test('digests that the metadata lack are one notice', async () => {
    const it = await published()
    for (const [key, object] of it.memory.objects) it.memory.objects.set(key, { ...object, metadata: {} })
    const { findings } = await verified(it)
    expect(findings).toMatchObject([
      {
        severity: 'notice',
        key: 'apt/pool/main/h/hello/hello_1.0_amd64.deb',
        remedy: '`republish` adds them.',
      },
      { severity: 'notice', repository: 'rpm repository stable/x86_64' },
    ])
    expect(findings[0]?.seen).toContain('(and 1 more)')
    await it.run('republish')
    expect((await verified(it)).findings).toEqual([])
  })

  test.each(['sha256:0', 'A'.repeat(64), ''])('metadata of another maker (%j) are none', async (word) => {
    const it = await published()
    const key = 'apt/pool/main/h/hello/hello_2.0_amd64.deb'
    const object = it.memory.objects.get(key)
    if (object !== undefined) it.memory.objects.set(key, { ...object, metadata: { sha256: word } })
    expect((await verified(it)).findings).toMatchObject([
      { severity: 'notice', key, remedy: '`republish` adds them.' },
    ])
    await it.run('republish')
    expect((await verified(it)).findings).toEqual([])
  })

  test('metadata that name another file are an error without reading it', async () => {
    const it = await published()
    const key = 'apt/pool/main/h/hello/hello_2.0_amd64.deb'
    const object = it.memory.objects.get(key)
    if (object !== undefined) it.memory.objects.set(key, { ...object, metadata: { sha256: '0'.repeat(64) } })
    const { findings } = await verified(it)
    expect(findings).toMatchObject([{ severity: 'error', key, remedy: expect.stringContaining('hello=2.0') }])
  })

  test('the advice for a damaged one mends it', async () => {
    const it = await published()
    const key = 'apt/pool/main/h/hello/hello_2.0_amd64.deb'
    await it.memory.delete(key)
    expect((await verified(it)).isSound).toBe(false)
    await it.run('remove', { packages: 'hello=2.0' })
    await it.publish(await both({ version: '2.0' }))
    expect((await verified(it)).findings).toEqual([])
  })

  test('rpms that are not signed, or not by a trusted key, with deep', async () => {
    const it = await commandWorld()
    const unsigned = await readRpm(await buildRpm(describePackage(), memoryScratch), 'hello.rpm')
    const other = await rpm(await fixtureKeys('rsa3072-other'), { name: 'other' })
    await it.publish([unsigned, other, await rpm(keys, { name: 'ours' })])
    expect((await verified(it)).findings).toEqual([])
    const { findings } = await verified(it, { deep: 'true' })
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        key: 'rpm/stable/x86_64/hello-1.0-1.x86_64.rpm',
        seen: expect.stringContaining('is not signed'),
      },
      {
        severity: 'warning',
        key: 'rpm/stable/x86_64/other-1.0-1.x86_64.rpm',
        seen: expect.stringContaining('unknown key'),
      },
    ])
  })

  test('a noarch rpm that an architecture does not list', async () => {
    const it = await commandWorld()
    await it.publish([await rpm(keys, { name: 'data', arch: 'all' }), await rpm(keys)])
    const stopped = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'list' && key === 'rpm/stable/') throw new Error('stopped')
      },
    })
    await expect(it.as({ store: stopped }).publish([await rpm(keys, { arch: 's390x' })])).rejects.toThrow(
      'stopped',
    )
    await it.publish([await deb()])
    it.clock.advance(10 * 60_000)
    const { findings } = await verified(it)
    expect(findings.filter(({ repository }) => repository === 'rpm repository stable/s390x')).toMatchObject([
      { severity: 'error', key: 'rpm/stable/s390x/repodata/repomd.xml.key' },
      { severity: 'warning', seen: expect.stringContaining('data of no architecture is listed for others') },
    ])
    await it.run('republish')
    expect((await verified(it)).findings).toEqual([])
  })
})

describe('of what is stored', () => {
  const stray = 'apt/pool/main/s/stray/stray_1.0_amd64.deb'

  test('what nothing names, once it is older than a day', async () => {
    const it = await published()
    await it.memory.put(stray, (await deb({ name: 'stray' })).content, HEADERS)
    await it.memory.put('apt/pool/README', contentOf(Buffer.from('somebody’s')), HEADERS)
    expect((await verified(it)).findings).toEqual([])
    it.clock.advance(2 * DAY_MS)
    const { isSound, findings } = await verified(it)
    expect(isSound).toBe(true)
    expect(findings).toMatchObject([
      { severity: 'notice', key: stray, remedy: expect.stringContaining('`republish` deletes') },
    ])
    it.clock.advance(30 * DAY_MS)
    await it.run('republish')
    expect((await verified(it)).findings).toEqual([])
  })

  test('what a suite names that is not asked about is named', async () => {
    const it = await published()
    await it.publish([await deb({ name: 'other' })], { channels: 'testing' })
    it.clock.advance(2 * DAY_MS)
    expect((await verified(it)).findings).toEqual([])
    await it.memory.delete('apt/dists/testing/main/binary-amd64/Packages.gz')
    for (const key of it.keysLike(/testing.*by-hash/)) await it.memory.delete(key)
    const { findings } = await verified(it)
    expect(findings).toMatchObject([
      { severity: 'notice', repository: 'apt suite testing', seen: expect.stringContaining('is not known') },
    ])
  })

  test('a mark of long ago', async () => {
    const it = await published()
    const key = `apt/collecting/${Math.floor(it.clock.now() / 1000)}-0123456789abcdef`
    await it.memory.put(key, contentOf(Buffer.from('apt/pool/x\n')), HEADERS)
    expect((await verified(it)).findings).toEqual([])
    it.clock.advance(60 * DAY_MS)
    expect((await verified(it)).findings).toMatchObject([{ severity: 'notice', key }])
  })
})

describe('of what new clients need', () => {
  test.each(['demo.asc', 'demo.gpg', 'rpm/stable/x86_64/repodata/repomd.xml.key'])(
    '%s with another key',
    async (key) => {
      const it = await published()
      const other = await fixtureKeys('rsa3072-other')
      const text = key.endsWith('.gpg') ? other.publicBinary : Buffer.from(other.publicArmored)
      const object = it.memory.objects.get(key)
      const bytes = Buffer.from(text)
      if (object !== undefined) it.memory.objects.set(key, { ...object, bytes, sizeBytes: bytes.length })
      const { findings } = await verified(it)
      expect(findings).toMatchObject([
        { severity: 'error', key, seen: expect.stringContaining('holds no key that signed') },
      ])
      await it.run('republish')
      expect((await verified(it)).findings).toEqual([])
    },
  )

  test('.sources for a channel that is not there', async () => {
    const it = await published()
    const object = it.memory.objects.get('demo.sources')
    const text = object?.bytes.toString().replace('stable', 'gone') ?? ''
    await it.memory.delete('demo.sources')
    await it.memory.put('demo.sources', contentOf(Buffer.from(text)), {
      contentType: 'text/plain',
      cacheControl: '',
    })
    const { findings } = await verified(it)
    expect(findings).toMatchObject([
      { severity: 'warning', key: 'demo.sources', seen: expect.stringContaining('channel gone, of which') },
    ])
    await it.memory.delete('demo.sources')
    await it.run('republish')
    expect((await verified(it)).findings).toEqual([])
  })

  test('.sources and .repo that are others', async () => {
    const it = await published()
    const options = { store: it.memory, keys, clock: it.clock, baseUrl: 'https://other.example.com' }
    const { verification } = await runCommand('verify', {}, options)
    expect(verification?.findings).toMatchObject([
      { severity: 'warning', key: 'demo.sources' },
      { severity: 'warning', key: 'demo.repo' },
      { severity: 'warning', key: 'install.sh' },
      { severity: 'warning', key: 'index.html' },
    ])
  })
})

describe('of keys', () => {
  test('an earlier head that a key signed which is trusted no more asks for that key', async () => {
    const it = await commandWorld()
    await it.publish([await deb()])
    const tomorrow = it.as({ keys: await fixtureKeys('rsa3072-other') })
    await tomorrow.run('republish', { 'trusted-keys': keys.publicArmored })
    const { findings } = await verified(tomorrow)
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        seen: expect.stringContaining('unknown key'),
        remedy: expect.stringMatching(
          /^Where another key of yours signed it, add that to trusted-keys; else put the right/,
        ),
      },
    ])
    expect((await verified(tomorrow, { 'trusted-keys': keys.publicArmored })).findings).toEqual([])
  })

  const DAY = (days: number) => new Date(1_800_000_000_000 + days * DAY_MS)
  const signer = (fingerprint: string, days?: number) => ({
    fingerprint,
    expires: days === undefined ? undefined : DAY(days),
  })
  const severities = (...signers: readonly ReturnType<typeof signer>[]) =>
    expiryFindings([{ title: 'it', headKey: 'head', signers }], 1_800_000_000_000).map(
      ({ severity, seen }) => `${severity} ${seen.split(' ')[2]}`,
    )

  test.each([
    [[signer('A')], []],
    [[signer('A', 91)], []],
    [[signer('A', 89)], ['warning A']],
    [[signer('A', -1)], ['error A']],
    [[signer('A', -1), signer('B')], ['warning A']],
    [
      [signer('A', -1), signer('B', 10)],
      ['warning A', 'warning B'],
    ],
    [
      [signer('A', -1), signer('B', -2)],
      ['error A', 'error B'],
    ],
  ])('%j: %j', (signers, expected) => {
    expect(severities(...signers)).toEqual(expected)
  })

  testWith(['gpg'], 'one that signed and has expired since', async () => {
    const { gpg } = await freshKey('rsa3072', 'cert,sign', '20270301T000000')
    const expiring = await readSigningKeys(await secretOf(gpg), undefined, new Date('2026-06-01'))
    const it = (await commandWorld()).as({ keys: expiring })
    await it.publish([await deb()])
    expect((await verified(it)).findings).toMatchObject([
      { severity: 'warning', key: IN_RELEASE, seen: expect.stringContaining('expires on 2027-03-01') },
    ])
    it.clock.advance(60 * DAY_MS)
    const { findings } = await verified(it)
    expect(findings).toMatchObject([
      { severity: 'error', seen: expect.stringContaining('expired on 2027-03-01') },
    ])
  })
})

describe('of the store', () => {
  test('one that ignores conditions', async () => {
    const it = await published()
    const careless: Store = {
      ...it.memory,
      put: async (key, body, headers) => {
        await it.memory.delete(key)
        return it.memory.put(key, body, headers)
      },
    }
    expect((await verified(it.as({ store: careless }))).findings).toMatchObject([
      { severity: 'error', key: 'memory', seen: expect.stringContaining('ignores If-None-Match') },
    ])
  })

  test('one that fails is an error, and no finding', async () => {
    const it = await published()
    const failing = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'get' && key === IN_RELEASE) throw new PublishError('STORE', 'it does not answer')
      },
    })
    await expect(verified(it.as({ store: failing }))).rejects.toThrow('it does not answer')
  })
})

describe('while somebody publishes', () => {
  test('a head that is replaced meanwhile is looked at again', async () => {
    const it = await published()
    const next = await both({ version: '3.0' })
    let isDone = false
    const store = faultyStore(readsOnly(it.memory), {
      after: async ({ operation, key }) => {
        if (isDone || operation !== 'get' || key !== IN_RELEASE) return
        isDone = true
        await it.publish(next)
      },
    })
    const { findings, repositories } = await verified(it.as({ store }))
    expect([isDone, findings]).toEqual([true, []])
    expect(repositories[0]?.packages).toBe(3)
  })

  test('aliases that are not written yet are waited for', async () => {
    const it = await published()
    const stopped = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (
          operation === 'swap' &&
          /(Release|Release\.gpg|\.asc|Packages\.gz)$/.test(key) &&
          !key.endsWith('InRelease')
        )
          throw new Error('stopped')
      },
    })
    const arriving = await both({ version: '3.0' })
    await it
      .as({ store: stopped })
      .publish(arriving)
      .catch(() => undefined)
    const looks: string[] = []
    const store = faultyStore(readsOnly(it.memory), {
      before: async ({ operation, key }) => {
        if (operation !== 'head' || key !== IN_RELEASE) return
        looks.push(key)
        // Once before and once after each round.
        if (looks.length === 3) await it.publish(arriving)
      },
    })
    const { findings } = await verified(it.as({ store }))
    expect(findings).toEqual([])
    expect(looks.length).toBeGreaterThan(3)
  })
})

test('bytes of a package are read once, whatever lists it', async () => {
  const it = await commandWorld({ channels: 'stable, testing' })
  await it.publish([await deb()])
  const before = it.store.counts().requests.open
  await verified(it, { deep: 'true' })
  const packages = it.keysLike(/\.deb$/)
  expect(packages).toHaveLength(1)
  // Of each suite: an index by hash, and its plain alias.
  expect(it.store.counts().requests.open - before).toBe(1 + 4)
})

describe('of a suite of another maker', () => {
  /** As reprepro and others leave it: no by-hash, no copies, the index in two forms. */
  async function foreign(): Promise<CommandWorld> {
    const it = await commandWorld()
    const { control, content, sha256: digest } = await deb({ name: 'theirs' })
    const place = `Filename: pool/theirs.deb\nSize: ${content.sizeBytes}\nSHA256: ${digest}\n`
    const index = Buffer.from(`${printStanza(control)}${place}\n`)
    const files = new Map([
      ['main/binary-amd64/Packages', index],
      ['main/binary-amd64/Packages.gz', gzipSync(index)],
      ['main/Contents-amd64', Buffer.from('usr/bin/theirs theirs\n')],
    ])
    const lines = [...files].map(([path, bytes]) => ` ${sha256(bytes)} ${bytes.length} ${path}`)
    const fields = [
      'Suite: stable',
      'Date: Sat, 21 Nov 2020 09:15:44 UTC',
      'Architectures: amd64',
      'Components: main',
    ]
    const text = [...fields, 'SHA256:', ...lines, ''].join('\n')
    const head = await signCleartext(text, keys, new Date(it.clock.now()))
    await it.memory.put(IN_RELEASE, contentOf(Buffer.from(head)), HEADERS)
    await it.memory.put('apt/pool/theirs.deb', content, HEADERS)
    for (const [path, bytes] of files) {
      await it.memory.put(`apt/dists/stable/${path}`, contentOf(bytes), HEADERS)
    }
    it.clock.advance(10 * 60_000)
    return it
  }

  test('what is not like ours is worth a notice, no more', async () => {
    const { isSound, findings } = await verified(await foreign())
    expect(isSound).toBe(true)
    expect(findings.map(({ severity, seen }) => `${severity} ${seen}`)).toEqual([
      expect.stringMatching(/^notice .*theirs.deb is without the digests in its metadata/),
      expect.stringMatching(/^notice The head has no copy: another tool wrote it/),
    ])
  })

  test('and once it is taken over, with files that stay as they were, nothing is wrong', async () => {
    const it = await foreign()
    await it.publish([await deb()])
    it.clock.advance(10 * 60_000)
    const { isSound, findings } = await verified(it)
    expect(isSound).toBe(true)
    // The first publish leaves the plain index to clients that still hold the head before.
    expect(findings.map(({ severity, key }) => [severity, key])).toEqual([
      ['warning', 'apt/dists/stable/main/binary-amd64/Packages.gz'],
      ['notice', 'apt/pool/theirs.deb'],
    ])
    await it.run('republish')
    expect((await verified(it)).findings).toEqual([])
  })

  test.each([
    ['main/Contents-amd64', 'error'],
    ['main/binary-amd64/Packages.gz', 'error'],
    ['main/binary-amd64/Packages', 'error'],
  ])('%s that is another is an %s', async (path, severity) => {
    const it = await foreign()
    const key = `apt/dists/stable/${path}`
    const object = it.memory.objects.get(key)
    if (object !== undefined)
      it.memory.objects.set(key, { ...object, bytes: Buffer.from('other'), sizeBytes: 5 })
    const { findings } = await verified(it)
    expect(findings[0]).toMatchObject({ severity, key })
  })

  test('a package under what cannot be a key is missing', async () => {
    const it = await commandWorld()
    const index = Buffer.from(
      indexOf(await deb({ name: 'theirs' }))
        .toString()
        .replace('pool/', 'pool//'),
    )
    const fields = ['Suite: stable', 'Architectures: amd64', 'Components: main']
    await writeSuite(it.memory, fields, { stored: { 'main/binary-amd64/Packages': index } }, keys)
    it.clock.advance(10 * 60_000)
    expect((await verified(it)).findings).toMatchObject([
      { severity: 'error', key: 'apt/pool//theirs.deb', seen: expect.stringContaining('is missing') },
      { severity: 'notice' },
    ])
  })

  test('one of its forms is enough', async () => {
    const it = await foreign()
    await it.memory.delete('apt/dists/stable/main/binary-amd64/Packages')
    expect((await verified(it)).isSound).toBe(true)
    await it.memory.delete('apt/dists/stable/main/binary-amd64/Packages.gz')
    const { findings } = await verified(it)
    expect(findings[0]).toMatchObject({
      severity: 'error',
      key: 'apt/dists/stable/main/binary-amd64/Packages.gz',
      seen: expect.stringContaining('is missing'),
    })
  })
})

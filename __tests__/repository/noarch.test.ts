import { gunzipSync } from 'node:zlib'
import { bytesOf, contentOf, sha256 } from '../../src/content.ts'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { clientView } from '../support/client-view.ts'
import { Crash, faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'

let keys: SigningKeys
let trust: readonly TrustedKey[]
beforeAll(async () => {
  keys = await fixtureKeys()
  trust = trustOf(keys)
})

function world() {
  const clock = virtualClock()
  const memory = memoryStore(clock)
  const store = countingStore(memory)
  const publish = (
    packages: readonly AnyPackage[],
    into = store as Parameters<typeof publishAll>[1]['store'],
  ) => {
    clock.advance(5000)
    return publishAll(packages, { store: into, keys, clock })
  }
  return { memory, store, publish }
}

const rpmsOf = async (memory: MemoryStore) =>
  (await clientView(memory, trust)).filter((it) => it.startsWith('rpm '))
const index = (memory: MemoryStore, arch: string) =>
  gunzipSync(
    memory.objects.get(`apt/dists/stable/main/binary-${arch}/Packages.gz`)?.bytes ?? Buffer.alloc(0),
  ).toString()

describe('a noarch rpm', () => {
  test('goes into every architecture by one upload and copies', async () => {
    const it = world()
    const noarch = await rpm(keys, { name: 'data', arch: 'all' })
    const report = await it.publish([noarch])
    expect(await rpmsOf(it.memory)).toEqual([
      'rpm rpm/stable/aarch64/data-1.0-1.noarch.rpm',
      'rpm rpm/stable/x86_64/data-1.0-1.noarch.rpm',
    ])
    expect(report.entries).toHaveLength(1)
    expect(it.store.counts().copiedObjects).toBe(1)
  })

  test('is in an architecture that comes later', async () => {
    const it = world()
    await it.publish([await rpm(keys, { name: 'data', arch: 'all' }), await rpm(keys)])
    await it.publish([await rpm(keys, { arch: 's390x' })])
    expect(await rpmsOf(it.memory)).toEqual([
      'rpm rpm/stable/s390x/data-1.0-1.noarch.rpm',
      'rpm rpm/stable/s390x/hello-1.0-1.s390x.rpm',
      'rpm rpm/stable/x86_64/data-1.0-1.noarch.rpm',
      'rpm rpm/stable/x86_64/hello-1.0-1.x86_64.rpm',
    ])
  })
})

const other = () => {
  const content = contentOf(Buffer.from('other\n'))
  return rpm(keys, {
    name: 'data',
    arch: 'all',
    entries: [{ type: 'file', path: '/usr/bin/data', mode: 0o755, content }],
  })
}

describe('a noarch rpm of one name and version with other content', () => {
  test('that is skipped is the published one in a new architecture too', async () => {
    const it = world()
    const published = await rpm(keys, { name: 'data', arch: 'all' })
    await it.publish([published, await rpm(keys)])
    const inputs = { 'if-exists': 'skip' }
    const packages = [await other(), await rpm(keys, { arch: 's390x' })]
    const { entries } = await publishAll(packages, { store: it.memory, keys, inputs })
    expect(entries.map(({ name, status }) => [name, status])).toContainEqual(['data', 'skipped'])
    const copy = it.memory.objects.get('rpm/stable/s390x/data-1.0-1.noarch.rpm')
    expect(sha256(copy?.bytes ?? '')).toBe(published.sha256)
  })

  test('that two jobs bring in at once, each with an architecture, is a conflict that names both', async () => {
    const it = world()
    let isBegun = false
    const store = faultyStore(it.memory, {
      before: async ({ operation, key }) => {
        if (operation !== 'swap' || !key.endsWith('x86_64/repodata/repomd.xml') || isBegun) return
        isBegun = true
        await it.publish([await other(), await rpm(keys, { arch: 'arm64' })])
      },
    })
    await expect(
      it.publish([await rpm(keys, { name: 'data', arch: 'all' }), await rpm(keys)], store),
    ).rejects.toThrow(/aarch64\/data.* and .*x86_64\/data.* are one package .* with different content/)
  })
})

test('a first publish of noarch packages alone that was killed between its architectures is finished by the next', async () => {
  const it = world()
  const data = await rpm(keys, { name: 'data', arch: 'all' })
  const store = faultyStore(it.memory, {
    before: ({ operation, key }) => {
      if (operation === 'swap' && key.endsWith('aarch64/repodata/repomd.xml')) throw new Crash()
    },
  })
  await expect(it.publish([data], store)).rejects.toThrow(Crash)
  expect(await rpmsOf(it.memory)).toEqual(['rpm rpm/stable/x86_64/data-1.0-1.noarch.rpm'])
  await it.publish([data])
  expect(await rpmsOf(it.memory)).toHaveLength(2)
})

test('an architecture that a run created before it met a conflict has the noarch packages all the same', async () => {
  const it = world()
  await it.publish([await rpm(keys, { name: 'data', arch: 'all' }), await rpm(keys)])
  const content = contentOf(Buffer.from('other\n'))
  const entries = [{ type: 'file' as const, path: '/usr/bin/hello', mode: 0o755, content }]
  let isBegun = false
  const store = faultyStore(it.memory, {
    before: async ({ operation, key }) => {
      if (operation !== 'swap' || !key.endsWith('x86_64/repodata/repomd.xml') || isBegun) return
      isBegun = true
      await it.publish([await rpm(keys, { version: '2.0', entries })])
    },
  })
  const packages = [await rpm(keys, { version: '2.0' }), await rpm(keys, { arch: 's390x' })]
  await expect(it.publish(packages, store)).rejects.toThrow(/with other content/)
  expect(await rpmsOf(it.memory)).toContain('rpm rpm/stable/s390x/data-1.0-1.noarch.rpm')
})

test('a new version in the place of an older one costs no look at other architectures', async () => {
  const it = world()
  await it.publish([await rpm(keys), await rpm(keys, { arch: 's390x' })])
  const read: string[] = []
  const store = faultyStore(it.memory, { before: ({ key }) => void read.push(key) })
  const inputs = { 'keep-versions': '1' }
  const { entries } = await publishAll([await rpm(keys, { version: '2.0' })], { store, keys, inputs })
  expect(entries.map(({ status }) => status).sort()).toEqual(['added', 'removed'])
  expect(read.filter((key) => key.includes('s390x'))).toEqual([])
})

test('an architecture whose first run was killed has the noarch packages when another replaced what that run brought', async () => {
  const it = world()
  await it.publish([await rpm(keys, { name: 'data', arch: 'all' }), await rpm(keys)])
  const store = faultyStore(it.memory, {
    after: ({ operation, key }) => {
      if (operation === 'swap' && key.endsWith('s390x/repodata/repomd.xml')) throw new Crash()
    },
  })
  await expect(it.publish([await rpm(keys, { arch: 's390x' })], store)).rejects.toThrow(Crash)
  const content = contentOf(Buffer.from('other\n'))
  const entries = [{ type: 'file' as const, path: '/usr/bin/hello', mode: 0o755, content }]
  const inputs = { 'if-exists': 'replace' }
  const replacing = await rpm(keys, { arch: 's390x', entries })
  await publishAll([replacing], { store: it.memory, keys, inputs })
  expect(await rpmsOf(it.memory)).toContain('rpm rpm/stable/s390x/data-1.0-1.noarch.rpm')
})

describe('an all deb', () => {
  test('goes into every architecture, also one that comes later', async () => {
    const it = world()
    await it.publish([await deb({ name: 'data', arch: 'all' })])
    for (const arch of ['amd64', 'arm64']) expect(index(it.memory, arch)).toContain('Package: data\n')
    await it.publish([await deb({ arch: '386' })])
    expect(index(it.memory, 'i386')).toMatch(/Package: data\n[\s\S]*Package: hello\n/)
    expect(index(it.memory, 'amd64')).not.toContain('Package: hello\n')
  })
})

test('what somebody put in the place of a noarch package does not get into a signed index', async () => {
  const it = world()
  await it.publish([await rpm(keys, { name: 'data', arch: 'all' }), await rpm(keys)])
  const key = 'rpm/stable/x86_64/data-1.0-1.noarch.rpm'
  const evil = await rpm(keys, { name: 'openssl', version: '99', arch: 'all' })
  const object = it.memory.objects.get(key)
  if (object === undefined) throw new Error(`no ${key}`)
  it.memory.objects.set(key, { ...object, bytes: await bytesOf(evil.content, 2 ** 20, 'it') })
  await it.publish([await rpm(keys, { arch: 's390x' })])
  const primary = [...it.memory.objects].filter(([name]) => /s390x\/repodata\/.*-primary/.test(name))
  const texts = primary.map(([, { bytes }]) => gunzipSync(bytes).toString())
  expect(texts.some((text) => text.includes('<name>data</name>'))).toBe(true)
  expect(texts.join('')).not.toContain('openssl')
})

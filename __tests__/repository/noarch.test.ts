import { gunzipSync } from 'node:zlib'
import { bytesOf } from '../../src/content.ts'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { clientView } from '../support/client-view.ts'
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

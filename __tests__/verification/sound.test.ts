import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type CommandWorld, DAY_MS, commandWorld } from '../commands/world.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { readsOnly, severalKeys, verified } from './verifying.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]

/** Every way to come to a repository that is sound. */
const STORIES: Readonly<Record<string, (it: CommandWorld) => Promise<unknown>>> = {
  'an apt suite': async (it) => it.publish([await deb()]),
  'an rpm repository': async (it) => it.publish([await rpm(keys)]),
  'two architectures': async (it) =>
    it.publish([...(await both()), await rpm(keys, { arch: 'arm64' }), await deb({ arch: 'arm64' })]),
  'packages for every architecture': async (it) => {
    await it.publish([
      await rpm(keys, { name: 'data', arch: 'all' }),
      await deb({ name: 'data', arch: 'all' }),
    ])
    await it.publish([await rpm(keys, { arch: 's390x' })])
  },
  'versions one after the other': async (it) => {
    for (const version of ['1.0', '1.1', '1.2', '1.3', '1.4']) await it.publish(await both({ version }))
  },
  'a replaced package': async (it) => {
    await it.publish(await both())
    await it.publish(await both({ description: 'Another\nA test package.' }), { 'if-exists': 'replace' })
  },
  'a removed package': async (it) => {
    await it.publish(await both())
    await it.publish(await both({ version: '2.0' }))
    await it.run('remove', { packages: 'hello=1.0' })
  },
  'a removed package, long ago': async (it) => {
    await it.publish(await both())
    await it.publish(await both({ version: '2.0' }))
    await it.run('remove', { packages: 'hello=1.0' })
    it.clock.advance(30 * DAY_MS)
  },
  'a channel that is promoted from another': async (it) => {
    await it.publish(await both(), { channels: 'testing' })
    await it.run('promote', { 'from-channel': 'testing', channels: 'stable' })
  },
  'a repository that was rolled back': async (it) => {
    await it.publish(await both())
    await it.publish(await both({ version: '2.0' }))
    await it.run('rollback')
  },
  'a repository that was written anew': async (it) => {
    await it.publish(await both())
    await it.run('republish')
  },
  'a repository that was collected': async (it) => {
    for (const version of ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']) {
      await it.publish(await both({ version }), { 'keep-versions': '2' })
      it.clock.advance(5 * DAY_MS)
    }
  },
}

describe('nothing is found in', () => {
  test.each(Object.entries(STORIES))('%s', async (_, story) => {
    const it = await commandWorld()
    await story(it)
    it.clock.advance(10 * 60_000)
    expect((await verified(it)).findings).toEqual([])
    expect((await verified(it, { deep: 'true' })).findings).toEqual([])
  })

  test('two channels', async () => {
    const it = await commandWorld({ channels: 'stable, testing' })
    await it.publish(await both())
    const { findings, repositories } = await verified(it)
    expect(findings).toEqual([])
    expect(repositories.map(({ title }) => title)).toEqual([
      'apt suite stable',
      'rpm repository stable/x86_64',
      'apt suite testing',
      'rpm repository testing/x86_64',
    ])
  })

  test('one rpm repository of all architectures, at the root', async () => {
    const it = await commandWorld({ 'rpm-path': 'rpm/{channel}', 'apt-path': '.' })
    await it.publish([...(await both()), await rpm(keys, { arch: 'arm64' })])
    expect((await verified(it)).findings).toEqual([])
  })

  test('a repository that two keys sign', async () => {
    const it = await commandWorld()
    await it.as({ keys: await severalKeys('rsa4096', 'rsa3072-other') }).publish(await both())
    expect((await verified(it)).findings).toEqual([])
  })
})

test('a verdict says what was read', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  await it.publish(await both({ version: '2.0' }))
  const { isSound, repositories } = await verified(it)
  expect(isSound).toBe(true)
  const copies = it.keysLike(/^apt\/.*\/heads\//).toSorted()
  expect(repositories).toMatchObject([
    {
      format: 'deb',
      channel: 'stable',
      head: { key: 'apt/dists/stable/InRelease', id: copies[1]?.split('/')[4], signedBy: [keys.fingerprint] },
      packages: 2,
      copies: [{ id: copies[0]?.split('/')[4], date: expect.stringMatching(/^2027-01-15T08:00:05/) }],
      neverInForce: [],
    },
    { format: 'rpm', packages: 2, copies: [{}] },
  ])
  for (const { objects, bytes } of repositories) expect([objects > 2, bytes > 1000]).toEqual([true, true])
})

test('nothing is written but what tries the conditions, and that is taken away again', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  const before = new Map(it.memory.objects)
  await verified(it, { deep: 'true' })
  expect(new Map(it.memory.objects)).toEqual(before)
})

test('credentials that may only read are enough', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  expect((await verified(it.as({ store: readsOnly(it.memory) }))).findings).toEqual([])
})

test.each([
  ['channels', { channels: 'stable, nightly' }, /channels has nightly, of which nothing is published/],
  ['a path', { 'apt-path': 'deb', 'rpm-path': 'rpms/{channel}' }, /channels has stable/],
])('%s of which nothing is published is an error', async (_, inputs, message) => {
  const it = await commandWorld()
  await it.publish([await deb()])
  await expect(verified(it, inputs)).rejects.toThrow(message)
})

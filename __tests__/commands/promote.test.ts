import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { Architecture } from '../../src/recipe/architecture.ts'
import { OTHER, deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const TESTING = { channels: 'testing' }
const TO_STABLE = { 'from-channel': 'testing', channels: 'stable' }

test('the newest of each name goes to stable: debs by the index alone, rpms by a copy', async () => {
  const it = await commandWorld()
  for (const version of ['1.0', '1.1~rc1', '1.1', '1.10']) {
    await it.publish([await deb({ version }), await rpm(keys, { version })], TESTING)
  }
  await it.publish([await deb({ name: 'other' })], TESTING)
  const before = it.store.counts()
  const { entries } = await it.run('promote', TO_STABLE)
  expect(entries).toMatchObject([
    { format: 'deb', name: 'hello', version: '1.10', channel: 'stable', status: 'added' },
    { format: 'deb', name: 'other', version: '1.0', channel: 'stable', status: 'added' },
    { format: 'rpm', name: 'hello', version: '1.10-1', channel: 'stable', status: 'added' },
  ])
  const after = it.store.counts()
  expect(after.copiedObjects - before.copiedObjects).toBe(1)
  expect(it.keysLike(/\.deb$/)).toHaveLength(5)
  const view = await it.view()
  expect(view.filter((line) => line.includes('stable'))).toEqual(['rpm stable/x86_64 hello-1.10-1.x86_64'])
  expect(view.filter((line) => line === 'deb hello 1.10 amd64')).toHaveLength(2)
})

test('what an index says of a package is the same in both channels', async () => {
  const it = await commandWorld()
  await it.publish([await deb(), await rpm(keys)], TESTING)
  await it.run('promote', TO_STABLE)
  const packages = (channel: string) =>
    /^ (\w+) +\d+ main\/binary-amd64\/Packages$/m.exec(it.text(`apt/dists/${channel}/Release`))?.[1]
  expect(packages('stable')).toBe(packages('testing'))
})

test('patterns choose; one that is about nothing is an error, and nothing is written', async () => {
  const it = await commandWorld()
  await it.publish([await deb(), await deb({ version: '2.0' }), await deb({ name: 'other' })], TESTING)
  await it.run('promote', { ...TO_STABLE, packages: 'hello=1.0' })
  expect(it.text('apt/dists/stable/main/binary-amd64/Packages.gz')).not.toBe('')
  const before = it.store.counts()
  await expect(it.run('promote', { ...TO_STABLE, packages: 'hello=3.0' })).rejects.toThrow(
    /"hello=3.0", which is no package of the channel testing\. Nothing was written/,
  )
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

test('a noarch rpm goes to every architecture of the channel', async () => {
  const it = await commandWorld()
  const data = await rpm(keys, { name: 'data', arch: 'all' })
  await it.publish([data, await rpm(keys), await rpm(keys, { arch: 'arm64' })], TESTING)
  await it.publish([await rpm(keys, { arch: 'ppc64le', name: 'there' })])
  await it.run('promote', { ...TO_STABLE, packages: 'data' })
  expect((await it.view()).filter((line) => line.startsWith('rpm stable') && line.includes('data'))).toEqual([
    'rpm stable/ppc64le data-1.0-1.noarch',
  ])
})

describe('a version with other content in the target', () => {
  test.each(['deb', 'rpm'] as const)('is a conflict for a %s, and nothing is written', async (format) => {
    const it = await commandWorld()
    const make = (changes = {}) => (format === 'deb' ? deb(changes) : rpm(keys, changes))
    await it.publish([await make()], TESTING)
    await it.publish([await make(OTHER)])
    const before = it.store.counts()
    await expect(it.run('promote', TO_STABLE)).rejects.toThrow(
      /already has as .* with other content.*Nothing was written/,
    )
    expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
  })

  test('is kept, or replaced, where asked', async () => {
    const it = await commandWorld()
    await it.publish([await deb(), await rpm(keys)], TESTING)
    await it.publish([await deb(OTHER), await rpm(keys, OTHER)])
    const skipped = await it.run('promote', { ...TO_STABLE, 'if-exists': 'skip' })
    expect(skipped.entries.map(({ status }) => status)).toEqual(['skipped', 'skipped'])
    const replaced = await it.run('promote', { ...TO_STABLE, 'if-exists': 'replace' })
    expect(replaced.entries.map(({ status }) => status)).toEqual(['replaced', 'replaced'])
    await it.view()
  })
})

describe('the newest version', () => {
  const newest = async (published: readonly (readonly [string, Architecture])[]) => {
    const it = await commandWorld()
    for (const [version, arch] of published)
      await it.publish([await deb({ version, arch }), await rpm(keys, { version, arch })], TESTING)
    const { entries } = await it.run('promote', TO_STABLE)
    return entries.map(({ format, version, arch }) => `${format} ${version} ${arch}`).sort()
  }

  test('of each architecture is what a machine of it can get', async () => {
    expect(
      await newest([
        ['1.0', 'amd64'],
        ['1.0', 'arm64'],
        ['2.0', 'amd64'],
      ]),
    ).toEqual(['deb 1.0 arm64', 'deb 2.0 amd64', 'rpm 1.0-1 aarch64', 'rpm 2.0-1 x86_64'])
  })

  test('for all architectures takes the place of older ones', async () => {
    expect(
      await newest([
        ['1.0', 'amd64'],
        ['2.0', 'all'],
      ]),
    ).toEqual(['deb 2.0 all', 'rpm 2.0-1 noarch'])
  })

  test('for one architecture leaves the others what is for all', async () => {
    const history = [
      ['1.0', 'all'],
      ['2.0', 'amd64'],
    ] as const
    expect(await newest(history)).toEqual(['deb 2.0 amd64', 'rpm 2.0-1 x86_64'])
    expect(await newest([...history, ['1.5', 'arm64']])).toEqual([
      'deb 1.5 arm64',
      'deb 2.0 amd64',
      'rpm 1.5-1 aarch64',
      'rpm 2.0-1 x86_64',
    ])
    expect(await newest([['0.5', 'arm64'], ...history])).toEqual([
      'deb 1.0 all',
      'deb 2.0 amd64',
      'rpm 1.0-1 noarch',
      'rpm 2.0-1 x86_64',
    ])
  })
})

test('a version that two components have goes to both', async () => {
  const it = await commandWorld()
  await it.publish([await deb()], TESTING)
  await it.publish([await deb()], { ...TESTING, component: 'extra' })
  const { entries } = await it.run('promote', TO_STABLE)
  expect(entries.map(({ key, status }) => `${status} ${key}`)).toEqual([
    'added apt/pool/extra/h/hello/hello_1.0_amd64.deb',
    'added apt/pool/main/h/hello/hello_1.0_amd64.deb',
  ])
  expect(await it.view()).toEqual(Array.from({ length: 4 }, () => 'deb hello 1.0 amd64'))
})

describe.each(['deb', 'rpm'])('a %s', (format) => {
  test.each([
    ['that is gone', undefined, 'is missing'],
    ['that is another file', Buffer.alloc(5), 'is another file than the signed index says'],
  ])('%s is an error before anything is written', async (_, bytes, seen) => {
    const it = await commandWorld()
    await it.publish([await deb(), await rpm(keys)], TESTING)
    const [key = ''] = it.keysLike(new RegExp(`\\.${format}$`))
    await it.memory.delete(key)
    if (bytes !== undefined) await it.memory.put(key, contentOf(bytes), { contentType: '', cacheControl: '' })
    const before = it.store.counts()
    await expect(it.run('promote', TO_STABLE)).rejects.toThrow(
      `In memory ${key} ${seen}. Put the right files back, or take the packages out with \`remove\` and publish them again. Nothing was written.`,
    )
    expect(it.store.counts()).toMatchObject({
      uploadedObjects: before.uploadedObjects,
      copiedObjects: before.copiedObjects,
    })
  })
})

test('the same again writes nothing', async () => {
  const it = await commandWorld()
  await it.publish([await deb(), await rpm(keys)], TESTING)
  await it.run('promote', TO_STABLE)
  const before = it.store.counts()
  const { entries } = await it.run('promote', TO_STABLE)
  expect(entries.map(({ status }) => status)).toEqual(['unchanged', 'unchanged'])
  expect(it.store.counts()).toMatchObject({
    uploadedObjects: before.uploadedObjects,
    copiedObjects: before.copiedObjects,
    deletedObjects: before.deletedObjects,
  })
})

test.each([
  [
    { 'from-channel': 'nightly', channels: 'stable' },
    /from-channel has nightly, of which nothing is published/,
  ],
  [{ 'from-channel': 'testing', channels: 'testing' }, /cannot be promoted into itself/],
  [{ channels: 'stable' }, /from-channel is required/],
  [{ ...TO_STABLE, 'rpm-path': 'rpm/{arch}' }, /without \{channel\}/],
])('%j is an error, and nothing is written', async (inputs, message) => {
  const it = await commandWorld()
  await it.publish([await deb()], TESTING)
  const before = it.store.counts()
  await expect(async () => it.run('promote', inputs as Record<string, string>)).rejects.toThrow(message)
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

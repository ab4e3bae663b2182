import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

async function hello(version: string) {
  return [await deb({ version }), await rpm(keys, { version })]
}

test('takes a version out of every index, and says so; its files stay for those who hold the state before', async () => {
  const it = await commandWorld()
  await it.publish([...(await hello('1.0')), ...(await hello('1.1'))])
  const { entries } = await it.run('remove', { packages: 'hello=1.1' })
  expect(entries).toMatchObject([
    { format: 'deb', name: 'hello', version: '1.1', channel: 'stable', status: 'removed' },
    { format: 'rpm', name: 'hello', version: '1.1-1', channel: 'stable', status: 'removed' },
  ])
  expect(await it.view()).toEqual(['deb hello 1.0 amd64', 'rpm stable/x86_64 hello-1.0-1.x86_64'])
  expect(it.keysLike(/hello.1\.1.*\.(deb|rpm)$/)).toHaveLength(2)
})

test('leaves what it is not about byte for byte', async () => {
  const it = await commandWorld()
  await it.publish([await deb(), await deb({ name: 'other' })])
  const before = it.text('apt/dists/stable/Release')
  await it.publish([await deb({ name: 'unwanted' })])
  await it.run('remove', { packages: 'unwanted' })
  const listed = (release: string) => /^ (\w+) +\d+ main\/binary-amd64\/Packages$/m.exec(release)?.[1]
  expect(listed(it.text('apt/dists/stable/Release'))).toBe(listed(before))
})

test.each([
  ['hello', ['other']],
  ['hel*', ['other']],
  ['*', []],
  ['hello=1.*, other=9', 'error'],
  ['hello=1:1.0', 'error'],
  ['*=1.0', ['hello 1.1']],
])('%s', async (packages, left) => {
  const it = await commandWorld()
  await it.publish([await deb(), await deb({ version: '1.1' }), await deb({ name: 'other', version: '1.0' })])
  if (left === 'error') {
    const writes = it.store.counts().uploadedObjects
    await expect(it.run('remove', { packages })).rejects.toThrow(
      /is no package of the channel stable\. Nothing was written/,
    )
    expect(it.store.counts().uploadedObjects).toBe(writes)
    return
  }
  await it.run('remove', { packages })
  const view = await it.view()
  expect(view).toHaveLength(left.length)
  for (const name of left) expect(view.join('\n')).toContain(name)
})

test('a noarch package goes from every architecture', async () => {
  const it = await commandWorld()
  const data = await rpm(keys, { name: 'data', arch: 'all' })
  await it.publish([data, await rpm(keys), await rpm(keys, { arch: 'arm64' })])
  expect(await it.view()).toHaveLength(4)
  await it.run('remove', { packages: 'data' })
  expect(await it.view()).toEqual([
    'rpm stable/aarch64 hello-1.0-1.aarch64',
    'rpm stable/x86_64 hello-1.0-1.x86_64',
  ])
})

test('a noarch package that another run brings back from a sibling meanwhile goes again', async () => {
  const it = await commandWorld()
  const data = await rpm(keys, { name: 'data', arch: 'all' })
  await it.publish([data, await rpm(keys), await rpm(keys, { arch: 'arm64' })])
  let isBegun = false
  const { promise: isDone, resolve: done } = Promise.withResolvers<void>()
  const store = faultyStore(it.memory, {
    after: async ({ operation, key }) => {
      if (operation !== 'swap' || key !== 'rpm/stable/x86_64/repodata/repomd.xml' || isBegun) return
      isBegun = true
      await it.publish([await rpm(keys, { name: 'more', arch: 'all' })])
      expect((await it.view()).join('\n')).toContain('stable/x86_64 data')
      done()
    },
    before: async ({ operation, key }) => {
      // The other architecture waits until the other run is through.
      const isLater = operation === 'swap' && key === 'rpm/stable/aarch64/repodata/repomd.xml'
      if (isLater) await isDone
    },
  })
  await it.as({ store }).run('remove', { packages: 'data' })
  expect((await it.view()).filter((line) => line.includes('data'))).toEqual([])
})

describe('what others depend on', () => {
  test('is a warning that names them', async () => {
    const it = await commandWorld()
    await it.publish([
      await deb({ name: 'library', version: '2.0' }),
      await deb({ name: 'program', depends: ['library (>= 2.0)'] }),
      await rpm(keys, { name: 'library', version: '2.0' }),
      await rpm(keys, { name: 'program', depends: ['library >= 2.0'] }),
    ])
    await it.run('remove', { packages: 'library' })
    expect(it.log.lines).toEqual(
      expect.arrayContaining([
        'warning: program 1.0 for amd64 in the apt suite stable depends on library >= 2.0, which nothing there provides any more.',
        'warning: program 1.0-1 for x86_64 in the rpm repository stable/x86_64 depends on library >= 0:2.0, which nothing there provides any more.',
      ]),
    )
  })

  test('is none where another version or package is as good, or where it never was there', async () => {
    const it = await commandWorld()
    await it.publish([
      await deb({ name: 'library', version: '2.0' }),
      await deb({ name: 'library', version: '2.1' }),
      await deb({ name: 'program', depends: ['library (>= 2.0)', 'libc6 (>= 2.36)'] }),
      await deb({ name: 'either', depends: ['library (= 2.0) | program'] }),
    ])
    await it.run('remove', { packages: 'library=2.0' })
    expect(it.log.lines.filter((line) => line.startsWith('warning'))).toEqual([])
  })
})

test('an unknown channel is an error that names it, and nothing is written', async () => {
  const it = await commandWorld()
  await it.publish(await hello('1.0'))
  const before = it.store.counts()
  await expect(it.run('remove', { packages: 'hello', channels: 'stable, testing' })).rejects.toThrow(
    /channels has testing, of which nothing is published.*Nothing was written/,
  )
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

test('without packages it is an error that names the input', async () => {
  const it = await commandWorld()
  await expect(async () => it.run('remove')).rejects.toThrow(/packages is required/)
})

describe('the same again', () => {
  const twice = async () => {
    const it = await commandWorld()
    await it.publish([...(await hello('1.0')), ...(await hello('1.1'))])
    await it.run('remove', { packages: 'hello=1.1' })
    return it
  }

  test('writes nothing, and says that it is done', async () => {
    const it = await twice()
    const before = new Map(it.memory.objects)
    await it.run('remove', { packages: 'hello=1.1' })
    expect([...it.memory.objects]).toEqual([...before])
    expect(it.log.lines).toContain(
      'notice: packages has "hello=1.1", which the last run took out already. What that run left undone is done now.',
    )
  })

  test('writes the alias that a killed run left as it was', async () => {
    const it = await commandWorld()
    await it.publish([...(await hello('1.0')), ...(await hello('1.1'))])
    const stale = it.memory.objects.get('apt/dists/stable/Release')
    await it.run('remove', { packages: 'hello=1.1' })
    const fresh = it.text('apt/dists/stable/Release')
    if (stale !== undefined) it.memory.objects.set('apt/dists/stable/Release', stale)
    await it.run('remove', { packages: 'hello=1.1' })
    expect(it.text('apt/dists/stable/Release')).toBe(fresh)
  })

  test('is an error where one of several names never was there', async () => {
    const it = await twice()
    const before = await it.view()
    await expect(it.run('remove', { packages: 'hello=1.1, hallo' })).rejects.toThrow(
      /packages has "hallo", which is no package of the channel stable/,
    )
    expect(await it.view()).toEqual(before)
  })

  test('is an error after another run, for nothing is left to take out; the state stays', async () => {
    const it = await twice()
    await it.publish(await hello('1.2'))
    const before = await it.view()
    await expect(it.run('remove', { packages: 'hello=1.1' })).rejects.toThrow(
      /no package of the channel stable/,
    )
    expect(await it.view()).toEqual(before)
  })
})

import { beforeAll, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]
const KEEP_2 = { 'keep-versions': '2' }

test('the newest stay, by the ordering of each format', async () => {
  const it = await commandWorld()
  for (const version of ['1.9', '1.10', '1.11-rc1']) await it.publish(await both({ version }))
  const { entries } = await it.publish(await both({ version: '1.11' }), KEEP_2)
  expect(entries.filter(({ status }) => status === 'removed').map(({ version }) => version)).toEqual([
    '1.9',
    '1.10',
    '1.9-1',
    '1.10-1',
  ])
  expect(await it.view()).toEqual([
    'deb hello 1.11 amd64',
    'deb hello 1.11~rc1 amd64',
    'rpm stable/x86_64 hello-1.11-1.x86_64',
    'rpm stable/x86_64 hello-1.11~rc1-1.x86_64',
  ])
})

test('what was just published stays, however old it is', async () => {
  const it = await commandWorld()
  for (const version of ['2.0', '3.0']) await it.publish(await both({ version }))
  await it.publish(await both({ version: '1.0' }), KEEP_2)
  expect(await it.view()).toHaveLength(6)
})

test('other names, architectures and channels are left alone', async () => {
  const it = await commandWorld()
  for (const version of ['1.0', '2.0']) {
    await it.publish([
      await deb({ version }),
      await deb({ version, arch: 'arm64' }),
      await deb({ version, name: 'other' }),
    ])
    await it.publish([await deb({ version })], { channels: 'testing' })
  }
  await it.publish([await deb({ version: '3.0' })], { 'keep-versions': '1' })
  const view = await it.view()
  expect(view.filter((line) => line.endsWith('hello 3.0 amd64'))).toHaveLength(1)
  expect(view).toHaveLength(1 + 2 + 2 + 2)
})

test('what another run took out meanwhile makes room, and nothing is said to be removed that stays', async () => {
  const it = await commandWorld()
  for (const version of ['1.0', '2.0']) await it.publish([await deb({ version })])
  let isBegun = false
  const store = faultyStore(it.memory, {
    before: async ({ operation, key }) => {
      if (operation !== 'swap' || !key.endsWith('stable/InRelease') || isBegun) return
      isBegun = true
      await it.run('remove', { packages: 'hello=2.0' })
    },
  })
  const { entries } = await it.as({ store }).publish([await deb({ version: '3.0' })], KEEP_2)
  expect(await it.view()).toEqual(['deb hello 1.0 amd64', 'deb hello 3.0 amd64'])
  expect(entries).toMatchObject([{ version: '3.0', status: 'added' }])
})

test('the same again writes nothing; with fewer to keep it prunes', async () => {
  const it = await commandWorld()
  for (const version of ['1.0', '2.0', '3.0']) await it.publish(await both({ version }), KEEP_2)
  const before = it.store.counts()
  await it.publish(await both({ version: '3.0' }), KEEP_2)
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
  await it.publish(await both({ version: '3.0' }), { 'keep-versions': '1' })
  expect(await it.view()).toEqual(['deb hello 3.0 amd64', 'rpm stable/x86_64 hello-3.0-1.x86_64'])
})

test('an rpm that says that its epoch is 0 is the one that is listed, and stays when it is published again', async () => {
  const it = await commandWorld()
  const pkg = { ...(await rpm(keys)), epoch: 0 }
  await it.publish([pkg], { 'keep-versions': '1' })
  const { entries } = await it.publish([pkg], { 'keep-versions': '1' })
  expect(entries).toMatchObject([{ version: '1.0-1', status: 'unchanged' }])
  expect(await it.view()).toEqual(['rpm stable/x86_64 hello-1.0-1.x86_64'])
})

test('noarch and all packages are pruned in every architecture', async () => {
  const it = await commandWorld()
  const data = async (version: string) => both({ version, name: 'data', arch: 'all' })
  await it.publish([...(await both()), ...(await both({ arch: 'arm64' }))])
  for (const version of ['1.0', '2.0', '3.0']) await it.publish(await data(version), KEEP_2)
  const view = (await it.view()).filter((line) => line.includes('data'))
  expect(view.filter((line) => line.includes('1.0'))).toEqual([])
  expect(view).toHaveLength(2 * 2 + 2 * 2)
})

test.each(['-1', 'all', '1.5'])('keep-versions %s is an error', async (value) => {
  const it = await commandWorld()
  await expect(async () => it.publish([], { 'keep-versions': value })).rejects.toThrow(
    /keep-versions is ".*"; it must be a whole number/,
  )
})

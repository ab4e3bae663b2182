import { beforeAll, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { aliasesAgree } from '../support/client-view.ts'
import { OTHER, deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { type CommandWorld, DAY_MS, commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]
const STAMP = /^Date: (.*)$/m

test('brings back what the head before had, with a new stamp', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  const before = it.text('apt/dists/stable/Release')
  await it.publish(await both({ version: '2.0' }))
  const { entries } = await it.run('rollback')
  expect(entries).toMatchObject([
    { format: 'deb', version: '2.0', status: 'removed' },
    { format: 'rpm', version: '2.0-1', status: 'removed' },
  ])
  expect(await it.view()).toEqual(['deb hello 1.0 amd64', 'rpm stable/x86_64 hello-1.0-1.x86_64'])
  const after = it.text('apt/dists/stable/Release')
  const dates = [before, after].map((text) => Date.parse(STAMP.exec(text)?.[1] ?? ''))
  expect(dates[1]).toBeGreaterThan(dates[0] ?? Infinity)
  expect(await aliasesAgree(it.memory, trustOf(keys))).toBe(true)
})

test('again brings back what was rolled back', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  await it.publish(await both({ version: '2.0' }))
  const state = await it.view()
  await it.run('rollback')
  await it.run('rollback')
  expect(await it.view()).toEqual(state)
})

test('undoes a removal and a replacement, with the very bytes of then', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  const bytes = it.memory.objects.get('apt/pool/main/h/hello/hello_1.0_amd64.deb')?.bytes
  await it.publish(await both(OTHER), { 'if-exists': 'replace' })
  const replaced = await it.run('rollback')
  expect(replaced.entries.map(({ status }) => status)).toEqual(['replaced', 'replaced'])
  const [back] = replaced.entries
  expect(it.memory.objects.get(back?.key ?? '')?.bytes.equals(bytes ?? Buffer.alloc(0))).toBe(true)
  await it.publish(await both({ version: '2.0' }))
  await it.run('remove', { packages: 'hello=1.0' })
  await it.run('rollback')
  expect(await it.view()).toHaveLength(4)
})

test('a package that is old gets a key of its own: a collector may be at the old one', async () => {
  const it = await commandWorld()
  await it.publish([await deb()])
  await it.publish([await deb({ version: '2.0' })])
  await it.run('remove', { packages: 'hello=1.0' })
  it.clock.advance(DAY_MS)
  const { entries } = await it.run('rollback')
  expect(entries).toMatchObject([
    { version: '1.0', status: 'added', key: expect.stringMatching(/\/\d{10}-[0-9a-f]{16}\//) },
  ])
  expect(await it.view()).toHaveLength(2)
})

test('goes to the head of an ID, of the repository that has it', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  await it.publish(await both({ version: '2.0' }))
  await it.publish(await both({ version: '3.0' }))
  const [oldest = ''] = it.keysLike(/^apt\/dists\/stable\/heads\/.*\/InRelease$/).toSorted()
  const id = oldest.split('/')[4] ?? ''
  await it.run('rollback', { to: id })
  expect((await it.view()).filter((line) => line.startsWith('deb'))).toEqual(['deb hello 1.0 amd64'])
  expect((await it.view()).filter((line) => line.startsWith('rpm'))).toHaveLength(3)
})

const headIds = (it: CommandWorld, form: RegExp) =>
  it.keysLike(form).map((key) => /\/heads\/([^/]+)\//.exec(key)?.[1] ?? '')

test('goes to the head of an ID in each repository that has one of it', async () => {
  const it = await commandWorld()
  const data = async (version: string) => [await rpm(keys, { name: 'data', arch: 'all', version })]
  await it.publish(await data('1.0'))
  await it.publish(await data('2.0'))
  const [first = '', second] = headIds(it, /heads\/.*\/repomd\.xml$/)
  expect(second).toBe(first)
  await it.run('rollback', { to: first })
  expect(await it.view()).toEqual([
    'rpm stable/aarch64 data-1.0-1.noarch',
    'rpm stable/x86_64 data-1.0-1.noarch',
  ])
})

test('to two heads of one repository is an error, and nothing is written', async () => {
  const it = await commandWorld()
  for (const version of ['1.0', '2.0', '3.0']) await it.publish([await deb({ version })])
  const [first, second] = headIds(it, /heads\/.*\/InRelease$/)
  const before = it.store.counts()
  await expect(it.run('rollback', { to: `${first}, ${second}` })).rejects.toThrow(
    `to has ${first} and ${second}, all of the apt suite stable, which can go back to one of them only. Nothing was written.`,
  )
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

test('a package that came in another component since goes from there', async () => {
  const it = await commandWorld()
  await it.publish([await deb(), await deb({ name: 'other' })])
  await it.run('remove', { packages: 'hello' })
  await it.publish([await deb(OTHER)], { component: 'extra' })
  const [first = ''] = headIds(it, /heads\/.*\/InRelease$/)
  await it.run('rollback', { to: first })
  expect(await it.view()).toEqual(['deb hello 1.0 amd64', 'deb other 1.0 amd64'])
  const { entries } = await it.run('rollback')
  expect(entries.map(({ key, status }) => `${status} ${key}`)).toEqual([
    'added apt/pool/extra/h/hello/hello_1.0_amd64.deb',
    'removed apt/pool/main/h/hello/hello_1.0_amd64.deb',
  ])
})

test('to a head whose package is another file now is an error, and nothing is written', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  await it.publish([await deb({ version: '2.0' })])
  await it.run('remove', { packages: 'hello=1.0' })
  const key = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
  const size = it.memory.objects.get(key)?.sizeBytes ?? 0
  await it.memory.delete(key)
  await it.memory.put(key, contentOf(Buffer.alloc(size)), { contentType: '', cacheControl: '' })
  const before = it.store.counts()
  await expect(it.run('rollback')).rejects.toThrow(
    /cannot be listed again; in memory apt.*hello_1\.0_amd64\.deb is another file than the signed index says.*Nothing was written/,
  )
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

test('other records and fields of the head stay what they are', async () => {
  const it = await commandWorld()
  await it.publish([await deb()], { origin: 'First' })
  await it.publish([await deb({ version: '2.0' })])
  await it.run('rollback')
  expect(it.text('apt/dists/stable/Release')).toMatch(/^Origin: First$/m)
})

test.each([
  [
    '1800000000-0123456789abcdef',
    /of which the channel stable in memory has no copy.*apt suite stable: \d{10}-/,
  ],
  ['yesterday', /must be previous, or an ID/],
])('to %s is an error, and nothing is written', async (to, message) => {
  const it = await commandWorld()
  await it.publish([await deb()])
  await it.publish([await deb({ version: '2.0' })])
  const before = it.store.counts()
  await expect(async () => it.run('rollback', { to })).rejects.toThrow(message)
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

test('from a first head there is nothing to go back to', async () => {
  const it = await commandWorld()
  await it.publish([await deb()])
  await expect(it.run('rollback')).rejects.toThrow(/no repository of the channel stable has an earlier head/)
  await expect(it.run('rollback', { channels: 'nightly' })).rejects.toThrow(/of which nothing is published/)
})

test('to a head whose packages are gone is an error, and nothing is written', async () => {
  const it = await commandWorld()
  await it.publish([await deb()])
  await it.publish([await deb({ version: '2.0' })])
  await it.run('remove', { packages: 'hello=1.0' })
  await it.memory.delete('apt/pool/main/h/hello/hello_1.0_amd64.deb')
  const before = it.store.counts()
  await expect(it.run('rollback')).rejects.toThrow(
    /in memory apt\/.*hello_1\.0_amd64\.deb is missing\. .*Nothing was written/,
  )
  expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
})

import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { bytesOf, contentOf, memoryScratch } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { indexOf, write, writeSuite } from '../adoption/foreign-suite.ts'
import { deb, describe as describePackage, fixtureKeys, rpm } from '../support/publishing.ts'
import { type CommandWorld, commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const HEADERS = { contentType: 'application/octet-stream', cacheControl: '' }
const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]

async function published(): Promise<CommandWorld> {
  const it = await commandWorld()
  await it.publish(await both())
  return it
}

describe('what packages names', () => {
  test.each(['nosuch', 'hello, hello=9.9'])('%s has to lie there', async (packages) => {
    const it = await published()
    const before = it.store.counts().uploadedObjects
    await expect(it.run('republish', { packages })).rejects.toThrow(
      /packages has "(nosuch|hello=9\.9)", which is no package.*Nothing was written/,
    )
    expect(it.store.counts().uploadedObjects).toBe(before)
  })

  test('may have file names of other makers; what is no package and is not named so is left alone', async () => {
    const it = await published()
    await it.memory.put('apt/pool/other.deb', (await deb({ name: 'other' })).content, HEADERS)
    await it.memory.put('apt/pool/broken.deb', contentOf(Buffer.from('no package')), HEADERS)
    const source = 'rpm/stable/x86_64/other-1.0-1.src.rpm'
    await it.memory.put(source, contentOf(Buffer.from('sources')), HEADERS)
    const { entries } = await it.run('republish', { packages: '*' })
    expect(entries).toMatchObject([{ format: 'deb', name: 'other', status: 'added' }])
  })
})

describe('of a replaced package', () => {
  async function replaced(): Promise<CommandWorld> {
    const it = await published()
    await it.publish(await both({ description: 'Another\nA test package.' }), { 'if-exists': 'replace' })
    return it
  }
  const index = (it: CommandWorld) =>
    gunzipSync(
      it.memory.objects.get('apt/dists/stable/main/binary-amd64/Packages.gz')?.bytes ?? Buffer.alloc(0),
    ).toString()

  test('the file that the head lists stays, not the one before', async () => {
    const it = await replaced()
    const before = index(it)
    const { entries } = await it.run('republish', { packages: 'hello' })
    expect(entries).toEqual([])
    expect(index(it)).toBe(before)
    expect(before).toMatch(/^Filename: .*\/\d+-\w{16}\/hello_1\.0_amd64\.deb$/m)
    expect(await it.view()).toHaveLength(2)
  })

  test('nothing is guessed where no head says which', async () => {
    const it = await replaced()
    for (const key of it.keysLike(/\/dists\/|\/repodata\//)) await it.memory.delete(key)
    await expect(it.run('republish', { packages: 'hello' })).rejects.toThrow(
      /are both hello 1\.0.*with other content.*Delete the one.*Nothing was written/,
    )
    for (const key of it.keysLike(/\/\d+-\w{16}\/hello/)) await it.memory.delete(key)
    await it.run('republish', { packages: 'hello' })
    expect(await it.view()).toHaveLength(2)
  })
})

test('an rpm that was signed anew where it lies is taken with its new digest', async () => {
  const it = await commandWorld()
  await it.publish([await readRpm(await buildRpm(describePackage(), memoryScratch), 'hello.rpm')])
  const [key = ''] = it.keysLike(/\.rpm$/)
  await it.memory.delete(key)
  await it.memory.put(key, (await rpm(keys)).content, HEADERS)
  await expect(it.run('republish')).rejects.toThrow(/is another file .* name them in packages/)
  const { entries } = await it.run('republish', { packages: 'hello' })
  expect(entries).toMatchObject([{ key, status: 'replaced' }])
  expect(await it.view()).toHaveLength(1)
  await it.run('republish')
})

test('a deb that was listed without a SHA-256 gets one', async () => {
  const it = await commandWorld()
  const old = await deb({ name: 'old' })
  const index = Buffer.from(
    indexOf(old)
      .toString()
      .replace(/^SHA256: .*\n/m, ''),
  )
  const fields = ['Suite: stable', 'Architectures: amd64', 'Components: main']
  await writeSuite(it.memory, fields, { stored: { 'main/binary-amd64/Packages': index } }, keys)
  await write(it.memory, 'apt/pool/old.deb', await bytesOf(old.content, 1e6, 'old'))
  await expect(it.run('republish')).rejects.toThrow(/listed without a SHA-256.*name them in packages/)
  await it.run('republish', { packages: 'old' })
  const { entries } = await it.run('republish')
  expect(entries).toEqual([])
  expect(await it.view()).toEqual(['deb old 1.0 amd64'])
})

test('packages stay in the component that lists them', async () => {
  const it = await published()
  await it.publish([await deb({ name: 'bonus' })], { component: 'extra' })
  const { entries } = await it.run('republish', { packages: '*' })
  expect(entries).toEqual([])
  expect((await it.view()).filter((line) => line.startsWith('deb bonus'))).toHaveLength(1)
})

test('a channel of which nothing is published is an error beside one that is', async () => {
  const it = await published()
  const before = it.store.counts().uploadedObjects
  await expect(it.run('republish', { channels: 'stable, nightly' })).rejects.toThrow(
    /Nothing of the channel nightly is published.*Nothing was written/,
  )
  expect(it.store.counts().uploadedObjects).toBe(before)
})

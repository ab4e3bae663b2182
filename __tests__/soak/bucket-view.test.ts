import { beforeEach, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { headsIn, objectsOf } from './bucket-view.ts'
import { aptHead, differenceOf, itemOf, published, removed, rpmHead } from './model.ts'
import { restOf } from './rest.ts'

let keys: SigningKeys
let store: MemoryStore
let items: readonly ReturnType<typeof itemOf>[]

beforeEach(async () => {
  keys = await fixtureKeys()
  store = memoryStore(virtualClock())
  const kinds = [{}, { arch: 'arm64' }, { name: 'data', arch: 'all' }] as const
  const packages = (
    await Promise.all(kinds.map(async (kind) => [await deb(kind), await rpm(keys, kind)]))
  ).flat()
  items = packages.map(itemOf)
  await publishAll(packages, { store, keys, inputs: { channels: 'stable' } })
})

const seen = async () => headsIn(await objectsOf(store, new Map()), trustOf(keys), new Map())

test('what is published is what the model says, in every head', async () => {
  const model = published(new Map(), items, ['stable'], 0)
  const heads = await seen()
  expect([...heads.keys()].sort()).toEqual([...model.keys()].sort())
  for (const [key, { listing }] of heads) expect(differenceOf(listing, model.get(key) ?? new Map())).toBe('')
  const without = removed(model, 'stable', 'hello', '1.0')
  const differences = [aptHead('stable'), rpmHead('stable', 'aarch64')].map((key) =>
    differenceOf(heads.get(key)?.listing ?? new Map(), without.get(key) ?? new Map()),
  )
  expect(differences).toEqual([
    'has deb hello 1.0 amd64, has deb hello 1.0 arm64',
    'has rpm hello 1.0-1 aarch64',
  ])
})

test('a package that is gone is seen, also where its head was seen before', async () => {
  const before = await seen()
  const key = [...store.objects.keys()].find((it) => it.endsWith('hello_1.0_arm64.deb')) ?? ''
  store.objects.delete(key)
  const objects = await objectsOf(store, new Map())
  await expect(headsIn(objects, trustOf(keys), before)).rejects.toThrow(
    /hello_1\.0_arm64\.deb, which does not exist/,
  )
})

test('every object is explained, but for what a crash leaves', async () => {
  const rest = async () => restOf(await objectsOf(store, new Map()), trustOf(keys), await seen())
  expect(await rest()).toMatchObject({ unnamed: [], marks: [], mostCopies: 1 })
  const headers = { contentType: 'application/vnd.debian.binary-package', cacheControl: 'no-cache' }
  await store.put('apt/pool/main/l/left/left_1.0_amd64.deb', contentOf(Buffer.from('left')), headers)
  expect((await rest()).unnamed).toEqual(['apt/pool/main/l/left/left_1.0_amd64.deb'])
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type CommandWorld, commandWorld } from '../commands/world.ts'
import { Crash, faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (version: string) => [await deb({ version }), await rpm(keys, { version })]
/** Heads and all aliases of them. */
const HEADS = /dists\/[^/]+\/(InRelease|Release|Release\.gpg)$|repodata\/repomd\.xml(\.asc)?$/

async function published(...versions: readonly string[]): Promise<CommandWorld> {
  const it = await commandWorld()
  for (const version of versions) await it.publish(await both(version))
  return it
}

describe('a repository that lost its head and every alias of it', () => {
  test.each(['apt', 'rpm'])('is not begun anew: %s', async (format) => {
    const it = await published('1.0', '2.0')
    const view = await it.view()
    const lost = it.keysLike(HEADS).filter((key) => key.startsWith(format))
    for (const key of lost) await it.memory.delete(key)
    const before = it.store.counts().uploadedObjects
    await expect(it.publish(await both('3.0'))).rejects.toThrow(
      /is gone, but was in force.*`republish`.*Nothing was written/,
    )
    expect(it.store.counts().uploadedObjects).toBe(before)
    await it.run('republish')
    expect(await it.view()).toEqual(view)
    await it.publish(await both('3.0'))
    expect(await it.view()).toHaveLength(6)
  })
})

test('a first publish that stopped before its head is run again', async () => {
  const it = await commandWorld()
  const store = faultyStore(it.memory, {
    before: ({ operation, key }) => {
      if (operation === 'swap' && HEADS.test(key)) throw new Crash('stopped')
    },
  })
  const stopped = it.as({ store }).publish(await both('1.0'))
  await expect(stopped).rejects.toThrow('stopped')
  expect(it.keysLike(/\/heads\//).length).toBeGreaterThan(1)
  await it.publish(await both('1.0'))
  expect(await it.view()).toHaveLength(2)
})

test.each(['apt', 'rpm'])('a head that comes into being while %s is opened is no loss', async (format) => {
  const it = await commandWorld()
  let isBegun = false
  const store = faultyStore(it.memory, {
    before: async ({ operation, key }) => {
      if (isBegun || operation !== 'list' || !key.startsWith(format) || !key.endsWith('heads/')) return
      isBegun = true
      for (const version of ['1.0', '2.0']) await it.publish(await both(version))
    },
  })
  await it.as({ store }).publish(await both('3.0'))
  expect([isBegun, await it.view()]).toMatchObject([true, { length: 6 }])
})

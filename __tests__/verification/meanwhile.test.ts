import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type CommandWorld, DAY_MS, commandWorld } from '../commands/world.ts'
import { Crash, type StoreCall, faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { readsOnly, severalKeys, verified } from './verifying.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

/** Looks on while somebody acts, once, just before a call of `verify`. */
async function meanwhile(it: CommandWorld, when: (call: StoreCall) => boolean, act: () => Promise<unknown>) {
  let isDone = false
  const store = faultyStore(readsOnly(it.memory), {
    before: async (call) => {
      if (isDone || !when(call)) return
      isDone = true
      await act()
    },
  })
  const { findings } = await verified(it.as({ store }))
  return { isDone, findings }
}

/** Somebody whose run stands still before it writes the files for clients. */
async function stoppedBeforeClientFiles(it: CommandWorld, own: SigningKeys): Promise<void> {
  const store = faultyStore(it.memory, {
    before: ({ operation, key }) => {
      if (operation !== 'put' && operation !== 'swap') return
      if (/^demo\.|repomd\.xml\.key$/.test(key)) throw new Error('stopped')
    },
  })
  await it
    .as({ store, keys: own })
    .publish([await deb({ version: '3.0' })])
    .catch(() => undefined)
}

describe('no false finding', () => {
  test.each(['x86_64', 's390x'])('of a noarch rpm that comes once %s was looked at', async (arch) => {
    const it = await commandWorld()
    await it.publish([await rpm(keys), await rpm(keys, { arch: 's390x' })])
    it.clock.advance(10 * 60_000)
    const data = await rpm(keys, { name: 'data', arch: 'all' })
    let looks = 0
    const when = ({ operation, key }: StoreCall) =>
      operation === 'head' && key === `rpm/stable/${arch}/repodata/repomd.xml` && (looks += 1) === 2
    expect(await meanwhile(it, when, () => it.publish([data]))).toEqual({ isDone: true, findings: [] })
  })

  test('of files for clients that a first publish is about to write', async () => {
    const it = await commandWorld()
    await stoppedBeforeClientFiles(it, keys)
    let looks = 0
    const second = ({ operation, key }: StoreCall) =>
      operation === 'get' && key === 'demo.sources' && (looks += 1) === 2
    const publish = async () => it.publish([await deb({ version: '3.0' })])
    expect(await meanwhile(it, second, publish)).toEqual({ isDone: true, findings: [] })
  })

  test('of a key file that a rollover is about to write', async () => {
    const it = await commandWorld()
    await it.publish([await deb()])
    it.clock.advance(10 * 60_000)
    const both = await severalKeys('rsa4096', 'rsa3072-other')
    await stoppedBeforeClientFiles(it, both)
    let looks = 0
    const second = ({ operation, key }: StoreCall) =>
      operation === 'head' && key === 'apt/dists/stable/InRelease' && (looks += 1) === 4
    const finish = async () => it.as({ keys: both }).publish([await deb({ version: '3.0' })])
    expect(await meanwhile(it.as({ keys: both }), second, finish)).toEqual({ isDone: true, findings: [] })
  })

  test('of what a collector has deleted, and not yet the copies that named it; but of what else is missing', async () => {
    const it = await commandWorld()
    for (const version of ['1', '2', '3', '4', '5']) {
      await it.publish([await deb({ version })], { 'keep-versions': '1' })
    }
    it.clock.advance(30 * DAY_MS)
    const isCopy = (key: string) => key.includes('/heads/')
    const store = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'delete' && isCopy(key)) throw new Crash('stopped')
      },
    })
    await it.as({ store }).publish([await deb({ version: '6' })], { 'keep-versions': '1' })
    it.clock.advance(10 * 60_000)
    expect(it.keysLike(/\/collecting\//)).toHaveLength(1)
    expect((await verified(it)).findings).toEqual([])

    const [, , , recent = ''] = it.keysLike(/\/heads\//).toSorted()
    const [, hash = ''] = / (\w{64}) +\d+ \S+\/Packages\.gz$/m.exec(it.text(recent)) ?? []
    const index = `apt/dists/stable/main/binary-amd64/by-hash/SHA256/${hash}`
    await it.memory.delete(index)
    await it.memory.put('apt/collecting/1800000000-0123456789abcdef', contentOf(Buffer.from(`${index}\n`)), {
      contentType: 'text/plain',
      cacheControl: '',
    })
    expect((await verified(it)).findings).toMatchObject([{ severity: 'warning', key: index }])
  })
})

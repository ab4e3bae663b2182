import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type CommandWorld, commandWorld } from '../commands/world.ts'
import { type StoreCall, faultyStore } from '../support/faulty-store.ts'
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
})

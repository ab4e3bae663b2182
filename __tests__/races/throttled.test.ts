import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { faultProxy, seededFaults } from '../support/fault-proxy.ts'
import { deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'
import { listedPackages } from '../support/listed.ts'

let r2: LocalR2
beforeAll(async () => {
  r2 = await startR2()
})
afterAll(() => r2.stop())

test.each([1, 2, 3])(
  'four publishers finish on a bucket that throttles a second write in a second, fails, and loses answers: seed %i',
  async (seed) => {
    const proxy = await faultProxy(r2.endpoint, { decide: seededFaults(seed, 0.05), throttleMs: 1000 })
    const keys = await fixtureKeys()
    const prefix = `throttled-${seed}`
    const publishers = ['one', 'two', 'three', 'four'].map(async (name) => {
      const store = r2.store({ prefix, endpoint: proxy.endpoint })
      return publishAll([await deb({ name }), await rpm(keys, { name })], { store, keys })
    })
    const reports = await Promise.all(publishers)
    await proxy.stop()
    expect(reports.flatMap(({ entries }) => entries.map(({ status }) => status))).toEqual(
      Array.from({ length: 8 }, () => 'added'),
    )
    expect(await listedPackages(r2.store({ prefix }))).toHaveLength(8)
  },
  300_000,
)

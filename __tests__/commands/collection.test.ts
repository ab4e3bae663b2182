import { beforeAll, describe, expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { LostAnswer, faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { type CommandWorld, DAY_MS, commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]
const copies = (it: CommandWorld) => it.keysLike(/\/heads\/[^/]+\/(InRelease|repomd\.xml)$/)
const packages = (it: CommandWorld) => it.keysLike(/\.(deb|rpm)$/)

/** Publishes versions a day apart. */
async function daily(it: CommandWorld, versions: readonly number[], inputs = {}): Promise<void> {
  for (const version of versions) {
    it.clock.advance(DAY_MS)
    await it.publish(await both({ version: `${version}.0` }), inputs)
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('a publish', () => {
  test('deletes indexes and copies whose time is over, and no package that is listed', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 20))
    expect(packages(it)).toHaveLength(40)
    expect(await it.view()).toHaveLength(40)
    expect(copies(it).length).toBeLessThanOrEqual(2 * 10)
    expect(it.keysLike(/by-hash/).length).toBeLessThanOrEqual(10)
    expect(it.keysLike(/-primary\.xml\.gz$/).length).toBeLessThanOrEqual(10)
  })

  test('deletes packages that keep-versions took out, once the grace time is over', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 20), { 'keep-versions': '1' })
    expect(await it.view()).toHaveLength(2)
    expect(packages(it).length).toBeLessThanOrEqual(2 * 10)
    expect(packages(it).length).toBeGreaterThanOrEqual(2 * 8)
  })

  test('keeps for grace-days whatever a head named in that time, and three copies', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 5))
    it.clock.advance(100 * DAY_MS)
    await it.publish(await both({ version: '6.0' }))
    // The head of day 5 was in force until now.
    expect(it.keysLike(/^apt.*\/heads\/.*InRelease$/)).toHaveLength(3)
    await it.run('rollback')
    expect((await it.view()).filter((line) => line.startsWith('deb'))).toHaveLength(5)
  })

  test('collects at most once a day', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 12))
    const before = it.store.counts()
    await it.publish(await both({ version: '13.0' }))
    expect(it.store.counts().deletedObjects).toBe(before.deletedObjects)
  })

  test('that has nothing to collect asks for nothing more', async () => {
    const it = await commandWorld()
    await daily(it, [1, 2])
    const before = it.store.counts()
    await it.publish([await deb({ version: '3.0' })])
    expect(it.store.counts().requests.list - before.requests.list).toBeLessThanOrEqual(2)
  })

  test('leaves packages that another suite of the tree still lists', async () => {
    const it = await commandWorld()
    await it.publish([await deb({ version: '1.0' })], { channels: 'stable, frozen' })
    await daily(it, numbers(2, 15), { 'keep-versions': '1' })
    expect(it.memory.objects.has('apt/pool/main/h/hello/hello_1.0_amd64.deb')).toBe(true)
    expect(await it.view()).toHaveLength(3)
  })

  test('is not failed by a collection that cannot be done', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 12))
    it.clock.advance(DAY_MS)
    const store = faultyStore(it.memory, {
      before: ({ operation }) => {
        if (operation === 'delete') throw new PublishError('STORE', 'no deleting today.')
      },
    })
    const broken = it.as({ store })
    await broken.publish(await both({ version: '13.0' }))
    expect(broken.log.lines.join('\n')).toMatch(
      /What is superseded was not, or not wholly, deleted: no deleting today/,
    )
    expect(await it.view()).toHaveLength(26)
    await daily(it, [14])
    expect(await it.view()).toHaveLength(28)
  })

  test('deletes nothing on the strength of a listing that fails half-way', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 12), { 'keep-versions': '1' })
    it.clock.advance(DAY_MS)
    const before = it.store.counts().deletedObjects
    const store = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'list' && key.startsWith('apt/dists'))
          throw new PublishError('STORE', 'half a listing.')
      },
    })
    await expect(
      it.as({ store }).publish(await both({ version: '13.0' }), { 'keep-versions': '1' }),
    ).rejects.toThrow(/half a listing/)
    expect(it.store.counts().deletedObjects).toBe(before)
  })

  test('does not collect after a swap without an answer', async () => {
    const it = await commandWorld()
    await daily(it, numbers(1, 12), { 'keep-versions': '1' })
    it.clock.advance(2 * DAY_MS)
    let isLost = false
    const store = faultyStore(it.memory, {
      after: ({ operation, key }) => {
        if (operation !== 'swap' || !key.endsWith('stable/InRelease') || isLost) return
        isLost = true
        throw new LostAnswer()
      },
    })
    const doubtful = it.as({ store })
    await doubtful.publish([await deb({ version: '13.0' })], { 'keep-versions': '1' })
    expect(isLost).toBe(true)
    expect(doubtful.store.counts().deletedObjects).toBe(0)
  })
})

test('a copy of a head that never was in force does not end the time of the one before it', async () => {
  const it = await commandWorld()
  await it.publish([await deb({ version: '1.0' })])
  const first = copies(it)[0] ?? ''
  // A publisher that stops between the copy of its head and the swap.
  const store = faultyStore(it.memory, {
    before: ({ operation, key }) => {
      if (operation === 'swap' && key.endsWith('InRelease')) throw new Error('killed')
    },
  })
  await expect(it.as({ store }).publish([await deb({ name: 'never' })])).rejects.toThrow('killed')
  // The first head stays in force for 20 days, then others follow.
  it.clock.advance(20 * DAY_MS)
  for (const version of ['2.0', '3.0', '4.0'])
    await it.publish([await deb({ version })], { 'keep-versions': '1' })
  expect(copies(it)).toContain(first)
  expect(it.memory.objects.has('apt/pool/main/h/hello/hello_1.0_amd64.deb')).toBe(true)
  it.clock.advance(8 * DAY_MS)
  await it.publish([await deb({ version: '5.0' })], { 'keep-versions': '1' })
  expect(copies(it)).not.toContain(first)
  expect(it.memory.objects.has('apt/pool/main/h/hello/hello_1.0_amd64.deb')).toBe(false)
})

test('a run that crashed while it stored indexes and the copy of its head stops no collection', async () => {
  // Which of the objects that were on their way arrive is chance: here all but one.
  const isLost = [
    /Packages|by-hash/,
    /primary/,
    /filelists/,
    /heads\/.*InRelease$/,
    /heads\/.*xml$/,
    /heads\/.*asc$/,
  ]
  for (const lost of isLost) {
    const it = await commandWorld({ 'grace-days': '1' })
    const channels = { channels: 'nightly' }
    await it.publish(await both())
    await it.publish(await both(), channels)
    const store = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'swap' || (operation === 'put' && lost.test(key))) throw new Error('killed')
      },
    })
    await expect(it.as({ store }).publish(await both({ version: '1.1' }))).rejects.toThrow('killed')
    await it.publish(await both({ version: '1.1' }))
    // Hardly anybody publishes there any more: what the crash left stays among the newest three copies.
    for (const version of numbers(2, 7)) {
      it.clock.advance(DAY_MS)
      await it.publish(await both({ version: `${version}.0` }), { ...channels, 'keep-versions': '1' })
    }
    await it.publish(await both({ version: '7.0' }))
    const warnings = it.log.lines.filter((line) => line.startsWith('warning'))
    expect([String(lost), warnings]).toEqual([String(lost), []])
    expect([String(lost), packages(it).filter((key) => /_[3-4]\.0_/.test(key))]).toEqual([String(lost), []])
    await it.view()
  }
})

test('republish sweeps up the signature of a copy that a crashed run never wrote', async () => {
  const it = await commandWorld({ 'grace-days': '1' })
  await it.publish(await both())
  const store = faultyStore(it.memory, {
    before: ({ operation, key }) => {
      if (operation === 'put' && /\/heads\/.*\/repomd\.xml$/.test(key)) throw new Error('killed')
    },
  })
  await expect(it.as({ store }).publish(await both({ version: '1.1' }))).rejects.toThrow('killed')
  const signatures = () => it.keysLike(/\/heads\/.*\.asc$/)
  expect(signatures()).toHaveLength(2)
  it.clock.advance(3 * DAY_MS)
  await it.run('republish')
  expect(signatures().map((key) => key.slice(0, -4))).toEqual(it.keysLike(/\/heads\/.*repomd\.xml$/))
})

test('a version that was removed and collected can be published again, beside the marks', async () => {
  const it = await commandWorld()
  await it.publish([await deb({ version: '1.0' }), await deb({ name: 'other' })])
  await it.run('remove', { packages: 'hello' })
  for (const version of ['2', '3', '4']) {
    it.clock.advance(4 * DAY_MS)
    await it.publish([await deb({ name: 'other', version })])
  }
  it.clock.advance(4 * DAY_MS)
  await it.publish([await deb({ name: 'other', version: '5' })])
  expect(it.memory.objects.has('apt/pool/main/h/hello/hello_1.0_amd64.deb')).toBe(false)
  const { entries } = await it.publish([await deb({ version: '1.0' })])
  expect(entries).toMatchObject([
    { status: 'added', key: expect.stringMatching(/\/\d{10}-[0-9a-f]{16}\/hello/) },
  ])
  await it.view()
})

test('marks go when their time is over too', async () => {
  const it = await commandWorld()
  await daily(it, numbers(1, 40), { 'keep-versions': '1' })
  expect(it.keysLike(/collecting/).length).toBeLessThanOrEqual(2 * 9)
})

test('grace-days of at least one', async () => {
  const it = await commandWorld()
  await daily(it, numbers(1, 12), { 'keep-versions': '1', 'grace-days': '1' })
  expect(packages(it).length).toBeLessThanOrEqual(2 * 5)
  await expect(async () => it.publish([], { 'grace-days': '0' })).rejects.toThrow(/grace-days is "0"/)
})

test('a run that stalled for hours between reading and writing stops, and is run again', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  const store = faultyStore(it.memory, {
    after: ({ operation, key }) => {
      if (operation === 'put' && key.endsWith('.deb')) it.clock.advance(7 * 60 * 60 * 1000)
    },
  })
  const stalled = it.as({ store }).publish([await deb({ version: '2.0' })])
  await expect(stalled).rejects.toThrow(
    /was opened more than 6 hours ago\. Nothing is lost: run the step again/,
  )
  expect(await it.view()).toHaveLength(2)
  await it.publish([await deb({ version: '2.0' })])
  expect(await it.view()).toHaveLength(3)
})

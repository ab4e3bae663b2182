import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { boundedStore } from '../../src/store/bounded.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { virtualClock } from '../support/virtual-clock.ts'

test('no more than so many requests are under way, and one that fails gives its place back', async () => {
  let now = 0
  let most = 0
  const watched = faultyStore(memoryStore(virtualClock()), {
    before: async ({ number }) => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      if (number % 5 === 0) throw new Error('failed')
    },
  })
  const store = boundedStore(watched, 3)
  const headers = { contentType: 'text/plain', cacheControl: '' }
  const writes = Array.from({ length: 40 }, (_, index) =>
    store.put(`key-${index}`, contentOf(Buffer.from('x')), headers),
  )
  const settled = await Promise.allSettled(writes)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(32)
  expect(most).toBe(3)
  expect(await store.list('')).toHaveLength(32)
})

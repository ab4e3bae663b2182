import { afterEach, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { Store } from '../../src/store/store.ts'
import { startR2 } from '../support/miniflare.ts'
import { datedBucket } from './dated-bucket.ts'
import { type StoreClock, storeClock } from './store-clock.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const START_MS = Date.UTC(2025, 0, 1)

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of open.splice(0)) await stop()
})

async function bucket(): Promise<{ clock: StoreClock; store: Store }> {
  const r2 = await startR2()
  const clock = storeClock(START_MS)
  const dated = await datedBucket(r2, clock)
  open.push(
    () => dated.stop(),
    () => r2.stop(),
  )
  return { clock, store: r2.store({ endpoint: dated.endpoint }) }
}

const daysOf = (date: Date | undefined) => Math.floor(((date?.getTime() ?? 0) - START_MS) / DAY_MS)
const HEADERS = { contentType: 'text/plain', cacheControl: 'no-cache' }

test('tells its own time, and when each object was written by it', async () => {
  const { clock, store } = await bucket()
  await store.put('a/one +', contentOf(Buffer.from('1')), HEADERS)
  clock.advance(10 * DAY_MS)
  await store.put('a/two', contentOf(Buffer.from('2')), HEADERS)
  clock.advance(20 * DAY_MS)
  const { date, object } = await store.get('a/one +', 100)
  expect([daysOf(date), daysOf(object?.lastModified), object?.bytes.toString()]).toEqual([30, 0, '1'])
  expect(daysOf((await store.head('a/two'))?.lastModified)).toBe(10)
  const listed = await store.list('a/')
  expect(listed.map(({ key, lastModified }) => [key, daysOf(lastModified)])).toEqual([
    ['a/one +', 0],
    ['a/two', 10],
  ])
})

test('a copy is as old as the copying, and what was deleted and is written again is new', async () => {
  const { clock, store } = await bucket()
  await store.put('one', contentOf(Buffer.from('1')), HEADERS)
  clock.advance(10 * DAY_MS)
  await store.copy('one', 'two')
  await store.delete('one')
  expect(await store.head('one')).toBeUndefined()
  await store.put('one', contentOf(Buffer.from('1')), HEADERS)
  const listed = await store.list('')
  expect(listed.map(({ lastModified }) => daysOf(lastModified))).toEqual([10, 10])
})

import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { contentOf } from '../../src/content.ts'
import { NO_REQUESTS, countingStore } from '../../src/store/counting.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { planningStore } from '../../src/store/planning.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: 'no-cache', metadata: { sha256: 'abc' } }
const content = (text: string) => contentOf(Buffer.from(text))

test('a counting store counts what succeeded, and what was asked', async () => {
  const store = countingStore(memoryStore(systemClock))
  expect(store.counts()).toEqual(NO_REQUESTS)
  await store.put('a', content('12345'), HEADERS)
  await store.put('a', content('12345'), HEADERS)
  await store.swap('b', content('123'), { absent: true }, HEADERS)
  await store.swap('b', content('123'), { absent: true }, HEADERS)
  await store.copy('a', 'c')
  await store.copy('a', 'c')
  await store.delete('b')
  await Promise.all([store.get('a', 10), store.head('a'), store.open('a'), store.list('')])
  expect(store.counts()).toEqual({
    uploadedObjects: 2,
    uploadedBytes: 8,
    copiedObjects: 1,
    deletedObjects: 1,
    requests: { put: 2, swap: 2, copy: 2, delete: 1, get: 1, head: 1, open: 1, list: 1 },
  })
  expect(NO_REQUESTS.requests.put).toBe(0)
})

test('a planning store goes on as if it had written, and writes nothing', async () => {
  const real = memoryStore(systemClock)
  await real.put('there', content('there'), HEADERS)
  await real.put('gone', content('gone'), HEADERS)
  const before = new Map(real.objects)
  const store = planningStore(real)

  expect(await store.put('there', content('x'), HEADERS)).toEqual({ kind: 'exists' })
  expect(await store.put('new', content('new'), HEADERS)).toMatchObject({ kind: 'stored' })
  expect(await store.put('new', content('new'), HEADERS)).toEqual({ kind: 'exists' })
  const etag = (await store.head('there'))?.etag ?? ''
  expect(await store.swap('there', content('swapped'), { etag: '"0"' }, HEADERS)).toEqual({ kind: 'refused' })
  const swapped = await store.swap('there', content('swapped'), { etag }, HEADERS)
  expect(swapped).toMatchObject({ kind: 'stored' })
  expect(await store.swap('there', content('again'), { etag }, HEADERS)).toEqual({ kind: 'refused' })
  expect(await store.copy('new', 'copy')).toMatchObject({ kind: 'stored' })
  expect(await store.copy('gone', 'copy')).toEqual({ kind: 'exists' })
  await store.delete('gone')
  await expect(store.copy('gone', 'copy-2')).rejects.toThrow(/could not copy gone/)

  const { object } = await store.get('there', 10)
  expect(object?.bytes.toString()).toBe('swapped')
  expect(object?.etag).toBe(swapped.kind === 'stored' && swapped.etag)
  await expect(store.get('there', 3)).rejects.toMatchObject({ code: 'LIMIT' })
  expect((await store.get('gone', 10)).object).toBeUndefined()
  expect(await store.open('gone')).toBeUndefined()
  expect((await store.open('copy'))?.sizeBytes).toBe(3)
  expect((await store.head('copy'))?.metadata).toEqual(HEADERS.metadata)
  expect((await store.list('')).map(({ key }) => key)).toEqual(['copy', 'new', 'there'])

  expect(store.planned).toEqual([
    { kind: 'write', key: 'new', sizeBytes: 3 },
    { kind: 'write', key: 'there', sizeBytes: 7 },
    { kind: 'copy', key: 'copy', from: 'new' },
    { kind: 'delete', key: 'gone' },
  ])
  expect(real.objects).toEqual(before)
})

import { expect, test } from '@jest/globals'
import { checkConditions } from '../../src/store/conditions.ts'
import type { BucketLocation } from '../../src/store/location.ts'
import { s3Store } from '../../src/store/s3.ts'
import { faultProxy } from '../support/fault-proxy.ts'
import { startR2 } from '../support/miniflare.ts'
import { carelessServer } from './careless-server.ts'
import { hurriedClock } from './hurried-clock.ts'

const locationAt = (endpoint: string): BucketLocation => ({
  kind: 's3',
  name: 's3://other/prefix',
  bucket: 'other',
  prefix: 'prefix',
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: undefined },
})

test.each([
  [{ ignoresIfNoneMatch: true }, /^s3:\/\/other\/prefix ignores If-None-Match: .*Nothing was published/],
  [{ ignoresIfMatch: true }, /^s3:\/\/other\/prefix ignores If-Match: /],
  [{ ignoresIfMatch: true, ignoresIfNoneMatch: true }, /ignores If-None-Match/],
  [{ refusesIfMatch: true }, /refused a write whose If-Match names the object's own ETag/],
  [{ knowsNoConditions: true }, /does not implement what conditional writes need/],
])('a store with %j is refused, and left as it was', async (careless, message) => {
  const server = await carelessServer(careless)
  server.objects.set('/other/prefix/theirs', Buffer.from('theirs'))
  try {
    const check = checkConditions(s3Store(locationAt(server.endpoint), hurriedClock()), 'abc')
    await expect(check).rejects.toThrow(message)
    await expect(check).rejects.toMatchObject({ code: 'STORE' })
    expect([...server.objects.keys()]).toEqual(['/other/prefix/theirs'])
  } finally {
    await server.stop()
  }
})

test('a store that honours conditions passes, also while it throttles and loses answers', async () => {
  const r2 = await startR2()
  const careful = await carelessServer({})
  const lost = new Set([0, 1, 6])
  const proxy = await faultProxy(r2.endpoint, {
    throttleMs: 30,
    decide: ({ number }) => (lost.has(number) ? { kind: 'lose' } : undefined),
  })
  try {
    await checkConditions(s3Store(locationAt(careful.endpoint), hurriedClock()), 'abc')
    const clock = hurriedClock()
    await checkConditions(r2.store({ endpoint: proxy.endpoint, clock }), 'def', clock)
    expect(proxy.log.map(({ outcome }) => outcome)).toContain('TooManyRequests')
    expect(await r2.store().list('')).toEqual([])
  } finally {
    await Promise.all([proxy.stop(), careful.stop(), r2.stop()])
  }
})

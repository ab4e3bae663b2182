import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { contentOf, digestOf, sha256 } from '../../src/content.ts'
import { LIMITS } from '../../src/limits.ts'
import type { BucketLocation } from '../../src/store/location.ts'
import { s3Store } from '../../src/store/s3.ts'
import type { Store } from '../../src/store/store.ts'
import {
  type Fault,
  type FaultProxy,
  type Passing,
  faultProxy,
  randomOf,
  seededFaults,
} from '../support/fault-proxy.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { carelessServer } from './careless-server.ts'
import { type HurriedClock, hurriedClock } from './hurried-clock.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: 'no-cache' }
const content = (text: string) => contentOf(Buffer.from(text))

let r2: LocalR2
let plain: Awaited<ReturnType<typeof carelessServer>>
beforeAll(async () => {
  r2 = await startR2()
  plain = await carelessServer({})
})
afterAll(() => Promise.all([r2.stop(), plain.stop()]))

/** A store whose requests suffer what `decide` says, on a prefix of its own. */
async function suffering(
  decide: (passing: Passing) => Fault | undefined,
  work: (store: Store, proxy: FaultProxy, clock: HurriedClock, direct: Store) => Promise<void>,
  options: { throttleMs?: number; now?: () => Date } = {},
): Promise<void> {
  const proxy = await faultProxy(r2.endpoint, { decide, ...options })
  const clock = hurriedClock(1_000)
  const prefix = randomBytes(6).toString('hex')
  try {
    await work(r2.store({ prefix, endpoint: proxy.endpoint, clock }), proxy, clock, r2.store({ prefix }))
  } finally {
    await proxy.stop()
  }
}

const firstly = (count: number, fault: Fault) => (passing: Passing) =>
  passing.number < count ? fault : undefined
const TOO_MANY: Fault = { kind: 'answer', status: 429, code: 'TooManyRequests' }

test.each<Fault>([
  TOO_MANY,
  { kind: 'answer', status: 500, code: 'InternalError' },
  { kind: 'answer', status: 503, code: 'SlowDown' },
  { kind: 'answer', status: 502, code: '', body: '<html><body>Bad gateway</body></html>' },
  { kind: 'answer', status: 520, code: '', body: '' },
  { kind: 'drop' },
  { kind: 'lose' },
])(
  'reads, lists, deletes and writes outlive three times %j',
  async (fault) => {
    const works: ((store: Store) => Promise<unknown>)[] = [
      async (store) => expect((await store.get('there', 10)).object?.bytes.toString()).toBe('there'),
      async (store) => expect(await store.get('missing', 10)).toHaveProperty('date'),
      async (store) => expect((await store.head('there'))?.sizeBytes).toBe(5),
      async (store) => expect(await store.list('')).toHaveLength(1),
      async (store) =>
        expect(await store.copy('there', 'copy')).toMatchObject({
          kind: fault.kind === 'lose' ? 'exists' : 'stored',
        }),
      async (store) =>
        expect(await store.put('new', content('x'), HEADERS)).toMatchObject({
          kind: fault.kind === 'lose' ? 'exists' : 'stored',
        }),
      async (store) => store.delete('there'),
    ]
    for (const work of works) {
      const isCopy = work === works[4]
      const decide = (passing: Passing) =>
        isCopy && passing.method === 'HEAD' ? undefined : threeTimes(passing)
      let left = 3
      const threeTimes = (passing: Passing) =>
        passing.headers['user-agent'] && left-- > 0 ? fault : undefined
      await suffering(decide, async (store, _proxy, clock, direct) => {
        await direct.put('there', content('there'), HEADERS)
        await work(store)
        expect(clock.pauses.length).toBeGreaterThan(0)
        expect(Math.min(...clock.pauses)).toBeGreaterThanOrEqual(LIMITS.retryFloorMs)
      })
    }
  },
  60_000,
)

test('tries are bounded, and the pauses grow', async () => {
  await suffering(
    () => TOO_MANY,
    async (store, proxy, clock) => {
      await expect(store.get('key', 10)).rejects.toThrow(
        /could not read key: the store throttles.*429 TooManyRequests/,
      )
      expect(proxy.log).toHaveLength(LIMITS.requestTries)
      expect(clock.pauses).toHaveLength(LIMITS.requestTries - 1)
      for (const [index, pause] of clock.pauses.entries()) {
        expect(pause).toBeGreaterThanOrEqual(Math.min(LIMITS.retryCeilingMs, 1_000 * 2 ** index))
        expect(pause).toBeLessThanOrEqual(Math.min(LIMITS.retryCeilingMs, 2_000 * 2 ** index))
      }
      await expect(store.put('key', content('x'), HEADERS)).rejects.toMatchObject({ code: 'STORE' })
    },
  )
})

test.each<readonly [Fault, boolean]>([
  [TOO_MANY, false],
  [{ kind: 'answer', status: 500, code: 'InternalError' }, false],
  [{ kind: 'drop' }, false],
  [{ kind: 'lose' }, true],
  [{ kind: 'late', ms: 20 }, true],
])('a swap is sent once: after %j its outcome is unknown', async (fault, isApplied) => {
  await suffering(firstly(1, fault), async (store, proxy, _clock, direct) => {
    const first = await direct.put('head', content('first'), HEADERS)
    const condition = { etag: first.kind === 'stored' ? first.etag : '' }
    const outcome = await store.swap('head', content('second'), condition, HEADERS)
    expect(outcome).toMatchObject({ kind: 'unknown', cause: { code: 'STORE' } })
    expect(proxy.log).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { object } = await store.get('head', 10)
    expect(object?.bytes.toString()).toBe(isApplied ? 'second' : 'first')
    const again = await store.swap('head', content('second'), condition, HEADERS)
    expect(again.kind).toBe(isApplied ? 'refused' : 'stored')
  })
})

test('a conflict (409) refuses a swap, and is waited out by a put', async () => {
  await suffering(
    firstly(2, { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' }),
    async (store) => {
      expect(await store.swap('head', content('x'), { absent: true }, HEADERS)).toEqual({ kind: 'refused' })
      expect(await store.put('head', content('x'), HEADERS)).toMatchObject({ kind: 'stored' })
    },
  )
})

test('of writers that are throttled as by R2, one wins and the others know nothing or are refused', async () => {
  await suffering(
    () => undefined,
    async (store, proxy) => {
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, () => store.swap('head', content('x'), { absent: true }, HEADERS)),
      )
      expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(1)
      expect(outcomes.filter(({ kind }) => kind === 'unknown').length).toBeGreaterThan(0)
      expect(proxy.log.some(({ outcome }) => outcome === 'TooManyRequests')).toBe(true)
    },
    { throttleMs: 1_000 },
  )
})

test('a read that is cut goes on where it was', async () => {
  const bytes = randomBytes(3_000_000)
  const decide = ({ method, number }: Passing): Fault | undefined =>
    method === 'GET' && number % 4 !== 3 ? { kind: 'cut', bytes: 700_000 } : undefined
  await suffering(decide, async (store, proxy, _clock, direct) => {
    await direct.put('large', contentOf(bytes), HEADERS)
    const opened = await store.open('large')
    if (opened === undefined) throw new Error('not there')
    expect(await digestOf(opened, 'sha256')).toBe(sha256(bytes))
    expect(proxy.log.filter(({ method }) => method === 'GET').length).toBeGreaterThan(2)
    expect((await store.get('large', 3_000_000)).object?.bytes.equals(bytes)).toBe(true)
  })
})

test('the date is that of the answer, also where there is no object', async () => {
  const now = () => new Date(Math.floor(startedAt / 1_000) * 1_000 - 100_000)
  const startedAt = Date.now()
  await suffering(
    () => undefined,
    async (store, _proxy, _clock, direct) => {
      await direct.put('there', content('x'), HEADERS)
      expect((await store.get('there', 10)).date).toEqual(now())
      expect((await store.get('missing', 10)).date).toEqual(now())
    },
    { now },
  )
})

test('an answer before the upload is through ends the request', async () => {
  const server = createServer((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n'))
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const closed = new Promise((resolve) =>
    server.once('connection', (socket) => socket.once('close', resolve)),
  )
  const store = r2.store({ endpoint: `http://127.0.0.1:${port}`, clock: hurriedClock(1_000) })
  expect(await store.put('large', contentOf(Buffer.alloc(50_000_000)), HEADERS)).toEqual({ kind: 'exists' })
  await closed
  server.close()
})

test('chance faults never lose an object, and a swap tells the truth', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const random = randomOf(seed)
  await suffering(seededFaults(seed, 0.2), async (store, _proxy, _clock, direct) => {
    let present: { text: string; etag: string } | undefined
    for (let turn = 0; turn < 40; turn += 1) {
      const text = `${turn} of seed ${seed}`
      const isStale = random() < 0.3
      const condition =
        present === undefined ? { absent: true as const } : { etag: isStale ? '"0"' : present.etag }
      const outcome = await store.swap('head', content(text), condition, HEADERS)
      if (outcome.kind === 'unknown') await new Promise((resolve) => setTimeout(resolve, 100))
      const { object } = await direct.get('head', 1_000)
      const now = object?.bytes.toString()
      if (outcome.kind === 'stored') expect(now).toBe(text)
      if (outcome.kind === 'refused') expect(now).toBe(present?.text)
      if (object !== undefined) present = { text: object.bytes.toString(), etag: object.etag }
      await store.put(`objects/${turn}`, content(text), HEADERS)
    }
    expect(await store.list('objects/')).toHaveLength(40)
  })
})

const changed = (change: Partial<BucketLocation>): BucketLocation => ({ ...r2.location(), ...change })
const tried = (location: BucketLocation) => s3Store(location, hurriedClock(1_000))

test.each<readonly [string, () => BucketLocation, string, RegExp]>([
  [
    'a wrong secret',
    () => changed({ credentials: { ...r2.credentials, secretAccessKey: 'sesame-street' } }),
    'DENIED',
    /r2:\/\/repo: could not read key: the signature does not match. Check that secret-access-key/,
  ],
  [
    'an unknown key ID',
    () => changed({ credentials: { ...r2.credentials, accessKeyId: 'AKIDOTHER' } }),
    'DENIED',
    /access-key-id/,
  ],
  [
    'a wrong bucket',
    () => changed({ bucket: 'no-such-bucket' }),
    'DENIED',
    /there is no bucket no-such-bucket at http/,
  ],
  [
    'a closed port',
    () => changed({ endpoint: 'http://127.0.0.1:1' }),
    'STORE',
    /takes no connections. Check endpoint/,
  ],
  [
    'a host that is none',
    () => changed({ endpoint: 'http://no-such-host.invalid' }),
    'STORE',
    /no host has the name in http:\/\/no-such-host.invalid|did not answer/,
  ],
  [
    'TLS that is none',
    () => changed({ endpoint: plain.endpoint.replace('http:', 'https:') }),
    'STORE',
    /no TLS connection/,
  ],
  [
    'a website',
    () => changed({ endpoint: `${r2.workerUrl}some` }),
    'STORE',
    /Check that endpoint|Check endpoint/,
  ],
])('%s is explained', async (_name, location, code, message) => {
  const error: unknown = await tried(location())
    .get('key', 10)
    .catch((error: unknown) => error)
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  const shown = inspect(error, { depth: 10, showHidden: true })
  expect(shown).not.toMatch(/sesame|s3cr3t|AWS4-HMAC/)
})

test.each([
  [401, 'Unauthorized', 'DENIED', /the credentials are not accepted/],
  [403, 'AccessDenied', 'DENIED', /"Object Read & Write" for the bucket repo/],
  [403, 'ObjectLockedByBucketPolicy', 'DENIED', /a lock rule of the bucket/],
  [400, 'ExpiredToken', 'DENIED', /session-token has expired/],
  [400, 'AuthorizationHeaderMalformed', 'DENIED', /another region/],
  [400, 'EntityTooLarge', 'LIMIT', /no object of this size/],
  [400, 'InvalidArgument', 'STORE', /did not take the request/],
])('%d %s is explained, and not tried again', async (status, name, code, message) => {
  await suffering(
    () => ({ kind: 'answer', status, code: name }),
    async (store, proxy) => {
      const calls = [
        () => store.get('key', 10),
        () => store.put('key', content('x'), HEADERS),
        () => store.swap('key', content('x'), { absent: true }, HEADERS),
        () => store.list(''),
      ]
      for (const call of calls) {
        await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
      }
      expect(proxy.log).toHaveLength(calls.length)
    },
  )
})

test('requests are as R2 wants them', async () => {
  const proxy = await faultProxy(r2.endpoint, {
    decide: () => ({ kind: 'answer', status: 412, code: 'PreconditionFailed' }),
  })
  const credentials = { ...r2.credentials, sessionToken: 'a-token' }
  const store = tried({ ...r2.location('requests', proxy.endpoint), credentials })
  const digest = sha256(Buffer.from('x'))
  for (const body of [content('x'), contentOf(Buffer.alloc(LIMITS.memoryUploadBytes + 1))]) {
    await store.put('key', body, { ...HEADERS, metadata: { sha256: 'abc' } })
    await store.swap('key', body, { etag: '"e"' }, HEADERS)
  }
  await proxy.stop()
  const headers = proxy.log.map((passing) => passing.headers)
  expect(headers.map((it) => it['x-amz-content-sha256'])).toEqual([
    digest,
    digest,
    'UNSIGNED-PAYLOAD',
    'UNSIGNED-PAYLOAD',
  ])
  expect(headers.map((it) => it['if-none-match'] ?? it['if-match'])).toEqual(['*', '"e"', '*', '"e"'])
  for (const it of headers) {
    expect(Number(it['content-length'])).toBeGreaterThan(0)
    expect(it).toMatchObject({
      'content-type': 'text/plain',
      'cache-control': 'no-cache',
      'x-amz-security-token': 'a-token',
    })
    expect(
      Object.keys(it).filter((name) => /^expect$|encoding|trailer|checksum|sdk-checksum/.test(name)),
    ).toEqual([])
  }
})

test('a copy is conditional in the words of R2, and of AWS', async () => {
  const proxy = await faultProxy(r2.endpoint)
  const location = r2.location('copies', proxy.endpoint)
  await r2.store({ prefix: 'copies' }).put('from', content('x'), HEADERS)
  await tried(location).copy('from', 'to')
  await tried({ ...location, kind: 's3' }).copy('from', 'to-aws')
  await proxy.stop()
  const [toR2, toAws] = proxy.log.filter(({ method }) => method === 'PUT').map(({ headers }) => headers)
  expect(toR2).toMatchObject({ 'cf-copy-destination-if-none-match': '*' })
  expect(toR2).not.toHaveProperty('if-none-match')
  expect(toAws).toMatchObject({ 'if-none-match': '*' })
})

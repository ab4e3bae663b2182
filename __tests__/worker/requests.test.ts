import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomFrom } from '../../bench/random.ts'
import { type WatchedWorker, watchedWorker } from './watched.ts'

/** Another user of the bucket: nothing of it may ever be served. */
const SECRET = 'not below the prefix'
const PREFIX = 'linux'
const IMMUTABLE = 'public, max-age=31536000, immutable'
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const OBJECTS: Readonly<Record<string, string>> = {
  'pool/hello_1.0_amd64.deb': DIGITS,
  'pool/lib/libstdc++_1.0~rc1_all.deb': 'plus and tilde',
  'pool/100%25/a%2e b.deb': 'an escape within a name',
  'pool/é.deb': 'not of ASCII',
  'index.html': '<p>hello</p>',
  'docs/index.html': '<p>docs</p>',
  'empty.txt': '',
  'dists/stable/InRelease': 'a head',
  '@not-an-id/x': 'somebody has such a folder',
}

let worker: WatchedWorker
beforeAll(async () => {
  worker = await watchedWorker(`/${PREFIX}/`)
  const httpMetadata = { cacheControl: IMMUTABLE }
  for (const [key, text] of Object.entries(OBJECTS))
    await worker.r2.bucket.put(`${PREFIX}/${key}`, text, { httpMetadata })
  for (const key of ['secret', 'linux2/secret', 'index.html']) await worker.r2.bucket.put(key, SECRET)
})
afterAll(() => worker.r2.stop())

const DEB = '/pool/hello_1.0_amd64.deb'

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'COPY'])(
  '%s is not allowed, and asks nothing of the bucket',
  async (method) => {
    const before = (await worker.r2.bucket.list()).objects.length
    for (const path of [DEB, '/nothing', '/%00', '/rpm/mirrorlist']) {
      const { status, headers, calls } = await worker.ask(path, { method })
      expect([status, headers.allow, headers['cache-control'], calls]).toEqual([
        405,
        'GET, HEAD',
        'no-store',
        [],
      ])
    }
    expect((await worker.r2.bucket.list()).objects).toHaveLength(before)
  },
)

describe('paths', () => {
  test.each([
    ['/', 'index.html'],
    ['/docs/', 'docs/index.html'],
    [DEB, 'pool/hello_1.0_amd64.deb'],
    [`${DEB}?download=1`, 'pool/hello_1.0_amd64.deb'],
    [`${DEB}?..%00`, 'pool/hello_1.0_amd64.deb'],
    ['/%70ool/hello%5F1%2e0_amd64.deb', 'pool/hello_1.0_amd64.deb'],
    ['/pool/lib/libstdc++_1.0~rc1_all.deb', 'pool/lib/libstdc++_1.0~rc1_all.deb'],
    ['/pool/lib/libstdc%2b%2B_1.0%7erc1_all.deb', 'pool/lib/libstdc++_1.0~rc1_all.deb'],
    ['/pool/100%2525/a%252e%20b.deb', 'pool/100%25/a%2e b.deb'],
    ['/pool/%C3%A9.deb', 'pool/é.deb'],
    ['/@not-an-id/x', '@not-an-id/x'],
    ['/%40not-an-id/x', '@not-an-id/x'],
    ['/@1-0123456789abcdef/', 'index.html'],
    ['/@1-0123456789abcdef/docs/', 'docs/index.html'],
    // Folded by the runtime, within the root.
    ['/docs/../index.html', 'index.html'],
    ['/../../../../index.html', 'index.html'],
    ['/docs/%2e%2e/', 'index.html'],
    ['/./docs/%2E/index.html', 'docs/index.html'],
  ])('%s is %s', async (path, key) => {
    const { status, body, calls } = await worker.ask(path)
    expect([status, body.toString(), calls]).toEqual([200, OBJECTS[key], ['get']])
  })

  test.each([
    '/nothing',
    '/docs',
    '/docs/nothing/',
    '/index.html/',
    '//index.html',
    '/docs//index.html',
    '/secret',
    '/../secret',
    '/../linux2/secret',
    '/%2e%2e/secret',
    '/%2e%2e%2fsecret',
    '/..%2fsecret',
    '/docs/..%2f..%2fsecret',
    '/..%5csecret',
    '/%252e%252e/secret',
    '/%252e%252e%252fsecret',
    '/docs%2findex.html',
    '/docs%252findex.html',
    '/index.html%00',
    '/%00',
    '/docs/%00/index.html',
    '/index.html%0a',
    '/index.html%0d%0aX-Injected:%20yes',
    '/index.html%7f',
    '/index.html%c2%80',
    '/%',
    '/%zz',
    '/index.html%',
    '/index.html%2',
    '/%c0%ae%c0%ae/secret',
    '/%ff',
    '/%ed%a0%80',
    '/%u002e%u002e/secret',
    '/pool/libstdc  _1.0~rc1_all.deb'.replaceAll(' ', '%20'),
    '/INDEX.HTML',
    `/${'a'.repeat(1024)}`,
    `/${'%C3%A9'.repeat(600)}`,
    '/@1-0123456789abcdef',
    '/mirrorlist',
    '/rpm/stable/x86_64/mirrorlist',
    '/hello.repo',
    '/.repo',
    '/@1-0123456789abcdef/@1-0123456789abcdef/repodata/repomd.xml',
  ])('%s is not found, which nobody may keep', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await worker.ask(path, { method })
      expect([status, headers['cache-control']]).toEqual([404, 'no-store'])
      expect(headers['x-injected']).toBeUndefined()
      expect(body.toString()).toBe(method === 'HEAD' ? '' : 'Not found\n')
    }
  })

  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  test(`300 mutations of paths: an object as its key says, or 404 (seed ${seed})`, async () => {
    const random = randomFrom(seed)
    const pieces = [
      '..',
      '%2e',
      '%2e%2e',
      '%00',
      '%2f',
      '%5c',
      '//',
      '/',
      '%',
      '%25',
      '%c3',
      '.',
      '+',
      '~',
      '%7e',
      '@',
    ]
    const paths = Object.keys(OBJECTS).map((key) => `/${key.split('/').map(encodeURIComponent).join('/')}`)
    for (let turn = 0; turn < 300; turn += 1) {
      let path = paths[random.below(paths.length)] ?? '/'
      for (let edits = random.below(3); edits >= 0; edits -= 1) {
        const at = 1 + random.below(path.length)
        const piece = pieces[random.below(pieces.length)] ?? ''
        path = path.slice(0, at) + piece + path.slice(at + random.below(3))
      }
      const { status, body } = await worker.ask(path)
      const expected = textAt(path)
      expect([path, status, body.toString()]).toEqual([path, ...(expected ?? [404, 'Not found\n'])])
    }
  })
})

/** What a path means by the URL standard, which folds it, and by one decoding of its segments. */
function textAt(path: string): readonly [number, string] | undefined {
  try {
    const segments = new URL(`http://localhost${path}`).pathname.slice(1).split('/').map(decodeURIComponent)
    if (segments.some((segment) => segment.includes('/'))) return undefined
    const key = segments.join('/')
    const text = OBJECTS[key === '' || key.endsWith('/') ? `${key}index.html` : key]
    return text === undefined ? undefined : [200, text]
  } catch {
    return undefined
  }
}

describe('ranges', () => {
  const size = DIGITS.length
  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, size],
    ['bytes=35-', 35, 36],
    ['bytes=0-', 0, size],
    ['bytes=0-35', 0, size],
    ['bytes=0-36', 0, size],
    ['bytes=30-999', 30, size],
    ['bytes=30-99999999999999999999999', 30, size],
    ['bytes=-1', 35, size],
    ['bytes=-36', 0, size],
    ['bytes=-37', 0, size],
    ['bytes=-99999999999999999999999', 0, size],
    ['bytes=007-008', 7, 9],
    ['Bytes=1-2', 1, 3],
    ['bytes= 1-2', 1, 3],
  ])('%s is the bytes from %d up to %d', async (range, start, end) => {
    const { status, headers, body, calls } = await worker.ask(DEB, { headers: { range } })
    expect([status, body.toString()]).toEqual([206, DIGITS.slice(start, end)])
    expect(headers['content-range']).toBe(`bytes ${start}-${end - 1}/${size}`)
    expect(headers['content-length']).toBe(String(end - start))
    expect(calls.length).toBeLessThanOrEqual(2)
  })

  test.each(['bytes=36-', 'bytes=36-40', 'bytes=100-', 'bytes=-0', 'bytes=99999999999999999999999-'])(
    '%s is unsatisfiable',
    async (range) => {
      const { status, headers } = await worker.ask(DEB, { headers: { range } })
      expect([status, headers['content-range']]).toEqual([416, `bytes */${size}`])
      expect(headers['cache-control']).toBe('no-store')
    },
  )

  test.each([
    'bytes=0-1,3-4',
    'bytes=0-1, -1',
    'bytes=5-2',
    'bytes=-',
    'bytes=',
    'bytes',
    'bytes=a-b',
    'bytes=0x1-2',
    'bytes=1-2-3',
    'bytes=--1',
    'bytes=1',
    'bytes=+1-2',
    'bytes=1.5-2',
    'bytes=1e0-2',
    'bytes = 1-2',
    'items=0-1',
    'seconds=1-2',
    '0-1',
    ',',
    '=',
  ])('%s is the whole object', async (range) => {
    const { status, headers, body, calls } = await worker.ask(DEB, { headers: { range } })
    expect([status, body.toString(), calls]).toEqual([200, DIGITS, ['get']])
    expect(headers['content-range']).toBeUndefined()
    expect(headers['content-length']).toBe(String(size))
  })

  test.each(['bytes=0-', 'bytes=0-0', 'bytes=-5', 'bytes=-0'])(
    '%s of nothing is unsatisfiable',
    async (range) => {
      const { status, headers } = await worker.ask('/empty.txt', { headers: { range } })
      expect([status, headers['content-range']]).toEqual([416, 'bytes */0'])
    },
  )

  test('a range of what is missing is not found', async () => {
    expect((await worker.ask('/nothing', { headers: { range: 'bytes=0-1' } })).status).toBe(404)
  })

  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  test(`200 mutations of ranges: the bytes that the answer says (seed ${seed})`, async () => {
    const random = randomFrom(seed)
    const alphabet = [
      '0',
      '1',
      '5',
      '35',
      '36',
      '37',
      '-',
      '-',
      ',',
      '=',
      ' ',
      'bytes=',
      'bytes=',
      '9'.repeat(20),
      'x',
    ]
    for (let turn = 0; turn < 200; turn += 1) {
      const length = 1 + random.below(5)
      const pick = () => alphabet[random.below(alphabet.length)] ?? ''
      const range = `bytes=${Array.from({ length }, pick).join('')}`.trimEnd()
      const { status, headers, body } = await worker.ask(DEB, { headers: { range } })
      const [, first, last] = /^bytes (\d+)-(\d+)\/36$/.exec(headers['content-range'] ?? '') ?? []
      const expected = status === 206 ? DIGITS.slice(Number(first), Number(last) + 1) : DIGITS
      if (status !== 416) expect([range, body.toString()]).toEqual([range, expected])
      expect([200, 206, 416]).toContain(status)
      expect(status === 206).toBe(first !== undefined)
    }
  })
})

describe('conditions', () => {
  const dates = async () => {
    const { headers } = await worker.ask(DEB)
    const modified = Date.parse(headers['last-modified'] ?? '')
    const at = (seconds: number) => new Date(modified + seconds * 1000)
    return { etag: headers.etag ?? '', at }
  }
  type Ground = Awaited<ReturnType<typeof dates>>
  const rfc850 = (date: Date) => {
    const [day = '', number = '', month = '', year = '', time = ''] = date
      .toUTCString()
      .replace(',', '')
      .split(' ')
    const long = {
      Mon: 'Monday',
      Tue: 'Tuesday',
      Wed: 'Wednesday',
      Thu: 'Thursday',
      Fri: 'Friday',
      Sat: 'Saturday',
    }
    return `${{ ...long, Sun: 'Sunday' }[day]}, ${number}-${month}-${year.slice(2)} ${time} GMT`
  }
  const asctime = (date: Date) => {
    const [day, number, month, year, time] = date.toUTCString().replace(',', '').split(' ')
    return `${day} ${month} ${Number(number).toString().padStart(2)} ${time} ${year}`
  }

  const CASES: readonly (readonly [number, string, (ground: Ground) => Readonly<Record<string, string>>])[] =
    [
      [304, 'its tag', ({ etag }) => ({ 'if-none-match': etag })],
      [304, 'its tag, weak', ({ etag }) => ({ 'if-none-match': `W/${etag}` })],
      [304, 'its tag without quotes', ({ etag }) => ({ 'if-none-match': etag.replaceAll('"', '') })],
      [304, 'a list with its tag', ({ etag }) => ({ 'if-none-match': `"a", W/"b" , ${etag}` })],
      [
        304,
        'a list of tags without quotes',
        ({ etag }) => ({ 'if-none-match': `a,${etag.replaceAll('"', '')}` }),
      ],
      [304, 'any tag', () => ({ 'if-none-match': '*' })],
      [200, 'another tag', () => ({ 'if-none-match': '"0123"' })],
      [200, 'another tag without quotes', () => ({ 'if-none-match': '0123' })],
      [200, 'a broken tag', () => ({ 'if-none-match': '"0123' })],
      [200, 'an empty list', () => ({ 'if-none-match': '' })],
      [200, 'its tag within another', ({ etag }) => ({ 'if-none-match': `"x${etag.slice(1)}` })],
      [
        200,
        'another tag, though the date is the same',
        ({ at }) => ({ 'if-none-match': '"0"', 'if-modified-since': at(0).toUTCString() }),
      ],
      [
        304,
        'its tag, though the date is older',
        ({ etag, at }) => ({ 'if-none-match': etag, 'if-modified-since': at(-9).toUTCString() }),
      ],
      [304, 'its date', ({ at }) => ({ 'if-modified-since': at(0).toUTCString() })],
      [304, 'a later date', ({ at }) => ({ 'if-modified-since': at(1).toUTCString() })],
      [200, 'a date a second earlier', ({ at }) => ({ 'if-modified-since': at(-1).toUTCString() })],
      [304, 'its date as RFC 850 has it', ({ at }) => ({ 'if-modified-since': rfc850(at(0)) })],
      [200, 'an earlier one of RFC 850', ({ at }) => ({ 'if-modified-since': rfc850(at(-1)) })],
      [304, 'its date as asctime has it', ({ at }) => ({ 'if-modified-since': asctime(at(0)) })],
      [200, 'an earlier one of asctime', ({ at }) => ({ 'if-modified-since': asctime(at(-1)) })],
      [200, 'no date', () => ({ 'if-modified-since': 'yesterday' })],
      [200, 'a number', () => ({ 'if-modified-since': '9999999999' })],
      [200, 'a date of ISO 8601', ({ at }) => ({ 'if-modified-since': at(9).toISOString() })],
      [200, 'an empty date', () => ({ 'if-modified-since': '' })],
      [200, 'a match of its tag', ({ etag }) => ({ 'if-match': etag })],
      [200, 'a match of any', () => ({ 'if-match': '*' })],
      [200, 'a match of a list with its tag', ({ etag }) => ({ 'if-match': `"a", W/"b" , ${etag}` })],
      [412, 'a match of another tag', () => ({ 'if-match': '"0123"' })],
      [412, 'a match of its tag, weak', ({ etag }) => ({ 'if-match': `W/${etag}` })],
      [200, 'unmodified since its date', ({ at }) => ({ 'if-unmodified-since': at(0).toUTCString() })],
      [
        412,
        'unmodified since an earlier date',
        ({ at }) => ({ 'if-unmodified-since': at(-1).toUTCString() }),
      ],
      [200, 'unmodified since no date', () => ({ 'if-unmodified-since': 'never' })],
      [
        200,
        'a match, which goes before dates',
        ({ etag, at }) => ({ 'if-match': etag, 'if-unmodified-since': at(-1).toUTCString() }),
      ],
      [304, 'a range of what is not modified', ({ etag }) => ({ 'if-none-match': etag, range: 'bytes=1-2' })],
      [
        304,
        'an unsatisfiable range of what is not modified',
        ({ etag }) => ({ 'if-none-match': etag, range: 'bytes=99-' }),
      ],
    ]
  test.each(CASES)('%d for %s', async (expected, _, headersOf) => {
    const headers = headersOf(await dates())
    for (const method of ['GET', 'HEAD']) {
      const answer = await worker.ask(DEB, { method, headers })
      expect(answer.status).toBe(expected)
      expect(answer.body.toString()).toBe(expected === 200 && method === 'GET' ? DIGITS : '')
      expect(answer.headers.etag).toBe((await dates()).etag)
      // A cache may not answer others with a refusal.
      expect(answer.headers['cache-control']).toBe(expected === 412 ? 'no-store' : IMMUTABLE)
    }
  })

  const RESUMES: readonly (readonly [number, string, (ground: Ground) => string])[] = [
    [206, 'its tag', ({ etag }) => etag],
    [206, 'its date', ({ at }) => at(0).toUTCString()],
    [206, 'its date as RFC 850 has it', ({ at }) => rfc850(at(0))],
    [200, 'another tag', () => '"0123"'],
    [200, 'its tag, weak', ({ etag }) => `W/${etag}`],
    [200, 'its tag without quotes', ({ etag }) => etag.replaceAll('"', '')],
    [200, 'a list with its tag', ({ etag }) => `"a", ${etag}`],
    [200, 'an earlier date', ({ at }) => at(-1).toUTCString()],
    [200, 'a later date', ({ at }) => at(1).toUTCString()],
    [200, 'no date', () => 'yesterday'],
    [200, 'any', () => '*'],
  ]
  test.each(RESUMES)('%d for a range if it is %s', async (expected, _, ifRange) => {
    const headers = { range: 'bytes=30-', 'if-range': ifRange(await dates()) }
    const { status, body } = await worker.ask(DEB, { headers })
    expect([status, body.toString()]).toEqual([expected, expected === 206 ? DIGITS.slice(30) : DIGITS])
  })

  test('an unsatisfiable range of another state is the whole of this one', async () => {
    const { status, body, calls } = await worker.ask(DEB, {
      headers: { range: 'bytes=99-', 'if-range': '"old"' },
    })
    expect([status, body.toString(), calls]).toEqual([200, DIGITS, ['get', 'get']])
  })
})

test.each(Object.entries(OBJECTS))('HEAD of %s says what GET says, and asks once', async (key) => {
  const path = `/${key.split('/').map(encodeURIComponent).join('/')}`
  const [got, looked] = [await worker.ask(path), await worker.ask(path, { method: 'HEAD' })]
  const kept = ({ headers }: typeof got) => ({
    ...headers,
    'x-calls': undefined,
    date: undefined,
    connection: undefined,
  })
  expect(kept(looked)).toEqual(kept(got))
  expect([looked.status, looked.body.length, looked.calls]).toEqual([200, 0, ['head']])
  expect(looked.headers['content-length']).toBe(String(Buffer.byteLength(OBJECTS[key] ?? '')))
})

test('HEAD knows no ranges', async () => {
  const { status, headers } = await worker.ask(DEB, { method: 'HEAD', headers: { range: 'bytes=1-2' } })
  expect([status, headers['content-length'], headers['accept-ranges']]).toEqual([200, '36', 'bytes'])
})

describe('a store that fails', () => {
  const REQUESTS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['GET', DEB, {}],
    ['GET', DEB, { range: 'bytes=1-2' }],
    ['GET', DEB, { range: 'bytes=1-2', 'if-range': '"old"' }],
    ['HEAD', DEB, {}],
    ['GET', '/nothing', {}],
    ['HEAD', '/nothing', {}],
    ['GET', '/', {}],
    ['GET', '/hello.repo', {}],
    ['HEAD', '/hello.repo', {}],
    ['GET', '/rpm/stable/x86_64/mirrorlist', {}],
    ['HEAD', '/rpm/stable/x86_64/mirrorlist', {}],
    ['GET', '/rpm/@1-0123456789abcdef/repodata/repomd.xml', {}],
    ['GET', '/rpm/armv6hl/repodata/repomd.xml', {}],
  ]
  test.each(REQUESTS)('%s %s with %j is 503, to be tried again', async (method, path, headers) => {
    const answer = await worker.ask(path, { method, headers: { ...headers, 'x-fault': 'get,head' } })
    expect([answer.status, answer.headers['cache-control']]).toEqual([503, 'no-store'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.body.toString()).toBe(method === 'HEAD' ? '' : 'The store does not answer; try again\n')
  })
})

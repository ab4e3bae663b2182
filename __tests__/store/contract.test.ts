import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type S3Server, startS3Server } from '../../bench/s3-server.ts'
import { systemClock } from '../../src/clock.ts'
import { type Content, contentOf, digestOf } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { checkConditions } from '../../src/store/conditions.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { compareKeys } from '../../src/store/keys.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { s3Store } from '../../src/store/s3.ts'
import type { Store } from '../../src/store/store.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: 'no-cache' }
const LIMIT = 1_000_000
const content = (text: string): Content => contentOf(Buffer.from(text))
const LONG_AGO = Date.now() - 60_000

let r2: LocalR2
let bench: S3Server
beforeAll(async () => {
  r2 = await startR2()
  bench = await startS3Server()
})
afterAll(() => Promise.all([r2.stop(), bench.stop()]))

let prefixes = 0
const STORES: readonly (readonly [string, () => Promise<Store>])[] = [
  ['memory', async () => memoryStore(systemClock)],
  ['directory', async () => directoryStore(await temporaryDirectory(), systemClock)],
  ['R2', async () => r2.store({ prefix: `some/prefix-${(prefixes += 1)}` })],
  [
    'the S3 server of the benchmarks',
    async () => {
      const prefix = `some/prefix-${(prefixes += 1)}`
      return s3Store({ ...r2.location(prefix), endpoint: bench.endpoint }, systemClock)
    },
  ],
]

async function textAt(store: Store, key: string): Promise<string | undefined> {
  return (await store.get(key, LIMIT)).object?.bytes.toString()
}

async function stored(store: Store, key: string, text: string): Promise<string> {
  const outcome = await store.put(key, content(text), HEADERS)
  if (outcome.kind !== 'stored') throw new Error(`${key} exists`)
  return outcome.etag
}

/** Content that is made as it is read. */
function patterned(sizeBytes: number): Content {
  const block = Buffer.alloc(1 << 20)
  for (let index = 0; index < block.length; index += 1) block[index] = (index * 31) >> 3
  return {
    sizeBytes,
    async *read(start = 0, end = sizeBytes) {
      for (let offset = start; offset < end;) {
        const from = offset % block.length
        const chunk = block.subarray(from, Math.min(block.length, from + end - offset))
        yield chunk
        offset += chunk.length
      }
    },
  }
}

describe.each(STORES)('%s', (_name, open) => {
  test('an empty store has nothing', async () => {
    const store = await open()
    const { object, date } = await store.get('a/b', LIMIT)
    expect(object).toBeUndefined()
    expect(Math.abs(date.getTime() - Date.now())).toBeLessThan(10_000)
    expect(await store.head('a/b')).toBeUndefined()
    expect(await store.open('a/b')).toBeUndefined()
    expect(await store.list('')).toEqual([])
    await store.delete('a/b')
  })

  test('what was put is read, headed, listed, opened, copied and deleted', async () => {
    const store = await open()
    const etag = await stored(store, 'pool/hello.deb', 'hello world')
    const expected = { key: 'pool/hello.deb', etag, sizeBytes: 11 }
    expect((await store.get('pool/hello.deb', 11)).object).toMatchObject({
      ...expected,
      bytes: Buffer.from('hello world'),
    })
    const details = await store.head('pool/hello.deb')
    expect(details).toMatchObject(expected)
    expect(details?.lastModified.getTime()).toBeGreaterThan(LONG_AGO)
    expect(await store.list('pool/')).toMatchObject([expected])
    const opened = await store.open('pool/hello.deb')
    expect(opened?.sizeBytes).toBe(11)
    expect(Buffer.concat(await Array.fromAsync(opened?.read(6, 9) ?? [])).toString()).toBe('wor')
    expect(await Array.fromAsync(opened?.read(4, 4) ?? [])).toEqual([])
    expect(await store.copy('pool/hello.deb', 'pool/copy.deb')).toMatchObject({ kind: 'stored' })
    expect(await store.copy('pool/hello.deb', 'pool/copy.deb')).toEqual({ kind: 'exists' })
    await store.delete('pool/hello.deb')
    expect(await textAt(store, 'pool/hello.deb')).toBeUndefined()
    expect(await textAt(store, 'pool/copy.deb')).toBe('hello world')
    await expect(store.copy('pool/hello.deb', 'pool/other.deb')).rejects.toThrow(
      /could not copy pool\/hello.deb/,
    )
  })

  test('a key is written only as its condition says', async () => {
    const store = await open()
    const first = await stored(store, 'head', 'first')
    expect(await store.put('head', content('other'), HEADERS)).toEqual({ kind: 'exists' })
    expect(await store.swap('head', content('other'), { absent: true }, HEADERS)).toEqual({ kind: 'refused' })
    expect(await store.swap('none', content('other'), { etag: first }, HEADERS)).toEqual({ kind: 'refused' })
    const swapped = await store.swap('head', content('second'), { etag: first }, HEADERS)
    expect(swapped).toMatchObject({ kind: 'stored' })
    expect((await store.head('head'))?.etag).toBe(swapped.kind === 'stored' && swapped.etag)
    expect(await store.swap('head', content('third'), { etag: first }, HEADERS)).toEqual({ kind: 'refused' })
    expect(await textAt(store, 'head')).toBe('second')
    expect(await store.swap('new', content('new'), { absent: true }, HEADERS)).toMatchObject({
      kind: 'stored',
    })
  })

  test('of twenty racing writers one wins, again and again', async () => {
    const store = await open()
    let condition: { absent: true } | { etag: string } = { absent: true }
    for (let round = 0; round < 5; round += 1) {
      const demand = condition
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, writer) =>
          store.swap('head', content(`round ${round} by ${String(writer).padStart(2)}`), demand, HEADERS),
        ),
      )
      const winners = outcomes.flatMap((outcome, writer) =>
        outcome.kind === 'stored' ? [{ outcome, writer }] : [],
      )
      expect(winners).toHaveLength(1)
      expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(19)
      const { object } = await store.get('head', LIMIT)
      expect(object?.bytes.toString()).toBe(`round ${round} by ${String(winners[0]?.writer).padStart(2)}`)
      expect(object?.etag).toBe(winners[0]?.outcome.etag)
      condition = { etag: object?.etag ?? '' }
    }
    const puts = await Promise.all(Array.from({ length: 20 }, () => store.put('once', content('x'), HEADERS)))
    expect(puts.filter(({ kind }) => kind === 'stored')).toHaveLength(1)
  })

  test('states of the same size that follow at once have different ETags', async () => {
    const store = await open()
    const etags = [await stored(store, 'head', '000')]
    for (let state = 1; state < 40; state += 1) {
      const text = content(String(state).padStart(3, '0'))
      const outcome = await store.swap('head', text, { etag: etags.at(-1) ?? '' }, HEADERS)
      etags.push(outcome.kind === 'stored' ? outcome.etag : 'refused')
    }
    for (let state = 40; state < 44; state += 1) {
      await store.delete('head')
      etags.push(await stored(store, 'head', String(state).padStart(3, '0')))
    }
    expect(new Set(etags).size).toBe(44)
  })

  test('odd keys come back as they were', async () => {
    const store = await open()
    const keys = [
      'a b',
      'a+b',
      'a~b',
      'a%20b',
      'a%2Bb',
      'a&b=c',
      'ä/ö',
      '日本/語',
      '🎉/𝒳',
      '\uffee',
      "q'(x)!",
      '.hidden',
      'a;b,c@d$',
    ]
    for (const key of keys) await stored(store, key, `at ${key}`)
    expect((await store.list('')).map(({ key }) => key)).toEqual(keys.toSorted(compareKeys))
    expect((await store.list('a%2')).map(({ key }) => key)).toEqual(['a%20b', 'a%2Bb'])
    for (const key of keys) {
      expect(await textAt(store, key)).toBe(`at ${key}`)
      expect(await store.copy(key, `copies/${key}`)).toMatchObject({ kind: 'stored' })
      expect((await store.head(`copies/${key}`))?.sizeBytes).toBe(Buffer.byteLength(`at ${key}`))
      await store.delete(key)
    }
    expect(await store.list('copies/')).toHaveLength(keys.length)
  })

  test('keys that could be taken for others are refused', async () => {
    const store = await open()
    for (const key of [
      '',
      '/a',
      'a//b',
      'a/',
      '../a',
      'a/../b',
      './a',
      'a/..',
      'a\\b',
      'a\0b',
      'a\nb',
      '\ud800',
    ]) {
      await expect(store.put(key, content('x'), HEADERS)).rejects.toThrow(PublishError)
      await expect(store.get(key, LIMIT)).rejects.toThrow(/cannot be a key/)
      await expect(store.delete(key)).rejects.toThrow(/cannot be a key/)
    }
    await expect(store.put('a'.repeat(1100), content('x'), HEADERS)).rejects.toMatchObject({ code: 'LIMIT' })
    await expect(store.list('../')).rejects.toThrow(/cannot be a key/)
  })

  test('a listing goes over pages, in the order of keys', async () => {
    const store = await open()
    const keys = Array.from({ length: 1_103 }, (_, index) => `many/${String(index).padStart(4, '0')}`)
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(keys.slice(start, start + 50).map((key) => stored(store, key, key)))
    }
    await stored(store, 'many', 'a folder and a file').catch(() => undefined)
    await stored(store, 'other', 'x')
    expect((await store.list('many/')).map(({ key }) => key)).toEqual(keys)
    expect((await store.list('many/110')).map(({ key }) => key)).toEqual(keys.slice(1_100))
  })

  test('an object over the limit is not read', async () => {
    const store = await open()
    await stored(store, 'big', 'x'.repeat(100))
    expect((await store.get('big', 100)).object?.sizeBytes).toBe(100)
    await expect(store.get('big', 99)).rejects.toMatchObject({ code: 'LIMIT' })
  })

  test('large content is written and read in parts', async () => {
    const store = await open()
    const large = patterned(20_000_003)
    expect(await store.put('large', large, HEADERS)).toMatchObject({ kind: 'stored' })
    expect(await store.put('large', large, HEADERS)).toEqual({ kind: 'exists' })
    const opened = await store.open('large')
    if (opened === undefined) throw new Error('large is not there')
    expect(await digestOf(opened, 'sha256')).toBe(await digestOf(large, 'sha256'))
    const part = Buffer.concat(await Array.fromAsync(opened.read(9_999_990, 10_000_010)))
    expect(part).toEqual(Buffer.concat(await Array.fromAsync(large.read(9_999_990, 10_000_010))))
  })

  test('content that is not as long as it says, or cannot be read, is not stored', async () => {
    const store = await open()
    for (const sizeBytes of [1_000, 10_000_000]) {
      const short = { ...patterned(sizeBytes - 1), sizeBytes }
      const long = {
        sizeBytes,
        async *read() {
          yield* patterned(sizeBytes).read()
          yield Buffer.alloc(1)
        },
      }
      const broken = {
        sizeBytes,
        async *read() {
          yield Buffer.alloc(10)
          throw new Error('the disk is gone')
        },
      }
      await expect(store.put('odd', short, HEADERS)).rejects.toMatchObject({ code: 'ARTIFACT' })
      await expect(store.put('odd', long, HEADERS)).rejects.toMatchObject({ code: 'ARTIFACT' })
      await expect(store.put('odd', broken, HEADERS)).rejects.toThrow(/the disk is gone/)
      expect(await store.head('odd')).toBeUndefined()
    }
  })

  test('an opened object that is replaced is not mixed with its successor', async () => {
    const store = await open()
    const etag = await stored(store, 'head', 'first')
    const opened = await store.open('head')
    await store.swap('head', content('other'), { etag }, HEADERS)
    await expect(Array.fromAsync(opened?.read() ?? [])).rejects.toMatchObject({ code: 'STORE' })
    await store.delete('head')
    await expect(Array.fromAsync(opened?.read(1, 2) ?? [])).rejects.toThrow(/replaced or deleted/)
  })

  test('it honours conditions, and the check leaves nothing behind', async () => {
    const store = await open()
    await checkConditions(store, 'abcdef')
    expect(await store.list('')).toEqual([])
  })
})

test('metadata and headers are kept, also by a copy', async () => {
  const store = r2.store({ prefix: 'headers' })
  const headers = { contentType: 'application/x-rpm', cacheControl: 'public, max-age=31536000, immutable' }
  const metadata = { sha256: 'abc', 'header-sha256': 'def' }
  await store.put('a.rpm', content('rpm'), { ...headers, metadata })
  await store.copy('a.rpm', 'b.rpm')
  for (const key of ['a.rpm', 'b.rpm']) {
    expect((await store.head(key))?.metadata).toEqual(metadata)
    expect((await store.get(key, 10)).object?.metadata).toEqual(metadata)
    const served = await fetch(new URL(`headers/${key}`, r2.workerUrl))
    expect(served.headers.get('content-type')).toBe(headers.contentType)
    expect(served.headers.get('cache-control')).toBe(headers.cacheControl)
    expect(served.headers.get('content-encoding')).toBeNull()
  }
})

test('prefixes are apart, and the root has none', async () => {
  await stored(r2.store({ prefix: 'one' }), 'key', 'in one')
  await stored(r2.store({ prefix: 'one-more' }), 'key', 'in one-more')
  expect((await r2.store({ prefix: 'one' }).list('')).map(({ key }) => key)).toEqual(['key'])
  expect((await r2.store().list('one')).map(({ key }) => key)).toEqual(['one-more/key', 'one/key'])
})

test('memory does not grow with the size of an object, and nothing keeps the process alive', async () => {
  const script = join(import.meta.dirname, 'upload-process.ts')
  const { stdout } = await run(process.execPath, [script, '300000000'])
  const { readBytes, grownBytes } = JSON.parse(stdout) as { readBytes: number; grownBytes: number }
  expect(readBytes).toBe(300_000_000)
  expect(grownBytes).toBeLessThan(150_000_000)
}, 60_000)

import { once } from 'node:events'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { LIMITS } from '../../src/limits.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { s3Store } from '../../src/store/s3.ts'
import type { Store } from '../../src/store/store.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'

const HEAD = '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'

interface Listed {
  readonly key?: string
  readonly size?: string
  readonly etag?: string
  readonly time?: string
}

function object({ key, size = '12', etag = '"abc"', time = '2026-01-02T03:04:05.000Z' }: Listed): string {
  const element = (name: string, text: string) => (text === '' ? '' : `<${name}>${text}</${name}>`)
  return `<Contents>${key === undefined ? '' : `<Key>${key}</Key>`}${element('LastModified', time)}${element('ETag', etag)}${element('Size', size)}</Contents>`
}

const folder = (prefix: string) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`

function page(content: string, token?: string): string {
  const more =
    token === undefined
      ? '<IsTruncated>false</IsTruncated>'
      : `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`
  return `${HEAD}<EncodingType>url</EncodingType>${more}${content}</ListBucketResult>`
}

let answer: (asked: URLSearchParams, count: number) => string
let requests = 0
const server = createServer((incoming: IncomingMessage, outgoing) => {
  const { searchParams } = new URL(incoming.url ?? '', 'http://store')
  requests += 1
  outgoing.writeHead(200, { 'content-type': 'application/xml' }).end(answer(searchParams, requests))
})
let store: Store
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: undefined }
  store = s3Store(
    {
      kind: 's3',
      name: 's3://bucket/of/ours',
      bucket: 'bucket',
      prefix: 'of/ours',
      endpoint: `http://127.0.0.1:${port}`,
      region: 'auto',
      credentials,
    },
    systemClock,
  )
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function answering(text: (asked: URLSearchParams, count: number) => string): void {
  requests = 0
  answer = text
}

const REFUSED = /^s3:\/\/bucket\/of\/ours: a listing of pool\/ /

describe('what a store lists', () => {
  test('names of objects that no key can be are left out', async () => {
    const odd = ['a//b', '..', 'x/../y', './z', 'a%5Cb', 'a%0Ab', '%00', 'a%7Fb', '', 'x/', 'k'.repeat(1_024)]
    const objects = [...odd, 'a%20b', 'good.deb', 'a%2Bb+c'].map((key) =>
      object({ key: `of/ours/pool/${key}` }),
    )
    answering(() => page(objects.join('')))
    expect((await store.list('pool/')).map(({ key }) => key)).toEqual([
      'pool/a b',
      'pool/good.deb',
      'pool/a+b c',
    ])
  })

  test('names of folders that no key can have are left out', async () => {
    const odd = ['/', '../', './', 'a%5Cb/', 'a%0Ab/', `${'k'.repeat(1_024)}/`]
    answering(() => page([...odd, 'good/'].map((name) => folder(`of/ours/pool/${name}`)).join('')))
    expect(await store.folders('pool/')).toEqual(['good'])
  })

  test.each([
    ['of another repository', object({ key: 'of/others/pool/a.deb' })],
    ['of the bucket', object({ key: 'pool/a.deb' })],
    ['that begins alike', object({ key: 'of/ours/pool-2/a.deb' })],
    ['of no name', object({})],
    ['that is no URL text', object({ key: 'of/ours/pool/%zz' })],
    ['that is no UTF-8', object({ key: 'of/ours/pool/%ff' })],
    ['of a negative size', object({ key: 'of/ours/pool/a', size: '-1' })],
    ['of an absurd size', object({ key: 'of/ours/pool/a', size: '1e300' })],
    ['of a size that no number holds', object({ key: 'of/ours/pool/a', size: '9007199254740993' })],
    ['of no size', object({ key: 'of/ours/pool/a', size: '' })],
    ['of a size in words', object({ key: 'of/ours/pool/a', size: 'many' })],
    ['of no tag', object({ key: 'of/ours/pool/a', etag: '' })],
    ['of no time', object({ key: 'of/ours/pool/a', time: '' })],
  ])('an object %s is an error of the store', async (_, content) => {
    answering(() => page(object({ key: 'of/ours/pool/good' }) + content))
    await expect(store.list('pool/')).rejects.toMatchObject({
      code: 'STORE',
      message: expect.stringMatching(/^s3:\/\/bucket\/of\/ours: /),
    })
  })

  test.each(['of/others/pool/a/', 'a/', '%zz/'])(
    'a folder %j that was not asked for is an error',
    async (prefix) => {
      answering(() => page(folder(prefix)))
      await expect(store.folders('pool/')).rejects.toMatchObject({
        code: 'STORE',
        message: expect.stringMatching(REFUSED),
      })
    },
  )
})

describe('pages of a listing', () => {
  const one = (count: number) => object({ key: `of/ours/pool/${count}` })

  test('that say they go on, and not how, are an error', async () => {
    answering(() => page('').replace('<IsTruncated>false', '<IsTruncated>true'))
    await expect(store.list('pool/')).rejects.toThrow(/a listing of pool\/ ends in the middle/)
  })

  test.each([1, 2, 5])('that begin again after %d are an error, soon', async (length) => {
    answering((_, count) => page(one(count), `token-${count % length}`))
    await expect(store.list('pool/')).rejects.toThrow(/a listing of pool\/ begins again/)
    expect(requests).toBeLessThanOrEqual(length + 1)
  })

  test('that never end are an error', async () => {
    if (scaled(0, 1) === 0) return
    answering((_, count) => page(one(count), `token-${count}`))
    await expect(store.list('pool/')).rejects.toThrow(/a listing of pool\/ has more than 5000 pages/)
    expect(requests).toBe(LIMITS.listingPages + 1)
  }, 600_000)
})

test('names in a directory that no key can be are left out', async () => {
  const root = await temporaryDirectory()
  for (const name of ['a\nb', 'a\\b', 'good']) {
    await mkdir(join(root, 'pool', `folder ${name}`), { recursive: true })
    await writeFile(join(root, 'pool', `folder ${name}`, name), '')
  }
  const inDirectory = directoryStore(root, systemClock)
  expect((await inDirectory.list('pool/')).map(({ key }) => key)).toEqual(['pool/folder good/good'])
  expect(await inDirectory.folders('pool/')).toEqual(['folder good'])
})

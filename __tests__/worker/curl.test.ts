import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals'
import type { Front } from '../clients/site.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { nginxCache } from './nginx.ts'

const BYTES = randomBytes(100_000)

let r2: LocalR2
let folder: string
const fronts: (() => Promise<void>)[] = []
beforeAll(async () => {
  r2 = await startR2()
  folder = await temporaryDirectory()
  // As packages are published: nginx knows no ranges of what it may not keep.
  await r2.bucket.put('a.deb', BYTES, {
    httpMetadata: { cacheControl: 'public, max-age=31536000, immutable' },
  })
  await r2.bucket.put('linux/private', 'x')
})
afterEach(async () => {
  for (const stop of fronts.splice(0)) await stop()
})
afterAll(() => r2.stop())

const direct: Front = async (origin) => ({ url: origin, stop: async () => undefined })
const FRONTS: readonly (readonly [string, readonly string[], Front])[] = [
  ['straight', [], direct],
  ['through a cache that obeys', ['nginx'], nginxCache(true)],
  ['through a cache that ignores what it is told', ['nginx'], nginxCache(false)],
]

async function curl(url: string, ...args: readonly string[]) {
  const out = join(folder, 'out')
  const format = '%{http_code} %{size_download}'
  const { stdout, code } = await run('curl', ['-sS', '-o', out, '-w', format, ...args, url], {
    allowFailure: true,
  })
  const [status, received] = stdout.split(' ').map(Number)
  return { status, received, code, bytes: await readFile(out).catch(() => Buffer.alloc(0)) }
}

describe.each(FRONTS)('curl %s', (title, programs, front) => {
  testWith(['curl', ...programs], `resumes, asks for parts and asks again, ${title}`, async () => {
    const { url, ...server } = await front(r2.workerUrl.replace(/\/$/, ''))
    fronts.push(() => server.stop())
    const deb = `${url}/a.deb`
    const out = join(folder, 'out')
    expect((await curl(deb)).bytes.equals(BYTES)).toBe(true)
    for (const had of [0, 1, 50_000, 99_999]) {
      await writeFile(out, BYTES.subarray(0, had))
      const resumed = await curl(deb, '--continue-at', '-')
      expect([resumed.code, resumed.received, resumed.bytes.equals(BYTES)]).toEqual([
        0,
        BYTES.length - had,
        true,
      ])
    }
    for (const [range, part] of [
      ['0-9', BYTES.subarray(0, 10)],
      ['-10', BYTES.subarray(-10)],
      ['99990-', BYTES.subarray(-10)],
      ['99990-999999', BYTES.subarray(-10)],
    ] as const) {
      const got = await curl(deb, '--range', range)
      expect([range, got.status, got.bytes.equals(part)]).toEqual([range, 206, true])
    }
    for (const range of ['100000-', '200000-200001'])
      expect([range, (await curl(deb, '--range', range)).status]).toEqual([range, 416])
    const validators = await fetch(deb, { method: 'HEAD' })
    const [etag, date] = [validators.headers.get('etag') ?? '', validators.headers.get('last-modified') ?? '']
    expect((await curl(deb, '--header', `If-None-Match: ${etag}`)).status).toBe(304)
    expect((await curl(deb, '--time-cond', date)).status).toBe(304)
  })
})

testWith(['curl'], 'curl with ranges that are none, and paths as they are', async () => {
  const deb = `${r2.workerUrl}a.deb`
  for (const range of ['9-0', '0-1,5-6', 'x', '-', '1-2-3']) {
    const got = await curl(deb, '--header', `Range: bytes=${range}`)
    expect([range, got.status, got.bytes.equals(BYTES)]).toEqual([range, 200, true])
  }
  for (const path of ['%2e%2e/linux%2fprivate', 'a.deb%00', 'linux%2Fprivate', '/a.deb', 'linux', 'linux/'])
    expect([path, (await curl(`${r2.workerUrl}${path}`, '--path-as-is')).status]).toEqual([path, 404])
  for (const args of [
    ['--request', 'PUT', '--data', 'x'],
    ['--upload-file', join(folder, 'out')],
    ['--request', 'DELETE'],
  ])
    expect((await curl(deb, ...args)).status).toBe(405)
  expect((await curl(deb)).bytes.equals(BYTES)).toBe(true)
})

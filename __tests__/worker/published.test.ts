import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { contentOf, sha256 } from '../../src/content.ts'
import { deb, fixtureKeys, publishAll, rpm, runCommand } from '../support/publishing.ts'
import { type WatchedWorker, ask, watchedWorker } from './watched.ts'

/** What was published under another name than the one at which it is read. */
const PUBLIC_URL = 'https://packages.example.com'
const MUTABLE = 'no-cache, no-transform'
const IMMUTABLE = 'public, max-age=31536000, immutable'
const X86 = 'rpm/stable/x86_64/'

let worker: WatchedWorker
beforeAll(async () => {
  worker = await watchedWorker('linux')
  const keys = await fixtureKeys()
  const options = { store: worker.r2.store({ prefix: 'linux' }), keys, baseUrl: PUBLIC_URL }
  const arm = await rpm(keys, { arch: 'arm7' })
  await publishAll([await deb(), await rpm(keys), arm], options)
  await publishAll([await deb({ version: '2.0' }), await rpm(keys, { version: '2.0' })], options)
  await runCommand('verify', {}, options)
})
afterAll(() => worker.r2.stop())

async function text(url: string): Promise<string> {
  const { pathname } = new URL(url, worker.origin)
  const { status, body } = await worker.ask(pathname)
  return status === 200 ? body.toString() : String(status)
}

async function keys(): Promise<readonly string[]> {
  const { objects } = await worker.r2.bucket.list()
  return objects.map(({ key }) => key.slice('linux/'.length))
}

async function snapshot(folder = X86): Promise<string> {
  return (await text(`/${folder}mirrorlist`)).trimEnd()
}

/** Of each object that the action writes: what it is, and whether it may be kept. */
const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/^demo\.(asc|gpg)$/, 'application/pgp-keys', MUTABLE],
  [/^(demo\.(sources|repo)|install\.sh)$/, 'text/plain; charset=utf-8', MUTABLE],
  [/^index\.html$/, 'text/html; charset=utf-8', MUTABLE],
  [/^demo\.json$/, 'application/json', MUTABLE],
  [/^apt\/dists\/stable\/(InRelease|Release)$/, 'text/plain; charset=utf-8', MUTABLE],
  [/^apt\/dists\/stable\/Release\.gpg$/, 'application/pgp-signature', MUTABLE],
  [/^apt\/dists\/stable\/heads\/[^/]+\/InRelease$/, 'text/plain; charset=utf-8', IMMUTABLE],
  [/\/Packages\.gz$/, 'application/gzip', MUTABLE],
  [/\/by-hash\/SHA256\/[0-9a-f]{64}$/, 'application/gzip', IMMUTABLE],
  [/^apt\/pool\/.*\.deb$/, 'application/vnd.debian.binary-package', IMMUTABLE],
  [/^rpm\/.*\.rpm$/, 'application/x-rpm', IMMUTABLE],
  [/\/repodata\/repomd\.xml$/, 'application/xml', MUTABLE],
  [/\/repodata\/repomd\.xml\.asc$/, 'application/pgp-signature', MUTABLE],
  [/\/repodata\/repomd\.xml\.key$/, 'application/pgp-keys', MUTABLE],
  [/\/repodata\/[0-9a-f]{64}-\w+\.xml\.gz$/, 'application/gzip', IMMUTABLE],
  [/\/repodata\/heads\/[^/]+\/repomd\.xml$/, 'application/xml', IMMUTABLE],
  [/\/repodata\/heads\/[^/]+\/repomd\.xml\.asc$/, 'application/pgp-signature', IMMUTABLE],
]

test('every object that was published has its type and its class, and is served in one call', async () => {
  const all = await keys()
  for (const [pattern] of KINDS) expect(all.filter((key) => pattern.test(key))).not.toEqual([])
  for (const key of all) {
    const kind = KINDS.find(([pattern]) => pattern.test(key)) ?? []
    const { headers, calls } = await worker.ask(`/${key}`)
    expect([key, headers['content-type'], headers['cache-control']]).toEqual([key, ...kind.slice(1)])
    expect(calls).toEqual(key.endsWith('/repodata/repomd.xml.asc') ? ['get', 'get'] : ['get'])
  }
})

test.each([
  ['dists/x/InRelease', undefined, 'text/plain; charset=utf-8', MUTABLE],
  ['dists/x/InRelease', 'public, max-age=7200', 'text/plain; charset=utf-8', MUTABLE],
  ['x/Packages.xz', 'public, max-age=7200', 'application/octet-stream', MUTABLE],
  ['x/repodata/repomd.xml', 'max-age=60', 'application/xml', MUTABLE],
  ['x/repodata/primary.xml.gz', undefined, 'application/gzip', MUTABLE],
  ['x/a.rpm', undefined, 'application/x-rpm', MUTABLE],
  ['x/a.rpm', 'max-age=60', 'application/x-rpm', 'max-age=60'],
  ['x/site.css', 'max-age=60', 'application/octet-stream', 'max-age=60'],
])('what others stored: %s with %s', async (key, cacheControl, contentType, served) => {
  const { bucket } = worker.r2
  const httpMetadata = { contentType: 'application/octet-stream', ...(cacheControl && { cacheControl }) }
  await bucket.put(`linux/other/${key}`, 'x', { httpMetadata })
  const { headers } = await worker.ask(`/other/${key}`)
  expect([headers['content-type'], headers['cache-control']]).toEqual([contentType, served])
  await bucket.delete(`linux/other/${key}`)
})

test('a mirrorlist is one line: the snapshot of the head in force, where it was asked for', async () => {
  const { headers, body, calls } = await worker.ask(`/${X86}mirrorlist`)
  expect(body.toString()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/rpm\/stable\/x86_64\/@\d+-[0-9a-f]{16}\/\n$/)
  expect(body.toString().startsWith(`${worker.origin}/`)).toBe(true)
  expect([headers['content-type'], headers['cache-control']]).toEqual(['text/plain; charset=utf-8', MUTABLE])
  expect(calls).toEqual(['get', 'head'])
  const host = { host: 'mirror.example.org:8080' }
  const other = await ask(worker.origin, `/${X86}mirrorlist?arch=x`, { headers: host })
  expect(other.body.toString()).toMatch(/^http:\/\/mirror\.example\.org:8080\/rpm\/stable\/x86_64\/@/)
  const looked = await worker.ask(`/${X86}mirrorlist`, { method: 'HEAD' })
  expect([looked.body.length, looked.headers['content-length']]).toEqual([0, headers['content-length']])
})

test('a snapshot is its head and signature, for ever, and all else that is there', async () => {
  const at = await snapshot()
  for (const path of ['repodata/repomd.xml', 'repodata/repomd.xml.asc']) {
    const { headers, body, calls } = await worker.ask(new URL(at + path).pathname)
    expect(body.toString()).toBe(await text(`/${X86}${path}`))
    expect([headers['cache-control'], calls]).toEqual([IMMUTABLE, ['get']])
  }
  const names = (await keys()).filter((key) => key.startsWith(X86)).map((key) => key.slice(X86.length))
  for (const name of names) expect((await worker.ask(new URL(at + name).pathname)).status).toBe(200)
  // As some clients write it.
  expect(await text(`${at.replace('@', '%40')}repodata/repomd.xml`)).toBe(
    await text(`${at}repodata/repomd.xml`),
  )
  expect(await text(`${at}mirrorlist`)).toBe(`${at}\n`)
})

test('the signature is that of the head, also where its alias is of another one, or gone', async () => {
  const key = `${X86}repodata/repomd.xml.asc`
  const whole = await text(`/${key}`)
  const { bucket } = worker.r2
  await bucket.put(`linux/${key}`, 'of the head before')
  for (const method of ['GET', 'HEAD']) {
    const headers = { range: 'bytes=1-2' }
    const answer = await worker.ask(`/${key}`, { method, headers })
    expect([answer.status, answer.body.toString()]).toEqual([200, method === 'GET' ? whole : ''])
    expect(answer.headers['cache-control']).toBe(MUTABLE)
    const condition = { 'if-none-match': answer.headers.etag ?? '' }
    expect((await worker.ask(`/${key}`, { method, headers: condition })).status).toBe(304)
  }
  await bucket.delete(`linux/${key}`)
  expect(await text(`/${key}`)).toBe(whole)
  await bucket.put(`linux/${key}`, whole)
})

test('the signature of a head that has no copy is what lies beside it', async () => {
  const { bucket } = worker.r2
  await bucket.put('linux/foreign/repodata/repomd.xml.asc', 'alone')
  expect(await text('/foreign/repodata/repomd.xml.asc')).toBe('alone')
  await bucket.put('linux/foreign/repodata/repomd.xml', '<revision>1</revision>')
  const { body, calls } = await worker.ask('/foreign/repodata/repomd.xml.asc', {
    headers: { range: 'bytes=99-' },
  })
  expect([body.toString(), calls]).toEqual(['alone', ['get', 'get', 'get']])
  await bucket.delete(['linux/foreign/repodata/repomd.xml', 'linux/foreign/repodata/repomd.xml.asc'])
})

test('each snapshot is the state of its time', async () => {
  const ids = (await keys()).flatMap(
    (key) => /^rpm\/stable\/x86_64\/repodata\/heads\/([^/]+)\/repomd\.xml$/.exec(key)?.[1] ?? [],
  )
  expect(ids).toHaveLength(2)
  const heads = await Promise.all(ids.map((id) => text(`/${X86}@${id}/repodata/repomd.xml`)))
  expect(heads.map((head) => sha256(head).slice(0, 16))).toEqual(ids.map((id) => id.split('-')[1]))
  expect(heads).toContain(await text(`/${X86}repodata/repomd.xml`))
})

test('where the copy was collected, the head in force is served, and may not be kept', async () => {
  for (const name of ['repomd.xml', 'repomd.xml.asc']) {
    const { headers, body, calls } = await worker.ask(`/${X86}@1-0123456789abcdef/repodata/${name}`)
    expect(body.toString()).toBe(await text(`/${X86}repodata/${name}`))
    expect(headers['cache-control']).toBe(MUTABLE)
    expect(calls).toEqual(name === 'repomd.xml' ? ['get', 'get'] : ['get', 'get', 'get'])
  }
})

test.each([
  ['of a snapshot that was collected', `${X86}@1-0123456789abcdef/`, X86],
  ["under zypper's name of 32-bit Arm", 'rpm/stable/armv6hl/', 'rpm/stable/armhfp/'],
])('the signature %s is that of the head in force too, whatever lies beside it', async (_, at, folder) => {
  const key = `${folder}repodata/repomd.xml.asc`
  const whole = await text(`/${key}`)
  const { bucket } = worker.r2
  await bucket.put(`linux/${key}`, 'of the head before')
  for (const range of ['', 'bytes=1-2', 'bytes=99999-']) {
    const answer = await worker.ask(`/${at}repodata/repomd.xml.asc`, { headers: { range } })
    expect([answer.status, answer.body.toString()]).toEqual([200, whole])
    expect(answer.headers['cache-control']).toBe(MUTABLE)
  }
  await bucket.put(`linux/${key}`, whole)
})

test.each([
  '1-0123456789abcde',
  '1-0123456789abcdef0',
  '1-0123456789ABCDEF',
  '-0123456789abcdef',
  '1234567890123-0123456789abcdef',
  '1_0123456789abcdef',
  '',
])('@%s is no ID', async (id) => {
  expect(await text(`/${X86}@${id}/repodata/repomd.xml`)).toBe('404')
})

test('a head without a copy, or of others, is read where it lies', async () => {
  const head = await text(`/${X86}repodata/repomd.xml`)
  const { bucket } = worker.r2
  for (const [folder, bytes] of [
    ['moved', head],
    ['foreign', '<repomd><revision>not a time</revision></repomd>'],
    ['nothing', ''],
    ['binary', new Uint8Array([0xff, 0, 0xff])],
    ['large', new Uint8Array(1024 * 1024 + 1)],
  ] as const) {
    await bucket.put(`linux/${folder}/repodata/repomd.xml`, bytes)
    expect(await text(`/${folder}/mirrorlist`)).toBe(`${worker.origin}/${folder}/\n`)
    await bucket.delete(`linux/${folder}/repodata/repomd.xml`)
    expect(await text(`/${folder}/mirrorlist`)).toBe('404')
  }
})

test('names of folders are encoded in a mirrorlist', async () => {
  await worker.r2.bucket.put('linux/a b+c~é/repodata/repomd.xml', 'x')
  expect(await text('/a%20b+c~%C3%A9/mirrorlist')).toBe(`${worker.origin}/a%20b%2Bc~%C3%A9/\n`)
  await worker.r2.bucket.delete('linux/a b+c~é/repodata/repomd.xml')
})

test("zypper's name of 32-bit Arm leads to dnf's", async () => {
  const [zypper, dnf] = ['/rpm/stable/armv6hl/', '/rpm/stable/armhfp/']
  expect(await text(`${zypper}mirrorlist`)).toBe(await text(`${dnf}mirrorlist`))
  expect(await text(`${zypper}mirrorlist`)).toMatch(/\/armhfp\/@/)
  expect((await worker.ask(`${zypper}mirrorlist`)).calls).toEqual(['get', 'get', 'head'])
  for (const method of ['GET', 'HEAD']) {
    const { status, calls } = await worker.ask(`${zypper}repodata/repomd.xml`, { method })
    expect([status, calls.length]).toEqual([200, 2])
  }
  const ranged = await worker.ask(`${zypper}repodata/repomd.xml`, { headers: { range: 'bytes=99999-' } })
  expect([ranged.status, ranged.calls.length]).toEqual([416, 3])
  expect(await text('/rpm/stable/armv6hl/nothing')).toBe('404')
})

test('the .repo file that is served leads to mirrorlists of where it is read', async () => {
  expect(await worker.r2.bucket.get('linux/demo.repo').then((it) => it?.text())).toContain(
    `baseurl=${PUBLIC_URL}/rpm/stable/$basearch`,
  )
  const { headers, body, calls } = await worker.ask('/demo.repo')
  expect(body.toString()).toContain(
    `\nbaseurl=${worker.origin}/rpm/stable/$basearch\nmirrorlist=${worker.origin}/rpm/stable/$basearch/mirrorlist\n`,
  )
  expect(body.toString()).toContain(`\ngpgkey=${worker.origin}/demo.asc\n`)
  expect(body.toString()).not.toContain('packages.example.com')
  expect([headers['cache-control'], headers.etag, calls]).toEqual([MUTABLE, undefined, ['get']])
  const looked = await worker.ask('/demo.repo', { method: 'HEAD' })
  expect(looked.headers['content-length']).toBe(String(body.length))
})

test('a .repo file that is too large to be one is served as it lies', async () => {
  const text = `baseurl=${worker.origin}/rpm\n`.repeat(50_000)
  await worker.r2
    .store({ prefix: 'linux' })
    .put('large.repo', contentOf(Buffer.from(text)), { contentType: 'text/plain', cacheControl: 'no-cache' })
  const { body, calls } = await worker.ask('/large.repo')
  expect([body.toString() === text, calls]).toEqual([true, ['get', 'get']])
})

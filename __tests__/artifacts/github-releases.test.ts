import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { githubReleases } from '../../src/artifacts/github/releases.ts'
import { bytesOf, memoryScratch, sha256 } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { recordingLog } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { type ServerOptions, SIGNATURE, TOKEN, serveGitHub } from './github-server.ts'

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251))
const hello = { name: 'hello.tar.gz', bytes: BYTES }
const release = { tag: 'v1.2.3', assets: [hello] }

/** Asks a server for the assets of v1.2.3; time costs nothing. */
async function ask(options: Partial<ServerOptions>, token = TOKEN, signal = new AbortController().signal) {
  const server = await serveGitHub({ releases: [release], ...options })
  const clock = virtualClock(1_800_000_000_000)
  const log = recordingLog()
  const releases = githubReleases({ token, env: server.env, clock, log, signal })
  const names = async (tag = 'v1.2.3') => (await releases.assets(tag)).map(({ name }) => name)
  const download = async (tag = 'v1.2.3') => {
    const [first] = await releases.assets(tag)
    return bytesOf((await first?.download(memoryScratch)) ?? (await memoryScratch(nothing())), 1e9, 'hello')
  }
  return { server, clock, log, releases, names, download, startMs: 1_800_000_000_000 }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** What a promise fails with; neither it nor what it holds on to may show a secret. */
async function failure(promise: Promise<unknown>): Promise<PublishError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error as Error,
  )
  const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)
  expect(shown).not.toContain('CANARY')
  expect(error).toMatchObject({ name: 'PublishError' })
  return error as PublishError
}

describe('the release of a tag', () => {
  test('all of its assets, over several pages', async () => {
    const assets = Array.from({ length: 7 }, (_, index) => ({ name: `a${index}`, bytes: BYTES }))
    const { names, server } = await ask({ releases: [{ tag: 'v1.2.3', assets }], perPage: 2 })
    expect(await names()).toEqual(assets.map(({ name }) => name))
    expect(server.requests.filter(({ path }) => path.endsWith('/assets'))).toHaveLength(4)
    expect(server.requests.every(({ hasToken }) => hasToken)).toBe(true)
  })

  test('more assets and releases than GitHub puts on a page', async () => {
    const assets = Array.from({ length: 250 }, (_, index) => ({ name: `a${index}`, bytes: BYTES }))
    const others = Array.from({ length: 120 }, (_, index) => ({ tag: `v0.${index}` }))
    const { names, server } = await ask({
      releases: [...others, { tag: 'v1.2.3', isDraft: true, assets }],
    })
    expect(await names()).toHaveLength(250)
    const asked = (end: string) => server.requests.filter(({ path }) => path.endsWith(end)).length
    expect([asked('/releases'), asked('/assets')]).toEqual([2, 3])
  })

  test('a draft, which only the list has, on its last page', async () => {
    const others = Array.from({ length: 5 }, (_, index) => ({ tag: `v0.${index}` }))
    const releases = [...others, { ...release, isDraft: true }]
    const { names, log } = await ask({ releases, perPage: 2 })
    expect(await names()).toEqual(['hello.tar.gz'])
    expect(log.lines).toEqual(['info: release v1.2.3, a draft: 1 assets'])
  })

  test('the published one, where there is a draft of the same tag', async () => {
    const releases = [{ tag: 'v1.2.3', isDraft: true, assets: [] }, release]
    expect(await (await ask({ releases })).names()).toEqual(['hello.tar.gz'])
  })

  test('several drafts', async () => {
    const draft = { ...release, isDraft: true }
    const { names } = await ask({ releases: [draft, draft] })
    expect((await failure(names())).message).toBe(
      'jane/hello has several drafts of the release v1.2.3: delete all but one, or publish one.',
    )
  })

  test('a tag with a slash and other characters', async () => {
    const { names } = await ask({ releases: [{ ...release, tag: 'hello/v1.2.3+b#1' }] })
    expect(await names('hello/v1.2.3+b#1')).toEqual(['hello.tar.gz'])
  })

  test.each([
    [
      'v9',
      [release],
      /^release-tag is "v9", but jane\/hello has no release .* A tag alone is no release\. Drafts/,
    ],
    ['1.2.3', [release], /There is one of the tag v1\.2\.3\.$/],
    ['v1.2.3', [{ ...release, isDraft: true }], /Drafts are only seen by a token with `contents: write`/],
  ])('none: %s', async (tag, releases, said) => {
    const { names } = await ask({ releases, mayWrite: false })
    expect(await failure(names(tag))).toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(said) as unknown,
    })
  })

  test('on GitHub Enterprise Server, whose API is below a path', async () => {
    const { download, server } = await ask({ prefix: '/api/v3' })
    expect(sha256(await download())).toBe(sha256(BYTES))
    expect(server.requests[0]?.path).toBe('/api/v3/repos/jane/hello/releases/tags/v1.2.3')
  })

  test('where only the server is known', async () => {
    const server = await serveGitHub({ releases: [release], prefix: '/api/v3' })
    const env = { GITHUB_REPOSITORY: 'jane/hello', GITHUB_SERVER_URL: server.apiUrl.replace('/api/v3', '') }
    const access = {
      token: TOKEN,
      clock: virtualClock(),
      log: recordingLog(),
      signal: new AbortController().signal,
    }
    expect(await githubReleases({ ...access, env }).assets('v1.2.3')).toHaveLength(1)
  })

  test('of a repository that has another name by now', async () => {
    const { download, server } = await ask({ formerly: 'jane/hullo' })
    expect(sha256(await download())).toBe(sha256(BYTES))
    const [, ...redirected] = server.requests.filter(({ path }) => path.includes('/releases/assets/'))
    expect(redirected).toMatchObject([
      { path: '/repos/jane/hello/releases/assets/1', hasToken: true, status: 302 },
    ])
  })
})

describe('a token', () => {
  test.each([
    ['', /^release-tag needs a token .* set github-token, in a workflow to \$\{\{ github\.token \}\}/],
    [`${TOKEN}\n${TOKEN}`, /^github-token has spaces, line breaks/],
    [`${TOKEN} `, /^github-token has spaces/],
  ])('that is none: %j', async (token, said) => {
    const { names, server } = await ask({}, token)
    expect(await failure(names())).toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(said) as unknown,
    })
    expect(server.requests).toEqual([])
  })

  test('that is wrong', async () => {
    const { names, server } = await ask({}, 'ghs_wrongCANARY')
    const error = await failure(names())
    expect(error.code).toBe('DENIED')
    expect(error.message).toBe(
      'GitHub answered 401 (Bad credentials) when asked for the release v1.2.3 of jane/hello. github-token is wrong, ' +
        'has expired or was revoked; in a workflow, leave the input out.',
    )
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    [
      403,
      /^GitHub answered 403 \(as told\) .*is not allowed to read it\. .*`permissions: contents: read`, or `contents: write`/,
    ],
    [
      404,
      /^GitHub answered 404 .* the releases of jane\/hello\. Such a repository does not exist, or .*contents: read/,
    ],
  ])('that must not see the repository: %i', async (status, said) => {
    const { names, clock, startMs } = await ask({ api: () => ({ status }) })
    expect(await failure(names())).toMatchObject({
      code: 'DENIED',
      message: expect.stringMatching(said) as unknown,
    })
    expect(clock.now()).toBe(startMs)
  })

  test('is not sent to the storage, where every URL is used once', async () => {
    const { download, server } = await ask({ storage: (count) => (count === 0 ? 100_000 : undefined) })
    expect(sha256(await download())).toBe(sha256(BYTES))
    const stored = server.requests.filter(({ host }) => host === 'storage')
    expect(stored.map(({ hasToken }) => hasToken)).toEqual([false, false])
  })

  test('no repository, and URLs that are none', async () => {
    const access = {
      token: TOKEN,
      clock: virtualClock(),
      log: recordingLog(),
      signal: new AbortController().signal,
    }
    const seen = async (env: Record<string, string>) =>
      (await failure(githubReleases({ ...access, env }).assets('v1'))).message
    expect(await seen({})).toMatch(
      /GITHUB_REPOSITORY is not set\. Outside of a workflow, set it to OWNER\/NAME\./,
    )
    expect(await seen({ GITHUB_REPOSITORY: 'hello' })).toMatch(/GITHUB_REPOSITORY is "hello"/)
    const repository = { GITHUB_REPOSITORY: 'jane/hello' }
    expect(await seen({ ...repository, GITHUB_API_URL: 'ftp://x' })).toMatch(
      /^GITHUB_API_URL must be an http/,
    )
    expect(await seen({ ...repository, GITHUB_SERVER_URL: 'https://a:bCANARY@x' })).toMatch(
      /^GITHUB_SERVER_URL must/,
    )
  })
})

describe('GitHub in trouble', () => {
  const startSeconds = 1_800_000_000
  test.each<readonly [string, { status: number; headers?: Record<string, string>; body?: string }, number]>([
    ['500', { status: 500 }, 1],
    ['502 with a page', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }, 1],
    ['503 that says how long', { status: 503, headers: { 'retry-after': '30' } }, 30],
    ['429 that says how long', { status: 429, headers: { 'retry-after': '7' } }, 7],
    ['429 that does not', { status: 429 }, 60],
    ['the secondary limit', { status: 403, headers: { 'retry-after': '9' } }, 9],
    [
      'the secondary limit in words',
      { status: 403, body: '{"message":"You have exceeded a secondary rate limit."}' },
      60,
    ],
    [
      'the primary limit',
      {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(startSeconds + 90) },
      },
      90,
    ],
    ['an answer that is cut', { status: 200, body: '[{"id":' }, 1],
    ['an answer of nothing', { status: 200, body: 'null' }, 1],
    ['a failure of nothing', { status: 500, body: 'null' }, 1],
  ])('%s: waits, and goes on', async (_, answer, seconds) => {
    const { download, clock, startMs } = await ask({
      api: (_, count) => (count % 4 === 1 ? answer : undefined),
    })
    expect(sha256(await download())).toBe(sha256(BYTES))
    const waited = (clock.now() - startMs) / 1_000
    expect(waited).toBeGreaterThanOrEqual(seconds)
    expect(waited).toBeLessThan(seconds + 2)
  })

  test('a limit that lasts longer than anybody waits', async () => {
    const reset = String(startSeconds + 3_000)
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
    const { names, clock, startMs, server } = await ask({ api: () => ({ status: 403, headers }) })
    const error = await failure(names())
    expect(error.code).toBe('GITHUB')
    expect(error.message).toMatch(
      /takes no more requests with this token .* run the step again after 2027-01-15T08:50:00/,
    )
    expect(clock.now()).toBe(startMs)
    expect(server.requests).toHaveLength(1)
  })

  test('for good: a few tries, then an error', async () => {
    const { names, clock, startMs, server } = await ask({
      api: () => ({ status: 503, body: '{"message":"No server\\n::error::x"}' }),
    })
    const error = await failure(names())
    expect(error.code).toBe('GITHUB')
    expect(error.message).toMatch(
      /^GitHub answered 503 \(No server ::error::x\) when asked for the release v1\.2\.3/,
    )
    expect(server.requests).toHaveLength(6)
    expect(clock.now() - startMs).toBeLessThan(10 * 60_000)
  })

  test('what is no API', async () => {
    const api = () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' })
    expect((await failure((await ask({ api })).names())).message).toMatch(
      /something else than JSON: see whether GITHUB_API_URL/,
    )
  })

  test('nobody there', async () => {
    const env = { GITHUB_REPOSITORY: 'jane/hello', GITHUB_API_URL: 'http://127.0.0.1:9' }
    const access = {
      token: TOKEN,
      clock: virtualClock(),
      log: recordingLog(),
      signal: new AbortController().signal,
    }
    const error = await failure(githubReleases({ ...access, env }).assets('v1'))
    expect(error).toMatchObject({
      code: 'GITHUB',
      message: expect.stringMatching(/^GitHub cannot be reached \(.+\)/) as unknown,
    })
  })

  test('a run that is cancelled', async () => {
    const controller = new AbortController()
    const reason = new PublishError('CANCELLED', 'Cancelled by SIGTERM.')
    const api = () => {
      controller.abort(reason)
      return { status: 503 }
    }
    const { names, server } = await ask({ api }, TOKEN, controller.signal)
    await expect(names()).rejects.toBe(reason)
    expect(server.requests.length).toBeLessThan(2)
  })
})

describe('a download', () => {
  test('that the API sends itself', async () => {
    const { download, server } = await ask({
      isDirect: true,
      storage: (count) => (count < 2 ? 100_000 : undefined),
    })
    expect(sha256(await download())).toBe(sha256(BYTES))
    expect(server.requests.every(({ host }) => host === 'api')).toBe(true)
  })

  test('goes on where the connection was cut, if it is the same object', async () => {
    const { download, server, clock, startMs } = await ask({
      storage: (count) => (count < 2 ? 100_000 : undefined),
    })
    expect(sha256(await download())).toBe(sha256(BYTES))
    const stored = server.requests.filter(({ host }) => host === 'storage')
    expect(stored.map(({ status, range }) => [status, range])).toEqual([
      [200, undefined],
      [206, 'bytes=100000-'],
      [206, 'bytes=200000-'],
    ])
    expect(stored[1]?.ifRange).toMatch(/^"[0-9a-f]{16}"$/)
    expect(clock.now()).toBeGreaterThan(startMs)
  })

  test('of a server without ranges begins again, and of one without ETags or with weak ones goes on', async () => {
    const storage = (count: number) => (count < 2 ? 100_000 : undefined)
    for (const rest of [{ knowsRanges: false }, { etag: () => undefined }, { etag: () => 'W/"weak"' }]) {
      const { download, server } = await ask({ storage, ...rest })
      // The server without ranges cuts twice at the same place, and gives all at the third try.
      expect(sha256(await download())).toBe(sha256(BYTES))
      expect(server.requests.every(({ ifRange }) => !ifRange?.startsWith('W/'))).toBe(true)
    }
  })

  test('many cuts are no failure as long as something comes', async () => {
    const { download, server } = await ask({ storage: () => 20_000 })
    expect(sha256(await download())).toBe(sha256(BYTES))
    expect(server.requests.filter(({ host }) => host === 'storage').length).toBeGreaterThanOrEqual(14)
  })

  test('of which nothing more comes', async () => {
    const { download, server, clock, startMs } = await ask({
      storage: (count) => (count === 0 ? 100_000 : 0),
    })
    const error = await failure(download())
    expect(error.code).toBe('GITHUB')
    expect(error.message).toMatch(
      /^asset hello\.tar\.gz of v1\.2\.3 cannot be downloaded: 100000 of 300000 bytes came, then no more \(.+\)\./,
    )
    expect(server.requests.filter(({ host }) => host === 'storage').length).toBeLessThanOrEqual(8)
    expect(clock.now() - startMs).toBeLessThan(5 * 60_000)
  })

  test.each([403, 404, 500, 503])('where the storage answers %i, once and always', async (status) => {
    const once = await ask({ storage: (count) => (count === 0 ? { status } : undefined) })
    expect(sha256(await once.download())).toBe(sha256(BYTES))
    const always = await ask({ storage: () => ({ status, body: SIGNATURE }) })
    expect((await failure(always.download())).message).toMatch(
      new RegExp(`127\\.0\\.0\\.1:\\d+ answered ${status}`),
    )
  })

  const other = Buffer.from(BYTES.toReversed())
  test.each<readonly [string, Partial<ServerOptions>]>([
    ['of the same size', { stored: (count) => (count === 0 ? BYTES : other) }],
    [
      'of the same size, without If-Range',
      { stored: (count) => (count === 0 ? BYTES : other), knowsRanges: false },
    ],
    [
      'that is shorter',
      { stored: (count) => (count === 0 ? BYTES : BYTES.subarray(0, 50_000)), etag: () => undefined },
    ],
    [
      'that is longer',
      { stored: (count) => (count === 0 ? BYTES : Buffer.concat([BYTES, BYTES])), etag: () => undefined },
    ],
    ['from the start', { stored: () => BYTES.subarray(0, -1) }],
  ])('of an asset that was replaced by one %s', async (_, options) => {
    const { download } = await ask({ storage: (count) => (count === 0 ? 100_000 : undefined), ...options })
    expect(await failure(download())).toMatchObject({
      code: 'ARTIFACT',
      message: expect.stringMatching(/^asset hello\.tar\.gz of v1\.2\.3 was replaced while/) as unknown,
    })
  })

  test('of an asset that is gone', async () => {
    const { download } = await ask({
      api: (path) => (path.includes('/releases/assets/') ? { status: 404 } : undefined),
    })
    expect((await failure(download())).message).toMatch(
      /^GitHub answered 404 .* asset hello\.tar\.gz of v1\.2\.3\. It was deleted or replaced while this ran/,
    )
  })

  test.each<readonly [string, Parameters<typeof of>[0], RegExp]>([
    [
      'another digest',
      { digest: `sha256:${'0'.repeat(64)}` },
      /came with the SHA-256 [0-9a-f]{64}, but GitHub says 0{64}/,
    ],
    ['another size', { size: 300_001 }, /is not of the size that GitHub says/],
    [
      'an upload that did not end',
      { state: 'starter' },
      /^asset hello\.tar\.gz of v1\.2\.3 is not uploaded completely/,
    ],
  ])('of %s', async (_, changes, said) => {
    const { download } = await ask({ releases: of(changes) })
    expect(await failure(download())).toMatchObject({
      code: 'ARTIFACT',
      message: expect.stringMatching(said) as unknown,
    })
  })

  test('without a digest, with one of another kind, and of nothing', async () => {
    for (const digest of [null, 'sha512:00']) {
      expect(sha256(await (await ask({ releases: of({ digest }) })).download())).toBe(sha256(BYTES))
    }
    expect(await (await ask({ releases: of({ bytes: Buffer.alloc(0) }) })).download()).toHaveLength(0)
  })

  test('that is redirected without end', async () => {
    const { download, server } = await ask({
      api: (path) => (path.includes('/assets/') ? { status: 302, headers: { location: path } } : undefined),
    })
    expect((await failure(download())).message).toBe('GitHub redirects more than 5 times.')
    expect(server.requests.length).toBeLessThan(10)
  })

  test('that is cancelled', async () => {
    const controller = new AbortController()
    const reason = new PublishError('CANCELLED', 'Cancelled by SIGTERM.')
    const storage = () => {
      controller.abort(reason)
      return 1_000
    }
    const { download } = await ask({ storage }, TOKEN, controller.signal)
    await expect(download()).rejects.toBe(reason)
  })

  function of(changes: Partial<NonNullable<ServerOptions['releases'][number]['assets']>[number]>) {
    return [{ tag: 'v1.2.3', assets: [{ ...hello, ...changes }] }]
  }
})

test('the time of a tag', async () => {
  const { releases } = await ask({ tags: { 'v1.2.3': '2024-02-03T04:05:06Z' } })
  expect(await releases.commitSeconds('v1.2.3')).toBe(Date.UTC(2024, 1, 3, 4, 5, 6) / 1_000)
  expect(await releases.commitSeconds('v9')).toBeUndefined()
  const refused = await ask({ api: () => ({ status: 403 }) })
  expect((await failure(refused.releases.commitSeconds('v1'))).message).toMatch(
    /the commit of the tag v1 of jane\/hello/,
  )
})

import { describe, expect, test } from '@jest/globals'
import { githubProject } from '../../src/artifacts/github/project.ts'
import { PublishError } from '../../src/errors.ts'
import { projectEvent } from '../../src/event.ts'
import type { ProjectFact } from '../../src/recipe/project.ts'
import { recordingLog } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { licenseOf, repositoryRecordOf } from './github-records.ts'
import { type ServerOptions, TOKEN, serveGitHub } from './github-server.ts'

const SAID = { description: 'It greets', homepage: 'https://hello.example', license: licenseOf('MIT') }
const FACTS = { description: 'It greets', homepage: 'https://hello.example', license: 'MIT' }
const ALL: readonly ProjectFact[] = ['description', 'homepage', 'license']

interface Asking extends Partial<ServerOptions> {
  readonly token?: string
  readonly payload?: object
  /** Without: a run that knows of no repository. */
  readonly knowsRepository?: boolean
  readonly signal?: AbortSignal
}

async function project({ token = TOKEN, payload = {}, signal, ...options }: Asking = {}) {
  const server = await serveGitHub({ releases: [], repository: SAID, ...options })
  const env = options.knowsRepository === false ? {} : { ...server.env }
  const log = recordingLog()
  const access = { token, env, clock: virtualClock(), log, signal: signal ?? new AbortController().signal }
  return { tells: githubProject(projectEvent(env, payload), access), log, server, clock: access.clock }
}

test('is asked once for what the event does not say', async () => {
  const { tells, log, server } = await project()
  expect(await tells(ALL)).toEqual(FACTS)
  expect(await tells(['license'])).toEqual(FACTS)
  expect(server.requests).toMatchObject([{ path: '/repos/jane/hello', hasToken: true, status: 200 }])
  expect(log.lines).toEqual([])
})

test('is not asked for what the event says, also not that there is none', async () => {
  const { tells, server } = await project({ payload: { repository: repositoryRecordOf() } })
  expect(await tells(ALL)).toEqual({ homepage: 'https://github.com/jane/hello' })
  expect(server.requests).toEqual([])
})

test('is asked where the event leaves out what is wanted, and the event goes first', async () => {
  const payload = { repository: { description: 'It said' } }
  const { tells, server } = await project({ payload })
  expect(await tells(['description'])).toEqual({
    description: 'It said',
    homepage: 'https://github.com/jane/hello',
  })
  expect(server.requests).toEqual([])
  expect(await tells(ALL)).toEqual({ ...FACTS, description: 'It said' })
})

test('on GitHub Enterprise Server, and under a name from before', async () => {
  const enterprise = await project({ prefix: '/api/v3' })
  expect(await enterprise.tells(ALL)).toEqual(FACTS)
  expect(enterprise.server.requests).toMatchObject([{ path: '/api/v3/repos/jane/hello' }])
  const renamed = await project({ formerly: 'jane/hullo' })
  expect(await renamed.tells(ALL)).toEqual(FACTS)
})

test('a licence that GitHub does not know, and no homepage', async () => {
  const { tells } = await project({ repository: { license: licenseOf('NOASSERTION') } })
  expect(await tells(ALL)).toEqual({ homepage: 'https://github.com/jane/hello' })
})

describe('where nothing is known', () => {
  test('on a laptop nobody is asked, and nothing said', async () => {
    const { tells, log, server } = await project({ knowsRepository: false, token: '' })
    expect(await tells(ALL)).toEqual({})
    expect(server.requests).toEqual([])
    expect(log.lines).toEqual([])
  })

  test.each<readonly [string, Asking, RegExp]>([
    [
      'no token',
      { token: '' },
      /not known: there is no github-token \(outside of a workflow, GITHUB_TOKEN\)/,
    ],
    ['what is no token', { token: 'a b' }, /not known: github-token has spaces/],
    ['a token that has expired', { token: 'ghs_old' }, /not known: GitHub answered 401 .* has expired/],
    [
      'a repository that the token must not see',
      { api: () => ({ status: 404 }) },
      /not known: GitHub answered 404 .* the repository jane\/hello\. .*`permissions: contents: read`/,
    ],
    [
      'a limit that lasts',
      {
        api: () => ({
          status: 403,
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4000000000' },
        }),
      },
      /not known: GitHub answered 403 .*after 2096-10-02T07:06:40/,
    ],
    ['a server in trouble', { api: () => ({ status: 503 }) }, /not known: GitHub answered 503/],
  ])('%s is a notice, and no failure', async (_, asking, said) => {
    const { tells, log } = await project(asking)
    expect(await tells(ALL)).toEqual({ homepage: 'https://github.com/jane/hello' })
    expect(await tells(ALL)).toEqual({ homepage: 'https://github.com/jane/hello' })
    expect(log.lines.filter((line) => line.startsWith('notice: '))).toEqual([expect.stringMatching(said)])
    expect(log.lines.join()).not.toContain('CANARY')
  })

  test.each([
    ['429', { status: 429, headers: { 'retry-after': '7' } }],
    ['the secondary limit', { status: 403, body: '{"message":"You have exceeded a secondary rate limit."}' }],
  ])('%s is waited for', async (_, answer) => {
    const { tells, clock } = await project({ api: (_, count) => (count === 0 ? answer : undefined) })
    const startMs = clock.now()
    expect(await tells(ALL)).toEqual(FACTS)
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(7_000)
  })
})

test('a redirect to another host takes no token there', async () => {
  const other = await serveGitHub({ releases: [], repository: SAID })
  const location = `${other.apiUrl.replace('127.0.0.1', 'localhost')}/repos/jane/hello`
  const { tells, server } = await project({ api: () => ({ status: 301, headers: { location } }) })
  expect(await tells(ALL)).toEqual({ homepage: 'https://github.com/jane/hello' })
  expect(server.requests).toMatchObject([{ hasToken: true, status: 301 }])
  expect(other.requests).toMatchObject([{ hasToken: false, status: 401 }])
})

test('a run that is cancelled does not go on without', async () => {
  const controller = new AbortController()
  const reason = new PublishError('CANCELLED', 'Cancelled by SIGTERM.')
  const api = () => {
    controller.abort(reason)
    return { status: 503 }
  }
  const { tells } = await project({ api, signal: controller.signal })
  await expect(tells(ALL)).rejects.toBe(reason)
})

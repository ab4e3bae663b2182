import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { assetRecord } from '../../../src/artifacts/github/asset-record.ts'
import { githubError, seenIn } from '../../../src/artifacts/github/failures.ts'
import { findRelease, listAssets } from '../../../src/artifacts/github/release.ts'
import { repositoryRecord } from '../../../src/artifacts/github/repository-record.ts'
import { PublishError } from '../../../src/errors.ts'
import { projectEvent } from '../../../src/event.ts'
import { INPUT_NAMES, readInputs, secretLines } from '../../../src/inputs.ts'
import { readRequest } from '../../../src/request/request.ts'
import { packagePatterns, selects } from '../../../src/request/selection.ts'
import { isRelativeHref } from '../../../src/rpm/repodata/href.ts'
import { locationOf } from '../../../src/store/location.ts'
import { contentOf } from '../../../src/content.ts'
import { type Target, promised } from '../engine/target.ts'
import { jsonMutations } from '../mutations/json.ts'
import { textMutations } from '../mutations/text.ts'
import { githubAnswering } from './github-answers.ts'

const GIVEN = {
  command: 'publish',
  artifacts: 'dist/*',
  repository: 'r2://bucket/prefix',
  'account-id': 'a'.repeat(32),
  'access-key-id': 'AKID',
  'secret-access-key': 'secret',
  'public-url': 'https://packages.example.com/x',
  'repository-name': 'demo',
  channels: 'stable, testing',
  component: 'main',
  'rpm-path': 'rpm/{channel}/{arch}',
  'apt-path': 'apt',
  packages: 'hello=1.*, b*',
  'from-channel': 'nightly',
  to: '1750000000-0123456789abcdef',
}

/** Inputs of every command, as JSON, by their names. */
function readAll(input: Buffer): void {
  const given = parsed(input) as Readonly<Record<string, unknown>> | null
  const env = Object.fromEntries(
    INPUT_NAMES.flatMap((name) =>
      typeof given?.[name] === 'string' ? [[`INPUT_${name.toUpperCase()}`, given[name]]] : [],
    ),
  )
  const texts = readInputs([], env)
  secretLines(texts)
  const { aptRoot, rpmPath, channels, component } = readRequest(texts, { isPullRequestFromFork: false })
  const rpm = rpmPath.replace('{channel}', 'c').replace('{arch}', 'a')
  for (const path of [`${aptRoot}x`, `${rpm}/x`.replace(/^\//, ''), ...channels, component])
    promised(isRelativeHref(path.slice(0, 100)), 'inputs lead to no place outside')
  locationOf(texts, {})
}

function parsed(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'))
  } catch (cause) {
    throw new PublishError('INPUT', 'no JSON', { cause })
  }
}

const ENV = { GITHUB_REPOSITORY: 'ada/engine', GITHUB_SERVER_URL: 'https://github.com', GITHUB_ACTOR: 'ada' }
const CONTROL = /[\p{Cc}\u2028\u2029]/u

function readEvent(input: Buffer): void {
  const { told, isPullRequestFromFork, tag } = projectEvent(ENV, parsed(input))
  promised(typeof isPullRequestFromFork === 'boolean', 'an event is of a fork or is not')
  promised(tag === undefined || typeof tag === 'string', 'a tag is a text')
  for (const text of Object.values(told ?? {}))
    promised(!CONTROL.test(text ?? ''), 'what an event says is one line')
}

/** The same answer to whatever GitHub is asked. */
async function readAnswers(input: Buffer): Promise<void> {
  const data = parsed(input)
  const github = await githubAnswering(input)
  const isRecord = typeof data === 'object' && data !== null
  if (isRecord) repositoryRecord(data)
  const errors = [data, { status: 404, response: data }, { status: 403, response: { headers: data, data } }]
  for (const error of errors)
    if (typeof error === 'object' && error !== null)
      promised(!CONTROL.test(seenIn(error).message), 'words of a server are one line')
  promised(githubError(errors[2], 'it', 'gone') instanceof PublishError, 'a failure has a sentence')
  const release = await findRelease('v1', github)
  for (const { name } of await listAssets(release, 'v1', github))
    promised(typeof name === 'string', 'assets have names')
  if (isRecord) assetRecord(data)
}

function select(input: Buffer): void {
  const [pattern = '', name = '', version = '1'] = input.toString('utf8').split('\n')
  const patterns = packagePatterns([pattern])
  const base = {
    format: 'deb',
    name,
    version,
    arch: 'all',
    source: '',
    sha256: '',
    content: contentOf(input),
    control: [],
  } as const
  for (const it of patterns) selects(it, base)
}

const EVENTS = '__tests__/fixtures/events'
const ASSET = { id: 1, name: 'hello.tar.gz', size: 10, state: 'uploaded', digest: `sha256:${'a'.repeat(64)}` }
const RELEASE = {
  id: 1,
  draft: false,
  tag_name: 'v1',
  message: 'Not Found',
  'retry-after': '1',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '1750000000',
}

export const runTargets: readonly Target[] = [
  {
    name: 'inputs',
    files: /\/src\/(?:inputs|request\/[a-z-]+|store\/location)\.ts$/,
    seeds: async () =>
      ['publish', 'republish', 'promote', 'remove', 'rollback', 'verify'].map((command) =>
        Buffer.from(JSON.stringify({ ...GIVEN, command })),
      ),
    mutations: jsonMutations.slice(0, 4),
    read: async (input) => readAll(input),
  },
  {
    name: 'event',
    files: /\/src\/(?:event|artifacts\/github\/repository-record)\.ts$/,
    seeds: async () =>
      readdirSync(EVENTS).map((name) => {
        const { payload } = JSON.parse(readFileSync(join(EVENTS, name), 'utf8')) as { payload: unknown }
        return Buffer.from(JSON.stringify(payload))
      }),
    mutations: jsonMutations,
    read: async (input) => readEvent(input),
  },
  {
    name: 'github',
    files: /\/src\/artifacts\/github\/(?:asset-record|release|failures|repository-record)\.ts$/,
    seeds: async () =>
      [
        RELEASE,
        [ASSET],
        [RELEASE],
        { ...RELEASE, ...ASSET },
        { description: 'd', homepage: 'https://x.org', license: { spdx_id: 'MIT' } },
      ].map((it) => Buffer.from(JSON.stringify(it))),
    mutations: jsonMutations,
    read: readAnswers,
  },
  {
    name: 'selection',
    files: /\/src\/request\/selection\.ts$/,
    seeds: async () =>
      ['hello=1.*\nhello\n1.2', 'b*c*d\nbxcyd\n1', '*\nhello\n1:2.0-1'].map((it) => Buffer.from(it)),
    mutations: textMutations(['*', '**', '*a', '=', '.', '+', '^', 'aaaaaaaa', '*a*a*a*a']),
    read: async (input) => select(input),
  },
]

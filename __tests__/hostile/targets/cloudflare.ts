import { purge } from '../../../src/cloudflare/purge.ts'
import { PublishError } from '../../../src/errors.ts'
import { type Target, promised } from '../engine/target.ts'
import { jsonMutations } from '../mutations/json.ts'
import { within } from '../mutations/within.ts'
import { type Answering, answering } from './answering.ts'

const TOKEN = 'token-of-ours'
const STATUSES = [302, 400, 401, 403, 404, 429, 500, 503]

let opened: Promise<Answering> | undefined

/** What Cloudflare's API says, after a line with its status. */
async function purged(input: Buffer): Promise<void> {
  const server = await (opened ??= answering())
  const { status, body } = partsOf(input)
  server.answer(status, body, { 'content-type': 'application/json' })
  const access = { zoneId: '0'.repeat(32), token: TOKEN, apiUrl: server.endpoint }
  const { signal } = new AbortController()
  try {
    await purge(['InRelease'], 'https://packages.example.com', access, signal)
  } catch (error) {
    if (error instanceof PublishError) assertMessage(error.message)
    throw error
  }
  promised(status === 200 && JSON.parse(body.toString('utf8')).success === true, 'what failed is not purged')
}

function partsOf(input: Buffer) {
  const [line = ''] = input.toString('latin1', 0, 4).split('\n')
  const status = STATUSES.find((it) => String(it) === line) ?? 200
  return { line, status, body: input.subarray(line.length + 1) }
}

function assertMessage(message: string): void {
  promised(!/\p{Cc}/u.test(message), 'words of a server are one line')
  promised(!message.includes(TOKEN), 'no message has the token in it')
  promised(message.length < 1_000, 'a message has a bound')
}

const inBody = within(
  (it) => partsOf(it).body,
  (body, it) => Buffer.concat([Buffer.from(`${partsOf(it).line}\n`), body]),
  jsonMutations,
)
const ERROR = { code: 10_000, message: `Authentication error of ${TOKEN}`, error_chain: [] }
const answers: readonly (readonly [number, unknown])[] = [
  [200, { success: true, errors: [], messages: [], result: { id: '9a78' } }],
  [403, { success: false, errors: [ERROR, ERROR], messages: [], result: null }],
  [429, { success: false, errors: [{ code: 971, message: 'slower' }], messages: ['a'], result: null }],
  [500, 'words'],
]

export const cloudflareTargets: readonly Target[] = [
  {
    name: 'cloudflare',
    files: /\/src\/(?:cloudflare\/purge|fetch-failure)\.ts$/,
    seeds: async () => answers.map(([status, body]) => Buffer.from(`${status}\n${JSON.stringify(body)}`)),
    mutations: [inBody, inBody, inBody, ...jsonMutations.slice(4)],
    read: purged,
  },
]

import { sha256 } from '../../../src/content.ts'
import type { Clock } from '../../../src/clock.ts'
import { LIMITS } from '../../../src/limits.ts'
import { trustOf } from '../../../src/openpgp/trust.ts'
import type { Answer, Ask } from '../../../src/readback/answer.ts'
import type { ReadBack } from '../../../src/readback/finding.ts'
import { readBack } from '../../../src/readback/read-back.ts'
import type { Store } from '../../../src/store/store.ts'
import { published } from '../../readback/reading.ts'
import { type Target, promised } from '../engine/target.ts'
import { textMutations } from '../mutations/text.ts'
import { rawAnswer } from './raw-answer.ts'

const BASE_URL = 'https://packages.example.com'
/** What one answer is for, by its first line; to other questions the answer is what was published. */
const ASKED = [
  'InRelease',
  'repomd.xml',
  'repomd.xml.asc',
  'demo.asc',
  'absent-',
  '.deb',
  '.rpm',
  '/by-hash/',
]

let begun: ReturnType<typeof published> | undefined
const repository = () => (begun ??= published())

/** One look again, after which time is up. */
function shortClock(nowMs: number): Clock {
  let passedMs = 0
  return {
    now: () => nowMs + passedMs,
    sleep: async () => void (passedMs += LIMITS.readBackMs),
    random: () => 0,
  }
}

async function readThrough(input: Buffer): Promise<void> {
  const end = Math.max(0, input.indexOf('\n'))
  const asked = ASKED.find((it) => it === input.toString('latin1', 0, end)) ?? 'InRelease'
  const { committed, keys, clock, store } = await repository()
  const wrong: string[] = []
  const ask: Ask = async (url, question) => {
    const sound = await storedAnswer(store, url, question)
    if (!isAsked(url, asked)) return sound
    const answer = redirected(await rawAnswer(withoutWayOut(input.subarray(end + 1)), question), url)
    if ('bytes' in answer && sound.status < 300 && !answer.bytes.equals(sound.bytes)) wrong.push(url)
    return answer
  }
  const found = await readBack(committed, {
    ask,
    place: { baseUrl: BASE_URL, prefix: 'of/ours' },
    trust: trustOf(keys),
    keys,
    keyFile: 'demo.asc',
    patience: { clock: shortClock(clock.now()), signal: new AbortController().signal, say: assertLine },
  })
  assertWords(found)
  const isContent = asked === '.deb' || asked === '.rpm' || asked === '/by-hash/'
  promised(!isContent || wrong.length === 0 || found.findings.length > 0, 'other bytes are found')
}

/** No answer leads out of this machine. */
function withoutWayOut(raw: Buffer): Buffer {
  return Buffer.from(raw.toString('latin1').replaceAll(/location/gi, 'x-elsewhere'), 'latin1')
}

/** Where a redirect ended is what a header says here. */
function redirected<T extends object>(answer: T, url: string): T {
  if (!('headers' in answer)) return { ...answer, url }
  const said = (answer.headers as Headers).get('x-final-url') ?? ''
  return { ...answer, url, finalUrl: URL.canParse(said) ? new URL(said).href : url }
}

function isAsked(url: string, asked: string): boolean {
  return asked.includes('-') || asked.startsWith('/') ? url.includes(asked) : url.endsWith(asked)
}

async function storedAnswer(
  store: Store,
  url: string,
  { limitBytes, firstBytes }: Parameters<Ask>[1],
): Promise<Answer> {
  const { object } = await store.get(decodeURIComponent(url.slice(BASE_URL.length + 1)), 2 ** 30)
  const all = object?.bytes ?? Buffer.alloc(0)
  const bytes = all.subarray(0, Math.min(limitBytes, firstBytes ?? all.length))
  const status = object === undefined ? 404 : firstBytes === undefined ? 200 : 206
  const headers = new Headers({ 'content-range': `bytes 0-${bytes.length - 1}/${all.length}` })
  const isCut = firstBytes === undefined && bytes.length < all.length
  const read = { bytes, sha256: sha256(bytes), sizeBytes: bytes.length, isCut }
  return { url, finalUrl: url, status, headers, ...read }
}

const CONTROL = /\p{Cc}/u

function assertLine(text: string): void {
  promised(!CONTROL.test(text), 'what is said is one line')
  promised(text.length < 20_000, 'what is said has a bound')
}

function assertWords({ findings, confirmed }: ReadBack): void {
  for (const text of confirmed) assertLine(text)
  for (const { url, seen, remedy } of findings) for (const text of [url, seen, remedy]) assertLine(text)
}

const HEADERS = 'cf-cache-status: HIT\r\nage: 5\r\ncache-control: max-age=1\r\n'
const head = (status: string, headers = HEADERS) => `HTTP/1.1 ${status}\r\n${headers}\r\n`

/** What a server says that works, and some that do not. */
async function seeds(): Promise<readonly Buffer[]> {
  const { store } = await repository()
  const sound: Buffer[] = []
  for (const asked of ASKED.filter((it) => it !== 'absent-')) {
    const key = (await store.list('')).map((it) => it.key).find((it) => isAsked(`/${it}`, asked))
    const { object } = key === undefined ? {} : await store.get(key, 2 ** 30)
    if (object === undefined) continue
    const isRange = asked === '.deb' || asked === '.rpm'
    const bytes = object.bytes.subarray(0, isRange ? LIMITS.readBackRangeBytes : object.sizeBytes)
    const range = `content-range: bytes 0-${bytes.length - 1}/${object.sizeBytes}\r\n`
    const first = isRange ? head('206 Partial Content', range) : head('200 OK')
    sound.push(Buffer.concat([Buffer.from(`${asked}\n${first}`), bytes]))
  }
  const others = [
    `absent-\n${head('404 Not Found', '')}`,
    `InRelease\n${head('404 Not Found')}`,
    `absent-\n${head('403 Forbidden', 'cf-mitigated: challenge\r\n')}`,
    `.deb\n${head('200 OK', 'content-encoding: gzip\r\ncontent-length: 3\r\n')}abc`,
    `repomd.xml\n${head('200 OK', 'x-final-url: https://login.example.com/a\r\n')}<!doctype html>`,
  ]
  return [...sound, ...others.map((it) => Buffer.from(it))]
}

const WORDS = [
  ...ASKED,
  'HTTP/1.1 206 ',
  'HTTP/1.1 304 ',
  'HTTP/1.1 429 ',
  'content-range: bytes 0-1/2\r\n',
  'content-length: 1\r\n',
  'content-encoding: br\r\n',
  'content-type: text/html\r\n',
  'transfer-encoding: chunked\r\n',
  'x-final-url: http://x/\r\n',
  '<html',
  '\r\n\r\n',
]

export const readBackTargets: readonly Target[] = [
  {
    name: 'read-back',
    files: /\/src\/(?:readback\/[a-z-]+|fetch-failure)\.ts$/,
    seeds,
    mutations: textMutations(WORDS),
    read: readThrough,
  },
]

import worker from '../../../src/worker/worker.ts'
import type { Bucket, BucketObjectBody, RequestedRange } from '../../../src/worker/bucket.ts'
import { pathOf, encodedPath } from '../../../src/worker/path.ts'
import { PublishError } from '../../../src/errors.ts'
import { type Target, promised } from '../engine/target.ts'
import { textMutations } from '../mutations/text.ts'

const OBJECTS = [
  'dists/stable/InRelease',
  'rpm/stable/x86_64/repodata/repomd.xml',
  'rpm/stable/x86_64/repodata/repomd.xml.asc',
  'demo.repo',
  'index.html',
  'pool/a b+c.deb',
]
const TEXT = '<revision>1750000000</revision> 0123456789'
const asked: string[] = []

function objectAt(key: string, range?: RequestedRange): BucketObjectBody | null {
  asked.push(key)
  if (!OBJECTS.includes(key.replace(/^of\/ours\//, ''))) return null
  const offset =
    range === undefined ? 0 : 'suffix' in range ? Math.max(0, TEXT.length - range.suffix) : range.offset
  if (offset >= TEXT.length || (range !== undefined && 'suffix' in range && range.suffix === 0))
    throw new Error('10039: range')
  const length = range !== undefined && 'length' in range ? range.length : undefined
  const part = Buffer.from(TEXT).subarray(offset, length === undefined ? undefined : offset + length)
  return {
    size: TEXT.length,
    httpEtag: '"abc"',
    uploaded: new Date(1_750_000_000_000),
    body: new Blob([part]).stream(),
    text: async () => part.toString(),
    arrayBuffer: async () => new Uint8Array(part).buffer,
  }
}

const BUCKET: Bucket = {
  head: async (key) => objectAt(key),
  get: async (key, options) => objectAt(key, options?.range),
}

const HEADERS = ['range', 'if-range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']

/** A request by lines: method, path, and a line for each of some headers. */
function requestOf(input: Buffer): Request {
  const [method = '', path = '', ...values] = input.toString('latin1').split('\n')
  try {
    const headers = new Headers()
    for (const [at, name] of HEADERS.entries()) if (values[at]) headers.set(name, values[at])
    return new Request(`https://packages.example.com/${path}`, { method, headers })
  } catch (cause) {
    throw new PublishError('INPUT', 'no request that a runtime takes', { cause })
  }
}

async function answered(input: Buffer): Promise<void> {
  const request = requestOf(input)
  asked.length = 0
  const silent = console.error
  let failure: Error | undefined
  console.error = (error: Error) => (failure = error)
  const response = await worker.fetch(request, { BUCKET, PREFIX: 'of/ours' })
  console.error = silent
  if (failure !== undefined) throw failure
  await response.arrayBuffer()
  promised(
    [200, 206, 304, 404, 405, 412, 416].includes(response.status),
    `a request is answered: ${response.status}`,
  )
  for (const key of asked) {
    const parts = key.split('/')
    promised(
      key.startsWith('of/ours/') && !parts.includes('..') && !parts.includes('.') && !/\p{Cc}|\\/u.test(key),
      'no request leaves its prefix',
    )
  }
  promised(
    request.method === 'GET' || request.method === 'HEAD' || asked.length === 0,
    'the Worker only reads',
  )
}

function decoded(input: Buffer): void {
  const path = pathOf(`https://packages.example.com/${input.toString('utf8')}`)
  if (path === undefined) return
  const parts = path.split('/')
  promised(
    !parts.includes('..') &&
      !parts.includes('.') &&
      !parts.slice(0, -1).includes('') &&
      !/\p{Cc}|\\/u.test(path),
    'a path stays inside',
  )
  promised(pathOf(`https://packages.example.com/${encodedPath(path)}`) === path, 'a path is decoded once')
}

const WORDS = [
  'GET',
  'HEAD',
  'PUT',
  '%2e',
  '%2e%2e/',
  '%2F',
  '%00',
  '%25',
  '/',
  '..',
  '@1750000000-0123456789abcdef/',
  'mirrorlist',
  'repodata/repomd.xml',
  '.asc',
  '.repo',
  'bytes=',
  '0-',
  '-5',
  '1-3',
  '*',
  'W/',
  '"abc"',
  'Sun, 15 Jun 2025 15:06:40 GMT',
  'armv6hl',
  '?',
  '#',
  ...OBJECTS,
]

export const workerTargets: readonly Target[] = [
  {
    name: 'worker',
    files: /\/src\/worker\/[a-z-]+\.ts$/,
    seeds: async () =>
      [
        'GET\ndists/stable/InRelease\nbytes=0-3\n"abc"',
        'HEAD\nrpm/stable/x86_64/mirrorlist',
        'GET\nrpm/stable/x86_64/repodata/repomd.xml.asc\n\n\n\n"abc"',
        'GET\nrpm/stable/x86_64/@1750000000-0123456789abcdef/repodata/repomd.xml\n\n\n\n\nSun, 15 Jun 2025 15:06:40 GMT\n',
        'GET\ndemo.repo\n\n\n*',
        'GET\npool/a%20b%2Bc.deb\nbytes=-5',
      ].map((it) => Buffer.from(it)),
    mutations: textMutations(WORDS),
    read: answered,
  },
  {
    name: 'worker-path',
    files: /\/src\/worker\/path\.ts$/,
    seeds: async () => ['a/b%20c', '', 'a/', 'é/%C3%A9'].map((it) => Buffer.from(it)),
    mutations: textMutations(WORDS),
    read: async (input) => decoded(input),
  },
]

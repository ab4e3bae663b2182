import { readFileSync } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { decryptKey, encryptKey, readPrivateKey } from 'openpgp'
import { fileScratch } from '../src/files.ts'
import { type InputName, readInputs } from '../src/inputs.ts'
import { failureSummaryOf } from '../src/report/failure.ts'
import { newJournal } from '../src/report/journal.ts'
import { writeMadeFiles } from '../src/report/made-files.ts'
import { summaryOf } from '../src/report/summary.ts'
import { closingOf, tableOf } from '../src/report/table.ts'
import { run } from '../src/run/run.ts'
import { elfFile } from './artifacts/elf-file.ts'
import { type CloudflareServer, refused, serveCloudflare } from './cloudflare/api-server.ts'
import { type Fault, faultProxy } from './support/fault-proxy.ts'
import { type LocalR2, startR2 } from './support/miniflare.ts'
import { temporaryDirectory } from './support/programs.ts'
import { recordingLog } from './support/publishing.ts'
import { scaled } from './support/scale.ts'

const PASSPHRASE = 'canary"of the\\passphrase&8Jq'
const CREDENTIALS = {
  accessKeyId: 'CANARYKEYIDx7GmR2pQ',
  secretAccessKey: 'canary/of+the/secret+access/key=kZ4',
  sessionToken: 'canary.of.the.session~token%2Fw9X',
}
const TOKEN = 'ghp_canaryOfTheTokenOfGitHub3sV'
const PURGE_TOKEN = 'v1.0-canaryOfTheTokenOfCloudflare-5bN'

/** Fragments of secrets, in every form that they could take; each is a case. */
let canaries: ReadonlyMap<string, Buffer>
let [privateKey, r2, artifacts]: [string, LocalR2, string] = ['', undefined as never, '']
/** It says in its error what it was sent. */
let cloudflare: CloudflareServer

beforeAll(async () => {
  const armored = readFileSync('__tests__/fixtures/keys/ed25519.asc', 'utf8')
  const key = await readPrivateKey({ armoredKey: armored })
  privateKey = (await encryptKey({ privateKey: key, passphrase: PASSPHRASE })).armor()
  canaries = new Map([
    ...Object.entries({ ...CREDENTIALS, passphrase: PASSPHRASE, token: TOKEN, purge: PURGE_TOKEN }).flatMap(
      ([name, text]) => formsOf(name, Buffer.from(text)),
    ),
    ...keyLines(privateKey).map((line, at) => [`line ${at} of the key`, Buffer.from(line)] as const),
    ...keyLines(armored).map((line, at) => [`line ${at} of the open key`, Buffer.from(line)] as const),
    ...(await secretParameters(privateKey)).flatMap((bytes, at) => formsOf(`parameter ${at}`, bytes)),
  ])
  r2 = await startR2({ credentials: CREDENTIALS })
  cloudflare = await serveCloudflare(({ token }) => refused(403, 10000, `Invalid ${token}`))
  artifacts = await temporaryDirectory()
  await mkdir(join(artifacts, 'dist'))
  await writeFile(join(artifacts, 'dist', 'hello'), elfFile({ code: 'hello' }))
})
afterAll(() => Promise.all([r2.stop(), cloudflare.stop()]))

/** The whole and its halves, as they are and as others write them. */
function formsOf(name: string, secret: Buffer): readonly (readonly [string, Buffer])[] {
  const half = Math.ceil(secret.length / 2)
  const parts = {
    '': secret,
    'first half of ': secret.subarray(0, half),
    'second half of ': secret.subarray(half),
  }
  return Object.entries(parts).flatMap(([part, bytes]) => {
    const text = bytes.toString('latin1')
    const forms = {
      '': text,
      ' in base64': bytes.toString('base64').replace(/.{0,3}=*$/, ''),
      ' in base64url': bytes.toString('base64url').slice(0, -3),
      ' in hex': bytes.toString('hex'),
      ' in HEX': bytes.toString('hex').toUpperCase(),
      ' in a URL': encodeURIComponent(text),
      ' in JSON': JSON.stringify(text).slice(1, -1),
    }
    return Object.entries(forms).map(
      ([form, it]) => [`${part}${name}${form}`, Buffer.from(it, 'latin1')] as const,
    )
  })
}

function keyLines(armored: string): readonly string[] {
  return armored.split(/\r?\n/).filter((line) => line.length > 20 && !line.startsWith('-----'))
}

async function secretParameters(armored: string): Promise<readonly Buffer[]> {
  const key = await readPrivateKey({ armoredKey: armored })
  const open = await decryptKey({ privateKey: key, passphrase: PASSPHRASE })
  const packets = open.getKeys().map(({ keyPacket }) => keyPacket as unknown as { privateParams: object })
  const parameters = packets.flatMap(({ privateParams }) => Object.values(privateParams) as Uint8Array[])
  return parameters.map((bytes) => Buffer.from(bytes))
}

/** Everything that a run tells anybody: its log, summary, outputs and errors, its files, and what it stored. */
async function told(endpoint: string, prefix: string, inputs: Partial<Record<InputName, string>> = {}) {
  const [log, journal] = [recordingLog(), newJournal()]
  const [temporary, cwd] = [await temporaryDirectory(), artifacts]
  const given: Partial<Record<InputName, string>> = {
    artifacts: 'dist/*',
    name: 'hello',
    version: '1.0',
    maintainer: 'Jane <jane@example.com>',
    formats: 'deb, rpm',
    repository: `r2://${r2.bucketName}/${prefix}`,
    endpoint,
    'public-url': `${r2.workerUrl.replace(/\/$/, '')}/${prefix}`,
    'cloudflare-zone-id': '023e105f4ecef8ad9ca31a8372d0c353',
    'cloudflare-api-token': PURGE_TOKEN,
    'access-key-id': CREDENTIALS.accessKeyId,
    'secret-access-key': CREDENTIALS.secretAccessKey,
    'gpg-private-key': privateKey,
    'gpg-passphrase': PASSPHRASE,
    'github-token': TOKEN,
    ...inputs,
  }
  const env = Object.fromEntries(
    Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  )
  const scratch = fileScratch(temporary)
  const signal = new AbortController().signal
  try {
    const report = await run(
      readInputs([], env),
      { isPullRequestFromFork: false },
      { env, cwd, log, journal, scratch, signal, cloudflareApi: cloudflare.url },
    )
    const { packages, entries, verification, arrival } = report
    const files = packages && (await writeMadeFiles(packages, cwd, join(temporary, 'made')))
    const texts = [summaryOf(report), ...tableOf(report), ...closingOf(report), ...log.lines]
    return {
      error: undefined,
      texts: [...texts, JSON.stringify({ entries, files, verification, arrival })],
      temporary,
    }
  } catch (error) {
    const texts = [failureSummaryOf(error, journal), inspect(error, { depth: 10 }), ...log.lines]
    return { error: error as Error, texts, temporary }
  }
}

async function filesBelow(folder: string): Promise<readonly Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))))
}

async function stored(): Promise<readonly Buffer[]> {
  const { objects } = await r2.bucket.list()
  return Promise.all(
    objects.map(async ({ key, customMetadata }) => {
      const bytes = await (await r2.bucket.get(key))?.arrayBuffer()
      return Buffer.concat([
        Buffer.from(`${key}${JSON.stringify(customMetadata)}`),
        Buffer.from(bytes ?? new ArrayBuffer()),
      ])
    }),
  )
}

function found(places: readonly (string | Buffer)[]): readonly string[] {
  const text = Buffer.concat(places.map((place) => Buffer.from(place)))
  return [...canaries].flatMap(([name, form]) => (text.indexOf(form) < 0 ? [] : [name]))
}

test('the canaries would be seen', () => {
  expect(canaries.size).toBeGreaterThan(130)
  for (const [name, form] of canaries)
    expect([name, form.length > 5, found([form])]).toEqual([name, true, expect.arrayContaining([name])])
})

test('a run that succeeds tells no secret, in no form and nowhere', async () => {
  for (const inputs of [{}, { command: 'verify' }, { 'dry-run': 'true', version: '2.0' }] as const) {
    const { error, texts, temporary } = await told(r2.endpoint, 'sound', inputs)
    expect(error).toBeUndefined()
    expect(texts.some((text) => text.includes('The cache was not purged'))).toBe(
      Object.keys(inputs).length === 0,
    )
    expect(found([...texts, ...(await filesBelow(temporary)), ...(await filesBelow(artifacts))])).toEqual([])
  }
  const objects = await stored()
  expect(objects.length).toBeGreaterThan(15)
  expect(found(objects)).toEqual([])
})

/** What stores answer, with everything in it that they were sent: signatures do not match, and they explain why. */
const echo = `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>${CREDENTIALS.accessKeyId} ${CREDENTIALS.secretAccessKey}</Message><StringToSign>${CREDENTIALS.secretAccessKey}</StringToSign></Error>`
const FAULTS: readonly Fault[] = [
  { kind: 'answer', status: 403, code: 'AccessDenied' },
  { kind: 'answer', status: 403, code: 'SignatureDoesNotMatch', body: echo },
  {
    kind: 'answer',
    status: 400,
    code: 'InvalidRequest',
    body: `<html>${CREDENTIALS.secretAccessKey}</html>`,
  },
]

/** Every request of a run in the long run, some of them in each other. */
const STRIDE = scaled(11, 1)

test.each(FAULTS)('a run that fails at any request with %j tells none either', async (fault) => {
  let [start, failing] = [0, 0]
  // One for all runs: what a run that failed has still under way ends there.
  const proxy = await faultProxy(r2.endpoint, {
    decide: ({ number }) => (number === start + failing ? fault : undefined),
  })
  const messages: string[] = []
  for (; ; failing += STRIDE) {
    start = proxy.log.length
    const prefix = `fault-${FAULTS.indexOf(fault)}-${failing}`
    const { error, texts, temporary } = await told(proxy.endpoint, prefix)
    expect([failing, found([...texts, ...(await filesBelow(temporary))])]).toEqual([failing, []])
    if (error !== undefined) messages.push(error.message)
    if (proxy.log.length - start <= failing) break
  }
  await proxy.stop()
  expect(messages.length).toBeGreaterThan(2)
  expect(found(await stored())).toEqual([])
})

test.each<readonly [string, Partial<Record<InputName, string>>]>([
  ['a wrong passphrase', { 'gpg-passphrase': `${PASSPHRASE}x` }],
  ['a key that is cut', { 'gpg-private-key': 'CUT' }],
  ['a passphrase where the key should be', { 'gpg-private-key': PASSPHRASE }],
  ['a token where the key should be', { 'gpg-private-key': TOKEN }],
  ['a secret of another store', { 'secret-access-key': `${CREDENTIALS.secretAccessKey}x` }],
  ['a secret with a line break', { 'secret-access-key': `${CREDENTIALS.secretAccessKey}\nx` }],
  ['an access key with a line break', { 'access-key-id': `${CREDENTIALS.accessKeyId}\nx` }],
  ['a session token with a line break', { 'session-token': `${CREDENTIALS.sessionToken}\nx` }],
  ['a session token that the store does not take', { 'session-token': CREDENTIALS.sessionToken }],
  ['a token with a space', { 'github-token': `${TOKEN} x`, 'release-tag': 'v1' }],
  ['a token of Cloudflare with a line break', { 'cloudflare-api-token': `${PURGE_TOKEN}\nx` }],
  ['a token of Cloudflare in the place of a zone', { 'cloudflare-zone-id': PURGE_TOKEN }],
])('%s is an error that quotes none of it', async (_, inputs) => {
  const cut = inputs['gpg-private-key'] === 'CUT' ? { 'gpg-private-key': privateKey.slice(0, -200) } : {}
  const { error, texts, temporary } = await told(r2.endpoint, 'bad', { ...inputs, ...cut })
  expect(error).toBeDefined()
  expect(found([...texts, ...(await filesBelow(temporary))])).toEqual([])
})

import { afterEach, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { RELEASES, missingFor } from '../clients/fresh-root.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { isInstalled, temporaryDirectory, testUnlessMissing } from '../support/programs.ts'
import { fixtureKeys } from '../support/publishing.ts'
import { flipper } from './flips.ts'
import { ourPublisher } from './our-publisher.ts'
import { CLIENTS, type Client, readersOf } from './readers.ts'
import { releaseScript } from './release-script.ts'
import { WAYS } from './rpm-reader.ts'
import { type Row, type SessionOptions, session } from './session.ts'
import type { Pace, Writer } from './writer.ts'

const SEED = Number(process.env['TORN_SEED'] ?? Date.now() % 1_000_000)
const TIMEOUT_MS = 300_000
const OBJECT_MS = 30

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function bucket(): Promise<LocalR2> {
  const r2 = await startR2()
  open.push(() => r2.stop())
  return r2
}

/** Readers of these clients, while something writes to a bucket; what they met, by row. */
async function met(
  start: (pace: Pace) => Promise<Writer>,
  pace: Omit<Pace, 'r2'>,
  clients: readonly Client[],
  options: Omit<SessionOptions, 'seed' | 'atOnce'>,
): Promise<ReadonlyMap<string, Row>> {
  const writer = await start({ ...pace, r2: await bucket() })
  open.push(() => writer.stop())
  const readers = await readersOf(clients, WAYS, await temporaryDirectory(), writer.source)
  const { rows } = await session(writer, readers, { ...options, atOnce: 3, seed: SEED })
  return new Map(rows.map((row) => [row.title, row]))
}

/** Of clients that never fetch two objects which change together. */
const NEVER_TORN = [
  'apt',
  'dnf, baseurl, repo_gpgcheck=0',
  'dnf, mirrorlist, signed',
  'zypper, mirrorlist, signed',
]
/** Of those that do: repomd.xml and its signature. zypper verifies a signature that it finds, whatever it was told. */
const TWO_FILES = ['dnf, baseurl, signed', 'zypper, baseurl, signed', 'zypper, baseurl, repo_gpgcheck=0']

function expectWhole(rows: ReadonlyMap<string, Row>): void {
  expect([...rows.keys()].sort()).toEqual([...NEVER_TORN, ...TWO_FILES].sort())
  for (const title of NEVER_TORN) expect([title, rows.get(title)?.failures]).toEqual([title, []])
}

function failuresOfTwoFiles(rows: ReadonlyMap<string, Row>) {
  return TWO_FILES.flatMap((title) => rows.get(title)?.failures ?? [])
}

const missing = [
  ...RELEASES.flatMap(missingFor),
  ...['reprepro', 'createrepo_c', 'rpmsign', 'gpg'].filter((program) => !isInstalled(program)),
]

testUnlessMissing(
  missing,
  `every client refreshes and downloads while we publish once a second (seed ${SEED})`,
  async () => {
    const keys = await fixtureKeys()
    const pace = { everyMs: 1000, objectMs: OBJECT_MS }
    const options = { refreshes: 6, fromNothing: false, download: true }
    const rows = await met((at) => ourPublisher(at, keys, SEED), pace, CLIENTS, options)
    expectWhole(rows)
    for (const { title, refreshes, downloads, failures, downloadFailures, stale } of rows.values()) {
      expect([title, refreshes, downloads + failures.length]).toEqual([title, 6, 6])
      expect([title, downloadFailures, stale]).toEqual([title, [], 0])
    }
    for (const { text, isMended } of failuresOfTwoFiles(rows)) {
      expect(text).toMatch(/signature/i)
      expect(isMended).toBe(true)
    }
  },
  TIMEOUT_MS,
)

testUnlessMissing(
  missing,
  `whole states are read while heads are flipped every 100 ms (seed ${SEED})`,
  async () => {
    const keys = await fixtureKeys()
    const pace = { everyMs: 100, objectMs: OBJECT_MS }
    const options = { refreshes: 6, fromNothing: true, download: false }
    const rows = await met((at) => flipper(at, keys), pace, CLIENTS, options)
    expectWhole(rows)
    for (const { text } of failuresOfTwoFiles(rows)) expect(text).toMatch(/signature/i)
  },
  TIMEOUT_MS,
)

testUnlessMissing(
  missing,
  `the same readers find what is torn: uploads in alphabetical order (seed ${SEED})`,
  async () => {
    const script = {
      armoredKey: await readFile('__tests__/fixtures/keys/rsa4096.asc', 'utf8'),
      publicKey: await readFile('__tests__/fixtures/keys/rsa4096.pub.asc', 'utf8'),
      scratch: await temporaryDirectory(),
      atOnce: 1,
      deletes: false,
    }
    const pace = { everyMs: 1000, objectMs: 3 * OBJECT_MS }
    const options = { refreshes: 40, fromNothing: false, download: true }
    const rows = await met((at) => releaseScript(at, script), pace, ['apt'], options)
    const failures = rows.get('apt')?.failures ?? []
    expect(failures.length).toBeGreaterThan(0)
    expect(failures.map(({ text }) => text).join('\n')).toMatch(/Packages/)
  },
  TIMEOUT_MS,
)

test('a snapshot is the head of its time, and the one in force where it is gone', async () => {
  const r2 = await bucket()
  const keys = await fixtureKeys()
  const writer = await ourPublisher({ r2, everyMs: 60_000, objectMs: 0 }, keys, SEED)
  open.push(() => writer.stop())
  const at = `${writer.source.url}/${writer.source.rpmPath}`
  const text = async (url: string) => (await fetch(url)).text()
  const [snapshot] = (await text(`${at}/mirrorlist`)).split('\n')
  expect(snapshot).toMatch(/\/rpm\/stable\/x86_64\/@\d+-[0-9a-f]{16}\/$/)
  for (const path of ['repodata/repomd.xml', 'repodata/repomd.xml.asc'])
    expect(await text(`${snapshot}${path}`)).toBe(await text(`${at}/${path}`))
  const head = await text(`${at}/repodata/repomd.xml`)
  expect(await text(`${at}/@1-0123456789abcdef/repodata/repomd.xml`)).toBe(head)
  const [, index = ''] = /href="(repodata\/\w+-primary\.xml\.gz)"/.exec(head) ?? []
  expect((await fetch(`${snapshot}${index}`)).status).toBe(200)
})

import { beforeAll, expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import { isOurPage, readContent } from '../../src/pages/index/data.ts'
import { removedArchitectures } from '../../src/pages/sources.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { countingStore } from '../../src/store/counting.ts'
import type { MemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { scaled } from '../support/scale.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { chanceOf } from './chance.ts'
import { type Damage, damages } from './damage.ts'
import type { HeadView } from './head-view.ts'
import { rememberHere } from './remember-here.ts'
import type { Objects } from './tampered.ts'

rememberHere()
const { deb, fixtureKeys, publishAll, rpm } = await import('../support/publishing.ts')
const { isHead, viewOf } = await import('./head-view.ts')
const { BASE_URL, NOW_MS, bucketOf, damagedBucket, failuresOf, publishedHistory } =
  await import('./tampered.ts')

const CASES = scaled(6_000, 60_000)
const TIME_LIMIT_MS = scaled(10, 120) * 60_000
const SEED = Math.floor(Math.random() * 2 ** 31)

const NOTHING = Buffer.alloc(0)

let keys: SigningKeys
let history: readonly Objects[]
/** Of one architecture: the indexes of the other stay as they are. */
let next: readonly AnyPackage[]
/** The bucket after the next publish, where nothing is damaged. */
let undamaged: Objects
let cases: readonly Damage[]
beforeAll(async () => {
  keys = await fixtureKeys('ed25519')
  history = await publishedHistory(keys)
  next = await Promise.all([deb({ version: '1.2' }), rpm(keys, { version: '1.2' })])
  const memory = bucketOf(now())
  await publishNext(memory)
  undamaged = memory.objects
  cases = damages(history, chanceOf(SEED), Math.ceil(CASES / now().size))
})

const now = (): Objects => history.at(-1) ?? new Map()

async function publishNext(store: Store): Promise<void> {
  await publishAll(next, { store, keys, clock: virtualClock(NOW_MS), baseUrl: BASE_URL })
}

async function expectRefusedOrUndone(damage: Damage): Promise<void> {
  const memory = damagedBucket(now(), damage)
  const { store, read } = watched(memory)
  const error = await publishNext(store).then(
    () => undefined,
    (reason: Error) => reason,
  )
  if (error === undefined) return expectUndone(damage, memory, read)
  if (!(error instanceof PublishError) || !['SIGNATURE', 'INTEGRITY'].includes(error.code)) throw error
  expect(error.message).toContain('memory')
  expect(store.counts()).toMatchObject({ uploadedObjects: 0, copiedObjects: 0, deletedObjects: 0 })
}

function watched(memory: MemoryStore) {
  const read = new Set<string>()
  const reading = faultyStore(memory, {
    before: ({ operation, key }) => {
      if (operation === 'get' || operation === 'open') read.add(key)
    },
  })
  return { store: countingStore(reading), read }
}

/** The bucket is what it would be without the damage; what was not read lies there as it was left. */
async function expectUndone(damage: Damage, memory: MemoryStore, read: ReadonlySet<string>): Promise<void> {
  if (isHead(damage.key) && read.has(damage.key)) return expectListed(damage, memory)
  for (const [key, { bytes }] of undamaged) {
    const found = memory.objects.get(key)?.bytes
    if (found?.equals(bytes) === true) continue
    const isUntouched = key === damage.key && !read.has(key)
    if (isUntouched || isAboutAnother(key, found, bytes)) continue
    throw new Error(`${key} is not what it would be without the damage`)
  }
}

/**
 * A head whose signed text is whole is taken, such as one without its last newline: the next one lists what it would
 * have without the damage. Whoever has the bucket can put back what we signed, but nothing that we did not.
 */
async function expectListed({ key, bytes }: Damage, memory: MemoryStore): Promise<void> {
  const fetch = (objects: Objects) => async (name: string) => objects.get(name)?.bytes
  const [found, expected] = await Promise.all(
    [memory.objects, undamaged].map((objects) => viewOf(fetch(objects), trustOf(keys), key)),
  )
  const [seen, all] = [listed(found), listed(expected)]
  expect(all).toEqual(expect.arrayContaining(seen))
  const isOlder = history.slice(0, -1).some((objects) => bytes?.equals(objects.get(key)?.bytes ?? NOTHING))
  const staying = isOlder ? all.filter((it) => it.includes('hello 1.2')) : all
  expect(seen).toEqual(expect.arrayContaining(staying))
}

function listed(view: HeadView | undefined): string[] {
  return (view?.indexes ?? []).flatMap((index) =>
    [...index.values()].map((it) => Object.values(it).join(' ')),
  )
}

/**
 * Sections of a .repo, a .sources and parts of the page that seem to be about other channels stay, and foreign
 * architectures that a .sources no longer leaves out only bring notices; what is ours is written all the same.
 */
function isAboutAnother(key: string, found: Buffer | undefined, expected: Buffer): boolean {
  const [text, wanted] = [found?.toString('latin1') ?? '', expected.toString('latin1')]
  if (key === 'index.html') return isPageOfAnother(text, wanted)
  if (key === 'demo.repo') return enabled(text).includes(enabled(wanted).trim())
  if (key !== 'demo.sources') return false
  return !/^Suites: stable$/m.test(text) || leavesOutLess(text, wanted)
}

function leavesOutLess(text: string, wanted: string): boolean {
  const [left, all] = [text, wanted].map((it) => removedArchitectures(it) ?? [])
  const others = (sources: string) => sources.replace(/^Architectures-Remove: .*\n/m, '')
  return others(text) === others(wanted) && left?.every((arch) => all?.includes(arch)) === true
}

/** A page that does not say that it is ours is left alone; in any other, what was published now is as it would be. */
function isPageOfAnother(text: string, wanted: string): boolean {
  const [found, renewed] = [text, wanted].map(renewedSections)
  expect(renewed).not.toEqual([])
  return !isOurPage(text) || renewed?.every((section) => found?.includes(section)) === true
}

/** The sections of a page that list the new version, but for dates, which a page alone knows. */
function renewedSections(page: string): readonly string[] {
  return readContent(page)
    .sections.filter(({ rows }) => rows.some(({ version }) => version.startsWith('1.2')))
    .map(({ rows, ...section }) =>
      JSON.stringify({ ...section, rows: rows.map((row) => ({ ...row, publishedSeconds: 0 })) }),
    )
}

/** The section that comes first is the one that is enabled. */
function enabled(text: string): string {
  return text.replaceAll('enabled=0', 'enabled=1')
}

test(
  `the next publish refuses it before any write, or signs and serves what it would have without it: ${CASES} cases of seed ${SEED}`,
  async () => {
    expect(await failuresOf(cases, expectRefusedOrUndone)).toEqual([])
  },
  TIME_LIMIT_MS,
)

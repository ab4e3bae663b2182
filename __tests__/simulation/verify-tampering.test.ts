import { beforeAll, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { fingerprintsIn } from '../../src/openpgp/key-file.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { Finding } from '../../src/verification/finding.ts'
import { scaled } from '../support/scale.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { chanceOf } from './chance.ts'
import { type Damage, damages } from './damage.ts'
import { rememberHere } from './remember-here.ts'
import type { Objects } from './tampered.ts'

rememberHere()
const { verifyDetached } = await import('../../src/openpgp/verify.ts')
const { fixtureKeys, runCommand } = await import('../support/publishing.ts')
const { isHead, viewOf } = await import('./head-view.ts')
const { BASE_URL, NOW_MS, bucketOf, damagedBucket, failuresOf, publishedHistory } =
  await import('./tampered.ts')

const CASES = scaled(1_000, 60_000)
const TIME_LIMIT_MS = scaled(10, 240) * 60_000
const SEED = Math.floor(Math.random() * 2 ** 31)

let keys: SigningKeys
let now: Objects
let cases: readonly Damage[]
/** What `verify` says of the bucket where nothing is damaged. */
let known: ReadonlySet<string>
beforeAll(async () => {
  keys = await fixtureKeys('ed25519')
  const history = await publishedHistory(keys)
  now = history.at(-1) ?? new Map()
  const chance = chanceOf(SEED)
  cases = chance.sample(damages(history, chance, Math.ceil(60_000 / now.size)), CASES)
  known = new Set((await findingsOf(now)).map(plain))
})

const plain = (finding: Finding) => JSON.stringify(finding)

async function findingsOf(objects: Objects): Promise<readonly Finding[]> {
  const store = bucketOf(objects)
  const options = { store, keys, clock: virtualClock(NOW_MS), baseUrl: BASE_URL }
  const { verification } = await runCommand('verify', { deep: 'true' }, options)
  return verification?.findings ?? []
}

async function expectFoundOrHarmless(damage: Damage): Promise<void> {
  const { objects } = damagedBucket(now, damage)
  const found = (await findingsOf(objects)).filter((finding) => !known.has(plain(finding)))
  for (const { remedy } of found) expect(remedy).not.toBe('')
  if (found.length > 0 || isOldestCopy(damage)) return
  if (!(await isHarmless(damage))) throw new Error('verify finds nothing')
}

/** Nobody can tell that the oldest copy was there: it may have been collected. */
function isOldestCopy({ key, bytes }: Damage): boolean {
  const folder = /^(.*\/heads\/)/.exec(key)?.[1]
  const [oldest] = [...now.keys()].filter((it) => folder !== undefined && it.startsWith(folder)).sort()
  return bytes === undefined && oldest !== undefined && key.split('/').at(-2) === oldest.split('/').at(-2)
}

/** Whether clients see and trust the same as before. */
async function isHarmless({ key, bytes }: Damage): Promise<boolean> {
  const before = now.get(key)?.bytes
  if (bytes === undefined || before === undefined) return false
  if (isHead(key)) return isSameHead(key, before, bytes)
  if (/\.(asc|gpg|key)$/.test(key) && !key.includes('repomd.xml.asc') && !key.endsWith('Release.gpg')) {
    return sameKeys(key, before, bytes)
  }
  if (/\.(asc|gpg)$/.test(key)) return verifies(key, bytes)
  return false
}

async function isSameHead(key: string, before: Buffer, bytes: Buffer): Promise<boolean> {
  const fetch = (head: Buffer) => async (name: string) => (name === key ? head : now.get(name)?.bytes)
  const seen = async (head: Buffer) => {
    const view = await viewOf(fetch(head), trustOf(keys), key)
    return view?.indexes.map((index) => [...index.values()])
  }
  return JSON.stringify(await seen(bytes)) === JSON.stringify(await seen(before))
}

async function sameKeys(key: string, before: Buffer, bytes: Buffer): Promise<boolean> {
  const form = key.endsWith('.gpg') ? 'binary' : 'armored'
  const [was, is] = await Promise.all([before, bytes].map((file) => fingerprintsIn(file, form)))
  return was !== undefined && was.every((fingerprint) => is?.includes(fingerprint))
}

async function verifies(key: string, bytes: Buffer): Promise<boolean> {
  const signed = key.replace(/\.(asc|gpg)$/, '')
  const content = contentOf(now.get(signed)?.bytes ?? Buffer.alloc(0))
  return verifyDetached(content, bytes, trustOf(keys), key).then(
    () => true,
    () => false,
  )
}

test(
  `verify finds what was done to a bucket, or it harms nobody: ${CASES} cases of seed ${SEED}`,
  async () => {
    expect(await failuresOf(cases, expectFoundOrHarmless)).toEqual([])
  },
  TIME_LIMIT_MS,
)

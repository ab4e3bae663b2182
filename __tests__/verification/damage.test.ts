import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { MemoryStore } from '../../src/store/memory.ts'
import type { Severity } from '../../src/verification/finding.ts'
import { type CommandWorld, commandWorld } from '../commands/world.ts'
import { deb, rpm } from '../support/publishing.ts'
import { about, severalKeys, verified } from './verifying.ts'

type Objects = ReadonlyMap<string, Stored>
type Stored = MemoryStore['objects'] extends Map<string, infer O> ? O : never

let keys: SigningKeys
let it: CommandWorld
/** What was published at last, and before. */
let published: Objects
let earlier: Objects

beforeAll(async () => {
  keys = await severalKeys('rsa4096', 'rsa3072-other')
  it = (await commandWorld()).as({ keys })
  const both = async (version: string) => [
    await deb({ version }),
    await rpm(keys, { version }),
    await rpm(keys, { version, name: 'data', arch: 'all' }),
  ]
  await it.publish([...(await both('1.0')), await rpm(keys, { arch: 's390x' })])
  await it.publish(await both('1.1'))
  earlier = new Map(it.memory.objects)
  await it.publish(await both('1.2'))
  it.clock.advance(10 * 60_000)
  published = new Map(it.memory.objects)
})

function put(key: string, bytes: Buffer): void {
  const object = it.memory.objects.get(key) ?? published.get(key)
  if (object === undefined) throw new Error(`no ${key}`)
  it.memory.objects.set(key, { ...object, bytes, sizeBytes: bytes.length, etag: `"tampered-${key}"` })
}

const bytesAt = (key: string) => published.get(key)?.bytes ?? Buffer.alloc(0)

function flipped(bytes: Buffer, part: number): Buffer {
  const copy = Buffer.from(bytes)
  const position = Math.floor(bytes.length * (0.4 + part / 5))
  copy[position] = (copy[position] ?? 0) ^ 0x01
  return copy
}

const isPackage = (key: string) => /\.(deb|rpm)$/.test(key)

/** Undefined where the damage does not apply, or does no harm. */
const DAMAGES: Readonly<Record<string, (key: string) => (() => void) | undefined>> = {
  deleted: (key) => () => void it.memory.objects.delete(key),
  'with a byte flipped': (key) => () => put(key, flipped(bytesAt(key), 0)),
  'with another byte flipped': (key) => () => put(key, flipped(bytesAt(key), 1)),
  'cut short': (key) => () => put(key, bytesAt(key).subarray(0, -20)),
  emptied: (key) => () => put(key, Buffer.alloc(0)),
  "with another object's bytes": (key) => {
    const keys = [...published.keys()].sort()
    const other = keys.at(keys.indexOf(key) - 1) ?? ''
    return bytesAt(other).equals(bytesAt(key)) ? undefined : () => put(key, bytesAt(other))
  },
  'as it was before': (key) => {
    const old = earlier.get(key)?.bytes
    return old === undefined || old.equals(bytesAt(key)) ? undefined : () => put(key, old)
  },
}

/** Nobody can tell that the oldest copy was there: it may have been collected. */
function isOldestCopy(key: string): boolean {
  const folder = /^(.*\/heads\/)/.exec(key)?.[1]
  const copies = [...published.keys()].filter((it) => folder !== undefined && it.startsWith(folder)).sort()
  const [oldest] = copies
  return folder !== undefined && key.split('/').at(-2) === oldest?.split('/').at(-2)
}

/** The severities that tell of a damage; the first that fits. */
function expected(key: string, damage: string): readonly Severity[] {
  if (key.includes('/heads/')) return [severityOfCopy(key, damage)]
  if (isIndexOfBefore(key)) return ['warning']
  // A head of before is sound in itself, but its aliases are of another.
  if (key.endsWith('InRelease') && damage === 'as it was before') return ['warning']
  if (/by-hash/.test(key)) return [damage === 'deleted' ? 'warning' : 'error']
  if (/(\/Release|\/Release\.gpg|\/Packages\.gz|\.sources|\.repo)$/.test(key)) return ['warning']
  if (key === 'index.html') return ['warning', 'notice']
  if (/^(install\.sh|demo\.json)$/.test(key)) return ['warning']
  // One of two keys may be left.
  if (/^demo\.(asc|gpg)$|\.key$/.test(key)) return ['error', 'warning']
  return ['error']
}

function severityOfCopy(key: string, damage: string): Severity {
  const folder = key.slice(0, key.indexOf('/heads/') + 7)
  const newest = [...published.keys()]
    .filter((it) => it.startsWith(folder))
    .toSorted()
    .at(-1)
  const isOwn = newest?.split('/').at(-2) === key.split('/').at(-2)
  // Where the copy itself is gone, the worker serves the head instead.
  return isOwn && !(damage === 'deleted' && !key.endsWith('.asc')) ? 'error' : 'warning'
}

describe.each(Object.keys(DAMAGES))('every object %s', (damage) => {
  test('is found, with what mends it', async () => {
    let cases = 0
    for (const key of [...published.keys()].sort()) {
      const apply = DAMAGES[damage]?.(key)
      if (apply === undefined || (damage === 'deleted' && isOldestCopy(key))) continue
      it.memory.objects.clear()
      for (const [name, object] of published) it.memory.objects.set(name, object)
      apply()
      const verification = await verified(it, { deep: String(isPackage(key)) })
      const found = about(aliasFor(key, damage), verification)
      const severities = found.map(({ severity }) => severity)
      const wanted = expected(key, damage)
      cases += 1
      expect([key, severities, wanted.some((it) => severities.includes(it))]).toEqual([key, severities, true])
      for (const { remedy } of found) expect(remedy).not.toBe('')
      expect(verification.isSound).toBe(verification.findings.every((it) => it.severity !== 'error'))
    }
    expect(cases).toBeGreaterThan(damage === 'as it was before' ? 5 : 40)
  })
})

/** What tells of a head of before is that its aliases are of another. */
function aliasFor(key: string, damage: string): string {
  if (damage !== 'as it was before' || key.includes('/heads/')) return key
  return key.replace(/InRelease$/, 'Release').replace(/repomd\.xml$/, 'repomd.xml.asc')
}

/** An index that only earlier heads name. */
function isIndexOfBefore(key: string): boolean {
  if (!/by-hash|repodata\/[0-9a-f]{64}-/.test(key)) return false
  const name = key.slice(key.lastIndexOf('/') + 1).slice(0, 64)
  const heads = [...published].filter(
    ([head]) => !head.includes('/heads/') && /(InRelease|repomd\.xml)$/.test(head),
  )
  return !heads.some(([, { bytes }]) => bytes.includes(name))
}

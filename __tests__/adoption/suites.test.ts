import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf, sha256 } from '../../src/content.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import { countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { run } from '../support/programs.ts'
import { deb, fixtureKeys, publishAll, recordingLog } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { type Files, indexOf, write, writeSuite } from './foreign-suite.ts'

const AMD64 = 'main/binary-amd64/Packages'
const ALL = 'main/binary-all/Packages'
const FIELDS = ['Suite: stable', 'Architectures: amd64', 'Components: main']
const WITH_ALL = ['Suite: stable', 'Architectures: all amd64', 'Components: main']

let keys: SigningKeys
let old: DebPackage
let added: DebPackage
let shared: DebPackage
beforeAll(async () => {
  keys = await fixtureKeys()
  old = await deb({ name: 'old' })
  added = await deb()
  shared = await deb({ name: 'shared', arch: 'all' })
})

async function suite(lines: readonly string[], files: Files): Promise<MemoryStore> {
  const memory = memoryStore(virtualClock())
  await writeSuite(memory, lines, files, keys)
  return memory
}

async function publish(memory: MemoryStore, packages: readonly AnyPackage[]) {
  const [store, log, clock] = [countingStore(memory), recordingLog(), virtualClock()]
  const { entries } = await publishAll(packages, { store, keys, log, clock })
  const warnings = log.lines.filter((line) => line.startsWith('warning:'))
  return { statuses: entries.map(({ status }) => status), warnings }
}

function release(memory: MemoryStore): string {
  return memory.objects.get('apt/dists/stable/Release')?.bytes.toString() ?? ''
}

/** The names and versions in an index that is stored by hash. */
function listed(memory: MemoryStore, path: string): readonly string[] {
  const hash = new RegExp(`^ (\\w{64}) +\\d+ ${path}\\.gz$`, 'm').exec(release(memory))?.[1] ?? ''
  const key = `apt/dists/stable/${path.replace('Packages', '')}by-hash/SHA256/${hash}`
  const text = gunzipSync(memory.objects.get(key)?.bytes ?? Buffer.alloc(0)).toString()
  return [...text.matchAll(/^Package: (.*)\nVersion: (.*)$/gm)].map(
    ([, name, version]) => `${name} ${version}`,
  )
}

describe('the form of a foreign index', () => {
  test('the first one that is stored is read', async () => {
    const text = indexOf(old)
    const xz = Buffer.from((await run('sh', ['-c', 'xz | base64'], { input: text })).stdout, 'base64')
    const memory = await suite(FIELDS, {
      stored: { [`${AMD64}.xz`]: xz },
      missing: { [AMD64]: text, [`${AMD64}.gz`]: gzipSync(text) },
    })
    await publish(memory, [added])
    expect(listed(memory, AMD64)).toEqual(['old 1.0', 'hello 1.0'])
    expect(release(memory)).not.toContain('Packages.xz')
  })

  test.each(['bz2', 'lzma', 'lz4'])('%s alone is an error that says what to do', async (ending) => {
    const path = `${AMD64}.${ending}`
    const memory = await suite(FIELDS, { stored: { [path]: Buffer.from('packed') } })
    const before = memory.objects.size
    await expect(publish(memory, [added])).rejects.toMatchObject({
      code: 'INTEGRITY',
      message: expect.stringMatching(new RegExp(`${path}.*Packages\\.gz.*gzip`)),
    })
    expect(memory.objects.size).toBe(before)
  })

  test('what is stored in no form is an error', async () => {
    const text = indexOf(old)
    const memory = await suite(FIELDS, {
      stored: {},
      missing: { [AMD64]: text, [`${AMD64}.gz`]: gzipSync(text) },
    })
    await expect(publish(memory, [added])).rejects.toThrow(/binary-amd64\/Packages\.gz in memory is missing/)
  })

  test('an empty one need not be stored', async () => {
    const memory = await suite(FIELDS, { stored: {}, missing: { [AMD64]: Buffer.alloc(0) } })
    await publish(memory, [added])
    expect(listed(memory, AMD64)).toEqual(['hello 1.0'])
  })
})

describe('packages of all architectures', () => {
  test('in an index of their own are published, where clients read that', async () => {
    const memory = await suite(WITH_ALL, { stored: { [AMD64]: indexOf(old), [ALL]: indexOf(shared) } })
    const before = memory.objects.size
    expect((await publish(memory, [shared])).statuses).toEqual(['unchanged'])
    expect([...memory.objects.keys()].slice(before).filter((key) => key.startsWith('apt/'))).toEqual([])
  })

  test('in an index that clients do not read are added to those that they do', async () => {
    const lines = [...WITH_ALL, 'No-Support-for-Architecture-all: Packages']
    const memory = await suite(lines, { stored: { [AMD64]: indexOf(old), [ALL]: indexOf(shared) } })
    expect((await publish(memory, [shared])).statuses).toEqual(['added'])
    expect(listed(memory, AMD64)).toEqual(['old 1.0', 'shared 1.0'])
    expect(release(memory)).toMatch(/^No-Support-for-Architecture-all: Packages$/m)
  })

  test('with other content in an index of their own are a conflict', async () => {
    const other = { ...shared, sha256: sha256('other') }
    const memory = await suite(WITH_ALL, { stored: { [AMD64]: indexOf(old), [ALL]: indexOf(other) } })
    await expect(publish(memory, [shared])).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('of every sibling are in a new architecture, each version once', async () => {
    const [second, third] = await Promise.all(['second', 'third'].map((name) => deb({ name, arch: 'all' })))
    // The last stanza of a hand-made index may end without its newline.
    const amd64 = indexOf(old, shared).subarray(0, -1)
    const stored = {
      [AMD64]: amd64,
      'main/binary-armhf/Packages': indexOf(second as DebPackage, { ...shared, sha256: sha256('other') }),
      [ALL]: indexOf(third as DebPackage, shared),
    }
    const lines = ['Suite: stable', 'Architectures: all amd64 armhf source', 'Components: main']
    const memory = await suite(lines, { stored })
    await publish(memory, [await deb({ arch: 'arm64' })])
    expect(listed(memory, 'main/binary-arm64/Packages')).toEqual([
      'shared 1.0',
      'second 1.0',
      'third 1.0',
      'hello 1.0',
    ])
    expect(release(memory)).toMatch(/^Architectures: all amd64 armhf source arm64$/m)
  })
})

describe('a foreign Release', () => {
  test('without its lists of architectures and components gets those that its paths tell', async () => {
    const stored = { [AMD64]: indexOf(old), 'extra/binary-arm64/Packages.gz': gzipSync('') }
    const memory = await suite(['Suite: stable'], { stored })
    await publish(memory, [added])
    expect(release(memory)).toMatch(/^Architectures: amd64 arm64$/m)
    expect(release(memory)).toMatch(/^Components: extra main$/m)
  })

  test('that expires, or names who signs it, is pointed out once', async () => {
    const lines = [...FIELDS, 'Valid-Until: Sat, 28 Nov 2026 09:15:44 UTC', 'Signed-By: 0123']
    const memory = await suite(lines, { stored: { [AMD64]: indexOf(old) } })
    const { warnings } = await publish(memory, [added])
    expect(warnings).toEqual([
      expect.stringMatching(/valid until Sat, 28 Nov 2026/),
      expect.stringMatching(/Signed-By: 0123/),
    ])
    expect(release(memory)).not.toContain('Valid-Until')
    expect(release(memory)).toMatch(/^Signed-By: 0123$/m)
    expect((await publish(memory, [added])).warnings).toEqual([])
  })

  test('whose other indexes are missing is continued: nobody reads them', async () => {
    const stored = { [AMD64]: indexOf(old) }
    const missing = {
      'main/Contents-amd64.gz': Buffer.from('x'),
      'extra/binary-arm64/Packages.gz': gzipSync(''),
    }
    const memory = await suite(FIELDS, { stored, missing })
    await publish(memory, [added])
    await publish(memory, [await deb({ version: '1.1' })])
    expect(listed(memory, AMD64)).toEqual(['old 1.0', 'hello 1.0', 'hello 1.1'])
    expect(release(memory)).toMatch(/ main\/Contents-amd64\.gz$/m)
  })
})

test('a flat repository is no reason to stop, and pointed out', async () => {
  const memory = memoryStore(virtualClock())
  await write(memory, 'apt/Packages.gz', gzipSync(indexOf(old)))
  await memory.put('apt/Release', contentOf(Buffer.from('Suite: flat\n')), {
    contentType: '',
    cacheControl: '',
  })
  const { warnings } = await publish(memory, [added])
  expect(warnings).toEqual([expect.stringMatching(/apt\/Packages\.gz in memory.*flat repository/)])
  expect((await publish(memory, [added])).warnings).toEqual([])
})

import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { printStanza } from '../../src/deb/stanza.ts'
import { signCleartext } from '../../src/openpgp/sign.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { aliasesAgree, clientView } from '../support/client-view.ts'
import { deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: '', metadata: {} }

let keys: SigningKeys
let others: SigningKeys
let trust: readonly TrustedKey[]
let packages: readonly (readonly AnyPackage[])[]
beforeAll(async () => {
  keys = await fixtureKeys()
  others = await fixtureKeys('rsa3072-other')
  trust = trustOf(keys)
  const versions = ['1.0', '1.1', '1.2']
  packages = await Promise.all(
    versions.map(async (version) => [await deb({ version }), await rpm(keys, { version })]),
  )
})

function tamper(memory: MemoryStore, key: string, bytes: Buffer): void {
  const object = memory.objects.get(key)
  if (object === undefined) throw new Error(`no ${key}`)
  memory.objects.set(key, { ...object, bytes, sizeBytes: bytes.length, etag: `"tampered-${key}"` })
}

describe('the head', () => {
  const run = async (memory: MemoryStore, clock: VirtualClock, some = packages[1] ?? []) => {
    const store = countingStore(memory)
    const error = await publishAll(some, { store, keys, clock }).then(
      () => undefined,
      (reason: Error) => reason.message,
    )
    expect(store.counts().uploadedObjects).toBe(0)
    return error
  }

  test('of another key is refused, and trusted-keys is named', async () => {
    const clock = virtualClock()
    const memory = memoryStore(clock)
    await publishAll(packages[0] ?? [], { store: memory, keys: others, clock })
    expect(
      await run(
        memory,
        clock,
        [packages[1]?.[0]].filter((pkg) => pkg !== undefined),
      ),
    ).toMatch(/InRelease in memory.*trusted-keys/)
    expect(
      await run(
        memory,
        clock,
        [packages[1]?.[1]].filter((pkg) => pkg !== undefined),
      ),
    ).toMatch(/repomd.xml in memory.*trusted-keys/)
  })

  test.each([
    ['apt/dists/stable/InRelease', 'Welcome to nginx!\n'],
    ['rpm/stable/x86_64/repodata/repomd.xml', '<html><body>404</body></html>'],
  ])('%s that is something else is an error', async (key, text) => {
    const clock = virtualClock()
    const memory = memoryStore(clock)
    await memory.put(key, contentOf(Buffer.from(text)), HEADERS)
    expect(await run(memory, clock)).toContain(key)
  })

  test.each(['apt/dists/stable/Release.gpg', 'rpm/stable/x86_64/repodata/repomd.xml.asc'])(
    'gone, with %s left, stops and names republish',
    async (key) => {
      const clock = virtualClock()
      const memory = memoryStore(clock)
      await memory.put(key, contentOf(Buffer.from('signature')), HEADERS)
      expect(await run(memory, clock)).toMatch(/republish/)
    },
  )

  test('with neither head nor alias is a first publish, whatever else lies there', async () => {
    const clock = virtualClock()
    const memory = memoryStore(clock)
    for (const key of [
      'index.html',
      'apt/dists/stable/main/binary-amd64/Packages.gz',
      'rpm/stable/x86_64/repodata/x.xml.gz',
    ]) {
      await memory.put(key, contentOf(Buffer.from('crash')), HEADERS)
    }
    await publishAll(packages[0] ?? [], { store: memory, keys, clock })
    expect(await clientView(memory, trust)).toHaveLength(2)
    expect(await aliasesAgree(memory, trust)).toBe(true)
  })
})

describe('a foreign suite whose Release has no SHA256', () => {
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

  async function foreign(clock: VirtualClock) {
    const memory = memoryStore(clock)
    const { control, content } = await deb()
    const index = Buffer.from(
      `${printStanza(control)}Filename: pool/x.deb\nSize: ${content.sizeBytes}\nSHA256: ${'0'.repeat(64)}\n\n`,
    )
    const path = 'main/binary-amd64/Packages'
    const lines = [
      'Suite: stable',
      'Codename: stable',
      'Date: Sat, 21 Nov 2020 09:15:44 UTC',
      'Architectures: amd64',
      'Components: main',
      'MD5Sum:',
      ` ${md5(index)} ${index.length} ${path}`,
    ]
    const head = await signCleartext(`${lines.join('\n')}\n`, keys, new Date(clock.now()))
    await memory.put('apt/dists/stable/InRelease', contentOf(Buffer.from(head)), HEADERS)
    await memory.put(`apt/dists/stable/${path}`, contentOf(index), HEADERS)
    return { memory, key: `apt/dists/stable/${path}` }
  }

  const publishDeb = (memory: MemoryStore, clock: VirtualClock) =>
    publishAll([packages[1]?.[0] as AnyPackage], { store: memory, keys, clock })

  test('is taken over where its files are what it says', async () => {
    const clock = virtualClock()
    const { memory } = await foreign(clock)
    await publishDeb(memory, clock)
    const release = memory.objects.get('apt/dists/stable/Release')?.bytes.toString() ?? ''
    expect(release).toMatch(/^SHA256:$/m)
    expect(release).not.toMatch(/^MD5Sum:/m)
    const index = [...memory.objects].find(([key]) => key.includes('by-hash'))?.[1].bytes ?? Buffer.alloc(0)
    expect(
      gunzipSync(index)
        .toString()
        .match(/^Version: .*/gm),
    ).toEqual(['Version: 1.0', 'Version: 1.1'])
  })

  test.each(['tampered with', 'missing'])('is refused where its index is %s', async (damage) => {
    const clock = virtualClock()
    const { memory, key } = await foreign(clock)
    if (damage === 'missing') memory.objects.delete(key)
    else
      tamper(
        memory,
        key,
        Buffer.from(memory.objects.get(key)?.bytes.toString().replace('hello', 'evil!') ?? ''),
      )
    const before = memory.objects.size
    await expect(publishDeb(memory, clock)).rejects.toThrow(/binary-amd64\/Packages in memory/)
    expect(memory.objects.size).toBe(before)
  })
})

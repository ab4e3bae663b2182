import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { aliasesAgree } from '../support/client-view.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { type CommandWorld, DAY_MS, commandWorld } from './world.ts'

let keys: SigningKeys
let others: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
  others = await fixtureKeys('rsa3072-other')
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]
const PACKAGE = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
const HEADS = ['apt/dists/stable/InRelease', 'rpm/stable/x86_64/repodata/repomd.xml'] as const
const HEADERS = { contentType: 'application/octet-stream', cacheControl: '' }

async function published(): Promise<CommandWorld> {
  const it = await commandWorld()
  await it.publish(await both())
  await it.publish([...(await both({ version: '2.0' })), await rpm(keys, { name: 'data', arch: 'all' })])
  return it
}

async function armored(own: SigningKeys): Promise<string> {
  const { keyFiles } = await import('../../src/openpgp/trust.ts')
  return keyFiles(trustOf(own)).armored
}

test('every index is written anew, with the same packages, and no package is read', async () => {
  const it = await published()
  const state = await it.view()
  const before = { ...it.store.counts(), heads: it.keysLike(/\/by-hash\/|-primary\.xml\.gz$/) }
  const { entries } = await it.run('republish')
  expect(entries).toEqual([])
  expect(await it.view()).toEqual(state)
  expect(it.keysLike(/\/by-hash\/|-primary\.xml\.gz$/).length).toBeGreaterThan(before.heads.length)
  expect(it.store.counts().requests.open).toBe(before.requests.open)
  expect(await aliasesAgree(it.memory, trustOf(keys))).toBe(true)
})

test('signs with the keys of today what the keys of yesterday signed', async () => {
  const it = await published()
  const tomorrow = it.as({ keys: others })
  await expect(tomorrow.run('republish')).rejects.toThrow(/trusted-keys/)
  await tomorrow.run('republish', { 'trusted-keys': await armored(keys) })
  expect(await tomorrow.view()).toHaveLength(5)
})

test('says that it makes no packages of keys where keyring-package asks for them', async () => {
  const it = await published()
  await it.run('republish')
  expect(it.log.lines.filter((line) => line.startsWith('warning'))).toEqual([])
  await it.run('republish', { 'keyring-package': 'true' })
  expect(it.log.lines).toContainEqual(
    expect.stringMatching(/^warning: keyring-package is true, but republish/),
  )
})

test('files for clients lead to no repository that is not there', async () => {
  const it = await commandWorld()
  await it.publish([await deb()], { channels: 'bookworm' })
  await it.publish([await rpm(keys)], { channels: 'el9' })
  for (const key of ['demo.sources', 'demo.repo']) await it.memory.delete(key)
  await it.run('republish', { channels: 'el9, bookworm' })
  expect(it.text('demo.sources')).toMatch(/^Suites: bookworm$/m)
  expect(it.text('demo.repo').match(/^\[.*\]$/gm)).toEqual(['[demo-el9]'])
  const { verification } = await it.run('verify', { channels: 'el9, bookworm' })
  expect(verification?.findings).toEqual([])
})

test('fields of foreign tools stay', async () => {
  const it = await published()
  const release = it.text('apt/dists/stable/Release')
  await it.run('republish')
  const listed = (text: string) => /^ (\w+) +\d+ main\/binary-amd64\/Packages$/m.exec(text)?.[1]
  expect(listed(it.text('apt/dists/stable/Release'))).toBe(listed(release))
})

describe('metadata of packages', () => {
  test('that lack digests are completed, once, by reading those packages', async () => {
    const it = await published()
    for (const key of it.keysLike(/\.(deb|rpm)$/)) {
      const object = it.memory.objects.get(key)
      if (object === undefined) continue
      await it.memory.delete(key)
      await it.memory.put(key, contentOf(object.bytes), { ...object.headers, metadata: {} })
    }
    await it.run('republish')
    for (const key of it.keysLike(/\.(deb|rpm)$/)) {
      const { metadata } = it.memory.objects.get(key) ?? { metadata: {} }
      const names = key.endsWith('.rpm') ? ['header-sha256', 'sha256'] : ['sha256']
      expect(Object.keys(metadata).toSorted()).toEqual(names)
    }
    const before = it.store.counts()
    await it.run('republish')
    expect(it.store.counts().requests.open).toBe(before.requests.open)
    expect(it.store.counts().copiedObjects).toBe(before.copiedObjects)
  })
})

describe('a damaged bucket', () => {
  test.each(HEADS)('whose %s is gone is built from the newest copy', async (head) => {
    const it = await published()
    const state = await it.view()
    await it.memory.delete(head)
    await expect(it.publish(await both({ version: '3.0' }))).rejects.toThrow(/`republish`/)
    await it.run('republish')
    expect(it.log.lines.join('\n')).toMatch(/Instead the copy \d{10}-\w{16} of an earlier head is used/)
    expect(await it.view()).toEqual(state)
    expect(await aliasesAgree(it.memory, trustOf(keys))).toBe(true)
  })

  test('whose heads are something else is built from the newest copy that verifies', async () => {
    const it = await published()
    const state = await it.view()
    for (const head of HEADS) {
      await it.memory.delete(head)
      await it.memory.put(head, contentOf(Buffer.from('<html>\n')), HEADERS)
    }
    await it.run('republish')
    expect(await it.view()).toEqual(state)
  })

  test('is not written over what a rival made of it meanwhile', async () => {
    for (let moment = 1; ; moment += 1) {
      const it = await published()
      for (const head of HEADS) {
        await it.memory.delete(head)
        await it.memory.put(head, contentOf(Buffer.from('<html>\n')), HEADERS)
      }
      const late = await both({ version: '3.0' })
      const reached = { yes: false }
      const store = faultyStore(it.memory, {
        after: async ({ number }) => {
          if (number !== moment) return
          reached.yes = true
          await it.run('republish')
          await it.publish(late)
        },
      })
      await it.as({ store }).run('republish')
      if (!reached.yes) break
      expect([moment, ...(await it.view())]).toEqual(
        expect.arrayContaining(['deb hello 3.0 amd64', 'rpm stable/x86_64 hello-3.0-1.x86_64']),
      )
    }
  })

  test('whose index is gone is built from the copy before', async () => {
    const it = await published()
    const [, hash = ''] =
      /^ (\w+) +\d+ main\/binary-amd64\/Packages\.gz$/m.exec(it.text('apt/dists/stable/Release')) ?? []
    await it.memory.delete(`apt/dists/stable/main/binary-amd64/by-hash/SHA256/${hash}`)
    await it.memory.delete('apt/dists/stable/main/binary-amd64/Packages.gz')
    await it.run('republish')
    expect((await it.view()).filter((line) => line.startsWith('deb'))).toEqual(['deb hello 1.0 amd64'])
    await it.publish(await both({ version: '2.0' }))
    expect((await it.view()).filter((line) => line.startsWith('deb'))).toHaveLength(2)
  })

  test('whose head cannot be used, nor a copy, stops and says that packages can name what is listed', async () => {
    const it = await published()
    for (const key of it.keysLike(/-primary\.xml\.gz$/)) await it.memory.delete(key)
    await expect(it.run('republish')).rejects.toThrow(
      /primary\.xml\.gz in memory is missing.* No copy of an earlier head can be used instead: .* in packages .* Nothing was written/,
    )
    await it.run('republish', { packages: '*' })
    expect(await it.view()).toHaveLength(5)
  })

  test('without a head and a copy stops, unless packages says what goes into the channel', async () => {
    const it = await published()
    for (const key of it.keysLike(/\/dists\/|\/repodata\//)) await it.memory.delete(key)
    await expect(it.run('republish')).rejects.toThrow(
      /Nothing of the channel stable is published .* say in packages/,
    )
    const { entries } = await it.run('republish', { packages: 'hello=2.0, data' })
    expect(entries.map(({ format, name, version, status }) => [format, name, version, status])).toEqual([
      ['deb', 'hello', '2.0', 'added'],
      ['rpm', 'data', '1.0-1', 'added'],
      ['rpm', 'hello', '2.0-1', 'added'],
    ])
    expect(await it.view()).toHaveLength(3)
  })

  test('stops where packages has a pattern that nothing there matches; nothing is written', async () => {
    const it = await published()
    const before = new Map(it.memory.objects)
    await expect(it.run('republish', { packages: 'hello=1.0, nix, data=9' })).rejects.toThrow(
      /packages has "nix", "data=9", which are no packages of the folders of the channel stable in memory .*\. Nothing was written/,
    )
    expect(it.memory.objects).toEqual(before)
  })

  test('whose package is missing, or another one, stops and names it and what to do; nothing is written', async () => {
    const it = await published()
    const object = it.memory.objects.get(PACKAGE)
    await it.memory.delete(PACKAGE)
    const before = it.store.counts()
    await expect(it.run('republish')).rejects.toThrow(
      /hello_1\.0_amd64\.deb is missing.*`remove`.*Nothing was written/,
    )
    await it.memory.put(PACKAGE, contentOf(Buffer.alloc(object?.sizeBytes ?? 0)), HEADERS)
    await expect(it.run('republish')).rejects.toThrow(
      /hello_1\.0_amd64\.deb is another file than the signed index says/,
    )
    expect(it.store.counts().uploadedObjects).toBe(before.uploadedObjects)
    expect(it.store.counts().copiedObjects).toBe(before.copiedObjects)
  })

  test('takes another package that lies under a published key only where packages names it', async () => {
    const it = await published()
    const other = await deb({
      entries: [
        { type: 'file', path: '/usr/bin/hello', mode: 0o755, content: contentOf(Buffer.from('other\n')) },
      ],
    })
    await it.memory.delete(PACKAGE)
    await it.memory.put(PACKAGE, other.content, HEADERS)
    await expect(it.run('republish')).rejects.toThrow(/is another file/)
    const { entries } = await it.run('republish', { packages: 'hello=1.0' })
    expect(entries).toMatchObject([
      { format: 'deb', version: '1.0', status: 'replaced', sha256: other.sha256 },
    ])
    await it.view()
  })
})

test('what an index lost comes back by packages', async () => {
  const it = await published()
  await it.run('remove', { packages: 'hello=1.0' })
  it.clock.advance(DAY_MS)
  await it.run('republish', { packages: 'hello=1.0' })
  expect(await it.view()).toHaveLength(5)
})

test('sweeps what crashed runs left, once it is older than the grace time', async () => {
  const it = await published()
  const leftovers = [
    'apt/pool/main/l/lost/lost_1.0_amd64.deb',
    `apt/dists/stable/main/binary-amd64/by-hash/SHA256/${'0'.repeat(64)}`,
    'rpm/stable/x86_64/lost-1.0-1.x86_64.rpm',
    `rpm/stable/x86_64/repodata/${'0'.repeat(64)}-primary.xml.gz`,
  ]
  const theirs = [
    'apt/pool/README',
    'rpm/stable/x86_64/notes.txt',
    'index.html',
    'apt/dists/stable/Contents-amd64.gz',
  ]
  for (const key of [...leftovers, ...theirs]) await it.memory.put(key, contentOf(Buffer.from('?')), HEADERS)
  await it.run('republish')
  for (const key of leftovers) expect(it.memory.objects.has(key)).toBe(true)
  it.clock.advance(8 * DAY_MS)
  const state = await it.view()
  await it.run('republish')
  for (const key of leftovers) expect(it.memory.objects.has(key)).toBe(false)
  for (const key of theirs) expect(it.memory.objects.has(key)).toBe(true)
  expect(await it.view()).toEqual(state)
})

test('of a channel that has nothing is an error, also beside one that has, and nothing is written', async () => {
  const it = await published()
  const before = new Map(it.memory.objects)
  await expect(it.run('republish', { channels: 'stable, nope' })).rejects.toThrow(
    /Nothing of the channel nope is published .* Nothing was written/,
  )
  expect(it.memory.objects).toEqual(before)
})

test('of an empty or foreign bucket is an error, and nothing is written', async () => {
  const it = await commandWorld()
  await expect(it.run('republish')).rejects.toThrow(/Nothing of the channel stable is published/)
  await it.memory.put('website/index.html', contentOf(Buffer.from('<html>')), HEADERS)
  await expect(it.run('republish', { packages: '*' })).rejects.toThrow(
    /"\*", which is no package of the folders of the channel stable in memory \(.* apt-path and rpm-path/,
  )
  expect(it.keysLike(/./)).toEqual(['website/index.html'])
})

test('that is told half of a listing stops, and writes and deletes nothing', async () => {
  const it = await published()
  it.clock.advance(30 * DAY_MS)
  for (const folder of ['apt/dists/stable/heads/', 'rpm/stable/', 'apt/pool/']) {
    const store = faultyStore(it.memory, {
      before: ({ operation, key }) => {
        if (operation === 'list' && key.startsWith(folder)) throw new PublishError('STORE', 'half a listing.')
      },
    })
    const broken = it.as({ store })
    await expect(broken.run('republish', { packages: 'hello' })).rejects.toThrow(
      /half a listing.*Nothing was written/,
    )
    expect(broken.store.counts()).toMatchObject({ uploadedObjects: 0, copiedObjects: 0, deletedObjects: 0 })
  }
})

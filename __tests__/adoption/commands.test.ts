import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import { type CommandWorld, commandWorld } from '../commands/world.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb } from '../support/publishing.ts'
import { indexOf, write, writeSuite } from './foreign-suite.ts'

const FIELDS = ['Suite: stable', 'Architectures: amd64', 'Components: main extra', 'Note: theirs']

let main: readonly DebPackage[]
let extra: readonly DebPackage[]
beforeAll(async () => {
  main = [await deb({ name: 'old' }), await deb({ name: 'older' })]
  extra = [await deb({ name: 'bonus' })]
})

/** Their index, with a field that nobody here knows. */
function theirs(packages: readonly DebPackage[]): Buffer {
  return Buffer.from(
    indexOf(...packages)
      .toString()
      .replace(/^Size:/gm, 'Phased-Update-Percentage: 50\nSize:'),
  )
}

async function adopted(): Promise<CommandWorld> {
  const it = await commandWorld()
  const [first, second] = [theirs(main), theirs(extra)]
  const stored = {
    'main/binary-amd64/Packages': first,
    'main/binary-amd64/Packages.gz': gzipSync(first),
    'extra/binary-amd64/Packages.gz': gzipSync(second),
  }
  await writeSuite(it.memory, FIELDS, { stored, missing: { 'extra/binary-amd64/Packages': second } }, it.keys)
  for (const { name, content } of [...main, ...extra]) {
    await write(it.memory, `apt/pool/${name}.deb`, await bytesOf(content, 1e6, name))
  }
  return it
}

/** What the head in force says of its packages, component by component. */
function stanzas(it: CommandWorld, channel = 'stable'): string {
  const release = it.text(`apt/dists/${channel}/Release`)
  const listed = [...release.matchAll(/^ (\w{64}) +\d+ (\S+)\/Packages\.gz$/gm)]
  return listed
    .map(([, hash, folder]) => {
      const byHash = it.memory.objects.get(`apt/dists/${channel}/${folder}/by-hash/SHA256/${hash}`)
      const plain = it.memory.objects.get(`apt/dists/${channel}/${folder}/Packages.gz`)
      return gunzipSync((byHash ?? plain)?.bytes ?? Buffer.alloc(0)).toString()
    })
    .join('')
}

test('remove and rollback leave what is said of the others as it stands', async () => {
  const it = await adopted()
  await it.run('remove', { packages: 'older' })
  expect(stanzas(it)).toContain(theirs(main.slice(0, 1)).toString())
  expect(stanzas(it)).toContain(theirs(extra).toString())
  expect(it.text('apt/dists/stable/Release')).toMatch(/^Note: theirs$/m)
  await it.publish([await deb()])
  await it.run('rollback')
  expect(stanzas(it)).not.toContain('Package: hello')
  expect(stanzas(it)).toContain(theirs(main.slice(0, 1)).toString())
})

test('promote lists them in another channel, each in its component, word for word', async () => {
  const it = await adopted()
  const before = it.store.counts()
  const opened: string[] = []
  const store = faultyStore(it.memory, {
    before: ({ operation, key }) => {
      if (operation === 'open') opened.push(key)
    },
  })
  await it.as({ store }).run('promote', { 'from-channel': 'stable', channels: 'frozen' })
  expect(opened).toEqual([])
  expect(it.store.counts().copiedObjects).toBe(before.copiedObjects)
  for (const packages of [main, extra]) {
    for (const pkg of packages) expect(stanzas(it, 'frozen')).toContain(theirs([pkg]).toString())
  }
  expect(it.text('apt/dists/frozen/Release')).toMatch(/^Components: extra main$/m)
})

test('what is known by MD5 alone can be promoted once it was published again, as the error says', async () => {
  const it = await commandWorld()
  const [old, ...others] = main
  const weak = indexOf(...main)
    .toString()
    .replace(/^SHA256: .*$/m, `MD5sum: ${'0'.repeat(32)}`)
  const stored = { 'main/binary-amd64/Packages.gz': gzipSync(weak) }
  await writeSuite(it.memory, FIELDS, { stored }, it.keys)
  for (const { name, content } of main)
    await write(it.memory, `apt/pool/${name}.deb`, await bytesOf(content, 1e6, name))
  const promote = () => it.run('promote', { 'from-channel': 'stable', channels: 'frozen' })
  await expect(promote()).rejects.toThrow(
    /old\.deb .* cannot be promoted .* Take it out with `remove`, and publish its file again\. Nothing was written/,
  )
  await it.run('remove', { packages: 'old' })
  await it.publish(main.filter((pkg) => pkg === old))
  const { entries } = await promote()
  expect(entries.map(({ name }) => name).sort()).toEqual(['old', ...others.map(({ name }) => name)])
})

test('rollback leaves those that stayed where they are, also what is known by MD5 alone', async () => {
  const it = await commandWorld()
  const weak = indexOf(...main)
    .toString()
    .replace(/^SHA256: .*$/gm, `MD5sum: ${'0'.repeat(32)}`)
  const stored = { 'main/binary-amd64/Packages.gz': gzipSync(weak) }
  await writeSuite(it.memory, FIELDS, { stored }, it.keys)
  for (const { name, content } of main)
    await write(it.memory, `apt/pool/${name}.deb`, await bytesOf(content, 1e6, name))
  for (const version of ['1.0', '2.0']) await it.publish([await deb({ version })])
  const { entries } = await it.run('rollback')
  expect(entries).toMatchObject([{ name: 'hello', version: '2.0', status: 'removed' }])
  expect(stanzas(it)).toContain(weak)
  await it.run('remove', { packages: 'old' })
  await expect(it.run('rollback')).rejects.toThrow(
    /apt\/pool\/old\.deb is listed by another tool without a SHA-256.*Nothing was written/,
  )
})

test('the last one of an index without a newline at its end stays apart from what is promoted with it', async () => {
  const it = await commandWorld()
  const indexes = [...main].map((pkg) => gzipSync(indexOf(pkg).toString().trimEnd()))
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = indexes
  const stored = { 'main/binary-amd64/Packages.gz': first, 'main/binary-arm64/Packages.gz': second }
  await writeSuite(it.memory, FIELDS, { stored }, it.keys)
  for (const { name, content } of main)
    await write(it.memory, `apt/pool/${name}.deb`, await bytesOf(content, 1e6, name))
  await it.run('promote', { 'from-channel': 'stable', channels: 'frozen' })
  for (const pkg of main)
    expect(stanzas(it, 'frozen').split('\n\n')).toContain(indexOf(pkg).toString().trimEnd())
})

test('remove takes out what an index of another architecture lists', async () => {
  const it = await commandWorld()
  const packages = [...main, await deb({ name: 'strange', arch: 'arm64' })]
  const stored = { 'main/binary-amd64/Packages.gz': gzipSync(indexOf(...packages)) }
  await writeSuite(it.memory, FIELDS, { stored }, it.keys)
  await it.run('remove', { packages: 'strange' })
  expect(stanzas(it)).not.toContain('Package: strange')
  expect(stanzas(it)).toContain('Package: older')
  await expect(it.run('remove', { packages: 'strange' })).rejects.toThrow(
    /is no package of the channel stable/,
  )
})

test('republish keeps their words, and completes the metadata of their packages', async () => {
  const it = await adopted()
  await it.run('republish')
  expect(stanzas(it)).toContain(theirs(main).toString())
  expect(stanzas(it)).toContain(theirs(extra).toString())
  const { metadata } = it.memory.objects.get('apt/pool/old.deb') ?? { metadata: {} }
  expect(metadata).toEqual({ sha256: main[0]?.sha256 })
})

test('nothing of theirs is collected', async () => {
  const it = await adopted()
  const own = it.keysLike(/./)
  for (let version = 1; version < 15; version += 1) {
    it.clock.advance(24 * 60 * 60 * 1000)
    await it.publish([await deb({ version: `${version}` })], { 'keep-versions': '1' })
  }
  await it.run('republish')
  expect(it.keysLike(/./)).toEqual(expect.arrayContaining([...own]))
})

test('what only their head named stays for the grace time after it was replaced', async () => {
  const it = await adopted()
  it.clock.advance(30 * 24 * 60 * 60 * 1000)
  await it.run('remove', { packages: 'older' })
  await it.run('republish')
  expect(it.memory.objects.has('apt/pool/older.deb')).toBe(true)
  it.clock.advance(8 * 24 * 60 * 60 * 1000)
  await it.run('republish')
  await it.run('republish')
  it.clock.advance(8 * 24 * 60 * 60 * 1000)
  await it.run('republish')
  expect(it.memory.objects.has('apt/pool/older.deb')).toBe(false)
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import { indexOf, write, writeSuite } from '../adoption/foreign-suite.ts'
import { type CommandWorld, commandWorld } from '../commands/world.ts'
import { deb } from '../support/publishing.ts'
import { verified } from './verifying.ts'

const SUITE = 'apt/dists/stable/'
const PACKED = `${SUITE}main/binary-amd64/Packages.gz`

let first: Awaited<ReturnType<typeof deb>>
beforeAll(async () => {
  first = await deb()
})

async function published(versions: readonly string[]): Promise<CommandWorld> {
  const it = await commandWorld()
  for (const version of versions) await it.publish([await deb({ version })])
  it.clock.advance(10 * 60_000)
  return it
}

async function adviceOf(it: CommandWorld): Promise<string> {
  const { findings } = await verified(it)
  return findings.find(({ severity }) => severity === 'error')?.remedy ?? ''
}

const DAMAGES: Readonly<Record<string, (it: CommandWorld) => Promise<void>>> = {
  'a head that is gone': async (it) => {
    await it.memory.delete(`${SUITE}InRelease`)
  },
  'a head that is something else': async (it) => {
    await it.memory.delete(`${SUITE}InRelease`)
    await write(it.memory, `${SUITE}InRelease`, '<html>')
  },
  'a lost index': async (it) => {
    const [, hash = ''] = / (\w{64}) +\d+ \S+\/Packages\.gz$/m.exec(it.text(`${SUITE}Release`)) ?? []
    await it.memory.delete(PACKED)
    await it.memory.delete(`${SUITE}main/binary-amd64/by-hash/SHA256/${hash}`)
  },
}

describe.each(Object.entries(DAMAGES))('%s', (_, damage) => {
  test('is mended by republish, where a copy can be read', async () => {
    const it = await published(['1.0', '2.0'])
    await damage(it)
    expect(await adviceOf(it)).toMatch(/`republish` writes it anew, from the newest copy that verifies/)
    await it.run('republish')
    expect((await verified(it)).isSound).toBe(true)
  })

  test('is mended by republish with packages, where none can', async () => {
    const it = await published(['1.0'])
    await damage(it)
    // A Release with its signature is the head of suites of other makers.
    for (const key of it.keysLike(/\/heads\/|\/Release$/)) await it.memory.delete(key)
    expect(await adviceOf(it)).toMatch(/`republish` with packages/)
    await expect(it.run('republish')).rejects.toThrow(/Nothing was written/)
    await it.run('republish', { packages: 'hello' })
    expect((await verified(it)).isSound).toBe(true)
    expect(await it.view()).toHaveLength(1)
  })
})

test('a suite that never was signed is mended by publish with adopt-unsigned', async () => {
  const it = await commandWorld()
  const stored = { 'main/binary-amd64/Packages': indexOf(first) }
  await writeSuite(it.memory, ['Suite: stable', 'Architectures: amd64', 'Components: main'], { stored })
  await write(it.memory, 'apt/pool/hello.deb', await bytesOf(first.content, 1e6, 'hello'))
  it.clock.advance(10 * 60_000)
  expect(await adviceOf(it)).toMatch(/where it never was signed, `publish` with adopt-unsigned/)
  await it.publish([await deb({ version: '2.0' })], { 'adopt-unsigned': 'true' })
  expect((await verified(it)).isSound).toBe(true)
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import type { Clock } from '../../src/clock.ts'
import { bytesOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { planningStore } from '../../src/store/planning.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { runIn } from '../support/running.ts'
import { type CommandWorld, DAY_MS, commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]

/** IDs and hashes depend on the clock. */
const form = (line: string) => line.replace(/\d{10}-[0-9a-f]{16}/g, 'ID').replace(/[0-9a-f]{64}/g, 'HASH')
const isKept = (line: string) => !line.includes('.conditions-')

async function planned(
  it: CommandWorld,
  work: (it: CommandWorld) => Promise<unknown>,
  clock: Pick<Clock, 'now'> = it.clock,
) {
  const planning = planningStore(it.memory, clock)
  await work(it.as({ store: planning }))
  const lines = planning.planned.map(({ kind, key }) => `${kind === 'relabel' ? 'copy' : kind} ${key}`)
  return lines.filter(isKept).map(form).sort()
}

async function done(it: CommandWorld, work: (it: CommandWorld) => Promise<unknown>) {
  const lines: string[] = []
  const store = faultyStore(it.memory, {
    after: ({ operation, key }) => {
      if (operation === 'put' || operation === 'swap') lines.push(`write ${key}`)
      if (operation === 'copy' || operation === 'delete') lines.push(`${operation} ${key}`)
    },
  })
  await work(it.as({ store }))
  return lines.filter(isKept).map(form).sort()
}

const COMMANDS: Readonly<Record<string, readonly [(it: CommandWorld) => Promise<unknown>, number]>> = {
  'a first publish': [async (it) => it.publish(await both(), { channels: 'new' }), 16],
  'a publish': [async (it) => it.publish(await both({ version: '3.0' })), 14],
  'a publish of what is there': [async (it) => it.publish(await both()), 0],
  'a publish that keeps one version': [
    async (it) => it.publish(await both({ version: '3.0' }), { 'keep-versions': '1' }),
    14,
  ],
  'a publish of noarch': [async (it) => it.publish([await rpm(keys, { name: 'data', arch: 'all' })]), 14],
  remove: [(it) => it.run('remove', { packages: 'hello=1.0' }), 12],
  promote: [(it) => it.run('promote', { 'from-channel': 'stable', channels: 'testing' }), 14],
  republish: [(it) => it.run('republish'), 12],
  rollback: [(it) => it.run('rollback'), 12],
  verify: [(it) => it.run('verify'), 0],
}

test.each(Object.entries(COMMANDS))('%s is done as a dry run says', async (_, [work, least]) => {
  const it = await commandWorld()
  await it.publish([...(await both()), await rpm(keys, { arch: 'arm64' })])
  await it.publish(await both({ version: '2.0' }))
  it.clock.advance(DAY_MS / 4)
  const before = new Map(it.memory.objects)
  const plan = await planned(it, work)
  expect(new Map(it.memory.objects)).toEqual(before)
  expect(await done(it, work)).toEqual(plan)
  expect(plan.length).toBeGreaterThanOrEqual(least)
})

test('a machine whose clock is half an hour slow plans the same', async () => {
  const it = await commandWorld()
  await it.publish([await rpm(keys), await rpm(keys, { name: 'data', arch: 'all' })])
  const newer = async (world: CommandWorld) => world.publish([await rpm(keys, { arch: 'arm64' })])
  const clock = { now: () => it.clock.now() - 30 * 60_000 }
  const plan = await planned(it, newer, clock)
  expect(plan).toContain('write rpm/stable/aarch64/repodata/repomd.xml')
  expect(await done(it, newer)).toEqual(plan)
})

test('of a directory, which keeps no metadata, no plan is to add some', async () => {
  const cwd = await temporaryDirectory()
  await writeFile(join(cwd, 'hello.deb'), await bytesOf((await deb()).content, 1e6, 'hello'))
  const inputs = { artifacts: 'hello.deb', maintainer: 'Jane <jane@example.com>' } as const
  await runIn(cwd, inputs)
  const { planned, counts } = await runIn(cwd, { ...inputs, command: 'republish', 'dry-run': 'true' })
  expect(planned.map(({ kind }) => kind)).toEqual(Array(7).fill('write'))
  expect(counts.copiedObjects).toBe(0)
})

test('what would be collected is part of a plan', async () => {
  const it = await commandWorld()
  for (const version of ['1.0', '1.1', '1.2', '1.3', '1.4']) await it.publish(await both({ version }))
  await it.run('remove', { packages: 'hello=1.0' })
  it.clock.advance(30 * DAY_MS)
  const work = async (world: CommandWorld) => world.publish(await both({ version: '1.5' }))
  const plan = await planned(it, work)
  expect(plan).toContain('delete apt/dists/stable/main/binary-amd64/by-hash/SHA256/HASH')
  expect(await done(it, work)).toEqual(plan)
})

test('what would be swept and labelled is part of a plan', async () => {
  const it = await commandWorld()
  await it.publish(await both())
  const stray = 'apt/pool/main/s/stray/stray_1.0_amd64.deb'
  await it.memory.put(stray, (await deb({ name: 'stray' })).content, { contentType: '', cacheControl: '' })
  for (const [key, object] of it.memory.objects) it.memory.objects.set(key, { ...object, metadata: {} })
  it.clock.advance(30 * DAY_MS)
  const plan = await planned(it, (world) => world.run('republish'))
  expect(plan).toContain(`delete ${stray}`)
  expect(plan).toContain('copy apt/pool/main/h/hello/hello_1.0_amd64.deb')
  expect(await done(it, (world) => world.run('republish'))).toEqual(plan)
})

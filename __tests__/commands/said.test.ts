import { beforeAll, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { planningStore } from '../../src/store/planning.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { type CommandWorld, DAY_MS, commandWorld } from './world.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

const both = async (changes = {}) => [await deb(changes), await rpm(keys, changes)]

async function published(): Promise<CommandWorld> {
  const it = await commandWorld()
  await it.publish(await both())
  await it.publish(await both({ version: '2.0' }))
  return it
}

/** What a run says, the IDs and dates of heads apart. */
async function said(it: CommandWorld, work: () => Promise<unknown>): Promise<readonly string[]> {
  it.log.lines.length = 0
  await work()
  return it.log.lines.map((line) => line.replace(/\d{10}-[0-9a-f]{16} of [0-9T:.Z-]{24}/, 'ID of DATE'))
}

test('publish says what becomes of each package', async () => {
  const it = await published()
  const changes = { 'if-exists': 'replace', 'keep-versions': '1' }
  const packages = [...(await both({ version: '3.0' })), await deb({ version: '3.0', arch: 'arm64' })]
  expect(await said(it, () => it.publish(packages, changes))).toEqual([
    'info: apt suite stable: 2 packages to add, 2 to remove',
    'info: rpm repository stable/x86_64: 1 package to add, 2 to remove',
  ])
  expect(await said(it, () => it.publish(packages, changes))).toEqual([
    'info: apt suite stable: 2 packages published already',
    'info: rpm repository stable/x86_64: 1 package published already',
  ])
  const others = [await deb({ version: '3.0', description: 'Another' })]
  expect(await said(it, () => it.publish(others, { 'if-exists': 'skip' }))).toEqual([
    'info: apt suite stable: 1 package to skip, as if-exists says',
  ])
  expect(await said(it, () => it.publish(others, { ...changes, channels: 'stable, new' }))).toEqual([
    'info: apt suite stable: 1 package to replace',
    'info: apt suite new, new: 1 package to add',
  ])
})

test('a repository that another tool made is not called new', async () => {
  const it = await published()
  for (const key of it.keysLike(/\/heads\//)) await it.memory.delete(key)
  expect(await said(it, async () => it.publish(await both({ version: '3.0' })))).toEqual([
    'info: apt suite stable, made by another tool: 1 package to add',
    'info: rpm repository stable/x86_64, made by another tool: 1 package to add',
  ])
})

test('remove says what it takes from where', async () => {
  const it = await published()
  expect(await said(it, () => it.run('remove', { packages: 'hello=1.0, *=1.0' }))).toEqual([
    'info: Remove hello=1.0, *=1.0 from the channel stable of memory.',
    'info: apt suite stable: 1 package to remove',
    'info: rpm repository stable/x86_64: 1 package to remove',
  ])
})

test('promote says from where to where', async () => {
  const it = await published()
  const inputs = { 'from-channel': 'stable', channels: 'testing' }
  expect(await said(it, () => it.run('promote', inputs))).toEqual([
    'info: Promote the newest version of each package from the channel stable to the channel testing of memory.',
    'info: apt suite testing, new: 1 package to add',
    'info: rpm repository testing/x86_64, new: 1 package to add',
  ])
  const [first] = await said(it, () => it.run('promote', { ...inputs, packages: 'hello' }))
  expect(first).toBe('info: Promote hello from the channel stable to the channel testing of memory.')
})

test('rollback says which head it goes back to, and of when that is', async () => {
  const it = await published()
  expect(await said(it, () => it.run('rollback'))).toEqual([
    'info: Roll back the channel stable of memory to the heads before those in force.',
    'info: apt suite stable: back to ID of DATE',
    'info: rpm repository stable/x86_64: back to ID of DATE',
    'info: apt suite stable: 1 package to remove',
    'info: rpm repository stable/x86_64: 1 package to remove',
  ])
  const [, id = ''] = /heads\/([^/]+)\//.exec(it.keysLike(/apt\/.*\/heads\//)[0] ?? '') ?? []
  const [first] = await said(it, () => it.run('rollback', { to: id }))
  expect(first).toBe(`info: Roll back the channel stable of memory to ${id}.`)
})

test('republish says that it writes everything anew, and what it lists besides', async () => {
  const it = await published()
  expect(await said(it, () => it.run('republish', { 'dry-run': 'true' }))).toEqual([
    'info: Dry run, nothing is written: write every index of the channel stable of memory anew.',
    'info: apt suite stable: no package changes',
    'info: rpm repository stable/x86_64: no package changes',
  ])
  const [first] = await said(it, () => it.run('republish', { packages: 'hello, hello=1.0' }))
  expect(first).toBe(
    'info: Write every index of the channel stable of memory anew, with hello, hello=1.0 as it lies there.',
  )
})

test('verify says what it reads', async () => {
  const it = await published()
  await it.run('remove', { packages: 'hello=1.0' })
  const lines = await said(it, () => it.run('verify', { deep: 'true' }))
  expect(lines[0]).toBe('info: Verify the channel stable of memory, with every byte of the packages.')
  expect(lines.slice(1).sort()).toEqual([
    'info: apt suite stable: 1 package, sound',
    'info: rpm repository stable/x86_64: 1 package, sound',
  ])
})

test('a collection says how many objects it deletes, and a dry run how many it would', async () => {
  const it = await published()
  // The newest three copies of a head always stay.
  for (const version of ['3.0', '4.0']) await it.publish(await both({ version }))
  it.clock.advance(30 * DAY_MS)
  const line = async (work: CommandWorld, inputs = {}) =>
    (await said(work, () => work.run('republish', inputs))).find((text) => text.includes('nobody'))
  const planning = it.as({ store: planningStore(it.memory, it.clock) })
  const planned = await line(planning, { 'dry-run': 'true' })
  expect(planned).toMatch(/^info: apt\/: would delete [1-9]\d* objects that nobody can be reading any more$/)
  expect(await line(it)).toBe(planned?.replace('would delete', 'deleted'))
})

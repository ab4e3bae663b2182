import { beforeAll, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { planningStore } from '../../src/store/planning.ts'
import type { Store } from '../../src/store/store.ts'
import { deb, fixtureKeys, rpm, variants } from '../support/publishing.ts'
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

/** What every run says. */
const ROUTINE = /^info: (?:Read and verified\. Nothing is written yet\.|.*: finished)$/

/** What a run says, the IDs and dates of heads apart, and without routine and the plan, which is folded. */
async function said(it: CommandWorld, work: () => Promise<unknown>): Promise<readonly string[]> {
  it.log.lines.length = 0
  it.log.steps.clear()
  await work()
  const planned = new Set(it.log.steps.get('Plan'))
  const lines = it.log.lines.filter((line) => !planned.has(line) && !ROUTINE.test(line))
  return lines.map((line) => line.replace(/\d{10}-[0-9a-f]{16} of [0-9T:.Z-]{24}/, 'ID of DATE'))
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

/** The plan that a run says before it carries it out; sizes of packages are what their builders make of them. */
async function plan(it: CommandWorld, work: () => Promise<unknown>): Promise<readonly string[]> {
  await said(it, work)
  return (it.log.steps.get('Plan') ?? []).map((line) =>
    line.replace(/^info: /, '').replace(/[\d.]+ KiB/, 'SIZE'),
  )
}

test('the plan has every package that changes, every head that is swapped, and what is sent', async () => {
  const it = await published()
  const packages = [
    ...(await both({ version: '3.0' })),
    await deb({ version: '2.0', description: 'Another' }),
  ]
  const inputs = { 'if-exists': 'skip', 'keep-versions': '2', channels: 'stable, new' }
  expect(await plan(it, () => it.publish(packages, inputs))).toEqual([
    'apt suite stable',
    '  add     hello 3.0 for amd64                    SIZE',
    '  skip    hello 2.0 for amd64                    SIZE',
    '  remove  hello 1.0 for amd64                    SIZE',
    '  swap    apt/dists/stable/InRelease',
    'apt suite new',
    '  add     hello 3.0 for amd64                    SIZE',
    '  add     hello 2.0 for amd64                    SIZE',
    '  swap    apt/dists/new/InRelease',
    'rpm repository stable/x86_64',
    '  add     hello 3.0-1 for x86_64                 SIZE',
    '  remove  hello 1.0-1 for x86_64                 SIZE',
    '  swap    rpm/stable/x86_64/repodata/repomd.xml',
    'rpm repository new/x86_64',
    '  add     hello 3.0-1 for x86_64                 SIZE',
    '  swap    rpm/new/x86_64/repodata/repomd.xml',
    'To be sent: 3 packages (SIZE), and the indexes that change.',
  ])
  expect(await plan(it, () => it.publish(packages, { 'if-exists': 'skip' }))).toEqual([
    'apt suite stable',
    '  skip  hello 2.0 for amd64  SIZE',
    'To be sent: nothing.',
  ])
  expect(await plan(it, async () => it.publish(await both({ version: '3.0' })))).toEqual(['Nothing changes.'])
})

test('the plan to promote sends no package, and the one to republish swaps heads of which no package changes', async () => {
  const it = await published()
  const inputs = { 'from-channel': 'stable', channels: 'testing', packages: 'hello=2.0' }
  expect(await plan(it, () => it.run('promote', inputs))).toEqual([
    'apt suite testing',
    '  add   hello 2.0 for amd64                     SIZE',
    '  swap  apt/dists/testing/InRelease',
    'rpm repository testing/x86_64',
    '  add   hello 2.0-1 for x86_64                  SIZE',
    '  swap  rpm/testing/x86_64/repodata/repomd.xml',
    'To be sent: the indexes that change.',
  ])
  expect(await plan(it, () => it.run('republish', { 'dry-run': 'true' }))).toEqual([
    'apt suite stable',
    '  swap  apt/dists/stable/InRelease',
    'rpm repository stable/x86_64',
    '  swap  rpm/stable/x86_64/repodata/repomd.xml',
    'To be sent: the indexes that change.',
  ])
})

test('a plan of thousands is cut, and says by how much', async () => {
  const it = await commandWorld()
  const packages = variants(await deb(), 1_000)
  const lines = await plan(it, () => it.publish(packages))
  expect(lines).toHaveLength(302)
  expect(lines.at(-2)).toBe('and 702 more lines')
})

test('packages that take long to store say how far they have come, and what is sent again counts once', async () => {
  const it = await commandWorld()
  const slow: Store = {
    ...it.memory,
    put(key, body, headers) {
      it.clock.advance(4_000)
      return it.memory.put(key, body, headers)
    },
  }
  const world = it.as({ store: slow })
  await world.publish(await both({ version: '4.0' }), { channels: 'stable, testing' })
  const lines = world.log.lines.filter((line) => line.startsWith('progress: '))
  expect(lines).toEqual([
    expect.stringMatching(/^progress: Storing packages: [01] of 2, \d.* of \d\.\d KiB, \d+ bytes\/s$/),
    expect.stringMatching(/^progress: Storing packages: 2 of 2, (\d\.\d KiB) of \1, \d+ bytes\/s$/),
  ])
})

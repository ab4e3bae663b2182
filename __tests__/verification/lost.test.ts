import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { type CommandWorld, DAY_MS, commandWorld } from '../commands/world.ts'
import { verified } from './verifying.ts'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

async function published(): Promise<CommandWorld> {
  const it = await commandWorld()
  await it.publish([await deb(), await rpm(keys)])
  return it
}

describe('a repository of which the packages alone are left', () => {
  test.each([
    ['apt suite stable', /\/dists\//, 'apt/pool/main/h/hello/hello_1.0_amd64.deb'],
    ['rpm repository stable/x86_64', /\/repodata\//, 'rpm/stable/x86_64/hello-1.0-1.x86_64.rpm'],
  ])('%s is a warning, with what lists them again', async (repository, indexes, key) => {
    const it = await published()
    for (const name of it.keysLike(indexes)) await it.memory.delete(name)
    it.clock.advance(2 * DAY_MS)
    const remedy = expect.stringMatching(/^`republish` with packages/)
    expect((await verified(it)).findings).toMatchObject([
      { severity: 'warning', repository: expect.stringMatching(`^(${repository})?$`), key, remedy },
    ])
    await it.run('republish', { packages: 'hello' })
    // The file that nothing named was no longer sure to stay: a copy of it is listed.
    expect((await verified(it)).findings.filter(({ severity }) => severity !== 'notice')).toEqual([])
    expect(await it.view()).toHaveLength(2)
  })
})

describe('a suite that lost its head, and shares the pool', () => {
  async function headless(...versions: readonly string[]): Promise<CommandWorld> {
    const it = await published()
    for (const version of versions) {
      await it.publish([await deb({ name: 'other', version })], { channels: 'testing' })
    }
    for (const name of ['InRelease', 'Release', 'Release.gpg']) {
      await it.memory.delete(`apt/dists/testing/${name}`)
    }
    it.clock.advance(30 * DAY_MS)
    return it
  }

  test('is a notice to who looks at another, by its name', async () => {
    const it = await headless('1.0')
    const { findings } = await verified(it)
    expect(findings).toMatchObject([
      { severity: 'notice', repository: 'apt suite testing', key: 'apt/dists/testing/InRelease' },
    ])
  })

  test('stops every collection, which says what to do', async () => {
    const it = await headless('1.0', '2.0')
    await it.run('republish')
    expect(it.log.lines.join('\n')).toMatch(
      /not wholly, deleted: apt\/dists\/testing\/InRelease, the head of the apt suite testing, is gone.*`republish`/,
    )
  })

  test.each([[['1.0']], [['1.0', '2.0']]])('after %j loses nothing to a sweep', async (versions) => {
    const it = await headless(...versions)
    await it.run('republish')
    await it.run('republish', { channels: 'testing' })
    const others = versions.map((version) => `deb other ${version} amd64`)
    expect(await it.view()).toEqual(expect.arrayContaining(others))
    expect((await verified(it, { channels: 'stable, testing' })).isSound).toBe(true)
  })
})

test('a listing of suites without the one that was written is none to delete by', async () => {
  const it = await published()
  await it.publish([await deb({ name: 'other' })], { channels: 'testing' })
  it.clock.advance(30 * DAY_MS)
  const half = {
    ...faultyStore(it.memory, {}),
    folders: async (folder: string) =>
      (await it.memory.folders(folder)).filter((name) => name !== 'stable' || !folder.endsWith('dists/')),
  }
  const broken = it.as({ store: half })
  await broken.run('republish')
  expect(broken.log.lines.join('\n')).toMatch(/lists its suites without the apt suite stable/)
  expect(broken.store.counts().deletedObjects).toBe(0)
})

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Store } from '../../src/store/store.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { deb, fixtureKeys, publishAll, rpm, runCommand } from '../support/publishing.ts'

let r2: LocalR2
let store: Store
beforeAll(async () => {
  r2 = await startR2()
  store = r2.store({ prefix: 'ours' })
})
afterAll(() => r2.stop())

/** What other tools, and people, can put into a bucket: keys that no file system and no URL tells apart from others. */
const ODD = [
  'pool/../evil.deb',
  'pool//evil.deb',
  'pool/main/./evil.deb',
  'pool/a\\evil.deb',
  'pool/a\nevil.deb',
  'pool/',
  'dists//InRelease',
  'dists/../InRelease',
  'dists/./Release',
  'dists/a\\b/InRelease',
  'dists/stable/heads//InRelease',
  'dists/stable/heads/../InRelease',
  'dists/stable/heads/99999999999999999999-0123456789abcdef/InRelease',
  'rpm//repodata/repomd.xml',
  'rpm/stable/../repodata/repomd.xml',
  'rpm/stable//repodata/repomd.xml',
  'rpm/stable/x86_64/repodata/heads/../repomd.xml',
  'rpm/stable/x86_64/..\\evil.rpm',
  'collecting/../1-0123456789abcdef',
  'collecting//',
]

test('a repository lives among objects of any name', async () => {
  const keys = await fixtureKeys()
  const inputs = { 'apt-path': '', 'rpm-path': 'rpm/{channel}/{arch}' }
  const options = { store, keys, inputs, baseUrl: 'https://packages.example.com' }
  await publishAll([await deb(), await rpm(keys)], options)
  for (const key of ODD) await r2.bucket.put(`ours/${key}`, 'evil')
  for (const key of ['other/pool/evil.deb', 'ours-too/evil.deb']) await r2.bucket.put(key, 'evil')

  const { entries } = await publishAll(
    [await deb({ version: '2.0' }), await rpm(keys, { version: '2.0' })],
    options,
  )
  expect(entries.map(({ status }) => status)).toEqual(['added', 'added'])
  for (const command of ['republish', 'verify', 'rollback'] as const) {
    const { verification } = await runCommand(command, {}, options)
    expect(verification?.findings.filter(({ severity }) => severity === 'error') ?? []).toEqual([])
  }
  const { entries: all } = await runCommand('republish', { packages: '*' }, options)
  expect(all.map(({ name }) => name)).not.toContain('evil')
  for (const key of ODD) expect(await r2.bucket.head(`ours/${key}`)).not.toBeNull()
})

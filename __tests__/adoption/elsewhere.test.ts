import { beforeAll, expect, test } from '@jest/globals'
import { eachOf } from '../../src/entries.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { emptyIndex, withEntries } from '../../src/rpm/repodata/index-file.ts'
import { editedMetadata, emptyMetadata, renderMetadata } from '../../src/rpm/repodata/metadata.ts'
import type { Store } from '../../src/store/store.ts'
import { commandWorld } from '../commands/world.ts'
import { fixtureKeys, rpm } from '../support/publishing.ts'
import { verified } from '../verification/verifying.ts'
import { write } from './foreign-suite.ts'

const RPM = 'rpm/stable/x86_64/'

let keys: SigningKeys
beforeAll(async () => {
  keys = await fixtureKeys()
})

/** As `createrepo_c --baseurl` writes it: the packages are on another server. */
async function writeWithBase(store: Store): Promise<void> {
  const added = [
    { pkg: await rpm(keys, { name: 'theirs' }), href: 'theirs-1.0-1.x86_64.rpm' },
    { pkg: await rpm(keys, { name: 'data', arch: 'all' }), href: 'data-1.0-1.noarch.rpm' },
  ]
  const { repomd, indexes } = editedMetadata(emptyMetadata(), { added, removed: [] })
  const entries = [...eachOf(indexes.primary.entries)].map(({ bytes }) =>
    bytes.toString().replace('<location ', '<location xml:base="https://example.net/el" '),
  )
  const primary = withEntries(emptyIndex('primary'), entries)
  const metadata = { repomd, indexes: { ...indexes, primary } }
  const rendered = await renderMetadata(metadata, { stampSeconds: 1_600_000_000, previous: undefined }, keys)
  for (const { href, stored } of rendered.indexes) await write(store, RPM + href, stored)
  for (const { href, bytes } of rendered.hinted) await write(store, RPM + href, bytes)
  await write(store, `${RPM}repodata/repomd.xml`, rendered.repomd)
  await write(store, `${RPM}repodata/repomd.xml.asc`, rendered.signature)
}

test('packages on another server are a notice, and stand in no command’s way', async () => {
  const it = await commandWorld()
  await writeWithBase(it.memory)
  await it.publish([await rpm(keys), await rpm(keys, { arch: 'arm64' })])
  await it.run('republish')
  it.clock.advance(10 * 60_000)
  for (const deep of ['false', 'true']) {
    expect((await verified(it, { deep })).findings).toMatchObject([
      {
        severity: 'notice',
        seen: expect.stringMatching(/^rpm\/stable\/x86_64\/(theirs|data)\S+ \(and 1 more\) is not here/),
      },
    ])
  }
  await it.run('rollback')
  expect((await verified(it)).isSound).toBe(true)
})

import { test } from '@jest/globals'
import { deb, rpm, describe } from '../support/publishing.ts'
import { directorySite, keysOf } from './site.ts'
import { data, debWithEpoch, rpmWithEpoch } from './packages.ts'
import { cpSync, readFileSync } from 'node:fs'
import { contentOf } from '../../src/content.ts'
test('x', async () => {
  const site = await directorySite(await keysOf('rsa4096', 'ed25519'))
  const speak = { name: 'speak', depends: ['libc6 (>= 2.34)'], entries: [{ type: 'file' as const, path: '/usr/bin/speak', mode: 0o755, content: contentOf(readFileSync('/usr/bin/printf')) }] }
  const k = site.keys
  await site.publish([await deb(), await deb({arch: 'arm64'}), await deb(data()), await deb(speak), await debWithEpoch(),
   await rpm(k), await rpm(k, {arch: 'arm64'}), await rpm(k, data()), await rpm(k, {...speak, depends: ['glibc >= 2.34']}), await rpmWithEpoch(k)])
  cpSync(site.path, '/tmp/exp/site', { recursive: true })
})

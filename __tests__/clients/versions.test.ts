import { afterEach, expect } from '@jest/globals'
import { deb, rpm } from '../support/publishing.ts'
import { type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { bucketSite, closeSites, keysOf } from './site.ts'

afterEach(closeSites)

/** What a project releases, one after the other: each is an upgrade. */
const RELEASED = [
  { version: '1.2.3rc1' },
  { version: '1.2.3rc1-4-gabc1234' },
  { version: '1.2.3' },
  { version: '1.2.3-4-g1234abc' },
  { version: '1.2.4-rc.1' },
  { version: '2026-11-21' },
  { version: '0.1.0', epoch: 1 },
] as const

async function greeting(root: Root): Promise<string> {
  return (await root.run('hello', [])).stdout.trim()
}

for (const release of ['bullseye', 'sid'] as const) {
  testInRoot(release, 'apt takes each version of a project for an upgrade', async (root) => {
    const site = await bucketSite(await keysOf('rsa4096'))
    const seen: string[] = []
    for (const changes of RELEASED) {
      await site.publish([await deb(changes)])
      if (seen.length === 0) {
        await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
        await root.write('/etc/apt/keyrings/demo.asc', await site.download('demo.asc'))
        await root.write('/etc/apt/sources.list.d/demo.sources', await site.download('demo.sources'))
      }
      await root.run('apt-get', ['update'])
      await root.run('apt-get', ['install', '--yes', 'hello'])
      seen.push(await greeting(root))
    }
    expect(seen).toEqual(RELEASED.map(({ version }) => `hello ${version}`))
  })
}

for (const [release, client] of RPM_CLIENTS.filter(([name]) => name === 'bullseye' || name === 'sid')) {
  testInRoot(release, `${client.program} takes each version of a project for an upgrade`, async (root) => {
    const site = await bucketSite(await keysOf('rsa4096'))
    const seen: string[] = []
    for (const changes of RELEASED) {
      await site.publish([await rpm(site.keys, changes)])
      if (seen.length === 0) await root.write(`${client.folder}/demo.repo`, await site.download('demo.repo'))
      await client.refresh(root)
      await (seen.length === 0 ? client.install(root, ['hello']) : client.upgrade(root))
      seen.push(await greeting(root))
    }
    expect(seen).toEqual(RELEASED.map(({ version }) => `hello ${version}`))
  })
}

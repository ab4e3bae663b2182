import { afterEach, describe, expect } from '@jest/globals'
import { deb, rpm, variants } from '../support/publishing.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from './site.ts'

afterEach(closeSites)

/** Enough for indexes that are stored in several pieces, of which most stay when a package is added. */
const OTHERS = 1500

async function hello(root: Root): Promise<string> {
  return (await root.run('hello', [])).stdout.trim()
}

async function publishDeb(site: DirectorySite, version: string): Promise<void> {
  await site.publish([await deb({ version })])
}

describe.each(RELEASES)('apt', (release) => {
  testInRoot(release, 'apt reads an index of many pieces, and what was added to it', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    await site.publish(variants(await deb({ name: 'filler' }), OTHERS))
    await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
    await root.write('/etc/apt/keyrings/demo.asc', await site.download('demo.asc'))
    await root.write('/etc/apt/sources.list.d/demo.sources', await site.download('demo.sources'))
    for (const version of ['1.0', '1.1']) {
      await publishDeb(site, version)
      await root.run('apt-get', ['update'])
      await root.run('apt-get', ['install', '--yes', 'hello'])
      expect(await hello(root)).toBe(`hello ${version}`)
    }
    const names = (await root.run('apt-cache', ['pkgnames', 'package-'])).stdout.trim().split('\n')
    expect(names).toHaveLength(OTHERS)
  })
})

describe.each(RPM_CLIENTS)('%s', (release, client) => {
  testInRoot(
    release,
    `${client.program} reads an index of many pieces, and what was added to it`,
    async (root) => {
      const { keys, ...site } = await directorySite(await keysOf('rsa4096'))
      await site.publish(variants(await rpm(keys, { name: 'filler' }), OTHERS))
      await site.publish([await rpm(keys)])
      await root.write(`${client.folder}/demo.repo`, await site.download('demo.repo'))
      await client.refresh(root)
      await client.install(root, ['hello'])
      await site.publish([await rpm(keys, { version: '1.1' })])
      await client.refresh(root)
      await client.upgrade(root)
      expect(await hello(root)).toBe('hello 1.1')
    },
  )
})

import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect } from '@jest/globals'
import { rpm } from '../support/publishing.ts'
import { data, rpmWithEpoch, speak } from './packages.ts'
import { type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS, type RpmClient } from './rpm-client.ts'
import { type Site, bucketSite, closeSites, directorySite, keysOf, missed } from './site.ts'

afterEach(closeSites)

/** Does what the page tells a user: the published .repo file is the only thing that is needed. */
async function follow(root: Root, client: RpmClient, site: Site): Promise<void> {
  await root.write(`${client.folder}/demo.repo`, await site.download('demo.repo'))
  await client.refresh(root)
}

async function said(root: Root, program: string, ...args: readonly string[]): Promise<string> {
  return (await root.run(program, args)).stdout.trim()
}

/** Debian's older rpm looks into a database in the home directory, zypper never does. */
async function rpmSaid(root: Root, client: RpmClient, ...args: readonly string[]): Promise<string> {
  const database = client.program === 'zypper' ? ['--dbpath', '/var/lib/rpm'] : []
  return said(root, 'rpm', ...database, ...args)
}

async function firstPublish(root: Root, site: Site): Promise<void> {
  const { keys } = site
  const packages = [
    ...(await Promise.all((['amd64', 'arm64', 'arm7'] as const).map((arch) => rpm(keys, { arch })))),
    await rpm(keys, await speak(root)),
    await rpm(keys, data()),
    await rpm(keys, { name: 'plus', version: '2.0.0-rc.1+git.5' }),
    await rpmWithEpoch(keys),
  ]
  await site.publish(packages, { channels: 'stable, testing' })
}

async function installsWhatWasPublished(root: Root, client: RpmClient): Promise<void> {
  const names = ['hello', 'hello-data', 'epochal', 'plus', 'speak']
  await client.install(root, names)
  expect(await said(root, 'hello')).toBe('hello 1.0')
  expect(await said(root, 'speak', '%s, %s', 'hello', 'world')).toBe('hello, world')
  expect(await said(root, 'plus')).toBe('plus 2.0.0-rc.1+git.5')
  const format = '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{ARCH}\\n'
  expect((await rpmSaid(root, client, '-q', '--qf', format, ...names)).split('\n')).toEqual([
    'hello 0:1.0-1 x86_64',
    'hello-data 0:1.0-1 noarch',
    'epochal 2:1.0+git1-3 x86_64',
    'plus 0:2.0.0~rc.1+git.5-1 x86_64',
    'speak 0:1.0-1 x86_64',
  ])
  expect(await rpmSaid(root, client, '--verify', ...names)).toBe('')
}

async function followsVersions(root: Root, client: RpmClient, site: Site): Promise<void> {
  await site.publish([await rpm(site.keys, { version: '1.1' })])
  await client.refresh(root)
  await client.upgrade(root)
  expect(await said(root, 'hello')).toBe('hello 1.1')
  await client.downgrade(root, 'hello', '1.0')
  expect(await said(root, 'hello')).toBe('hello 1.0')
  for (const version of ['1.2', '1.3']) {
    await site.publish([await rpm(site.keys, { version })])
    await client.refresh(root)
    await client.upgrade(root)
    expect(await said(root, 'hello')).toBe(`hello ${version}`)
  }
}

/** What was published in the other channel only is seen once that is enabled. */
async function choosesAChannel(root: Root, client: RpmClient, site: Site): Promise<void> {
  await site.publish([await rpm(site.keys, { version: '2.0' })], { channels: 'testing' })
  await client.refresh(root)
  await client.upgrade(root)
  expect(await said(root, 'hello')).toBe('hello 1.3')
  const repositories = (await site.download('demo.repo')).toString()
  expect(repositories.match(/^(\[.*|enabled=.*)/gm)).toEqual([
    '[demo-stable]',
    'enabled=1',
    '[demo-testing]',
    'enabled=0',
  ])
  await root.write(`${client.folder}/demo.repo`, repositories.replace('enabled=0', 'enabled=1'))
  await client.refresh(root)
  await client.upgrade(root)
  expect(await said(root, 'hello')).toBe('hello 2.0')
}

async function wholeStory(root: Root, client: RpmClient, site: Site): Promise<void> {
  await firstPublish(root, site)
  await follow(root, client, site)
  await installsWhatWasPublished(root, client)
  expect(await client.offered(root, 'hello', 'aarch64')).toBe('hello 1.0 aarch64')
  // What dnf calls armhfp is armv6hl to zypper.
  const arch = client.program === 'zypper' ? 'aarch64' : 'armv7hl'
  expect(await client.offered(root, 'hello-data', arch)).toBe('hello-data 1.0 noarch')
  await followsVersions(root, client, site)
  await choosesAChannel(root, client, site)
}

for (const [release, client] of RPM_CLIENTS) {
  const { program } = client
  testInRoot(release, `${program} installs, upgrades and goes back; nothing is missing`, async (root) => {
    const site = await directorySite(await keysOf('rsa4096', 'ed25519'))
    await wholeStory(root, client, site)
    // zypper looks whether it is a medium.
    expect(missed(site.asked()).filter((path) => !path.endsWith('/media.1/media'))).toEqual([])
  })

  testInRoot(
    release,
    `${program} trusts ed25519 and only what it signed, all architectures in one repository`,
    async (root) => {
      const site = await directorySite(await keysOf('ed25519'))
      const packages = [
        await rpm(site.keys),
        await rpm(site.keys, { arch: 'arm64' }),
        await rpm(site.keys, data()),
      ]
      await site.publish(packages, { 'rpm-path': 'packages' })
      await follow(root, client, site)
      await client.install(root, ['hello', 'hello-data'])
      expect(await rpmSaid(root, client, '-q', '--qf', '%{ARCH} ', 'hello', 'hello-data')).toBe(
        'x86_64 noarch',
      )
      expect(await said(root, 'hello')).toBe('hello 1.0')
      expect(await client.offered(root, 'hello', 'aarch64')).toMatch(/^hello 1.0 aarch64$/m)

      await appendFile(join(site.path, 'packages/repodata/repomd.xml'), '<!-- not signed -->')
      await expect(client.refresh(root)).rejects.toThrow(/signature/i)
    },
  )
}

for (const [release, client] of RPM_CLIENTS.filter(([release]) => release === 'sid')) {
  testInRoot(release, `${client.program} from a bucket`, async (root) => {
    await wholeStory(root, client, await bucketSite(await keysOf('rsa4096')))
  })
}

import { afterEach, expect } from '@jest/globals'
import type { AnyPackage } from '../../src/package.ts'
import { deb, rpm } from '../support/publishing.ts'
import { type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { type Site, closeSites, directorySite, keysOf } from './site.ts'

afterEach(closeSites)

/** What a client offers of `hello` after it looked again. */
type Offered = () => Promise<string>

/** Every command that changes what clients see, and what they see then. */
async function story(
  site: Site,
  make: (version: string) => Promise<AnyPackage>,
  follow: () => Promise<void>,
  offered: Offered,
): Promise<void> {
  await site.publish([await make('1.0')])
  await follow()
  expect(await offered()).toBe('1.0')
  for (const version of ['1.1', '1.2']) await site.publish([await make(version)], { channels: 'testing' })
  await site.command('promote', { 'from-channel': 'testing', channels: 'stable' })
  expect(await offered()).toBe('1.2')
  await site.command('remove', { packages: 'hello=1.2' })
  expect(await offered()).toBe('1.0')
  await site.command('rollback', {})
  expect(await offered()).toBe('1.2')
  await site.command('republish', {})
  expect(await offered()).toBe('1.2')
  await site.publish([await make('1.3')], { 'keep-versions': '1' })
  expect(await offered()).toBe('1.3')
}

async function offeredByApt(root: Root): Promise<string> {
  const { stdout, stderr } = await root.run('apt-get', ['update'])
  expect((stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))).toEqual([])
  const policy = (await root.run('apt-cache', ['policy', 'hello'])).stdout
  return /Candidate: (.*)/.exec(policy)?.[1] ?? ''
}

for (const release of ['bullseye', 'sid'] as const) {
  testInRoot(release, 'apt sees what each command does, and installs it', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    const follow = async () => {
      await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
      await root.write('/etc/apt/keyrings/demo.asc', await site.download('demo.asc'))
      await root.write('/etc/apt/sources.list.d/demo.sources', await site.download('demo.sources'))
    }
    await story(
      site,
      (version) => deb({ version }),
      follow,
      () => offeredByApt(root),
    )
    await root.run('apt-get', ['install', '--yes', 'hello'])
    expect((await root.run('hello')).stdout).toBe('hello 1.3\n')
  })
}

for (const [release, client] of RPM_CLIENTS.filter(
  ([release]) => release === 'bullseye' || release === 'sid',
)) {
  testInRoot(release, `${client.program} sees what each command does, and installs it`, async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    const offered = async () => {
      await client.refresh(root)
      const lines = (await client.offered(root, 'hello', 'x86_64')).split('\n')
      return (
        lines
          .map((line) => line.split(' ')[1] ?? '')
          .toSorted()
          .at(-1) ?? ''
      )
    }
    const follow = async () => root.write(`${client.folder}/demo.repo`, await site.download('demo.repo'))
    await story(site, (version) => rpm(site.keys, { version }), follow, offered)
    await client.install(root, ['hello'])
    expect((await root.run('hello')).stdout).toBe('hello 1.3\n')
  })
}

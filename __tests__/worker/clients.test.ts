import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect } from '@jest/globals'
import { RPM_CLIENTS, type RpmClient } from '../clients/rpm-client.ts'
import { type Release, type Root, testInRoot } from '../clients/root.ts'
import { type Front, type Site, bucketSite, closeSites, keysOf } from '../clients/site.ts'
import { contentOf } from '../../src/content.ts'
import { deb, rpm } from '../support/publishing.ts'
import { nginxCache } from './nginx.ts'

afterEach(closeSites)

/** A name and a version with all that URLs make trouble of; in keys a plus is written as a dot. */
const ODD = { name: 'libodd++', version: '1.0~rc1+git.5' }

async function followApt(root: Root, site: Site): Promise<void> {
  await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
  await root.write('/etc/apt/keyrings/demo.asc', await site.download('demo.asc'))
  await root.write('/etc/apt/sources.list.d/demo.sources', await site.download('demo.sources'))
}

async function updateApt(root: Root): Promise<void> {
  const { stdout, stderr } = await root.run('apt-get', ['update'])
  expect((stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))).toEqual([])
}

async function said(root: Root, program: string, ...args: readonly string[]): Promise<string> {
  return (await root.run(program, args)).stdout.trim()
}

/** What a client does with each state, and the version of hello that it has then. */
interface Story {
  begin(root: Root, site: Site): Promise<void>
  follow(root: Root): Promise<void>
}

const apt: Story = {
  begin: async (root, site) => {
    await followApt(root, site)
    await updateApt(root)
    await root.run('apt-get', ['install', '--yes', 'hello', ODD.name])
  },
  follow: async (root) => {
    await updateApt(root)
    await root.run('apt-get', ['upgrade', '--yes'])
  },
}

function rpmStory(client: RpmClient): Story {
  return {
    begin: async (root, site) => {
      const repo = (await site.download('demo.repo')).toString()
      expect(repo).toMatch(/^mirrorlist=/m)
      await root.write(`${client.folder}/demo.repo`, repo)
      await client.refresh(root)
      await client.install(root, ['hello', ODD.name])
    },
    follow: async (root) => {
      await client.refresh(root)
      await client.upgrade(root)
    },
  }
}

async function publish(site: Site, version: string): Promise<void> {
  const { keys } = site
  await site.publish([
    await deb({ version }),
    await rpm(keys, { version }),
    await deb(ODD),
    await rpm(keys, ODD),
  ])
}

/** @param sees the version after 1.0 was installed and 1.1 published */
async function tell(story: Story, root: Root, front: Front | undefined, sees: string): Promise<void> {
  const site = await bucketSite(await keysOf('rsa4096'), front)
  await publish(site, '1.0')
  await story.begin(root, site)
  expect(await said(root, 'hello')).toBe('hello 1.0')
  expect(await said(root, ODD.name)).toMatch(new RegExp(ODD.name.replaceAll('+', '\\+')))
  await publish(site, '1.1')
  await story.follow(root)
  expect(await said(root, 'hello')).toBe(`hello ${sees}`)
}

const STORIES: readonly (readonly [Release, string, Story])[] = [
  ['bullseye', 'apt', apt],
  ['trixie', 'apt', apt],
  ...RPM_CLIENTS.map(([release, client]) => [release, client.program, rpmStory(client)] as const),
]

describe.each(STORIES)('%s: %s', (release, program, story) => {
  const through = (title: string, front: Front | undefined, sees: string, programs: readonly string[]) =>
    testInRoot(release, `${program} ${title}`, (root) => tell(story, root, front, sees), undefined, programs)

  through('installs and upgrades through the Worker', undefined, '1.1', [])
  through('through a cache that obeys', nginxCache(true), '1.1', ['nginx'])
  through('through a cache that ignores what it is told: late, and whole', nginxCache(false), '1.0', [
    'nginx',
  ])
})

const SIZE = 300_000

for (const release of ['bullseye', 'trixie'] as const) {
  testInRoot(
    release,
    'apt goes on with what it has of a package, unless it has another one',
    async (root) => {
      const site = await bucketSite(await keysOf('rsa4096'))
      const content = contentOf(randomBytes(SIZE))
      const large = await deb({ entries: [{ type: 'file', path: '/usr/share/large', mode: 0o644, content }] })
      await site.publish([large])
      await followApt(root, site)
      await updateApt(root)
      const [, key = ''] = /^Filename: (.*)$/m.exec(await said(root, 'apt-cache', 'show', 'hello')) ?? []
      const modified = (await fetch(`${site.url}/apt/${key}`)).headers.get('last-modified') ?? ''
      const whole = await site.download(`apt/${key}`)
      const partial = '/var/cache/apt/archives/partial/hello_1.0_amd64.deb'
      for (const [part, date] of [
        [whole.subarray(0, SIZE / 2), modified],
        [randomBytes(SIZE / 2), new Date(0).toUTCString()],
        [whole, modified],
      ] as const) {
        await root.write(partial, part)
        await root.run('touch', ['-d', date, partial])
        await root.run('apt-get', ['install', '--yes', '--download-only', 'hello'])
        const digest = await said(root, 'sha256sum', '/var/cache/apt/archives/hello_1.0_amd64.deb')
        expect(digest.split(' ')[0]).toBe(large.sha256)
        await root.run('rm', ['/var/cache/apt/archives/hello_1.0_amd64.deb'])
      }
    },
  )
}

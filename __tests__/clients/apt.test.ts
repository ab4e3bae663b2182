import { afterEach, describe, expect } from '@jest/globals'
import { deb } from '../support/publishing.ts'
import { data, debWithEpoch, speak } from './packages.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'
import { type Site, bucketSite, closeSites, directorySite, keysOf, missed } from './site.ts'

afterEach(closeSites)

/** Does what the page tells a user: the key and the source, as they were published. */
async function follow(root: Root, site: Site): Promise<void> {
  await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
  await root.write('/etc/apt/keyrings/demo.asc', await site.download('demo.asc'))
  await root.write('/etc/apt/sources.list.d/demo.sources', await site.download('demo.sources'))
}

async function update(root: Root): Promise<void> {
  const { stdout, stderr } = await root.run('apt-get', ['update'])
  expect((stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))).toEqual([])
}

async function install(root: Root, ...packages: readonly string[]): Promise<void> {
  await root.run('apt-get', ['install', '--yes', '--allow-downgrades', ...packages])
}

async function said(root: Root, program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await root.run(program, args)
  return stdout.trim()
}

async function candidate(root: Root, name: string): Promise<string | undefined> {
  return /Candidate: (.*)/.exec(await said(root, 'apt-cache', 'policy', name))?.[1]
}

async function firstPublish(root: Root, site: Site): Promise<void> {
  const packages = [
    ...(await Promise.all((['amd64', 'arm64', 'arm7'] as const).map((arch) => deb({ arch })))),
    await deb({ ...(await speak(root)), depends: ['libc6 (>= 2.17)'] }),
    await deb(data()),
    await deb({ name: 'plus', version: '2.0.0-rc.1+git.5' }),
    await debWithEpoch(),
  ]
  await site.publish(packages, { channels: 'stable, testing' })
}

async function installsWhatWasPublished(root: Root): Promise<void> {
  await install(root, 'hello', 'speak', 'hello-data', 'plus', 'epochal')
  expect(await said(root, 'hello')).toBe('hello 1.0')
  expect(await said(root, 'speak', '%s, %s', 'hello', 'world')).toBe('hello, world')
  expect(await said(root, 'plus')).toBe('plus 2.0.0-rc.1+git.5')
  const format = '${Package} ${Version} ${Architecture} ${db:Status-Abbrev}\n'
  const listed = await said(root, 'dpkg-query', '-W', '-f', format, 'hello-data', 'plus', 'epochal')
  expect(listed.split('\n').map((line) => line.trim())).toEqual([
    'epochal 2:1.0+git1-3 amd64 ii',
    'hello-data 1.0 all ii',
    'plus 2.0.0~rc.1+git.5 amd64 ii',
  ])
  expect(await said(root, 'dpkg', '--verify', 'hello', 'speak', 'hello-data', 'plus', 'epochal')).toBe('')
}

async function followsVersions(root: Root, site: Site): Promise<void> {
  await site.publish([await deb({ version: '1.1' })])
  await update(root)
  await root.run('apt-get', ['upgrade', '--yes'])
  expect(await said(root, 'hello')).toBe('hello 1.1')
  await install(root, 'hello=1.0')
  expect(await said(root, 'hello')).toBe('hello 1.0')
  for (const version of ['1.2', '1.3']) {
    await site.publish([await deb({ version })])
    await update(root)
    expect(await candidate(root, 'hello')).toBe(version)
  }
}

async function downloadsForeign(root: Root): Promise<void> {
  for (const arch of ['arm64', 'armhf']) {
    expect(await candidate(root, `hello:${arch}`)).toBe('1.0')
    await root.run('apt-get', ['download', `hello:${arch}`])
    expect(await said(root, 'dpkg-deb', '-f', `hello_1.0_${arch}.deb`, 'Architecture')).toBe(arch)
  }
}

/** The published source stays on the first channel; who wants the other one, says so. */
async function choosesAChannel(root: Root, site: Site): Promise<void> {
  await site.publish([await deb({ version: '2.0' })], { channels: 'testing' })
  await update(root)
  expect(await candidate(root, 'hello')).toBe('1.3')
  const sources = (await site.download('demo.sources')).toString()
  expect(sources).toContain('Suites: stable\n')
  await root.write(
    '/etc/apt/sources.list.d/demo.sources',
    sources.replace('Suites: stable', 'Suites: testing'),
  )
  await update(root)
  expect(await candidate(root, 'hello')).toBe('2.0')
}

async function wholeStory(root: Root, site: Site): Promise<void> {
  await firstPublish(root, site)
  await follow(root, site)
  for (const arch of ['arm64', 'armhf']) await root.run('dpkg', ['--add-architecture', arch])
  await update(root)
  await installsWhatWasPublished(root)
  await followsVersions(root, site)
  await downloadsForeign(root)
  await choosesAChannel(root, site)
}

describe.each(RELEASES)('apt', (release) => {
  testInRoot(release, 'apt installs, upgrades and goes back; all is found at the first try', async (root) => {
    const site = await directorySite(await keysOf('rsa4096', 'ed25519'))
    await wholeStory(root, site)
    expect(missed(site.asked())).toEqual([])
  })

  testInRoot(release, 'apt asks for indexes by hash, and for those that changed', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    await site.publish([await deb(), await deb({ arch: 'arm64' })])
    await follow(root, site)
    await root.run('dpkg', ['--add-architecture', 'arm64'])
    const requests = async () => {
      site.asked()
      await update(root)
      return site.asked().map(({ path, status }) => `${status} ${path.replace(/[0-9a-f]{64}/, 'HASH')}`)
    }
    const [head, indexes] = ['/apt/dists/stable/InRelease', '/apt/dists/stable/main']
    expect((await requests()).sort()).toEqual([
      `200 ${head}`,
      `200 ${indexes}/binary-amd64/by-hash/SHA256/HASH`,
      `200 ${indexes}/binary-arm64/by-hash/SHA256/HASH`,
    ])
    expect(await requests()).toEqual([`304 ${head}`])
    await site.publish([await deb({ version: '1.1' })])
    expect(await requests()).toEqual([`200 ${head}`, `200 ${indexes}/binary-amd64/by-hash/SHA256/HASH`])
  })

  testInRoot(release, 'apt asks for the architectures that both the suite and it have', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    await site.publish([await deb(), await deb({ arch: 'arm64' })])
    await follow(root, site)
    await root.run('dpkg', ['--add-architecture', 'i386'])
    site.asked()
    const { stdout, stderr } = await root.run('apt-get', ['update'])
    const asked = site.asked().map(({ path }) => path.replace(/[0-9a-f]{64}/, 'HASH'))
    expect(asked).toEqual([
      '/apt/dists/stable/InRelease',
      '/apt/dists/stable/main/binary-amd64/by-hash/SHA256/HASH',
    ])
    expect((stdout + stderr).split('\n').filter((line) => /^[WEN]:/.test(line))).toEqual([])
  })

  testInRoot(release, 'apt refuses what another key has signed', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    await site.publish([await deb()])
    await follow(root, site)
    const stranger = await keysOf('rsa3072-other')
    await root.write('/etc/apt/keyrings/demo.asc', stranger.publicArmored)
    const { stdout, stderr } = await root.run('apt-get', ['update'], { allowFailure: true })
    expect(stdout + stderr).toMatch(/^[WE]: .*(NO_PUBKEY|Missing key)/m)
    expect((await root.run('apt-cache', ['policy', 'hello'])).stdout).toBe('')
  })

  testInRoot(release, 'apt goes on while a key is replaced', async (root) => {
    const [old, fresh] = [await keysOf('rsa4096'), await keysOf('ed25519')]
    const site = await directorySite(old)
    await site.publish([await deb()])
    await follow(root, site)
    await update(root)
    // First both sign: who has the old key goes on with it, and gets the new one.
    await site.as(await keysOf('rsa4096', 'ed25519')).publish([await deb({ version: '1.1' })])
    await update(root)
    expect(await candidate(root, 'hello')).toBe('1.1')
    await follow(root, site)
    await update(root)
    await site.as(fresh).publish([await deb({ version: '1.2' })])
    await update(root)
    expect(await candidate(root, 'hello')).toBe('1.2')
  })

  for (const keys of [['rsa4096'], ['ed25519'], ['ed25519', 'rsa4096']]) {
    const inputs = { 'apt-path': '.', component: 'extra', 'repository-name': 'demo' }
    testInRoot(release, `apt trusts ${keys.join(' and ')}, with a component in the root`, async (root) => {
      const site = await directorySite(await keysOf(...keys))
      await site.publish([await deb(), await deb(data())], inputs)
      await follow(root, site)
      await update(root)
      await install(root, 'hello', 'hello-data')
      expect(await said(root, 'hello')).toBe('hello 1.0')
      expect(missed(site.asked())).toEqual([])
    })
  }
})

testInRoot('trixie', 'apt from a bucket', async (root) => {
  await wholeStory(root, await bucketSite(await keysOf('rsa4096')))
})

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect } from '@jest/globals'
import { installScript } from '../../src/pages/install-script.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, rpm } from '../support/publishing.ts'
import { installedRoot } from './fresh-root.ts'
import { PATHS, prepared } from './minimal-machine.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { type DirectorySite, type Site, bucketSite, closeSites, directorySite, keysOf } from './site.ts'

afterEach(closeSites)

/** Pipes the published script to a shell, as the page says; there is no curl in a minimal Debian, nor wget. */
async function install(root: Root, site: Site, args: readonly string[], shell: readonly string[] = ['sh']) {
  const script = await site.download('install.sh')
  return root.run(shell[0] ?? 'sh', [...shell.slice(1), '-s', '--', ...args], {
    input: script,
    allowFailure: true,
  })
}

async function siteWith(...keys: readonly string[]): Promise<DirectorySite> {
  const site = await directorySite(await keysOf(...keys))
  await publishTwo(site)
  return site
}

/** Version 1.0 of hello in both channels, 2.0 in testing. */
async function publishTwo(site: Site): Promise<void> {
  const packages = [await deb(), await deb({ arch: 'arm64' }), await rpm(site.keys)]
  await site.publish(packages, { channels: 'stable, testing' })
  await site.publish([await deb({ version: '2.0' }), await rpm(site.keys, { version: '2.0' })], {
    channels: 'testing',
  })
}

/** Another shell, with programs of its own. */
async function busybox(): Promise<Buffer> {
  const packages = join(installedRoot('trixie'), '..', 'packages')
  const file = readdirSync(packages).find((name) => /^busybox-static_.*_amd64\.deb$/.test(name)) ?? ''
  const folder = await temporaryDirectory()
  await run('dpkg-deb', ['--extract', join(packages, file), folder])
  const program = ['usr/bin/busybox', 'bin/busybox'].map((path) => join(folder, path)).find(existsSync)
  return readFileSync(program ?? '')
}

const said = async (root: Root) => (await root.run('hello')).stdout.trim()

for (const release of RELEASES) {
  testInRoot(
    release,
    'install.sh sets apt up, installs, and changes nothing the second time',
    async (root) => {
      const site = await siteWith('rsa4096', 'ed25519')
      await prepared(root)
      const first = await install(root, site, ['hello'], ['env', `PATH=${PATHS}`, 'sh'])
      expect([first.code, first.stderr]).toEqual([0, expect.not.stringContaining('install.sh:')])
      expect(first.stdout).toContain('keyrings/demo.asc is written')
      expect(first.stdout).toContain('SHA-256 of its file')
      expect(await said(root)).toBe('hello 1.0')
      const again = await install(root, site, ['hello'], ['env', `PATH=${PATHS}`, 'bash'])
      expect(again.code).toBe(0)
      expect(again.stdout.match(/is there already/g)).toHaveLength(2)
      await root.write('/usr/local/bin/busybox', await busybox())
      await root.run('chmod', ['755', '/usr/local/bin/busybox'])
      const asBusybox = ['env', `PATH=${PATHS}`, 'busybox', 'sh']
      const other = await install(root, site, ['--channel=testing', 'hello'], asBusybox)
      expect(other.code).toBe(0)
      expect(await said(root)).toBe('hello 2.0')
    },
  )

  testInRoot(release, 'install.sh takes no other key, and then writes nothing', async (root) => {
    const site = await siteWith('rsa4096')
    await prepared(root)
    const stranger = await keysOf('rsa3072-other')
    writeFileSync(join(site.path, 'demo.asc'), stranger.publicArmored)
    const { code, stderr } = await install(root, site, [], ['env', `PATH=${PATHS}`, 'sh'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/the key is NOT the one/)])
    const { stdout } = await root.run('sh', [
      '-c',
      'ls /etc/apt/keyrings /etc/apt/sources.list.d 2>/dev/null; true',
    ])
    expect(stdout).not.toContain('demo')
  })
}

for (const [release, client] of RPM_CLIENTS) {
  testInRoot(release, `install.sh sets ${client.program} up with the key that it checked`, async (root) => {
    // Through the Worker: its .repo has other lines than the one that was published.
    const site = await bucketSite(await keysOf('rsa4096'))
    await publishTwo(site)
    await prepared(root)
    if (client.program === 'zypper') await root.write('/etc/zypp/systemCheck', '')
    // Debian's older rpm has its database in the home directory, where zypper does not look.
    await root.write('/etc/rpm/macros', '%_dbpath /var/lib/rpm\n')
    if (client.program === 'dnf5') await root.write('/etc/dnf/dnf.conf', '[main]\nplugins=0\n')
    const program = client.program === 'zypper' ? 'zypper' : 'dnf'
    for (const shell of ['sh', 'bash']) {
      const result = await install(root, site, ['--with', program, 'hello'], ['env', `PATH=${PATHS}`, shell])
      expect([result.code, result.stdout + result.stderr]).toEqual([
        0,
        expect.stringContaining('Done: hello'),
      ])
    }
    expect(await said(root)).toBe('hello 1.0')
    const { stdout } = await root.run('cat', [`${client.folder}/demo.repo`])
    expect(stdout).toContain('gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-demo\n')
    expect(stdout).toMatch(/^mirrorlist=/m)
  })
}

testInRoot('trixie', 'install.sh refuses a source that says more than it should', async (root) => {
  const site = await siteWith('rsa4096')
  await prepared(root)
  for (const line of ['Trusted: yes', 'URIs: http://elsewhere.example', 'Signed-By: /tmp/key.asc']) {
    const path = join(site.path, 'demo.sources')
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, `${before}${line}\n`)
    const { code, stderr } = await install(root, site, [], ['env', `PATH=${PATHS}`, 'sh'])
    writeFileSync(path, before)
    expect([line, code, stderr]).toEqual([line, 1, expect.stringContaining(`does not expect: ${line}`)])
  }
})

testInRoot('trixie', 'install.sh says what it does not know', async (root) => {
  const site = await siteWith('rsa4096')
  await prepared(root)
  await root.write('/etc/os-release', 'ID=alpine\n')
  const tries: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /this system \(alpine ?\) is none/],
    [['--channel', 'x y'], /no name of a channel/],
    [['--with', 'pacman'], /--with takes apt, dnf, yum or zypper/],
    [['--frobnicate'], /unknown option/],
    [['--with', 'apt', '$(touch /owned)'], /no name of a package/],
    [['--with', 'dnf', '--channel', 'none'], /no rpm repository of that channel/],
  ]
  for (const [args, message] of tries) {
    const { code, stderr } = await install(root, site, args, ['env', `PATH=${PATHS}`, 'sh'])
    expect([args, code, stderr]).toEqual([args, 1, expect.stringMatching(message)])
  }
  await root.run('sh', ['-c', 'test ! -e /owned'])
})

testInRoot('trixie', 'install.sh says so where nothing is published for the system', async (root) => {
  const site = await directorySite(await keysOf('rsa4096'))
  await site.publish([await rpm(site.keys)])
  await prepared(root)
  const { code, stderr } = await install(root, site, ['hello'], ['env', `PATH=${PATHS}`, 'sh'])
  expect([code, stderr]).toEqual([1, expect.stringContaining('Perhaps nothing is published for apt there.')])
})

const HOSTILE = [
  "https://packages.example.com/it's",
  'https://packages.example.com/$(touch%20owned)`touch owned`',
  'https://packages.example.com/";touch owned;"',
]

testWith(['shellcheck'], 'install.sh is what shellcheck wants, for every shell', async () => {
  const keys = { fingerprints: ['A'.repeat(40), 'B'.repeat(40)], sha256: '0'.repeat(64) }
  const script = installScript({ repositoryName: 'demo', baseUrl: 'https://packages.example.com' }, keys)
  for (const shell of ['sh', 'dash', 'bash', 'busybox']) {
    const { stdout } = await run('shellcheck', ['--shell', shell, '-'], { input: script, allowFailure: true })
    expect([shell, stdout]).toEqual([shell, ''])
  }
})

testWith(['dash', 'bash'], 'values of install.sh are values, and half of it does nothing', async () => {
  const keys = { fingerprints: ['A'.repeat(40)], sha256: '0'.repeat(64) }
  for (const baseUrl of HOSTILE) {
    const cwd = await temporaryDirectory()
    const script = installScript({ repositoryName: 'demo', baseUrl }, keys)
    for (const shell of ['dash', 'bash']) {
      const { stdout } = await run(shell, ['-s', '--', '--help'], { input: script, cwd })
      expect(stdout).toContain(`the repository demo of ${baseUrl},`)
      for (const part of [0.3, 0.6, 0.9]) {
        const half = script.slice(0, script.length * part)
        const result = await run(shell, ['-s', '--', '--help'], { input: half, cwd, allowFailure: true })
        expect(result.stdout).toBe('')
      }
    }
    expect((await run('ls', ['-A'], { cwd })).stdout).toBe('')
  }
})

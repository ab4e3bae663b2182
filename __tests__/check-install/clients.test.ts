import { pathToFileURL } from 'node:url'
import { afterEach, expect } from '@jest/globals'
import { NOTHING_FITS, installScript } from '../../src/check-install/script.ts'
import { data, debWithEpoch, rpmWithEpoch } from '../clients/packages.ts'
import { RELEASES, type Release, type Root, testInRoot } from '../clients/root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from '../clients/site.ts'
import type { AnyPackage } from '../../src/package.ts'
import { run } from '../support/programs.ts'
import { deb, rpm } from '../support/publishing.ts'
import { orderOf } from './ordering.ts'

afterEach(closeSites)

/** Takes from a root the programs that an image of another kind does not have, and the sources of its own. */
async function imageOf(root: Root, ...lacking: readonly string[]): Promise<void> {
  await root.run('sh', [
    '-c',
    'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*; for name; do rm -f "/usr/bin/$name"; done',
    'sh',
    ...lacking,
  ])
}

async function publishedOn(packages: readonly AnyPackage[]) {
  const site = await directorySite(await keysOf('ed25519'))
  const report = await site.publish(packages, { channels: 'stable, testing' })
  return { site, order: orderOf(report, site.url, site.keys) }
}

function checked(root: Root, script: string) {
  return root.run('sh', ['-s'], { input: script, allowFailure: true })
}

for (const release of RELEASES) {
  testInRoot(release, 'apt installs what fits, and says what does not', async (root) => {
    await imageOf(root)
    const versions = await Promise.all(['1.0', '1.1-rc.1'].map((version) => deb({ version })))
    const { site, order } = await publishedOn([
      ...versions,
      await deb(data()),
      await debWithEpoch(),
      await deb({ name: 'other', arch: 'arm64' }),
    ])
    const { code, stdout, stderr } = await checked(root, installScript(order))
    expect({ code, errors: stderr.split('\n').filter((line) => line.startsWith('E:')) }).toEqual({
      code: 0,
      errors: [],
    })
    expect(stdout).toContain('Left out: other 1.0 is for arm64, and this image is for amd64.\n')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Installed with apt-get: 4.')
    expect(site.asked().some(({ path }) => path.endsWith('hello_1.1~rc.1_amd64.deb'))).toBe(true)
  })

  testInRoot(release, 'apt that cannot install fails', async (root) => {
    await imageOf(root)
    const { order } = await publishedOn([await deb({ depends: ['absent-thing (>= 2)'] })])
    const { code, stdout, stderr } = await checked(root, installScript(order))
    expect(code).toBe(100)
    expect(stdout + stderr).toMatch(/absent-thing/)
  })
}

testInRoot('trixie', 'what another key signed is not installed', async (root) => {
  await imageOf(root)
  const { site } = await publishedOn([await deb()])
  const report = await site
    .as(await keysOf('rsa3072-other'))
    .publish([await deb()], { 'trusted-keys': '' })
    .catch(() => undefined)
  expect(report).toBeUndefined()
  const others = await keysOf('rsa3072-other')
  const again = await site.publish([await deb()])
  const { code } = await checked(root, installScript(orderOf(again, site.url, others)))
  expect(code).not.toBe(0)
})

testInRoot('trixie', 'an image that is of no architecture of the run is left out', async (root) => {
  await imageOf(root)
  const { order } = await publishedOn([await deb({ arch: 'arm64' })])
  const { code } = await checked(root, installScript(order))
  expect(code).toBe(NOTHING_FITS)
})

testInRoot(
  'trixie',
  'for https, an image without certificates takes them from its distribution first',
  async (root) => {
    await imageOf(root)
    const { site, order } = await publishedOn([await deb()])
    expect(site.url).toMatch(/^http:/)
    await root.run('rm', ['-f', '/etc/ssl/certs/ca-certificates.crt'])
    await root.write('/usr/bin/apt-get', '#!/bin/sh\necho "$@" $(ls /etc/apt/sources.list.d) >>/calls\n')
    const apt = { ...order.apt, uri: order.apt.uri.replace('http:', 'https:') }
    await checked(root, installScript({ ...order, apt }))
    const { stdout } = await root.run('cat', ['/calls'])
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'update',
      'install --yes --no-install-recommends ca-certificates',
      'update demo.list',
    ])
  },
)

/** Lays a directory of this machine into a root, under the same path: what an engine does with a mount. */
async function mounted(root: Root, path: string): Promise<void> {
  const { stdout } = await run('sh', ['-c', 'tar -C "$1" -c . | base64', 'sh', path])
  await root.run('sh', ['-c', 'mkdir -p "$1" && base64 -d | tar -C "$1" -x', 'sh', path], { input: stdout })
}

for (const [release, program, lacking] of [
  ['bullseye', 'apt-get', []],
  ['sid', 'apt-get', []],
  ['trixie', 'dnf', ['apt-get']],
  ['trixie', 'zypper', ['apt-get', 'dnf']],
] as const) {
  testInRoot(release, `${program} installs from a directory`, async (root) => {
    await imageOf(root, ...lacking)
    const site = await directorySite(await keysOf('ed25519'))
    const report = await site.publish([await deb(), await rpm(site.keys)])
    await mounted(root, site.path)
    const script = installScript(orderOf(report, pathToFileURL(site.path).href, site.keys))
    const { code, stdout, stderr } = await checked(root, script)
    expect(code === 0 ? '' : stdout + stderr).toBe('')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Installed with ${program}: 1.`)
    expect(site.asked()).toEqual([])
  })
}

const RPM_IMAGES: readonly (readonly [Release, string, readonly string[]])[] = [
  ['bullseye', 'dnf', ['apt-get']],
  ['trixie', 'dnf', ['apt-get']],
  ['sid', 'dnf5', ['apt-get']],
  ['bullseye', 'zypper', ['apt-get', 'dnf', 'yum']],
  ['trixie', 'zypper', ['apt-get', 'dnf', 'yum']],
  ['sid', 'zypper', ['apt-get', 'dnf', 'yum', 'dnf5']],
]

async function rpmSite() {
  const site: DirectorySite = await directorySite(await keysOf('ed25519'))
  const packages = [
    ...(await Promise.all(['1.0', '1.1-rc.1'].map((version) => rpm(site.keys, { version })))),
    await rpm(site.keys, data()),
    await rpmWithEpoch(site.keys),
    await rpm(site.keys, { name: 'other', arch: 'arm64' }),
  ]
  return { site, order: orderOf(await site.publish(packages), site.url, site.keys) }
}

for (const [release, program, lacking] of RPM_IMAGES) {
  testInRoot(release, `${program} installs what fits, and says what does not`, async (root) => {
    await imageOf(root, ...lacking)
    // Debian's have plugins and checks for what only other systems have, and older ones a database in the home directory.
    await root.write('/etc/rpm/macros', '%_dbpath /var/lib/rpm\n')
    await root.run('sh', [
      '-c',
      'mkdir -p /etc/zypp; : >/etc/zypp/systemCheck; rm -rf /etc/dnf/libdnf5-plugins',
    ])
    const { order } = await rpmSite()
    const { code, stdout, stderr } = await checked(root, installScript(order))
    expect(code === 0 ? '' : stdout + stderr).toBe('')
    expect(stdout).toContain('Left out: other 1.0-1 is for aarch64, and this image is for x86_64.\n')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Installed with ${program}: 4.`)
  })
}

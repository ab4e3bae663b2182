import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from '@jest/globals'
import { CARGO_DIST_FILES, GORELEASER_FILES, MANUAL } from '../recipe/placement/sample-release.ts'
import { isInstalled, run, temporaryDirectory, testUnlessMissing, testWith } from '../support/programs.ts'
import { copy, printf, publishRelease } from './conventions.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'

const RELEASE_FILES = [
  ['as of GoReleaser', GORELEASER_FILES, ''],
  ['as of cargo-dist', CARGO_DIST_FILES, 'greet-x86_64-unknown-linux-gnu/'],
] as const

/**
 * - no-signature and the like: this machine's rpm does not know the key
 * - manpage-not-compressed: rpmlint's own default is bzip2; Fedora, EL and SUSE have gzip
 * - no-manual-page-for-binary: it looks for a page that is compressed so
 * - invalid-license: rpmlint's own list, without a distribution's, is of old names
 * - only-non-binary-in-usr-lib: units of systemd lie there
 */
const KNOWN_OF_RPMLINT =
  /: (?:E: unknown-key|E: no-group-tag|W: (?:manpage-not-compressed bz2|no-manual-page-for-binary|invalid-license|only-non-binary-in-usr-lib|no-dependency-on).*)/

for (const [title, files, folder] of RELEASE_FILES) {
  testWith(['lintian'], `lintian finds nothing in the .deb of a release ${title}`, async () => {
    const { deb } = await publishRelease(files, await printf(), { folder })
    const { stdout } = await run('lintian', ['--allow-root', '--no-cfg', '--fail-on=none', deb])
    expect(stdout).toBe('')
  })

  testWith(['rpmlint'], `rpmlint finds nothing in the rpm of a release ${title}`, async () => {
    const { rpm } = await publishRelease(files, await printf(), { folder })
    const { stdout } = await run('rpmlint', [rpm], { allowFailure: true })
    const findings = stdout.split('\n').filter((line) => /^greet\S*: [EW]: /.test(line))
    expect(findings.filter((line) => !KNOWN_OF_RPMLINT.test(line))).toEqual([])
    expect(findings.length).toBeGreaterThan(0)
  })
}

const COMMON = '/usr/share/common-licenses'
const MIT = GORELEASER_FILES['LICENSE'] ?? ''

testUnlessMissing(
  [...['lintian'].filter((program) => !isInstalled(program)), ...(existsSync(COMMON) ? [] : [COMMON])],
  'lintian takes the licenses that projects have, and configuration for other programs',
  async () => {
    const [apache, gpl] = await Promise.all(['Apache-2.0', 'GPL-3'].map((it) => readFile(join(COMMON, it))))
    const releases: readonly Readonly<Record<string, string | Uint8Array>>[] = [
      { 'LICENSE-MIT': MIT, 'LICENSE-APACHE': apache ?? '', NOTICE: 'greet\nCopyright 2024 Jane Doe\n' },
      { COPYING: gpl ?? '', AUTHORS: 'Jane Doe\n', 'doc/GUIDE.txt': 'Greet.\n'.repeat(1000) },
      {
        'LICENSES/MIT.txt': MIT,
        'etc/cron.daily/greet': '#!/bin/sh\nexit 0\n',
        'etc/sudoers.d/greet': '# Nobody.\n',
        'etc/default/greet': 'NAME=world\n',
      },
    ]
    for (const files of releases) {
      const { deb } = await publishRelease({ ...files, 'greet.1': MANUAL }, await printf())
      const { stdout } = await run('lintian', ['--allow-root', '--no-cfg', '--fail-on=none', deb])
      // The text of the GPL says nothing of who wrote the program; a script of cron is what this project has.
      const known = /copyright-without-copyright-notice|missing-systemd-timer-for-cron-script/
      expect(stdout.split('\n').filter((line) => line !== '' && !known.test(line))).toEqual([])
    }
  },
)

testWith(['man'], 'man reads the pages, the translated one in its language', async () => {
  const { deb } = await publishRelease(CARGO_DIST_FILES, await printf())
  const root = await temporaryDirectory()
  await run('dpkg-deb', ['-x', deb, root])
  const page = async (language: string) => {
    const env = { MANPATH: join(root, 'usr/share/man'), MANPAGER: 'cat', LC_ALL: 'C.UTF-8' }
    return (await run('man', [`--locale=${language}`, '--encoding=UTF-8', 'greet'], { env })).stdout
  }
  expect(await page('C')).toContain('greet whoever asks')
  expect(await page('de')).toContain('grüßt jeden, der fragt')
})

/** Not the folder of units, which Debian 11 has by its other name, /lib: dpkg says that it leaves it. */
const TROUBLE =
  /error|not found|warning: (?!while removing greet, directory '\/usr\/lib\/systemd\/system' not empty)/

describe.each(RELEASES)('a release of conventions', (release) => {
  testInRoot(release, 'dpkg installs, upgrades, removes and purges it, without systemd', async (root) => {
    const program = await root.readInstalled('/usr/bin/printf')
    const { 'sysusers.d/greet.conf': _, ...files } = CARGO_DIST_FILES
    await copy(root, (await publishRelease(files, program)).deb, '/greet_1.deb')
    const changed = { ...files, 'etc/greet/greet.conf': 'name = moon\n' }
    await copy(root, (await publishRelease(changed, program, { version: '1.3.0' })).deb, '/greet_2.deb')
    const dpkg = async (...args: readonly string[]) =>
      expect((await root.run('dpkg', args)).stderr).not.toMatch(TROUBLE)
    await root.run('apt-get', ['install', '--yes', '--no-install-recommends', '/greet_1.deb'])
    expect((await root.run('greet', ['%s', 'hello'])).stdout).toBe('hello')
    expect((await root.run('dpkg', ['--verify', 'greet'])).stdout).toBe('')
    expect(await conffiles(root)).toMatch(/^ \/etc\/greet\/greet\.conf [0-9a-f]{32}\n?$/)
    await root.write('/etc/greet/greet.conf', 'name = me\n')
    await dpkg('--force-confold', '--install', '/greet_2.deb')
    expect((await root.run('cat', ['/etc/greet/greet.conf'])).stdout).toBe('name = me\n')
    expect(await enabledUnits(root)).toEqual(['greet-often.timer', 'greet.service'])
    await dpkg('--remove', 'greet')
    await dpkg('--purge', 'greet')
    const rest = [
      'find',
      '/etc',
      '/usr',
      '/var',
      '-name',
      '*greet*',
      '-not',
      '-path',
      '/var/log/*',
      '-not',
      '-path',
      '/var/cache/*',
    ]
    expect((await root.run('find', rest.slice(1))).stdout).toBe('')
  })

  testInRoot(release, 'rpm installs, upgrades and erases it, without systemd', async (root) => {
    const program = await root.readInstalled('/usr/bin/printf')
    await copy(root, (await publishRelease(CARGO_DIST_FILES, program)).rpm, '/greet-1.rpm')
    const next = await publishRelease(CARGO_DIST_FILES, program, { version: '1.3.0' })
    await copy(root, next.rpm, '/greet-2.rpm')
    // The shell of this root is not in its database of rpms.
    const rpm = async (...args: readonly string[]) =>
      expect((await root.run('rpm', ['--nodeps', '--nosignature', ...args])).stderr).not.toMatch(
        /error|fail/i,
      )
    await rpm('--install', '/greet-1.rpm')
    expect((await root.run('rpm', ['--verify', '--nodeps', 'greet'])).stdout).toBe('')
    const listed = async (flag: string) =>
      (await root.run('rpm', ['-q', flag, 'greet'])).stdout.trim().split('\n')
    expect(await listed('--configfiles')).toEqual(['/etc/greet/greet.conf'])
    expect(await listed('--docfiles')).toEqual([
      '/usr/share/doc/greet/README.md',
      '/usr/share/man/de/man1/greet.1.gz',
      '/usr/share/man/man1/greet.1.gz',
    ])
    expect(await listed('--licensefiles')).toEqual([
      '/usr/share/licenses/greet/LICENSE-MIT',
      '/usr/share/licenses/greet/NOTICE',
    ])
    await rpm('--upgrade', '/greet-2.rpm')
    await rpm('--erase', 'greet')
    const rest = await root.run('find', ['/etc', '/usr', '-name', '*greet*'])
    expect(rest.stdout).toBe('')
  })
})

/** A tree as it is installed, with folders that other packages have too. */
const TREE = {
  'usr/bin/hi': { linkTo: 'greet-me' },
  'usr/bin/greet-me': { linkTo: '/greet' },
  'usr/lib/systemd/system/greet.service.d/limits.conf': '[Service]\nLimitNOFILE=99\n',
  'usr/lib/systemd/system/greet\\x2doften.service': '[Unit]\n[Service]\nExecStart=/usr/bin/greet\n',
  'usr/share/dbus-1/system.d/org.example.Greet.conf': '<busconfig></busconfig>\n',
  'etc/NetworkManager/dispatcher.d/50-greet': '#!/bin/sh\n',
  'etc/greet/greet.conf': 'x\n',
  'licenses/cobra/LICENSE': 'As you like.\n',
}

testInRoot('bookworm', 'links, drop-ins and what lies in folders of others', async (root) => {
  const { deb, rpm } = await publishRelease(TREE, await root.readInstalled('/usr/bin/printf'))
  await copy(root, deb, '/greet.deb')
  await copy(root, rpm, '/greet.rpm')
  const left = async () =>
    (
      await root.run('find', [
        '/etc',
        '/usr',
        '/var/lib',
        '-name',
        '*greet*',
        '-not',
        '-path',
        '/var/lib/dpkg/*',
      ])
    ).stdout
  await root.run('apt-get', ['install', '--yes', '--no-install-recommends', '/greet.deb'])
  expect((await root.run('hi', ['%s', 'hello'])).stdout).toBe('hello')
  expect((await root.run('dpkg', ['--verify', 'greet'])).stdout).toBe('')
  await root.run('dpkg', ['--purge', 'greet'])
  expect(await left()).toBe('')
  await root.run('rpm', ['--nodeps', '--nosignature', '--install', '/greet.rpm'])
  expect((await root.run('hi', ['%s', 'hello'])).stdout).toBe('hello')
  const { stdout } = await root.run('rpm', ['-q', '--list', 'greet'])
  const folders = ['/etc/greet', '/usr/lib/systemd/system/greet.service.d', '/usr/share/licenses/greet/cobra']
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(folders))
  expect(stdout).not.toMatch(/^\/etc\/NetworkManager(?:\/dispatcher\.d)?$/m)
  await root.run('rpm', ['--nodeps', '--erase', 'greet'])
  expect(await left()).toBe('')
})

for (const [release, { program: dnf }] of RPM_CLIENTS) {
  if (dnf === 'zypper') continue
  testInRoot(release, `${dnf} installs a release without units, and removes it`, async (root) => {
    // Static: the C library of this root is not in its database of rpms.
    const program = await root.readInstalled('/usr/sbin/ldconfig')
    await copy(root, (await publishRelease(GORELEASER_FILES, program)).rpm, '/greet.rpm')
    const own = dnf === 'dnf5' ? ['--no-plugins'] : ['--nogpgcheck']
    const options = ['--assumeyes', ...own]
    await root.run(dnf, [...options, 'install', '/greet.rpm'])
    expect((await root.run('greet', ['--version'])).stdout).toMatch(/^ldconfig /)
    expect((await root.run('rpm', ['--verify', 'greet'])).stdout).toBe('')
    await root.run(dnf, [...options, 'remove', 'greet'])
    expect((await root.run('find', ['/etc', '/usr', '-name', '*greet*'])).stdout).toBe('')
  })
}

async function conffiles(root: Root): Promise<string> {
  const { stdout } = await root.run('dpkg-query', ['-W', '-f', '${Conffiles}', 'greet'])
  return stdout.replace(/^\n/, '')
}

async function enabledUnits(root: Root): Promise<readonly string[]> {
  const { stdout } = await root.run('find', ['/etc/systemd/system', '-name', 'greet*', '-printf', '%f\n'])
  return stdout.trim().split('\n').sort()
}

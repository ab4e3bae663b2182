import { expect } from '@jest/globals'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { PRIVILEGES, privileged, privilegesIn } from '../clients/capability.ts'
import { RELEASES, type Root, testInRoot } from '../clients/root.ts'
import { SAMPLE_TIME, build, file } from './sample.ts'

const log = (name: string) => `echo "${name} [$*]" >>/calls`

/** Each writes down how it was called; the first one makes the user whom files belong to. */
const scripts = (version: string): Partial<PackageDescription> => ({
  scripts: {
    beforeInstall: `set -e
${log(`${version} preinst`)}
getent group hello >/dev/null || groupadd --system hello
getent passwd hello >/dev/null || useradd --system --gid hello hello`,
    afterInstall: `#!/bin/sh -e
. /usr/share/debconf/confmodule
${log(`${version} postinst`)}
db_get hello/greeting
echo "${version} greeting $RET" >>/calls
`,
    beforeRemove: log(`${version} prerm`),
    afterRemove: log(`${version} postrm`),
  },
  deb: {
    config: `#!/bin/sh -e
. /usr/share/debconf/confmodule
${log(`${version} config`)}
db_input medium hello/greeting || true
db_go || true
`,
    templates: 'Template: hello/greeting\nType: string\nDefault: good day\nDescription: What to say?\n',
    triggers: { 'interest-noawait': ['/usr/share/hello/plugins'], interest: ['hello-refresh'] },
  },
})

const config = (path: string, text: string): PackagedEntry =>
  ({ ...file(path, text), role: 'config' }) as PackagedEntry

/** Configuration by who changes it from one version to the next. */
const configuration = (version: string): readonly PackagedEntry[] => [
  config('/etc/hello/nobody.conf', 'same\n'),
  config('/etc/hello/us.conf', `${version}\n`),
  config('/etc/hello/administrator.conf', 'same\n'),
  config('/etc/hello/both.conf', `${version}\n`),
  {
    ...config('/srv/hello/removed.conf', `${version}\n`),
    policy: { noReplace: false, missingOk: true },
  } as PackagedEntry,
]

const OWNED: readonly PackagedEntry[] = [
  { ...file('/usr/bin/as-hello', 'x', 0o4755), owner: 'hello', group: 'hello' },
  { ...file('/usr/bin/as-games', 'x', 0o2711), group: 'games' },
  { ...file('/usr/share/hello/ünïcode and space', 'x'), modifiedSeconds: 1_234_567_890 },
  { type: 'symlink', path: '/usr/bin/hi', target: 'as-hello' },
  { type: 'directory', path: '/var/lib/hello/shared', mode: 0o1777 },
  { type: 'directory', path: '/var/lib/hello/own', mode: 0o2750, owner: 'hello', group: 'hello' },
]

async function dpkg(root: Root, ...args: readonly string[]): Promise<string> {
  const keep = ['--force-confdef', '--force-confold']
  return (await root.run('dpkg', [...keep, ...args])).stdout
}

async function install(root: Root, ...packages: readonly Partial<PackageDescription>[]): Promise<string> {
  const paths = packages.map((_, at) => `/packages/${at}.deb`)
  for (const [at, description] of packages.entries())
    await root.write(paths[at] ?? '', await build(description))
  return dpkg(root, '--install', ...paths)
}

async function shell(root: Root, script: string): Promise<readonly string[]> {
  const lines = (await root.run('sh', ['-c', script])).stdout.split('\n')
  return lines.filter((line) => line !== '')
}

const triggered = async (root: Root) => (await calls(root)).filter((line) => line.includes('triggered'))
const calls = (root: Root) => shell(root, 'cat /calls; rm -f /calls')

for (const release of RELEASES) {
  // The form that dpkg of Debian 11 does not know.
  const compression = { name: release === 'bullseye' ? 'gzip' : 'zstd' } as const
  const version = (version: string): Partial<PackageDescription> => {
    const all = scripts(version)
    const entries = [...OWNED, ...configuration(version)]
    return { version, entries, ...all, deb: { ...all.deb, compression } }
  }

  testInRoot(release, 'modes and capabilities stay through upgrades and reinstallations', async (root) => {
    for (const next of ['1.0', '1.1', '1.1']) {
      await install(root, privileged(next, file))
      expect(await privilegesIn(root)).toEqual([next, PRIVILEGES])
    }
    expect(await dpkg(root, '--verify', 'hello')).toBe('')
    // Whoever leaves the script out of the next version loses what it gave, and modes are the package's own.
    await install(root, { ...privileged('1.2', file), scripts: {} })
    expect(await privilegesIn(root)).toEqual(['1.2', ['/usr/bin/bind 755 none', ...PRIVILEGES.slice(1)]])
  })

  testInRoot(
    release,
    'dpkg installs, upgrades, verifies, removes and purges with all that there is',
    async (root) => {
      await root.run('sh', ['-c', 'command -v debconf'])
      await install(root, version('1.0'))
      expect(await calls(root)).toEqual([
        '1.0 preinst [install]',
        '1.0 config [configure ]',
        '1.0 postinst [configure ]',
        '1.0 greeting good day',
      ])
      expect(await shell(root, `stat -c '%n %a %U:%G' /usr/bin/as-* /var/lib/hello/*`)).toEqual([
        '/usr/bin/as-games 2711 root:games',
        '/usr/bin/as-hello 4755 hello:hello',
        '/var/lib/hello/own 2750 hello:hello',
        '/var/lib/hello/shared 1777 root:root',
      ])
      const times = `stat -c %Y '/usr/share/hello/ünïcode and space' /usr/bin/as-games /usr/bin/hi`
      expect(await shell(root, times)).toEqual(['1234567890', String(SAMPLE_TIME), String(SAMPLE_TIME)])
      expect(await dpkg(root, '--verify', 'hello')).toBe('')

      await shell(
        root,
        'cd /etc/hello && echo mine | tee administrator.conf both.conf; rm /srv/hello/removed.conf',
      )
      expect((await dpkg(root, '--verify', 'hello')).split('\n').filter((line) => line !== '')).toEqual([
        expect.stringMatching(/^..5...... c \/etc\/hello\/administrator.conf$/),
        expect.stringMatching(/^..5...... c \/etc\/hello\/both.conf$/),
        expect.stringMatching(/^(missing|\?\?5\?\?\?\?\?\?) +c \/srv\/hello\/removed.conf/),
      ])
      await install(root, version('1.1'))
      expect(await calls(root)).toEqual([
        '1.0 prerm [upgrade 1.1]',
        expect.stringMatching(/^1\.1 preinst \[upgrade 1\.0( 1\.1)?\]$/),
        '1.0 postrm [upgrade 1.1]',
        '1.1 config [configure 1.0]',
        '1.1 postinst [configure 1.0]',
        '1.1 greeting good day',
      ])
      expect(
        await shell(root, 'cd /etc/hello && for file in *; do echo "$file: $(cat "$file")"; done'),
      ).toEqual([
        'administrator.conf: mine',
        'both.conf: mine',
        'both.conf.dpkg-dist: 1.1',
        'nobody.conf: same',
        'us.conf: 1.1',
      ])
      expect(await shell(root, 'ls /srv/hello')).toEqual(['removed.conf.dpkg-dist'])

      await dpkg(root, '--remove', 'hello')
      expect(await calls(root)).toEqual(['1.1 prerm [remove]', '1.1 postrm [remove]'])
      expect(await shell(root, 'ls /etc/hello')).toContain('administrator.conf')
      await dpkg(root, '--purge', 'hello')
      expect(await calls(root)).toEqual(['1.1 postrm [purge]'])
      expect(
        await shell(root, 'ls -d /etc/hello /srv/hello /usr/share/hello /usr/bin/as-* 2>/dev/null || true'),
      ).toEqual([])
    },
  )

  testInRoot(release, 'dpkg runs the triggers, and obeys the relations', async (root) => {
    await install(root, { name: 'hello-old', entries: [file('/usr/bin/hello', 'old')] })
    const takesOver = { conflicts: ['hello-old'], replaces: ['hello-old'], provides: ['hello-old = 9'] }
    await install(root, {
      ...version('1.0'),
      entries: [file('/usr/bin/hello', 'new\n')],
      relations: takesOver,
    })
    expect(
      await shell(root, "cat /usr/bin/hello; dpkg-query -W -f '${Status}\\n' hello hello-old || true"),
    ).toEqual([
      'new',
      'install ok installed',
      expect.stringMatching(/^(deinstall|unknown) ok (config-files|not-installed)$/),
    ])
    await calls(root)
    await install(root, { name: 'hello-plugin', entries: [file('/usr/share/hello/plugins/a', 'x')] })
    expect(await triggered(root)).toEqual(['1.0 postinst [triggered /usr/share/hello/plugins]'])
    await install(root, {
      name: 'hello-other',
      deb: { triggers: { activate: ['hello-refresh'] } },
      entries: [],
    })
    expect(await triggered(root)).toEqual(['1.0 postinst [triggered hello-refresh]'])

    const refused = async (changes: Partial<PackageDescription>) => {
      await root.write('/packages/refused.deb', await build({ name: 'refused', entries: [], ...changes }))
      return (await root.run('dpkg', ['--install', '/packages/refused.deb'], { allowFailure: true })).stderr
    }
    expect(await refused({ deb: { preDepends: ['hello >= 2'] } })).toMatch(/pre-dependency problem/)
    expect(await refused({ depends: ['hello-old >= 10'] })).toMatch(/depends on hello-old \(>= 10\)/)
    expect(await refused({ deb: { breaks: ['hello << 2'] } })).toMatch(/would break|breaks hello/)
    expect(await refused({ depends: ['hello-old >= 9', 'nothing | hello'] })).toBe('')
  })
}

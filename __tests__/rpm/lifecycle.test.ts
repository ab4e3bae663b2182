import { expect } from '@jest/globals'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { PRIVILEGES, privileged, privilegesIn } from '../clients/capability.ts'
import { elfFile } from '../artifacts/elf-file.ts'
import { contentOf } from '../../src/content.ts'
import { RELEASES, type Root, testInRoot } from '../clients/root.ts'
import { SAMPLE_TIME, build, file } from './sample.ts'

/** Each writes down how it was called; the first one makes the user whom files belong to. */
const scripts = (version: string): Partial<PackageDescription> => {
  const log = (name: string) => `echo "${version} ${name} [$*]" >>/calls`
  return {
    scripts: {
      beforeInstall: `${log('pre')}
getent group hello >/dev/null || groupadd --system hello
getent passwd hello >/dev/null || useradd --system --gid hello hello`,
      afterInstall: log('post'),
      beforeRemove: log('preun'),
      afterRemove: log('postun'),
    },
    rpm: {
      scripts: {
        beforeTransaction: log('pretrans'),
        afterTransaction: log('posttrans'),
        verify: `${log('verify')}\nexit 0`,
      },
      compression: { name: 'zstd', level: 9 },
      ghosts: [{ path: '/var/log/hello.log', mode: 0o640, owner: 'hello', group: 'hello' }],
    },
  }
}

/** What rpm does with configuration that both changed, by its policy: what stays, and what lies beside it. */
const POLICIES = [
  { name: 'missingok', policy: { noReplace: true, missingOk: true } },
  { name: 'noreplace', policy: { noReplace: true, missingOk: false } },
  { name: 'replace', policy: { noReplace: false, missingOk: false } },
  { name: 'usual', policy: undefined },
] as const

const configuration = (version: string): readonly PackagedEntry[] =>
  ['us', 'administrator', 'both', 'removed'].flatMap((who) =>
    POLICIES.map(({ name, policy }) => ({
      ...file(
        `/etc/hello/${who}/${name}`,
        who === 'administrator' ? 'as it was\n' : `${version}\n`,
        0o644,
        'config',
      ),
      ...(policy === undefined ? {} : { policy }),
    })),
  )

const OWNED: readonly PackagedEntry[] = [
  { ...file('/usr/bin/as-hello', 'x', 0o4755), owner: 'hello', group: 'hello' },
  { ...file('/usr/bin/as-games', 'x', 0o2711), group: 'games' },
  { ...file('/opt/hello/ünïcode and space', 'x'), modifiedSeconds: 1_234_567_890 },
  { type: 'symlink', path: '/usr/bin/hi', target: 'as-hello' },
  { type: 'directory', path: '/var/lib/hello/shared', mode: 0o1777 },
  { type: 'directory', path: '/var/lib/hello/own', mode: 0o2750, owner: 'hello', group: 'hello' },
  { ...file('/opt/hello/de', 'Hallo'), language: 'de' } as PackagedEntry,
  { ...file('/opt/hello/fr', 'Salut'), language: 'fr' } as PackagedEntry,
  file('/usr/share/doc/hello/README', 'x', 0o644, 'doc'),
]

async function rpm(root: Root, ...args: readonly string[]) {
  return root.run('rpm', args, { allowFailure: true })
}

async function upgrade(root: Root, changes: Partial<PackageDescription>, ...options: readonly string[]) {
  await root.write('/package.rpm', await build({ arch: 'all', ...changes }))
  return rpm(root, '-U', '--nosignature', ...options, '/package.rpm')
}

async function shell(root: Root, script: string): Promise<readonly string[]> {
  const lines = (await root.run('sh', ['-c', script])).stdout.split('\n')
  return lines.filter((line) => line !== '')
}

const calls = (root: Root) => shell(root, 'cat /calls; rm -f /calls')

/** What `rpm -V` says, without what a Debian has not: the shell as a package of rpm's. */
async function verified(root: Root): Promise<readonly string[]> {
  const { stdout } = await rpm(root, '-V', '--nodeps', 'hello')
  return stdout.split('\n').filter((line) => line !== '')
}

const version = (version: string): Partial<PackageDescription> => ({
  version,
  entries: [...OWNED, ...configuration(version)],
  ...scripts(version),
})

/** Where both had changed a file: what rpm left at the upgrade, and at the removal. */
const BESIDE = POLICIES.flatMap(({ name }) =>
  name === 'replace' ? ['replace.rpmsave'] : [`${name}.rpmnew`, `${name}.rpmsave`],
)

for (const release of RELEASES) {
  testInRoot(release, 'rpm installs, upgrades, verifies and removes with all that there is', async (root) => {
    const languages = ['--nodeps', '--define', '_install_langs de']
    expect(await upgrade(root, version('1.0'), ...languages)).toMatchObject({ code: 0 })
    expect(await calls(root)).toEqual([
      '1.0 pretrans [1]',
      '1.0 pre [1]',
      '1.0 post [1]',
      '1.0 posttrans [1]',
    ])
    expect(await shell(root, `stat -c '%n %a %U:%G' /usr/bin/as-* /var/lib/hello/*; ls /opt/hello`)).toEqual([
      '/usr/bin/as-games 2711 root:games',
      '/usr/bin/as-hello 4755 hello:hello',
      '/var/lib/hello/own 2750 hello:hello',
      '/var/lib/hello/shared 1777 root:root',
      'de',
      'ünïcode and space',
    ])
    const times = `stat -c %Y '/opt/hello/ünïcode and space' /usr/bin/as-games /usr/bin/hi`
    expect(await shell(root, times)).toEqual(['1234567890', String(SAMPLE_TIME), String(SAMPLE_TIME)])
    expect(await verified(root)).toEqual([])
    expect(await calls(root)).toEqual([expect.stringMatching(/^1\.0 verify /)])

    await shell(
      root,
      'cd /etc/hello && for file in administrator/* both/*; do echo mine >$file; done; rm removed/*',
    )
    await shell(root, 'echo started >/var/log/hello.log')
    expect(await verified(root)).toEqual([
      ...POLICIES.map(({ name }) => expect.stringMatching(`^S.5....T. +c /etc/hello/administrator/${name}$`)),
      ...POLICIES.map(({ name }) => expect.stringMatching(`^S.5....T. +c /etc/hello/both/${name}$`)),
      ...POLICIES.filter(({ name }) => name !== 'missingok').map(({ name }) =>
        expect.stringMatching(`^missing +c /etc/hello/removed/${name}$`),
      ),
      expect.stringMatching(/^\.M\.\.\.UG\.\. +g \/var\/log\/hello\.log$/),
    ])
    await calls(root)

    expect(await upgrade(root, version('1.1'), ...languages)).toMatchObject({ code: 0 })
    expect(await calls(root)).toEqual([
      '1.1 pretrans [2]',
      '1.1 pre [2]',
      '1.1 post [2]',
      '1.0 preun [1]',
      '1.0 postun [1]',
      // rpm 4.16 counts the version before as gone.
      expect.stringMatching(/^1\.1 posttrans \[[12]\]$/),
    ])
    const texts = 'cd /etc/hello && for file in */*; do echo "$file: $(cat "$file")"; done'
    expect(await shell(root, texts)).toEqual([
      'administrator/missingok: mine',
      'administrator/noreplace: mine',
      'administrator/replace: mine',
      'administrator/usual: mine',
      'both/missingok: mine',
      'both/missingok.rpmnew: 1.1',
      'both/noreplace: mine',
      'both/noreplace.rpmnew: 1.1',
      'both/replace: 1.1',
      'both/replace.rpmsave: mine',
      'both/usual: mine',
      'both/usual.rpmnew: 1.1',
      'removed/noreplace: 1.1',
      'removed/replace: 1.1',
      'removed/usual: 1.1',
      'us/missingok: 1.1',
      'us/noreplace: 1.1',
      'us/replace: 1.1',
      'us/usual: 1.1',
    ])
    expect((await rpm(root, '-qf', '/var/log/hello.log')).stdout).toBe('hello-1.1-1.noarch\n')

    expect(await rpm(root, '-e', 'hello')).toMatchObject({ code: 0 })
    expect(await calls(root)).toEqual(['1.1 preun [0]', '1.1 postun [0]'])
    // Of directories only those that are owned go away.
    const left =
      'find /opt/hello /var/lib/hello /var/log/hello.log /usr/bin/hi /usr/share/doc/hello 2>/dev/null || true'
    expect(await shell(root, left)).toEqual(['/opt/hello', '/var/lib/hello', '/usr/share/doc/hello'])
    expect(await shell(root, 'cd /etc/hello && ls administrator us both')).toEqual([
      'administrator:',
      ...POLICIES.map(({ name }) => `${name}.rpmsave`),
      'both:',
      ...BESIDE,
      'us:',
    ])
  })

  testInRoot(release, 'modes and capabilities stay through upgrades and reinstallations', async (root) => {
    for (const next of ['1.0', '1.1', '1.1']) {
      expect(await upgrade(root, privileged(next, file), '--nodeps', '--replacepkgs')).toMatchObject({
        code: 0,
      })
      expect(await privilegesIn(root)).toEqual([next, PRIVILEGES])
    }
    // rpm compares with the capabilities that a header has: there are none.
    expect(await verified(root)).toEqual(['........P    /usr/bin/bind'])
    // Whoever leaves the script out of the next version loses what it gave, and modes are the package's own.
    const without = { ...privileged('1.2', file), scripts: {} }
    expect(await upgrade(root, without, '--nodeps')).toMatchObject({ code: 0 })
    expect(await privilegesIn(root)).toEqual(['1.2', ['/usr/bin/bind 755 none', ...PRIVILEGES.slice(1)]])
  })

  testInRoot(
    release,
    'of one program in packages of 32 and of 64 bits the one of 64 is there',
    async (root) => {
      const program = (bits: 32 | 64, machine: number): PackagedEntry => ({
        type: 'file',
        path: '/usr/bin/hello',
        mode: 0o755,
        content: contentOf(elfFile({ bits, machine, type: 2 })),
      })
      await root.write('/64.rpm', await build({ arch: 'amd64', entries: [program(64, 62)] }))
      await root.write('/32.rpm', await build({ arch: '386', entries: [program(32, 3)] }))
      // As on Fedora and its like: 1 and 2 are the colors of 32 and of 64 bits.
      await root.write('/etc/rpm/macros', '%_transaction_color 3\n%_prefer_color 2\n')
      // One after the other: the rpm of sid forgets the names of several.
      for (const path of ['/64.rpm', '/32.rpm'])
        expect(await rpm(root, '-i', '--nosignature', '--ignorearch', path)).toMatchObject({ code: 0 })
      expect(await shell(root, `od -A n -t u1 -j 4 -N 1 /usr/bin/hello`)).toEqual(['   2'])
    },
  )

  testInRoot(
    release,
    'rpm obeys the relations, moves what can be moved, and leaves documents out',
    async (root) => {
      const plain = (changes: Partial<PackageDescription>) => upgrade(root, { entries: [], ...changes })
      expect(await plain({ name: 'hello-old' })).toMatchObject({ code: 0 })
      const hello: Partial<PackageDescription> = {
        entries: [file('/opt/hello/bin', 'x', 0o755), file('/usr/share/man/man1/hello.1', 'x')],
        relations: {
          replaces: ['hello-old'],
          provides: ['hello-old = 9'],
          suggests: ['nothing'],
          recommends: ['nothing'],
        },
        rpm: { prefixes: ['/opt/hello'], compression: { name: 'none' } },
      }
      expect(await upgrade(root, hello, '--prefix', '/srv/moved', '--excludedocs')).toMatchObject({ code: 0 })
      expect(await shell(root, 'rpm -qa --qf "%{NAME}\\n"; rpm -ql hello; find /srv/moved')).toEqual([
        'hello',
        '/srv/moved/bin',
        '/usr/share/man/man1/hello.1',
        '/srv/moved',
        '/srv/moved/bin',
      ])
      expect((await rpm(root, '-V', 'hello')).stdout).toBe('')

      expect((await plain({ name: 'a', relations: { conflicts: ['hello < 2'] } })).stderr).toContain(
        'hello < 2 conflicts with a-1.2.3-1.noarch',
      )
      expect((await plain({ name: 'b', depends: ['hello-old >= 10'] })).stderr).toContain(
        'hello-old >= 10 is needed by b',
      )
      expect((await plain({ name: 'c', rpm: { requiresPost: ['nothing'] } })).stderr).toContain(
        'nothing is needed by c',
      )
      expect(await plain({ name: 'd', depends: ['hello-old >= 9'] })).toMatchObject({ code: 0 })
      expect((await rpm(root, '-e', 'hello')).stderr).toMatch(/is needed by \(installed\) d-1.2.3-1.noarch/)
      const zstd = { rpm: { compression: { name: 'zstd', level: 19 } } } as const
      expect(await upgrade(root, { name: 'e', entries: [file('/opt/e', 'text')], ...zstd })).toMatchObject({
        code: 0,
      })
      expect(await shell(root, 'cat /opt/e')).toEqual(['text'])
    },
  )
}

import type { Release, Root } from './root.ts'

/** A program that installs from rpm repositories, by what a user does with it. */
export interface RpmClient {
  readonly program: 'dnf' | 'dnf5' | 'zypper'
  /** Where .repo files go. */
  readonly folder: string
  refresh(root: Root): Promise<unknown>
  install(root: Root, names: readonly string[]): Promise<unknown>
  upgrade(root: Root): Promise<unknown>
  downgrade(root: Root, name: string, version: string): Promise<unknown>
  /** The name, version and architecture of what a machine of another kind finds, a line each. */
  offered(root: Root, name: string, arch: string): Promise<string>
}

function dnfClient(program: 'dnf' | 'dnf5'): RpmClient {
  // Debian's dnf5 brings a plugin that keeps what was installed, and fails without createrepo_c.
  const plain = program === 'dnf5' ? ['--no-plugins'] : []
  // Debian's goes on without a repository that it refuses; as it comes from its makers, it stops.
  const options = [...plain, '--assumeyes', '--setopt=skip_if_unavailable=0']
  const dnf = (root: Root, ...args: readonly string[]) => root.run(program, [...options, ...args])
  return {
    program,
    folder: '/etc/yum.repos.d',
    refresh: (root) => dnf(root, '--refresh', 'makecache'),
    install: (root, names) => dnf(root, 'install', ...names),
    upgrade: (root) => dnf(root, 'upgrade'),
    downgrade: (root, name, version) => dnf(root, 'downgrade', `${name}-${version}`),
    offered: async (root, name, arch) => {
      const format = '%{name} %{version} %{arch}\\n'
      const args = ['--quiet', `--forcearch=${arch}`, 'repoquery', '--queryformat', format, name]
      return (await dnf(root, ...args)).stdout.trim()
    },
  }
}

const zypperClient: RpmClient = {
  program: 'zypper',
  folder: '/etc/zypp/repos.d',
  refresh: async (root) => {
    // The newest one asks for openSUSE's own packages in every system.
    await root.write('/etc/zypp/systemCheck', '')
    // Within ten minutes no mirrorlist is read again.
    await root.run('sh', [
      '-c',
      "mkdir -p /var/cache/zypp && find /var/cache/zypp -type f -exec touch -d '1 hour ago' {} +",
    ])
    await root.run('zypper', ['--non-interactive', '--gpg-auto-import-keys', 'refresh'])
  },
  install: (root, names) => root.run('zypper', ['--non-interactive', 'install', ...names]),
  upgrade: (root) => root.run('zypper', ['--non-interactive', 'update']),
  downgrade: (root, name, version) =>
    root.run('zypper', ['--non-interactive', 'install', '--oldpackage', `${name}=${version}`]),
  offered: async (root, name, arch) => {
    await root.write('/etc/zypp/zypp.conf', `[main]\narch = ${arch}\n`)
    const table = await root.run('zypper', [
      '--non-interactive',
      'search',
      '--details',
      '--match-exact',
      name,
    ])
    await root.run('rm', ['/etc/zypp/zypp.conf'])
    const rows = [...table.stdout.matchAll(/\| (\S+) *\| package *\| (\S+)-1 *\| (\S+) *\| demo /g)]
    return rows.map(([, ...columns]) => columns.join(' ')).join('\n')
  },
}

/** What each release has. */
export const RPM_CLIENTS: readonly (readonly [Release, RpmClient])[] = [
  ['bullseye', dnfClient('dnf')],
  ['bookworm', dnfClient('dnf')],
  ['trixie', dnfClient('dnf')],
  ['sid', dnfClient('dnf5')],
  ['bullseye', zypperClient],
  ['bookworm', zypperClient],
  ['trixie', zypperClient],
  ['sid', zypperClient],
]

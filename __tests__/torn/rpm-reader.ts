import { type Release, type Root, freshRoot } from '../clients/fresh-root.ts'
import type { RunResult } from '../support/processes.ts'
import { type Reader, type Refresh, type RefreshOptions, type Source, versionIn } from './reader.ts'

/** How a client finds a repository, and whether it verifies the signature of repomd.xml. */
export const WAYS = ['baseurl, signed', 'baseurl, repo_gpgcheck=0', 'mirrorlist, signed'] as const
export type Way = (typeof WAYS)[number]

interface Program {
  /** Where .repo files go. */
  readonly folder: string
  /** What has to be in a root before the first refresh, beside the repository. */
  readonly files: Readonly<Record<string, string>>
  readonly caches: string
  readonly refresh: readonly string[]
  /** Of the newest `hello`, from the state that was just read. */
  readonly download: readonly string[]
}

function dnf(program: 'dnf' | 'dnf5'): Program {
  // Debian's dnf5 brings a plugin that fails without createrepo_c; Debian's dnf goes on without what it refuses.
  const plain = program === 'dnf5' ? ['--no-plugins'] : []
  const common = [program, ...plain, '--assumeyes', '--setopt=skip_if_unavailable=0']
  return {
    folder: '/etc/yum.repos.d',
    files: {},
    caches: '/var/cache/dnf /var/cache/libdnf5',
    refresh: [...common, '--refresh', 'makecache'],
    download: [...common, 'install', '--downloadonly', 'hello'],
  }
}

const ZYPPER: Program = {
  folder: '/etc/zypp/repos.d',
  files: {
    // The newest one asks for openSUSE's own packages in every system.
    '/etc/zypp/systemCheck': '',
    // Else a mirrorlist is read again after ten minutes, and until then it is one snapshot that all refreshes see.
    '/etc/zypp/zypp.conf': '[main]\nrepo.refresh.delay = 0\n',
  },
  caches: '/var/cache/zypp',
  refresh: ['zypper', '--non-interactive', '--gpg-auto-import-keys', 'refresh', '--force', 'demo'],
  download: ['zypper', '--non-interactive', '--no-refresh', 'install', '--download-only', 'hello'],
}

/** The rpm programs of a release. */
function programOf(client: 'dnf' | 'zypper', release: Release): Program {
  if (client === 'zypper') return ZYPPER
  return dnf(release === 'sid' ? 'dnf5' : 'dnf')
}

export async function rpmReader(
  client: 'dnf' | 'zypper',
  release: Release,
  folder: string,
  source: Source,
  way: Way,
): Promise<Reader> {
  const [root, program] = [await freshRoot(release, folder), programOf(client, release)]
  for (const [path, text] of Object.entries(program.files)) await root.write(path, text)
  await root.write('/etc/demo.asc', source.key)
  await root.write(`${program.folder}/demo.repo`, repoFile(source, way))
  return { release, row: `${client}, ${way}`, refresh: (options) => refresh(root, program, options) }
}

function repoFile({ url, rpmPath }: Source, way: Way): string {
  const at = `${url}/${rpmPath}`
  return [
    '[demo]',
    'name=demo',
    way === 'mirrorlist, signed' ? `mirrorlist=${at}/mirrorlist` : `baseurl=${at}`,
    'enabled=1',
    'type=rpm-md',
    'gpgcheck=1',
    `repo_gpgcheck=${way === 'baseurl, repo_gpgcheck=0' ? 0 : 1}`,
    'gpgkey=file:///etc/demo.asc',
    '',
  ].join('\n')
}

async function refresh(
  root: Root,
  program: Program,
  { fromNothing, download }: RefreshOptions,
): Promise<Refresh> {
  if (fromNothing) await root.run('sh', ['-c', `rm -rf ${program.caches}`])
  const failure = failureOf(await entered(root, program.refresh))
  if (failure !== undefined || !download) return { failure, downloadFailure: undefined, version: undefined }
  const got = await entered(root, program.download)
  return {
    failure,
    downloadFailure: failureOf(got),
    version: versionIn(got.stdout + got.stderr, /\bhello\b.*?\b1\.(\d+)-1\b/),
  }
}

function entered(root: Root, [program = '', ...args]: readonly string[]): Promise<RunResult> {
  return root.run(program, args, { allowFailure: true })
}

function failureOf({ code, stdout, stderr }: RunResult): string | undefined {
  return code === 0 ? undefined : `${stdout}${stderr}`.trim()
}

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunOptions, type RunResult, isInstalled, run } from '../support/processes.ts'

/** Releases of Debian, of which roots.sh makes a root each. */
export const RELEASES = ['bullseye', 'bookworm', 'trixie', 'sid'] as const
export type Release = (typeof RELEASES)[number]

/**
 * A machine with a Debian release of its own: what is written there is seen by nobody else, and gone with its
 * folder. Its network is this machine's. One program at a time.
 */
export interface Root {
  readonly release: Release
  /** Runs a program there as root. What it leaves running is ended. */
  run(program: string, args?: readonly string[], options?: RunOptions): Promise<RunResult>
  /** Writes a file, and the folders above it. */
  write(path: string, bytes: string | Uint8Array): Promise<void>
  /** Reads a file of the release as it was installed. */
  readInstalled(path: string): Promise<Buffer>
}

const ROOTS = process.env['CLIENT_ROOTS'] ?? '/var/cache/r2-package-repository'

const ENTER = join(import.meta.dirname, 'enter.sh')
const NAMESPACE = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child']

const ENVIRONMENT = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  TMPDIR: undefined,
  DEBIAN_FRONTEND: 'noninteractive',
  http_proxy: undefined,
  HTTP_PROXY: undefined,
  all_proxy: undefined,
  ALL_PROXY: undefined,
}

/** Where the files of a release lie as they were installed. */
export function installedRoot(release: Release): string {
  return join(ROOTS, release)
}

/** What this machine lacks to enter a root of a release, as it is to be shown. */
export function missingFor(release: Release): readonly string[] {
  return [
    ...(existsSync(join(installedRoot(release), '.complete'))
      ? []
      : [`a root of ${release}, which roots.sh makes`]),
    ...(isInstalled('unshare') ? [] : ['unshare']),
    ...(process.getuid?.() === 0 ? [] : ['the rights of root']),
  ]
}

/** A fresh copy of a release in a folder of its own; of its files only those that change take room. */
export async function freshRoot(release: Release, folder: string): Promise<Root> {
  const installed = installedRoot(release)
  const own = await mkdtemp(join(folder, `${release}-`))
  for (const folder of ['changes', 'work', 'merged']) await mkdir(join(own, folder))
  const enter = (program: string, args: readonly string[] = [], options: RunOptions = {}) =>
    run('unshare', [...NAMESPACE, 'sh', ENTER, installed, own, program, ...args], {
      ...options,
      env: { ...ENVIRONMENT, ...options.env },
    })
  return {
    release,
    run: enter,
    write: async (path, bytes) => {
      const script = 'mkdir -p "$(dirname "$1")" && cat >"$1"'
      await enter('sh', ['-c', script, 'sh', path], { input: bytes })
    },
    readInstalled: (path) => readFile(join(installed, path)),
  }
}

import { chmod, copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CommandOptions, type Measurement, interleaved, measured } from './measure.ts'
import type { Program } from './program.ts'
import { MEASURED_HEADER, measuredRow, mebibytes, printTable } from './table.ts'

/** One executable, where each of the tools wants it. */
interface Workshop {
  readonly directory: string
  readonly executable: string
  readonly debTree: string
  readonly spec: string
}

/** One real executable into a .deb and an .rpm, ours beside dpkg-deb and rpmbuild, all with gzip at level 6. */
export async function benchBuilding(
  program: Program,
  scratch: string,
  executable: string,
  repetitions: number,
): Promise<void> {
  const shop = await workshop(join(scratch, 'building'), executable)
  const { directory } = shop
  const ours = (formats: string) => () =>
    measured(directory, process.execPath, [program.path, ...buildOnly(shop.executable, formats)], {
      cwd: directory,
      env: { GPG_PRIVATE_KEY: undefined, GITHUB_ACTIONS: undefined, INIT_CWD: undefined },
    })
  const theirs = (name: string, args: readonly string[], options?: CommandOptions) => () =>
    measured(directory, name, args, options)
  const taken = await interleaved(repetitions, {
    deb: ours('deb'),
    dpkgDeb: theirs('dpkg-deb', dpkgDebArgs(shop)),
    rpm: ours('rpm'),
    rpmbuild: theirs('rpmbuild', rpmbuildArgs(shop)),
    both: ours('deb,rpm'),
    zlib: theirs(process.execPath, ['-e', GZIP_BY_NODE, shop.executable, join(directory, 'by-node.gz')]),
    gzip: theirs('sh', [
      '-c',
      'gzip -6 -n -c "$1" >"$2"',
      'sh',
      shop.executable,
      join(directory, 'by-gzip.gz'),
    ]),
  })
  const size = mebibytes((await stat(executable)).size)
  const both = taken.dpkgDeb.map((deb, position) => sum(deb, taken.rpmbuild[position] ?? deb))
  printTable(
    `An executable of ${size} MiB, at level 6 of gzip (${repetitions} times each, in turn)`,
    MEASURED_HEADER,
    [
      measuredRow('our deb: built, read back, checked', taken.deb),
      measuredRow('dpkg-deb', taken.dpkgDeb, taken.deb),
      measuredRow('our rpm: built, read back, checked', taken.rpm),
      measuredRow('rpmbuild', taken.rpmbuild, taken.rpm),
      measuredRow('our deb and rpm, one process', taken.both),
      measuredRow('dpkg-deb, then rpmbuild', both, taken.both),
      measuredRow('nothing but zlib of Node, a stream, beside our deb', taken.zlib, taken.deb),
      measuredRow('the same beside our rpm', taken.zlib, taken.rpm),
      measuredRow('nothing but gzip, beside our deb', taken.gzip, taken.deb),
      measuredRow('the same beside our rpm', taken.gzip, taken.rpm),
    ],
  )
}

function sum(first: Measurement, second: Measurement): Measurement {
  return {
    wallMs: first.wallMs + second.wallMs,
    cpuMs: first.cpuMs + second.cpuMs,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
  }
}

/** The arguments of a run of ours that builds packages from an executable, keeps them, and publishes nothing. */
export function buildOnly(executable: string, formats: string): readonly string[] {
  const repository = ['--repository', 'nowhere', '--repository-name', 'bench', '--dry-run', 'true']
  const identity = ['--name', 'bench', '--version', '1.0.0', '--maintainer', 'Jane Doe <jane@example.org>']
  const files = ['--artifacts', executable, '--output-directory', 'ours']
  return [...repository, ...identity, ...files, '--formats', formats, '--license', 'MIT']
}

const GZIP_BY_NODE = `
  const { createReadStream, createWriteStream } = require('node:fs')
  const { createGzip } = require('node:zlib')
  const [from, to] = process.argv.slice(1)
  createReadStream(from).pipe(createGzip({ level: 6 })).pipe(createWriteStream(to))
`

function dpkgDebArgs({ directory, debTree }: Workshop): readonly string[] {
  return ['--root-owner-group', '-Zgzip', '-z6', '--build', debTree, join(directory, 'theirs.deb')]
}

/** Nothing is stripped, searched for dependencies, or compressed otherwise: as ours. */
const RPMBUILD_MACROS = {
  _binary_payload: 'w6.gzdio',
  _build_id_links: 'none',
  debug_package: '%{nil}',
  __os_install_post: '%{nil}',
} as const

export function rpmbuildArgs({ directory, spec }: Pick<Workshop, 'directory' | 'spec'>): readonly string[] {
  const macros = { _topdir: join(directory, 'rpmbuild'), ...RPMBUILD_MACROS }
  return [
    '--quiet',
    ...Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
    '-bb',
    spec,
  ]
}

async function workshop(directory: string, original: string): Promise<Workshop> {
  const [debTree, executable, spec] = ['deb', 'bench', 'bench.spec'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ]
  await mkdir(join(debTree, 'DEBIAN'), { recursive: true })
  await mkdir(join(debTree, 'usr/bin'), { recursive: true })
  for (const path of [executable, join(debTree, 'usr/bin/bench')]) {
    await copyFile(original, path)
    await chmod(path, 0o755)
  }
  await writeFile(join(debTree, 'DEBIAN/control'), controlOf('amd64'))
  await writeFile(spec, specOf(executable))
  return { directory, executable, debTree, spec }
}

/** The control file of what they build. */
export function controlOf(architecture: string): string {
  return `Package: bench
Version: 1.0.0
Architecture: ${architecture}
Maintainer: Jane Doe <jane@example.org>
Description: a large executable
`
}

/** The spec file of it. */
export function specOf(executable: string): string {
  return `Name: bench
Version: 1.0.0
Release: 1
Summary: A large executable
License: MIT
AutoReqProv: no
%description
A large executable.
%install
mkdir -p %{buildroot}/usr/bin
cp ${executable} %{buildroot}/usr/bin/bench
%files
/usr/bin/bench
`
}

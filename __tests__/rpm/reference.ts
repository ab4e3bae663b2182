import { join } from 'node:path'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { dateTree, layTree } from '../support/file-tree.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import { rpmbuild } from './sample.ts'

/** A package as rpmbuild's spec files say it. */
export interface Spec {
  /** Lines of the preamble, which end in one. */
  readonly preamble: string
  readonly description: string
  readonly entries: readonly PackagedEntry[]
  /** Directives of paths, such as `%config(noreplace)`; the paths of the entries have one by their type already. */
  readonly directives: Readonly<Record<string, string>>
  /** Lines of `%files` of which there is no entry. */
  readonly ghosts: string
  /** `%post` and its like, and `%changelog`. */
  readonly sections: string
  readonly timeSeconds: number
  /** Whether rpmbuild says what it finds in the files: dependencies, and that there is configuration. */
  readonly findsDependencies: boolean
  /** `_binary_payload`, such as `w6.gzdio`. */
  readonly payload: string
}

/** What rpmbuild makes of it: the path of a package. */
export async function referenceRpm(spec: Spec): Promise<string> {
  const staged = join(await temporaryDirectory(), 'staged')
  // rpmbuild takes the owners of `%attr`, so that anybody can build.
  await layTree(staged, spec.entries, { owners: false })
  await dateTree(staged, spec.entries, spec.timeSeconds)
  const text = `
%global source_date_epoch_from_changelog 0
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _buildhost reproducible
AutoReqProv: ${spec.findsDependencies ? 'yes' : 'no'}
${spec.preamble}
%description
${spec.description}
%install
mkdir -p %{buildroot}
cp -a '${staged}/.' %{buildroot}
%files
${spec.entries.map((entry) => fileLine(entry, spec.directives[entry.path] ?? '')).join('\n')}
${spec.ghosts}
${spec.sections}
`
  const { binary } = await rpmbuild(
    text,
    { _binary_payload: spec.payload },
    { SOURCE_DATE_EPOCH: `${spec.timeSeconds}` },
  )
  return binary
}

function fileLine(entry: PackagedEntry, directives: string): string {
  const { owner = 'root', group = 'root', type, path } = entry
  const mode = entry.type === 'symlink' ? '-' : entry.mode.toString(8)
  const kind = type === 'directory' ? '%dir ' : ''
  // Twice, for a path is a pattern too.
  const quoted = path.replaceAll('%', '%%').replaceAll(/["\\*?[\]{}]/g, '\\$&')
  return `%attr(${mode}, ${owner}, ${group}) ${kind}${directives} "${quoted}"`
}

const TAGS = words(
  'NAME VERSION RELEASE EPOCH ARCH OS SUMMARY DESCRIPTION LICENSE URL GROUP VENDOR PACKAGER BUILDHOST BUILDTIME',
  'SOURCERPM ENCODING SIZE LONGSIZE PAYLOADFORMAT PAYLOADCOMPRESSOR PAYLOADFLAGS PAYLOADDIGESTALGO FILEDIGESTALGO',
)
const FILE_TAGS = words(
  'FILENAMES FILEFLAGS:fflags FILEVERIFYFLAGS FILELANGS FILEMODES:perms FILESIZES FILECOLORS',
)
const QUERIES = words(
  '--dump --requires --provides --recommends --suggests --supplements --enhances --conflicts --obsoletes',
  '--scripts --triggers --filetriggers --changelog --configfiles --docfiles --licensefiles --state --info --list',
)

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '))
}

/** All that rpm says of a package, in an order that is not its own. */
export async function rpmView(path: string) {
  const ask = async (...args: readonly string[]) =>
    (await run('rpm', ['-qp', '--nosignature', ...args, path])).stdout
  const entries = QUERIES.map(async (query) => {
    const lines = (await ask(query)).split('\n').filter((line) => line !== '')
    return [query, isOrdered(query) ? lines : lines.sort()] as const
  })
  const kinds =
    '[R %{REQUIRENAME} %{REQUIREFLAGS} %{REQUIREFLAGS:deptype} %{REQUIREFLAGS:depflags} %{REQUIREVERSION}\\n]' +
    '[P %{PROVIDENAME} %{PROVIDEFLAGS} %{PROVIDEFLAGS:depflags} %{PROVIDEVERSION}\\n]'
  return {
    ...Object.fromEntries(await Promise.all(entries)),
    tags: (await ask('--qf', TAGS.map((tag) => `${tag}=%{${tag}}\\n`).join(''))).split('\n'),
    prefixes: await ask('--qf', '[%{PREFIXES}\\n]'),
    kinds: (await ask('--qf', kinds)).split('\n').sort(),
    files: await ask('--qf', `[${FILE_TAGS.map((tag) => `%{${tag}}`).join('|')}\\n]`),
    payload: await payloadOf(path),
  }
}

function isOrdered(query: string): boolean {
  return query === '--changelog' || query === '--scripts' || query === '--list'
}

/** What cpio finds in the payload, and the digests of what it unpacks. */
async function payloadOf(path: string): Promise<readonly string[]> {
  const folder = await temporaryDirectory()
  const list = 'rpm2cpio "$1" | cpio --quiet -itv --numeric-uid-gid | sort'
  const unpack = 'rpm2cpio "$1" | cpio --quiet -idm'
  const listed = (await run('sh', ['-c', list, 'sh', path], { env: { TZ: 'UTC' } })).stdout
  await run('sh', ['-c', unpack, 'sh', path], { cwd: folder })
  const digests = await run('sh', ['-c', 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum'], {
    cwd: folder,
  })
  return [listed.replaceAll(/ +/g, ' '), digests.stdout]
}

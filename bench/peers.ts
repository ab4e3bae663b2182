import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gnupgWith } from './gnupg.ts'
import { type Measurement, measured, run } from './measure.ts'
import type { Program } from './program.ts'

/** Programs of others that make an apt or an rpm repository. */
export const PEERS = ['reprepro', 'aptly', 'ftparchive', 'createrepo'] as const
export type Peer = (typeof PEERS)[number]

/** A package that comes after the others. */
export interface Addition {
  readonly deb: string
  readonly rpm: string
  /** Its name. */
  readonly name: string
  /** Where repositories keep it, relative to their root. */
  readonly pool: string
  readonly href: string
}

/** The same packages as ours, as other tools have them: see `npm run generate`. */
export interface PeerRepositories {
  /** Adds packages of which the indexes know nothing yet, and uploads what that changes, to a bucket of the peer's name. */
  publish(peer: Peer, addition: Addition): Promise<Measurement>
  /** Ends the agent of gpg. */
  close(): Promise<void>
}

/**
 * $1 where the repository is, $2 URL of its bucket, $3 the key, $4 the file, $5 where it goes. What changed is what is
 * newer than the mark; no client asks for the index that is not compressed.
 */
const UPLOAD = `set -e
  mark="$1/mark" url="$2" key="$3" file="$4" place="$5"
  upload() {
    { find "$1" -newer "$mark" -type f ! -name Packages -printf "upload-file = \\"%p\\"\\nurl = \\"$url/%p\\"\\n"
      printf 'upload-file = "%s"\\nurl = "%s/%s"\\n' "$place" "$url" "$place"
    } | curl --silent --show-error --fail --parallel --config -
  }
  cd "$1"
  touch mark
`

/** What a script of a release does for one package more. The indexes in gzip alone, without sqlite, as ours. */
const PUBLISH: Readonly<Record<Peer, string>> = {
  reprepro: `
    reprepro --silent --basedir . includedeb stable "$file"
    upload dists`,
  aptly: `
    aptly -config=aptly.conf repo add bench "$file" >/dev/null
    aptly -config=aptly.conf publish update -batch -gpg-key="$key" stable >/dev/null 2>&1
    cd public
    upload dists`,
  ftparchive: `
    mkdir -p "\${place%/*}"
    cp "$file" "$place"
    . ./index.sh
    upload dists`,
  // --skip-stat takes it that no file of the same name changed.
  createrepo: `
    cp "$file" .
    mv "\${file##*/}" "$place"
    rpmsign --define "_gpg_name $key" --define "__gpg $(command -v gpg)" --addsign "$place" >/dev/null
    createrepo_c --quiet --update --skip-stat --no-database --general-compress-type=gz .
    rm -f repodata/repomd.xml.asc
    gpg --batch --quiet --local-user "$key" --armor --detach-sign repodata/repomd.xml
    upload repodata`,
}

/** Indexes of everything in the pool, of which the cache knows the digests; $key signs. */
const FTPARCHIVE = `
  index=dists/stable/main/binary-amd64/Packages
  apt-ftparchive --db cache.db -c ftparchive.conf packages pool >"$index"
  gzip --no-name --force --keep "$index"
  rm -f dists/stable/Release dists/stable/InRelease dists/stable/Release.gpg
  apt-ftparchive -c ftparchive.conf release dists/stable >Release
  mv Release dists/stable/
  gpg --batch --quiet --local-user "$key" --clearsign --output dists/stable/InRelease dists/stable/Release
  gpg --batch --quiet --local-user "$key" --armor --detach-sign --output dists/stable/Release.gpg dists/stable/Release
`

const FTPARCHIVE_CONF = `
APT::FTPArchive { MD5 "false"; SHA1 "false"; SHA512 "false"; };
APT::FTPArchive::Release { Suite "stable"; Codename "stable"; Architectures "amd64"; Components "main"; };
`

/** How many names of files one command line takes. */
const NAMES_AT_ONCE = 20_000

/**
 * Fills the repositories of everybody with what `npm run generate -- --peers` wrote.
 *
 * @param endpoint of the S3 API that publishes go to
 */
export async function peerRepositories(
  { armoredKey }: Pick<Program, 'armoredKey'>,
  scratch: string,
  directory: string,
  endpoint: string,
): Promise<PeerRepositories> {
  const gnupg = await gnupgWith(armoredKey, scratch)
  const { fingerprint } = gnupg
  const env = { GNUPGHOME: gnupg.home }
  const roots: Readonly<Record<Peer, string>> = {
    reprepro: join(directory, 'names'),
    aptly: join(scratch, 'aptly'),
    ftparchive: directory,
    createrepo: join(directory, 'rpm'),
  }
  const fill = { directory, roots, fingerprint, env }
  await Promise.all([fillReprepro(fill), fillAptly(fill), fillFtparchive(fill)])
  return {
    publish: async (peer, { deb, rpm, pool, href }) => {
      const [file, place] = peer === 'createrepo' ? [rpm, href] : [deb, pool]
      const args = [roots[peer], `${endpoint}/${peer}`, fingerprint, file, place]
      const before = await gnupg.agentCpuMs()
      const script = UPLOAD + PUBLISH[peer]
      const { cpuMs, ...taken } = await measured(scratch, 'sh', ['-c', script, 'sh', ...args], { env })
      return { ...taken, cpuMs: cpuMs + (await gnupg.agentCpuMs()) - before }
    },
    close: () => gnupg.close(),
  }
}

interface Filling {
  readonly directory: string
  readonly roots: Readonly<Record<Peer, string>>
  readonly fingerprint: string
  readonly env: Readonly<Record<string, string>>
}

/** Its database is told what is in the pool: `includedeb` of so many files would take much longer. */
async function fillReprepro({ roots: { reprepro: root }, fingerprint, env }: Filling) {
  await mkdir(join(root, 'conf'), { recursive: true })
  const fields = [
    'Origin: bench',
    'Label: bench',
    'Suite: stable',
    'Codename: stable',
    'Architectures: amd64',
  ]
  const own = ['Components: main', 'DebIndices: Packages Release .gz', `SignWith: ${fingerprint}`, '']
  await writeFile(join(root, 'conf/distributions'), [...fields, ...own].join('\n'))
  const options = { env, cwd: root }
  const index = await run('apt-ftparchive', [...LIKE_REPREPRO, 'packages', 'pool'], options)
  await writeFile(join(root, 'index'), index)
  await writeFile(join(root, 'checksums'), checksumsOf(index))
  await run('sh', ['-c', 'reprepro --silent _addchecksums <checksums'], options)
  const names = [...index.matchAll(/^Package: (.*)$/gm)].map(([, name = '']) => name)
  const part = ['-C', 'main', '-A', 'amd64', '-T', 'deb', '_addpackage', 'stable', 'index']
  for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
    const some = names.slice(start, start + NAMES_AT_ONCE)
    await run('reprepro', ['--silent', '--export=never', ...part, ...some], options)
  }
  await run('reprepro', ['--silent', 'export', 'stable'], options)
}

/** It lists no SHA512. */
const LIKE_REPREPRO = ['-o', 'APT::FTPArchive::SHA512=false']

/** In the form of reprepro's `_listchecksums`. */
function checksumsOf(index: string): string {
  const lines = index.split('\n\n').flatMap((stanza) => {
    const of = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1] ?? ''
    const [file, size, md5] = [of('Filename'), of('Size'), of('MD5sum')]
    return file === '' ? [] : [`${file} :1:${of('SHA1')} :2:${of('SHA256')} ${md5} ${size}\n`]
  })
  return lines.join('')
}

async function fillAptly({ directory, roots: { aptly: root }, fingerprint, env }: Filling) {
  const config = join(root, 'aptly.conf')
  const options = {
    rootDir: root,
    architectures: ['amd64'],
    skipContentsPublishing: true,
    skipBz2Publishing: true,
  }
  await mkdir(root, { recursive: true })
  await writeFile(config, JSON.stringify(options))
  const aptly = (...args: readonly string[]) => run('aptly', [`-config=${config}`, ...args], { env })
  await aptly('repo', 'create', '-distribution=stable', '-component=main', 'bench')
  await aptly('repo', 'add', 'bench', join(directory, 'pool'))
  await aptly('publish', 'repo', '-batch', `-gpg-key=${fingerprint}`, '-architectures=amd64', 'bench')
}

async function fillFtparchive({ roots: { ftparchive: root }, fingerprint, env }: Filling) {
  await mkdir(join(root, 'dists/stable/main/binary-amd64'), { recursive: true })
  await writeFile(join(root, 'ftparchive.conf'), FTPARCHIVE_CONF)
  await writeFile(join(root, 'index.sh'), FTPARCHIVE)
  await run('sh', ['-e', '-c', 'key="$1"; . ./index.sh', 'sh', fingerprint], { env, cwd: root })
}

/**
 * Gives createrepo_c the metadata of a repository of ours, as if it had made them: all that it needs of packages that
 * it knows are their names.
 */
export async function giveMetadata(repodata: string, directory: string): Promise<void> {
  const to = join(directory, 'rpm/repodata')
  await mkdir(to, { recursive: true })
  const names = (await readdir(repodata)).filter((name) => /^repomd\.xml$|\.xml\.gz$/.test(name))
  for (const name of names) await cp(join(repodata, name), join(to, name))
}

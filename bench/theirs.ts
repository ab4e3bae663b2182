import { link, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Measurement, measured, run } from './measure.ts'
import type { PackagePaths } from './packages.ts'
import type { Program } from './program.ts'

/** A repository of reprepro's and one of createrepo_c's, beside each other. */
export interface TheirRepository {
  readonly directory: string
  /** Includes packages from nothing: the debs by reprepro, the rpms, signed already, by createrepo_c. */
  fill(debs: readonly string[], signedRpms: string): Promise<void>
  /** One deb and one rpm more, as a script of a release does it. */
  publish(package_: PackagePaths): Promise<Measurement>
  /** The same, not measured. */
  add(package_: PackagePaths): Promise<void>
  /** Ends the agent of gpg. */
  close(): Promise<void>
}

/**
 * Everything that we do in one run: the deb into the pool and the indexes, both signatures of the suite; the signature
 * of the rpm, the metadata, and its signature. gzip alone, and no sqlite, as ours. --skip-stat takes it that no file
 * of the same name changed.
 */
const PUBLISH = `set -e
  reprepro --silent --basedir "$1" includedeb stable "$2"
  cp "$3" "$1/rpm/"
  rpmsign --define "_gpg_name $4" --define "__gpg $(command -v gpg)" --addsign "$1/rpm/\${3##*/}"
  createrepo_c --quiet --update --skip-stat --no-database --general-compress-type=gz "$1/rpm"
  rm -f "$1/rpm/repodata/repomd.xml.asc"
  gpg --batch --quiet --local-user "$4" --armor --detach-sign "$1/rpm/repodata/repomd.xml"
`

export async function theirRepository(
  { armoredKey }: Pick<Program, 'armoredKey'>,
  scratch: string,
  directory: string,
): Promise<TheirRepository> {
  const { home, fingerprint } = await gnupgWith(armoredKey, scratch)
  const env = { GNUPGHOME: home }
  await mkdir(join(directory, 'conf'), { recursive: true })
  await mkdir(join(directory, 'rpm'))
  await writeFile(join(directory, 'conf/distributions'), distribution(fingerprint))
  const apt = ['--silent', '--basedir', directory]
  const script = ({ deb, rpm }: PackagePaths) => ['-c', PUBLISH, 'sh', directory, deb, rpm, fingerprint]
  return {
    directory,
    fill: async (debs, signedRpms) => {
      await run('reprepro', [...apt, 'includedeb', 'stable', ...debs], { env })
      for (const name of await readdir(signedRpms))
        if (name.endsWith('.rpm')) await link(join(signedRpms, name), join(directory, 'rpm', name))
      const form = ['--no-database', '--general-compress-type=gz']
      await run('createrepo_c', ['--quiet', ...form, join(directory, 'rpm')])
    },
    add: async (package_) => void (await run('sh', script(package_), { env })),
    publish: async (package_) => {
      const agent = await agentOf(home)
      const before = await cpuMsOf(agent)
      const { cpuMs, ...taken } = await measured(scratch, 'sh', script(package_), { env })
      return { ...taken, cpuMs: cpuMs + (await cpuMsOf(agent)) - before }
    },
    close: async () => void (await run('gpgconf', ['--homedir', home, '--kill', 'all'])),
  }
}

function distribution(fingerprint: string): string {
  return ['Origin: bench', 'Label: bench', 'Suite: stable', 'Codename: stable', 'Architectures: amd64']
    .concat('Components: main', `SignWith: ${fingerprint}`, '')
    .join('\n')
}

/** The agent makes gpg's signatures, and is nobody's child. */
async function agentOf(home: string): Promise<number> {
  const answer = await run('gpg-connect-agent', ['--homedir', home, 'getinfo pid', '/bye'])
  return Number(/^D (\d+)$/m.exec(answer)?.[1])
}

/** User and system time of a process: proc(5), in hundredths of a second. */
async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** A home of gpg's with our key, whose agent runs already. */
async function gnupgWith(armoredKey: string, scratch: string) {
  const home = join(scratch, 'gnupg')
  const keyFile = join(scratch, 'key.asc')
  await mkdir(home, { mode: 0o700, recursive: true })
  await writeFile(keyFile, armoredKey)
  const gpg = (...args: readonly string[]) => run('gpg', ['--homedir', home, '--batch', '--quiet', ...args])
  await gpg('--import', keyFile)
  const listed = await gpg('--list-secret-keys', '--with-colons')
  return { home, fingerprint: /^fpr:*([0-9A-F]{40}):/m.exec(listed)?.[1] ?? '' }
}

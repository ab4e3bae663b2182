import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gnupgWith } from './gnupg.ts'
import { run } from './measure.ts'
import type { PackagePaths } from './packages.ts'
import type { Program } from './program.ts'

/** A repository of reprepro's and one of createrepo_c's, beside each other. */
export interface TheirRepository {
  readonly directory: string
  /** One deb and one rpm more, as a script of a release does it. */
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
  const gnupg = await gnupgWith(armoredKey, scratch)
  const { home, fingerprint } = gnupg
  const env = { GNUPGHOME: home }
  await mkdir(join(directory, 'conf'), { recursive: true })
  await mkdir(join(directory, 'rpm'))
  await writeFile(join(directory, 'conf/distributions'), distribution(fingerprint))
  const script = ({ deb, rpm }: PackagePaths) => ['-c', PUBLISH, 'sh', directory, deb, rpm, fingerprint]
  return {
    directory,
    add: async (package_) => void (await run('sh', script(package_), { env })),
    close: () => gnupg.close(),
  }
}

function distribution(fingerprint: string): string {
  return ['Origin: bench', 'Label: bench', 'Suite: stable', 'Codename: stable', 'Architectures: amd64']
    .concat('Components: main', `SignWith: ${fingerprint}`, '')
    .join('\n')
}

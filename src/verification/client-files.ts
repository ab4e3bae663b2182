import { fingerprintsIn } from '../openpgp/key-file.ts'
import { suiteOf } from '../pages/sources.ts'
import { formatChannels, urlFiles } from '../repository/client-files/url-files.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import type { Finding, Severity } from './finding.ts'
import type { Ground } from './ground.ts'
import { pageFindings } from './page.ts'
import type { Examined } from './repository.ts'
import { storedFile } from './stored-file.ts'

const REMEDY = '`publish` and `republish` write it again.'

/** A published file of public keys, and the repositories that clients verify with it. */
interface KeyFile {
  readonly key: string
  readonly repositories: readonly Examined[]
}

/** What new clients need of repositories of ours: keys that verify the heads, and files that say where those are. */
export async function clientFileFindings(
  request: RepositoryRequest,
  baseUrl: string | undefined,
  examined: readonly Examined[],
  ground: Ground,
): Promise<readonly Finding[]> {
  const ours = examined.filter(({ isOurs }) => isOurs)
  if (ours.length === 0) return []
  const files = [
    ...['asc', 'gpg'].map((ending) => ({ key: `${request.repositoryName}.${ending}`, repositories: ours })),
    ...ours
      .filter(({ repository }) => repository.format === 'rpm')
      .map((it) => ({ key: `${it.repository.tree}repodata/repomd.xml.key`, repositories: [it] })),
  ]
  const found = await Promise.all([
    ...files.map((file) => keyFileFindings(file, ground)),
    ...urlFindings(request, baseUrl, ours, ground),
    pageFindings(request, baseUrl, ours, ground),
  ])
  return found.flat()
}

async function keyFileFindings(
  { key, repositories }: KeyFile,
  { store }: Ground,
): Promise<readonly Finding[]> {
  const titles = repositories.map(({ repository }) => repository.title)
  const error = (seen: string): Finding => ({
    severity: 'error',
    repository: titles.length === 1 ? (titles[0] ?? '') : '',
    key,
    seen,
    remedy: REMEDY,
  })
  const bytes = await storedFile(key, store)
  if (bytes === undefined) {
    return [
      error(`${key} is missing: new clients find no key. Is repository-name the one it was published with?`),
    ]
  }
  const held = await fingerprintsIn(bytes, key.endsWith('.gpg') ? 'binary' : 'armored')
  if (held === undefined) return [error(`${key} is no file of public keys that clients read.`)]
  const unknown = (it: Examined) => it.signers.filter(({ fingerprint }) => !held.includes(fingerprint))
  const lost = repositories.filter((it) => it.signers.length > 0 && unknown(it).length === it.signers.length)
  if (lost.length > 0) {
    const names = lost.map(({ repository }) => repository.title).join(', ')
    return [error(`${key} holds no key that signed the ${names}: new clients cannot verify it.`)]
  }
  const [missing] = repositories.flatMap(unknown)
  if (missing === undefined) return []
  return [{ ...error(`${key} lacks ${missing.fingerprint}, which signs too.`), severity: 'warning' }]
}

function urlFindings(
  request: RepositoryRequest,
  baseUrl: string | undefined,
  ours: readonly Examined[],
  { store }: Ground,
): readonly Promise<readonly Finding[]>[] {
  const channels = formatChannels(request, ours.map(servedBy))
  return urlFiles(request, { baseUrl, channels }).map(async ({ path: key, next }) => {
    const bytes = await storedFile(key, store)
    const wanted = next(bytes)
    if (wanted === undefined) return otherSuiteFindings(key, bytes, request, store)
    if (bytes?.equals(wanted) === true) return []
    const seen =
      bytes === undefined
        ? `${key} is missing: new clients find no word of where the repositories are.`
        : `${key} is not what a publish with these inputs writes.`
    const severity: Severity = 'warning'
    return [{ severity, repository: '', key, seen, remedy: REMEDY }]
  })
}

function servedBy({ repository, state }: Examined) {
  return { repository, architectures: state?.contents().architectures ?? [] }
}

/** A .sources that is for another channel than these stays so, where there is such a channel. */
async function otherSuiteFindings(
  key: string,
  bytes: Buffer | undefined,
  { aptRoot }: RepositoryRequest,
  store: Ground['store'],
): Promise<readonly Finding[]> {
  const suite = suiteOf(bytes?.toString('utf8') ?? '')
  if (suite === undefined || (await store.folders(`${aptRoot}dists/`)).includes(suite)) return []
  const seen = `${key} is for the channel ${suite}, of which nothing is published: new clients find nothing.`
  const remedy = 'Delete it: `publish` and `republish` write it again.'
  return [{ severity: 'warning', repository: '', key, seen, remedy }]
}

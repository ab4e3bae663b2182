import type { Clock } from '../../clock.ts'
import { sha256 } from '../../content.ts'
import { compareWithPublished } from '../../openpgp/published-keys.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import { keyFiles, trustOf } from '../../openpgp/trust.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import type { PageContent } from '../../pages/index/section.ts'
import { installScript } from '../../pages/install-script.ts'
import { firstChannelOf } from '../../pages/repo-file.ts'
import { suiteOf } from '../../pages/sources.ts'
import type { Log } from '../../report/log.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import type { Store } from '../../store/store.ts'
import { type NextFile, replaceFile } from './replaced-file.ts'
import { type FormatChannels, urlFiles } from './url-files.ts'

export interface ClientFilesGround {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly keys: SigningKeys
  readonly trust: readonly TrustedKey[]
  /** Without it, only the keys are written: the other files are about URLs. */
  readonly baseUrl: string | undefined
  readonly channels: FormatChannels
  /** Folders of the rpm repositories of this run, each of which carries the key for zypper. */
  readonly rpmFolders: readonly string[]
}

/** What became of the files. */
export interface PublishedFiles {
  /** One for each that could not be written. */
  readonly warnings: readonly string[]
  /** The channels that the published .sources and .repo lead to, of those that this run looked at. */
  readonly defaults: PageContent['defaults']
}

/**
 * Writes what machines need to use the repositories: public keys, a .sources and a .repo file, and a script that puts
 * them in their places. Each only when it changes.
 */
export async function publishClientFiles(
  request: RepositoryRequest,
  ground: ClientFilesGround,
): Promise<PublishedFiles> {
  const { store, clock, trust, baseUrl } = ground
  const { repositoryName: name, pages } = request
  const { armored, binary } = keyFiles(trust)
  const key = Buffer.from(armored)
  const held = new Map<string, Buffer>()
  const write = async (path: string, next: NextFile) => {
    const { warning } = await replaceFile(store, clock, path, (existing, nowSeconds) => {
      const bytes = next(existing, nowSeconds)
      held.set(path, Buffer.from(bytes ?? existing ?? ''))
      return bytes
    })
    return warning
  }
  const found: { published?: Buffer | undefined } = {}
  const warnings = await Promise.all([
    write(`${name}.asc`, (existing) => {
      found.published ??= existing
      return key
    }),
    write(`${name}.gpg`, () => binary),
    ...ground.rpmFolders.map((folder) => write(`${folder}repodata/repomd.xml.key`, () => key)),
    ...urlFiles(request, ground).map(({ path, next }) => write(path, next)),
    ...(pages && baseUrl !== undefined ? [write('install.sh', () => script(name, baseUrl, trust))] : []),
  ])
  await sayWhatClientsHold(found.published, `${name}.asc`, ground)
  return { warnings: warnings.filter((warning) => warning !== undefined), defaults: defaultsIn(held, name) }
}

function script(repositoryName: string, baseUrl: string, trust: readonly TrustedKey[]): Buffer {
  const fingerprints = [...new Set(trust.map(({ fingerprint }) => fingerprint))]
  const keys = { fingerprints, sha256: sha256(keyFiles(trust).armored) }
  return Buffer.from(installScript({ repositoryName, baseUrl }, keys))
}

function defaultsIn(held: ReadonlyMap<string, Buffer>, name: string): PageContent['defaults'] {
  const textOf = (ending: string) => held.get(`${name}.${ending}`)?.toString('utf8') ?? ''
  const [deb, rpm] = [suiteOf(textOf('sources')), firstChannelOf(textOf('repo'), name)]
  return { ...(deb === undefined ? {} : { deb }), ...(rpm === undefined ? {} : { rpm }) }
}

/** A key that changed since clients fetched it: they are told apart by what was published until now. */
async function sayWhatClientsHold(
  published: Buffer | undefined,
  name: string,
  { keys, log }: ClientFilesGround,
): Promise<void> {
  if (published === undefined) return
  for (const { level, message } of await compareWithPublished(published, name, trustOf(keys)))
    log[level](message)
}

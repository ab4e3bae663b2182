import type { Clock } from '../../clock.ts'
import { compareWithPublished } from '../../openpgp/published-keys.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import { keyFiles, trustOf } from '../../openpgp/trust.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import type { Log } from '../../report/log.ts'
import { repoFile, repoSections } from '../../pages/repo-file.ts'
import { sourcesFile, suiteOf } from '../../pages/sources.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import type { Repository } from '../repository.ts'
import type { Store } from '../../store/store.ts'
import { replaceFile } from './replaced-file.ts'

/** The channels that have an apt suite, and those that have rpm repositories: a file must not lead to what is not there. */
export interface FormatChannels {
  readonly apt: readonly string[]
  readonly rpm: readonly string[]
}

/** Those of a run, in the order of its input. */
export function formatChannels(
  { channels }: Pick<RepositoryRequest, 'channels'>,
  repositories: readonly Pick<Repository, 'format' | 'channel'>[],
): FormatChannels {
  const having = (format: Repository['format']) =>
    channels.filter((channel) => repositories.some((it) => it.format === format && it.channel === channel))
  return { apt: having('deb'), rpm: having('rpm') }
}

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

/**
 * Writes what clients need to use the repositories: public keys, a .sources and a .repo file. Each only when it changes.
 *
 * @returns a warning for each that could not be written
 */
export async function publishClientFiles(
  request: RepositoryRequest,
  ground: ClientFilesGround,
): Promise<readonly string[]> {
  const { store, clock } = ground
  const name = request.repositoryName
  const { armored, binary } = keyFiles(ground.trust)
  const key = Buffer.from(armored)
  const write = (path: string, next: (existing: Buffer | undefined) => Uint8Array | undefined) =>
    replaceFile(store, clock, path, next)
  const found: { published?: Buffer | undefined } = {}
  const warnings = await Promise.all([
    write(`${name}.asc`, (existing) => {
      found.published ??= existing
      return key
    }),
    write(`${name}.gpg`, () => binary),
    ...ground.rpmFolders.map((folder) => write(`${folder}repodata/repomd.xml.key`, () => key)),
    ...urlFiles(request, ground).map(({ path, next }) => write(path, next)),
  ])
  await sayWhatClientsHold(found.published, `${name}.asc`, ground)
  return warnings.filter((warning) => warning !== undefined)
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

/** The files that say where the repositories are: each, and what it should hold. */
export function urlFiles(
  request: RepositoryRequest,
  { baseUrl, channels }: Pick<ClientFilesGround, 'baseUrl' | 'channels'>,
) {
  if (baseUrl === undefined) return []
  const name = request.repositoryName
  const files = { repositoryName: name, baseUrl }
  const [first] = channels.apt
  const sections = repoSections(request.rpmPath, channels.rpm)
  return [
    ...(first === undefined
      ? []
      : [
          {
            path: `${name}.sources`,
            next: (existing: Buffer | undefined) =>
              sourcesOf(existing, sourcesFile(files, request.aptRoot, first, request.component)),
          },
        ]),
    ...(sections.length > 0
      ? [
          {
            path: `${name}.repo`,
            next: (existing: Buffer | undefined) =>
              Buffer.from(repoFile(existing?.toString('utf8') ?? '', files, sections)),
          },
        ]
      : []),
  ]
}

/** The channel that came first stays the one that the file is for: a nightly build does not take its users over. */
function sourcesOf(existing: Buffer | undefined, wanted: string): Uint8Array | undefined {
  const published = existing === undefined ? undefined : suiteOf(existing.toString('utf8'))
  return published === undefined || published === suiteOf(wanted) ? Buffer.from(wanted) : undefined
}

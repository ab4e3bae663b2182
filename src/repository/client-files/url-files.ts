import { repoFile, repoSections } from '../../pages/repo-file.ts'
import { lackingArchitectures, removedArchitectures, sourcesFile, suiteOf } from '../../pages/sources.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import type { Repository } from '../repository.ts'

/** A channel that has an apt suite. */
export interface SuiteChannel {
  readonly channel: string
  /** Those that its suite has; none where that is not known. */
  readonly architectures: readonly string[]
}

/** The channels that have an apt suite, and those that have rpm repositories: a file must not lead to what is not there. */
export interface FormatChannels {
  readonly apt: readonly SuiteChannel[]
  readonly rpm: readonly string[]
}

/** A repository of a run, and the architectures that it has. */
export interface ServedRepository {
  readonly repository: Pick<Repository, 'format' | 'channel'>
  readonly architectures: readonly string[]
}

/** Those of a run, in the order of its input. */
export function formatChannels(
  { channels }: Pick<RepositoryRequest, 'channels'>,
  served: readonly ServedRepository[],
): FormatChannels {
  const having = (format: Repository['format'], channel: string) =>
    served.filter(({ repository: it }) => it.format === format && it.channel === channel)
  return {
    apt: channels.flatMap((channel) => {
      const suites = having('deb', channel)
      const architectures = suites.flatMap((it) => it.architectures)
      return suites.length === 0 ? [] : [{ channel, architectures }]
    }),
    rpm: channels.filter((channel) => having('rpm', channel).length > 0),
  }
}

/** The files that say where the repositories are: each, and what it should hold. */
export function urlFiles(
  request: RepositoryRequest,
  { baseUrl, channels }: { readonly baseUrl: string | undefined; readonly channels: FormatChannels },
) {
  if (baseUrl === undefined || !request.pages) return []
  const name = request.repositoryName
  const files = { repositoryName: name, baseUrl }
  const sections = repoSections(request.rpmPath, channels.rpm)
  return [
    ...(channels.apt.length === 0
      ? []
      : [
          {
            path: `${name}.sources`,
            next: (existing: Buffer | undefined) =>
              sourcesOf(existing?.toString('utf8') ?? '', channels.apt, (channel, lacking) =>
                sourcesFile(files, request.aptRoot, channel, request.component, lacking),
              ),
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

/**
 * The channel that came first stays the one that the file is for: a nightly build does not take its users over. Of two
 * publishers that each bring an architecture, the second to write takes back nothing of the first.
 */
function sourcesOf(
  existing: string,
  suites: readonly SuiteChannel[],
  printed: (channel: string, lacking: readonly string[]) => string,
): Uint8Array | undefined {
  const published = suiteOf(existing)
  const suite = suites.find(({ channel }) => published === undefined || channel === published)
  if (suite === undefined) return undefined
  const { channel, architectures } = suite
  // A file without that line leaves none out: where another publisher wrote it so, an older view takes nothing back.
  const before = published === undefined ? undefined : (removedArchitectures(existing) ?? [])
  if (architectures.length === 0) return Buffer.from(printed(channel, before ?? []))
  const lacking = lackingArchitectures(architectures)
  return Buffer.from(
    printed(
      channel,
      lacking.filter((arch) => before?.includes(arch) ?? true),
    ),
  )
}

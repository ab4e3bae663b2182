import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { systemClock } from '../src/clock.ts'
import type { AnyDeb } from '../src/deb/suite.ts'
import { readInputs } from '../src/inputs.ts'
import type { SigningKeys } from '../src/openpgp/signing-keys.ts'
import { trustOf } from '../src/openpgp/trust.ts'
import type { AnyPackage } from '../src/package.ts'
import { LINE_PACE, type Log } from '../src/report/log.ts'
import { rpmRepositoryOf, suiteOf } from '../src/repository/channels.ts'
import { publishClientFiles } from '../src/repository/client-files/client-files.ts'
import { publishPage } from '../src/repository/client-files/page.ts'
import { formatChannels } from '../src/repository/client-files/url-files.ts'
import { type Committed, prepare } from '../src/repository/commit/commit.ts'
import type { Placement } from '../src/repository/commit/placement.ts'
import type { Publisher } from '../src/repository/commit/publisher.ts'
import { addition } from '../src/repository/goals/goal.ts'
import type { Repository } from '../src/repository/repository.ts'
import { publishRequest } from '../src/request/request.ts'
import { rpmArchitecture } from '../src/rpm/architecture.ts'
import { rpmFolder } from '../src/rpm/layout.ts'
import type { AnyRpm } from '../src/rpm/repodata/metadata.ts'
import { checkConditions } from '../src/store/conditions.ts'
import { directoryStore } from '../src/store/directory.ts'
import { type GeneratedDeb, type GeneratedPackage, type Series, generatedPackages } from './generated.ts'

/** A state of a repository of ours. */
export interface GeneratedRepository extends Series {
  readonly directory: string
  readonly name: string
  readonly keys: SigningKeys
  /** What else is made of each package. */
  readonly each?: (number: number, package_: GeneratedPackage & GeneratedDeb) => Promise<void>
}

/**
 * Writes the state that a first publish of a whole series leaves in a directory: the same indexes, heads, copies and
 * files for clients, by the same code, for packages of which nothing is stored.
 */
export async function writeRepository(repository: GeneratedRepository): Promise<void> {
  const { directory, name, keys, arch = 'amd64', each } = repository
  const request = publishRequest(readInputs(['--artifacts', '*', '--repository-name', name], {}), {
    isPullRequestFromFork: false,
  })
  const [channel = ''] = request.channels
  const rpmArch = rpmArchitecture(arch)
  const folders = { apt: request.aptRoot, rpm: rpmFolder(request.rpmPath, channel, rpmArch) }
  const packages: GeneratedPackage[] = []
  for await (const { bytes, ...package_ } of generatedPackages(repository, folders)) {
    await each?.(packages.length, { bytes, ...package_ })
    packages.push(package_)
  }
  const store = directoryStore(directory, systemClock)
  const ground = { store, trust: trustOf(keys) }
  const publisher = publisherOf(store, keys)
  const [debs, rpms] = [packages.map(({ deb }) => deb), packages.map(({ rpm }) => rpm)]
  const committed = [
    await commitOf<AnyDeb>(suiteOf(request, ground, channel), debs, publisher),
    await commitOf<AnyRpm>(rpmRepositoryOf(request, ground, channel, rpmArch), rpms, publisher),
  ]
  const clients = {
    ...publisher,
    ...ground,
    log: SILENT,
    baseUrl: pathToFileURL(resolve(directory)).href,
    channels: formatChannels(request, committed.map(servedBy)),
    rpmFolders: [folders.rpm],
  }
  const { warnings, defaults } = await publishClientFiles(request, clients)
  const failed = [...warnings, ...(await publishPage(request, clients, committed, defaults))]
  if (failed.length > 0) throw new Error(failed.join('\n'))
}

/** The whole of a commit, but for the packages' files, which are taken to be there. */
async function commitOf<P extends AnyPackage>(
  repository: Repository<P>,
  packages: readonly P[],
  publisher: Publisher,
): Promise<Committed> {
  const prepared = await prepare(repository, addition(packages, 'fail'))
  return prepared.commit(publisher)
}

function publisherOf(store: Publisher['store'], keys: SigningKeys): Publisher {
  return {
    store,
    keys,
    clock: systemClock,
    placement: EVERYTHING_IS_THERE,
    named: new Set(),
    signal: new AbortController().signal,
    warn: (message) => {
      throw new Error(message)
    },
    committed: () => undefined,
    checkStore: () => checkConditions(store, 'bench', systemClock),
  }
}

const EVERYTHING_IS_THERE: Placement = {
  place: async (_, key) => key,
  placeApart: async (_, key) => key,
  remember: () => undefined,
  forget: () => undefined,
}

const SILENT: Log = {
  info: () => undefined,
  notice: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  progress: () => undefined,
  pace: LINE_PACE,
  group: (_, work) => work(),
}

function servedBy({ repository, state }: Committed) {
  return { repository, architectures: state.contents().architectures }
}

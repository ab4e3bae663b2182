import { type RepositoryGround, rpmRepositoryOf, suiteOf } from '../repository/channels.ts'
import type { Repository } from '../repository/repository.ts'
import { rpmArchitectureFolders } from '../repository/rpm/architectures.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { isPerArchitecture } from '../rpm/layout.ts'

/** The repositories of a channel. */
export interface Traced {
  /** Those that it has or had: with a head, an alias of one, or a copy. */
  readonly traced: readonly Repository[]
  /** Those that would lie where nothing of the kind is. */
  readonly untraced: readonly Repository[]
}

/** Looks for everything that heads leave. */
export async function tracedRepositories(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
): Promise<Traced> {
  const architectures = isPerArchitecture(request.rpmPath)
    ? await rpmArchitectureFolders(ground.store, request.rpmPath, channel)
    : ['']
  const candidates: readonly Repository[] = [
    suiteOf(request, ground, channel),
    ...architectures.map((arch) => rpmRepositoryOf(request, ground, channel, arch)),
  ]
  const isTraced = await Promise.all(candidates.map((it) => hasTrace(it, ground)))
  return {
    traced: candidates.filter((_, at) => isTraced[at] === true),
    untraced: candidates.filter((_, at) => isTraced[at] === false),
  }
}

async function hasTrace({ headKey, format }: Repository, { store }: RepositoryGround): Promise<boolean> {
  const folder = headKey.slice(0, headKey.lastIndexOf('/') + 1)
  const aliases = format === 'deb' ? ['Release', 'Release.gpg'] : ['repomd.xml.asc']
  for (const key of [headKey, ...aliases.map((name) => folder + name)]) {
    if ((await store.head(key)) !== undefined) return true
  }
  return (await store.folders(`${folder}heads/`)).length > 0
}

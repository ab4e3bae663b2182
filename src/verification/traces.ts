import { type RepositoryGround, rpmRepositoryOf, suiteOf } from '../repository/channels.ts'
import type { Repository } from '../repository/repository.ts'
import { rpmArchitectureFolders } from '../repository/rpm/architectures.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { isPerArchitecture } from '../rpm/layout.ts'

/** The repositories that a channel has or had: those with a head, an alias of one, or a copy. */
export async function tracedRepositories(
  request: RepositoryRequest,
  ground: RepositoryGround,
  channel: string,
): Promise<readonly Repository[]> {
  const architectures = isPerArchitecture(request.rpmPath)
    ? await rpmArchitectureFolders(ground.store, request.rpmPath, channel)
    : ['']
  const candidates: readonly Repository[] = [
    suiteOf(request, ground, channel),
    ...architectures.map((arch) => rpmRepositoryOf(request, ground, channel, arch)),
  ]
  const traced = await Promise.all(candidates.map((it) => hasTrace(it, ground)))
  return candidates.filter((_, at) => traced[at])
}

async function hasTrace({ headKey, format }: Repository, { store }: RepositoryGround): Promise<boolean> {
  const folder = headKey.slice(0, headKey.lastIndexOf('/') + 1)
  const aliases = format === 'deb' ? ['Release', 'Release.gpg'] : ['repomd.xml.asc']
  for (const key of [headKey, ...aliases.map((name) => folder + name)]) {
    if ((await store.head(key)) !== undefined) return true
  }
  return (await store.folders(`${folder}heads/`)).length > 0
}

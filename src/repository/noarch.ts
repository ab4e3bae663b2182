import { PublishError } from '../errors.ts'
import type { RpmPackage } from '../rpm/package.ts'
import { isPerArchitecture, rpmFolder } from '../rpm/layout.ts'
import { readRpmHead } from '../rpm/read.ts'
import { isRelativeHref } from '../rpm/repodata/href.ts'
import type { PrimaryFields } from '../rpm/repodata/primary.ts'
import type { PublishRequest } from '../request.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import { rpmArchitectures } from './architectures.ts'
import { type Outcome, type Publisher, prepare } from './commit.ts'
import { type RpmRepository, rpmRepository } from './rpm-repository.ts'

/** A noarch package of a repository, and the key of its file. */
interface NoarchPackage {
  readonly fields: PrimaryFields
  readonly key: string
}

/**
 * Brings every noarch package of a channel into the repositories of all its architectures, by copies inside the store.
 * Who adds noarch packages and who creates an architecture do not see each other's head: both look again after
 * their last swap, and each adds what is missing.
 */
export async function spreadNoarch(
  request: PublishRequest,
  trust: readonly TrustedKey[],
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  if (!isPerArchitecture(request.rpmPath)) return []
  const perChannel = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = await rpmArchitectures(publisher.store, request.rpmPath, channel)
      const repositories = architectures.map((arch) => {
        const folder = rpmFolder(request.rpmPath, channel, arch)
        return rpmRepository({ store: publisher.store, trust, folder, channel, arch })
      })
      return repositories.length < 2 ? [] : spread(repositories, publisher)
    }),
  )
  return perChannel.flat()
}

async function spread(
  repositories: readonly RpmRepository[],
  publisher: Publisher,
): Promise<readonly Outcome[]> {
  const listed = await Promise.all(repositories.map(noarchPackages))
  const all = new Map(listed.flatMap((packages) => [...packages]))
  const outcomes = await Promise.all(
    repositories.map(async (repository, position) => {
      const missing = [...all].filter(([identity]) => listed[position]?.has(identity) === false)
      if (missing.length === 0) return []
      const packages = await Promise.all(missing.map(([, it]) => readPublished(it, publisher)))
      const prepared = await prepare(repository, packages, 'skip')
      return prepared.commit(publisher)
    }),
  )
  return outcomes.flat()
}

async function noarchPackages(repository: RpmRepository): Promise<ReadonlyMap<string, NoarchPackage>> {
  const opened = await repository.open([])
  const packages = opened.listed().filter(isCopyable)
  return new Map(
    packages.map((fields) => [identityOf(fields), { fields, key: repository.tree + fields.href }]),
  )
}

/** A foreign repository may have packages that lie elsewhere, or that are known by weaker digests. */
function isCopyable({ arch, checksumType, href, base }: PrimaryFields): boolean {
  return arch === 'noarch' && checksumType === 'sha256' && base === undefined && isRelativeHref(href)
}

function identityOf({ name, epoch, version, release }: PrimaryFields): string {
  return `${name} ${epoch}:${version}-${release}`
}

async function readPublished(
  { fields, key }: NoarchPackage,
  { store, placement }: Publisher,
): Promise<RpmPackage> {
  const content = await store.open(key)
  const source = `${key} in ${store.name}`
  if (content === undefined) {
    throw new PublishError(
      'INTEGRITY',
      `${source} is missing, but the repository's index names it. Publish that package again.`,
    )
  }
  placement.remember(key, fields.pkgid)
  return readRpmHead(content, fields.pkgid, source)
}

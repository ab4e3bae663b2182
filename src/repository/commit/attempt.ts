import { abreast } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { type AnyPackage, labelOf } from '../../package.ts'
import type { IfExists } from '../../request/request.ts'
import type { Status } from './publisher.ts'
import type { OpenRepository, Published, Repository } from '../repository.ts'

/** A package, what the repository says of it, and so what becomes of it. */
export interface Judged<P> {
  readonly pkg: P
  readonly published: Published
  readonly status: Status
}

/** A repository at one attempt. */
export interface Attempt<P> {
  readonly repository: Repository<P>
  readonly opened: OpenRepository<P>
  readonly judged: readonly Judged<P>[]
}

/**
 * Opens a repository and decides what becomes of each package, without a write.
 *
 * @throws PublishError `CONFLICT` where other content is published and `ifExists` is `fail`
 */
export async function attempt<P extends AnyPackage>(
  repository: Repository<P>,
  packages: readonly P[],
  ifExists: IfExists,
): Promise<Attempt<P>> {
  const opened = await repository.open(packages)
  const judged = await abreast(packages, LIMITS.parallelRequests, async (pkg) => {
    const published = await opened.published(pkg)
    return { pkg, published, status: statusOf(repository, pkg, published, ifExists) }
  })
  return { repository, opened, judged }
}

function statusOf(
  repository: { title: string },
  pkg: AnyPackage,
  published: Published,
  ifExists: IfExists,
): Status {
  if (published.kind === 'absent') return 'added'
  if (published.kind === 'same') return published.complete ? 'unchanged' : 'added'
  switch (ifExists) {
    case 'skip':
      return 'skipped'
    case 'replace':
      return 'replaced'
    case 'fail':
      throw new PublishError(
        'CONFLICT',
        `${pkg.source} is ${labelOf(pkg)}, which the ${repository.title} already has as ${published.file.key} with ` +
          'other content. Give it a new version, or set if-exists to skip (keep what is published) or replace.',
      )
  }
}

import { abreast } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { type AnyPackage, labelOf } from '../../package.ts'
import type { OpenRepository, Published, Repository } from '../repository.ts'
import type { Goal, Wish } from '../goals/goal.ts'
import { assertStorable } from './placement.ts'
import type { Status } from './publisher.ts'

/** A package, what the repository says of it, and so what becomes of it. */
export interface Judged<P> {
  readonly pkg: P
  readonly published: Published
  readonly status: Status
}

/** A repository at one attempt. */
export interface Attempt<P extends AnyPackage> {
  readonly repository: Repository<P>
  readonly opened: OpenRepository<P>
  readonly judged: readonly Judged<P>[]
  readonly wish: Wish<P>
}

/**
 * Opens a repository and decides what becomes of each package, without a write.
 *
 * @throws PublishError `CONFLICT` where other content is published and `ifExists` is `fail`
 */
export async function attempt<P extends AnyPackage>(
  repository: Repository<P>,
  goal: Goal<P>,
): Promise<Attempt<P>> {
  const opened = await (goal.from === 'head'
    ? repository.open(goal.scope)
    : repository.recover(goal.scope, goal.from === 'rebuild'))
  const wish = await goal.wish(opened)
  for (const pkg of wish.added) assertStorable(pkg, repository.packageKey(pkg))
  const judged = await abreast(wish.added, LIMITS.parallelRequests, async (pkg) => {
    const published = await opened.published(pkg)
    return { pkg, published, status: statusOf(repository, pkg, published, goal.ifExists(pkg)) }
  })
  return { repository, opened, judged, wish }
}

function statusOf(
  repository: { title: string },
  pkg: AnyPackage,
  published: Published,
  ifExists: ReturnType<Goal<AnyPackage>['ifExists']>,
): Status {
  if (published.kind === 'absent') return 'added'
  if (published.kind === 'same') {
    if (ifExists === 'take' && !published.isExact) return 'replaced'
    return published.complete ? 'unchanged' : 'added'
  }
  switch (ifExists) {
    case 'skip':
      return 'skipped'
    case 'replace':
    case 'take':
      return 'replaced'
    case 'fail':
      throw new PublishError(
        'CONFLICT',
        `${pkg.source} is ${labelOf(pkg)}, which the ${repository.title} already has as ${published.file.key} with ` +
          'other content. Give it a new version, or set if-exists to skip (keep what is published: right for an old ' +
          'tag that is built again, perhaps by a newer version of this action) or replace.',
      )
  }
}

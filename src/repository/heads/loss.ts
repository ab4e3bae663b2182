import { PublishError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import type { HeadCopy } from './head.ts'
import type { Repository } from '../repository.ts'
import { readable } from './succession.ts'

/**
 * Makes sure that a repository in which no head and no alias was found never had one. Copies alone do not tell, for a
 * first publish that stopped leaves one; but a copy that says which head it replaced does: to begin anew would lose all
 * packages.
 *
 * @param copies oldest first
 * @returns whether somebody published meanwhile, so that there is a head now
 * @throws PublishError `INTEGRITY` that names `republish`
 */
export async function hasBegunMeanwhile(
  store: Store,
  { title, headKey, openCopy }: Pick<Repository, 'title' | 'headKey' | 'openCopy'>,
  copies: readonly HeadCopy[],
): Promise<boolean> {
  for (const { id } of copies.toReversed()) {
    const copy = await readable(openCopy(id))
    if (copy?.previous === undefined) continue
    if ((await store.head(headKey)) !== undefined) return true
    throw new PublishError(
      'INTEGRITY',
      `${headKey}, the head of the ${title}, is gone, but was in force: the copy ${id} says that it replaced ` +
        `${copy.previous}. Build the indexes again with \`republish\`.`,
    )
  }
  return false
}

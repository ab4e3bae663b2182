import { abreast } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { Head, HeadCopy } from './head.ts'
import type { OpenCopy, Repository } from '../repository.ts'

/**
 * The IDs of heads that were in force for certain. A copy alone does not prove it, for its writer may have lost the swap,
 * or crashed before; but a head, or any copy, was built by somebody who read the head that it says it replaced.
 *
 * @param copies that could be verified
 */
export function idsInForce(
  head: Pick<Head, 'id' | 'previous'> | undefined,
  copies: readonly Pick<OpenCopy, 'previous'>[],
): ReadonlySet<string> {
  const ids = [head?.id, head?.previous, ...copies.map(({ previous }) => previous)]
  return new Set(ids.filter((id) => id !== undefined))
}

/** The copies of heads that can be verified. One that cannot proves nothing. */
export async function readableCopies(
  repository: Repository,
  copies: readonly HeadCopy[],
): Promise<readonly OpenCopy[]> {
  const read = await abreast(copies, LIMITS.parallelRequests, ({ id }) => readable(repository.openCopy(id)))
  return read.filter((copy) => copy !== undefined)
}

/** Undefined for a copy that nobody can verify any more. */
export async function readable(opening: Promise<OpenCopy>): Promise<OpenCopy | undefined> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof PublishError && (error.code === 'SIGNATURE' || error.code === 'INTEGRITY')) {
      return undefined
    }
    throw error
  }
}

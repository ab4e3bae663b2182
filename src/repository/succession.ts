import type { Head, OpenCopy } from './repository.ts'

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

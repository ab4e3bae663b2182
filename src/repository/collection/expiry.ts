import { stampOf } from '../heads/id.ts'
import { readable } from '../heads/succession.ts'
import type { Head, HeadCopy } from '../heads/head.ts'
import type { OpenCopy } from '../repository.ts'

/** So many copies of a head stay, however old they are: `rollback` goes back to them. */
const COPIES_KEPT = 3

/** The copies that may have expired, as far as their stamps tell; the oldest first. */
export function agedCopies(
  copies: readonly HeadCopy[],
  graceSeconds: number,
  nowSeconds: number,
): readonly HeadCopy[] {
  return copies
    .slice(0, -COPIES_KEPT)
    .filter((_, at) => (copies[at + 1]?.stampSeconds ?? Infinity) < nowSeconds - graceSeconds)
}

/**
 * The copies whose time is over: what replaced them came into force longer ago than the grace time. A copy alone does
 * not prove that its head was ever in force, for its writer may have lost the swap; but a head, or any copy, was built
 * by somebody who read the head that it says it replaced.
 *
 * @param copies of one repository, oldest first
 * @param open reads a copy
 * @returns besides, the IDs of those whose time is over and that nobody can verify any more
 */
export async function expiredCopies(
  copies: readonly HeadCopy[],
  head: Head,
  graceSeconds: number,
  nowSeconds: number,
  open: (id: string) => Promise<OpenCopy>,
): Promise<{ readonly expired: readonly OpenCopy[]; readonly unreadable: readonly string[] }> {
  const aged = agedCopies(copies, graceSeconds, nowSeconds)
  const readings = new Map<string, Promise<OpenCopy | undefined>>()
  const read = (id: string) => {
    const reading = readings.get(id) ?? readable(open(id))
    readings.set(id, reading)
    return reading
  }
  const expired: OpenCopy[] = []
  const unreadable: string[] = []
  for (const copy of aged) {
    const supersededSeconds = await firstSuccessor(copy, copies, head, read)
    if (supersededSeconds >= nowSeconds - graceSeconds) break
    const opened = await read(copy.id)
    if (opened === undefined) unreadable.push(copy.id)
    else expired.push(opened)
  }
  return { expired, unreadable }
}

/** The stamp of the first head after a copy that was in force for certain. */
async function firstSuccessor(
  copy: HeadCopy,
  copies: readonly HeadCopy[],
  head: Head,
  read: (id: string) => Promise<OpenCopy | undefined>,
): Promise<number> {
  const proven = [head.id, head.previous]
    .map((id) => stampOf(id ?? ''))
    .filter((it) => it > copy.stampSeconds)
  for (const { id, stampSeconds } of copies.slice(copies.indexOf(copy) + 1)) {
    // What comes later cannot prove anything earlier than what is proven already.
    if (stampSeconds > Math.min(...proven)) break
    const stamp = stampOf((await read(id))?.previous ?? '')
    if (stamp > copy.stampSeconds) proven.push(stamp)
  }
  return Math.min(head.stampSeconds, ...proven)
}

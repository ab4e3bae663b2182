import { abreast } from '../../abreast.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { HeadCopy } from '../heads/head.ts'
import { EVERYTHING, type OpenCopy, type OpenRepository, type Repository } from '../repository.ts'
import { expiredCopies } from './expiry.ts'

const DAY_SECONDS = 24 * 60 * 60

/** A repository with the copies of its heads, told apart. */
export interface State {
  readonly opened: Pick<OpenRepository<never>, 'nowSeconds' | 'copies' | 'namedFiles' | 'namedPackages'>
  readonly kept: readonly OpenCopy[]
  readonly expired: readonly OpenCopy[]
  /** The IDs of copies whose time is over and that nobody can verify any more. */
  readonly unreadable: readonly string[]
  /**
   * Whether every head that was in force during the grace time has a copy, or is the current one. A head of another tool
   * has none: what only it named cannot be told from what nobody ever named.
   */
  readonly isCovered: boolean
}

/**
 * Opens a repository and those copies of its heads that matter.
 *
 * @throws PublishError where the head, or a copy whose time is not over, cannot be read or verified
 */
export async function stateOf(repository: Repository, graceDays: number): Promise<State> {
  const opened = await repository.open(EVERYTHING)
  const { head, copies, nowSeconds } = opened
  const open = (id: string) => repository.openCopy(id)
  if (head === undefined) {
    // Of a first publish that stopped, or of a head that is lost: what they name may be needed yet.
    const kept = await abreast(copies, LIMITS.parallelRequests, ({ id }) => open(id))
    return { opened, expired: [], unreadable: [], kept, isCovered: true }
  }
  assertListed(repository, copies, head.id)
  const graceSeconds = graceDays * DAY_SECONDS
  const { expired, unreadable } = await expiredCopies(copies, head, graceSeconds, nowSeconds, open)
  const others = new Set([head.id, ...expired.map(({ id }) => id), ...unreadable])
  const staying = copies.filter(({ id }) => !others.has(id))
  const kept = await abreast(staying, LIMITS.parallelRequests, ({ id }) => open(id))
  const [oldest] = copies
  const first = [...expired, ...kept].find(({ id }) => id === oldest?.id) ?? head
  const isOld = oldest !== undefined && oldest.stampSeconds < nowSeconds - graceSeconds
  return { opened, kept, expired, unreadable, isCovered: isOld || first.previous === undefined }
}

/** A listing without the copy of the very head that was read is none to delete by; a foreign head has no copies. */
function assertListed({ title }: Repository, copies: readonly HeadCopy[], id: string | undefined): void {
  if (copies.length === 0 || copies.some((copy) => copy.id === id)) return
  throw new PublishError(
    'STORE',
    `The copies of heads of the ${title} are listed without that of the head in force.`,
  )
}

/** The keys that heads, and copies that are kept, name. */
export async function namedByKept(states: readonly State[]): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  for (const { opened, kept } of states) {
    for (const key of [...opened.namedFiles, ...opened.namedPackages()]) named.add(key)
    for (const copy of kept) {
      for (const key of copy.namedFiles) named.add(key)
      for (const key of (await copy.listing()).namedPackages()) named.add(key)
    }
  }
  return named
}

/** The keys that copies name whose time is over. */
export async function namedByExpired(states: readonly State[]) {
  const copies = states.flatMap(({ expired }) => expired)
  const packages = await abreast(copies, LIMITS.parallelRequests, packagesOf)
  return { packages: packages.flat(), files: copies.flatMap(({ namedFiles }) => namedFiles) }
}

/** Indexes go after the packages: where one is gone, an earlier collection had come that far. */
async function packagesOf(copy: OpenCopy): Promise<readonly string[]> {
  try {
    return (await copy.listing()).namedPackages()
  } catch (error) {
    if (error instanceof PublishError && error.code === 'INTEGRITY') return []
    throw error
  }
}

import type { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { Head } from '../repository/heads/head.ts'
import type { Repository } from '../repository/repository.ts'
import type { InspectedHead } from '../repository/heads/inspection.ts'
import type { Finding } from './finding.ts'

/** What is wrong with a head that was read and verified, or is not there. */
export function headFindings(
  { title: repository, headKey: key }: Repository,
  { head, nowSeconds }: Pick<InspectedHead, 'head' | 'nowSeconds'>,
  copies: Recoverable,
): readonly Finding[] {
  if (head === undefined) {
    const seen = `${key} is gone, or a first publish stopped before it: there are copies of heads.`
    const remedy = `Where it is the first, \`publish\` again; else ${rebuilt(copies)}`
    return [{ severity: 'error', repository, key, seen, remedy }]
  }
  return aheadFindings(repository, key, head, nowSeconds)
}

/** Whether some copy of a head, and its indexes, can be read. */
interface Recoverable {
  readonly isRecoverable: boolean
}

/** What writes a head, or an index, anew that cannot be read. */
export function rebuilt({ isRecoverable }: Recoverable): string {
  return isRecoverable
    ? '`republish` writes it anew, from the newest copy that verifies.'
    : '`republish` with packages, which says what goes into the channel, writes it anew: no copy of a head can be read.'
}

function aheadFindings(
  repository: string,
  key: string,
  { stampSeconds }: Head,
  nowSeconds: number,
): readonly Finding[] {
  if (stampSeconds * 1000 <= nowSeconds * 1000 + LIMITS.stampAheadMs) return []
  const [stamp, now] = [stampSeconds, nowSeconds].map((seconds) => new Date(seconds * 1000).toISOString())
  const seen = `${key} is dated ${stamp}, but the clock of the store says ${now}: apt refuses what comes from the future.`
  const remedy = `No command can help before that date: clients ignore a repository that goes back in time.`
  return [{ severity: 'error', repository, key, seen, remedy }]
}

/** A head that cannot be read or verified. */
export function damagedHead(
  { title: repository, headKey: key }: Repository,
  { code, message }: PublishError,
  copies: Recoverable & { readonly isOurs: boolean },
): Finding {
  const remedy = code === 'SIGNATURE' ? accepted(copies) : rebuilt(copies)
  return { severity: 'error', repository, key, seen: message, remedy }
}

function accepted(copies: Recoverable & { readonly isOurs: boolean }): string {
  const unsigned = copies.isOurs ? '' : 'where it never was signed, `publish` with adopt-unsigned; '
  return `Where another key of yours signed it, add that to trusted-keys; ${unsigned}else ${rebuilt(copies)}`
}

/** A head whose indexes cannot be read, for a reason that no check of a file found. */
export function damagedIndexes(
  { title: repository, headKey: key }: Repository,
  { message: seen }: PublishError,
  copies: Recoverable,
): Finding {
  return { severity: 'error', repository, key, seen, remedy: rebuilt(copies) }
}

import type { PublishError } from '../errors.ts'
import { copyKey, stampOf } from '../repository/heads/id.ts'
import type { Head, HeadCopy } from '../repository/heads/head.ts'
import type { Repository } from '../repository/repository.ts'
import type { FileFault } from './files.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'

/** What clients saw since is gone: a publish of ours never goes back in time. */
export function setBack(
  { title: repository, headKey: key }: Repository,
  head: Head | undefined,
  inForce: ReadonlySet<string>,
): readonly Finding[] {
  const newest = [...inForce].sort((a, b) => stampOf(a) - stampOf(b)).at(-1)
  if (head === undefined || newest === undefined || stampOf(newest) <= head.stampSeconds) return []
  const seen = `${key} is older than the head ${newest}, which was in force: somebody or something put an earlier one back, and apt ignores it.`
  const remedy = `\`rollback\` with to: ${newest} brings that state back.`
  return [{ severity: 'error', repository, key, seen, remedy }]
}

/** The head's own copy, from which the worker serves dnf and zypper. */
export function ownCopyMissing(
  { title: repository, headKey }: Repository,
  head: Head | undefined,
  copies: readonly HeadCopy[],
): readonly Finding[] {
  if (head?.id === undefined || copies.some(({ id }) => id === head.id)) return []
  const isOurs = copies.length > 0 || head.previous !== undefined
  const seen = isOurs
    ? 'The copy of the head in force is missing.'
    : 'The head has no copy: another tool wrote it, or its copy is lost.'
  const remedy = 'The next `publish` that changes something writes one, and so does `republish`.'
  const severity = isOurs ? 'warning' : 'notice'
  return [{ severity, repository, key: copyKey(headKey, head.id), seen, remedy }]
}

/** That of the head before, while its time is not over. */
export function previousCopyMissing(
  { title: repository, headKey }: Repository,
  head: Head | undefined,
  copies: readonly HeadCopy[],
  { graceSeconds, clock }: Ground,
): readonly Finding[] {
  const previous = head?.previous
  if (head === undefined || previous === undefined || copies.some(({ id }) => id === previous)) return []
  const isRecent = head.stampSeconds * 1000 > clock.now() - graceSeconds * 1000
  // A foreign head that was taken over has no copy: nothing older has one either then.
  const isKept = copies.some(({ stampSeconds }) => stampSeconds < stampOf(previous))
  if (!isRecent || !isKept) return []
  const seen = 'The copy of the head before is missing, although its time is not over.'
  const remedy = 'No command can bring it back: `rollback` cannot go back to it.'
  return [{ severity: 'warning', repository, key: copyKey(headKey, previous), seen, remedy }]
}

/** A copy that cannot be verified, or read. */
export function damagedCopy(
  { title: repository }: Repository,
  key: string,
  isOfHead: boolean,
  { code, message: seen }: PublishError,
): Finding {
  if (isOfHead) {
    const remedy = '`republish` writes a new head, with a new copy.'
    return { severity: 'error', repository, key, seen, remedy }
  }
  const ofAnotherKey = 'Where another key of yours signed it, add that to trusted-keys; else put'
  const remedy = `${code === 'SIGNATURE' ? ofAnotherKey : 'Put'} the right file back, or delete it: \`rollback\` cannot go back to it, and nothing is collected until its time is over.`
  return { severity: 'warning', repository, key, seen, remedy }
}

/** A file that an earlier head names. */
export function faultyFile(repository: string, { id }: HeadCopy, { key, seen }: FileFault): Finding {
  const remedy =
    'Clients that still hold that head fail until they update; `rollback` cannot go back to it. Put the right file back, ' +
    'or leave it: it goes with its head.'
  return { severity: 'warning', repository, key, seen: `${seen} That is the earlier head ${id}.`, remedy }
}

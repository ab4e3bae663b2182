import { PublishError } from '../errors.ts'
import type { Ownership } from './description.ts'

/** Whose a path is, and since when, with nothing left out. */
export interface Owned {
  readonly owner: string
  readonly group: string
  /** Since 1970. */
  readonly mtimeSeconds: number
}

const ROOT = 'root'
/** What both formats hold: 31 bytes before the NUL of a tar header, and 32 bits of seconds in an rpm. */
const NAME = /^(?=.{1,31}$)[A-Za-z_][A-Za-z0-9_.-]*\$?$/
const TIME_LIMIT_SECONDS = 2 ** 32

/**
 * Whose a path is: root's, and of the package's time, where it says nothing. Nothing is newer than its package, as
 * SOURCE_DATE_EPOCH asks: its specification calls that clamping.
 *
 * @throws PublishError `PACKAGE` for what is no name of a user or group (a number is none: package managers go by
 *   names), or no time that a package can hold
 */
export function ownershipOf(entry: Ownership & { readonly path: string }, packageSeconds: number): Owned {
  const { path, owner = ROOT, group = ROOT, modifiedSeconds = packageSeconds } = entry
  const stranger = [owner, group].find((name) => !NAME.test(name))
  if (stranger !== undefined) {
    throw refused(path, `belongs to ${JSON.stringify(stranger)}, which is no name of a user or group`)
  }
  const isTime =
    Number.isInteger(modifiedSeconds) && modifiedSeconds >= 0 && modifiedSeconds < TIME_LIMIT_SECONDS
  if (entry.modifiedSeconds !== undefined && !isTime) {
    throw refused(path, `has the time ${modifiedSeconds}; a package holds 0 to 2^32 - 1 seconds since 1970`)
  }
  return { owner, group, mtimeSeconds: Math.min(modifiedSeconds, packageSeconds) }
}

function refused(path: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `the path ${JSON.stringify(path)} ${fault}`)
}

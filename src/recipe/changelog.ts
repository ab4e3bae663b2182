import { PublishError } from '../errors.ts'
import type { ChangelogEntry, PackageDescription } from './description.ts'
import type { Versioned } from './project-version.ts'

const TIME_LIMIT_SECONDS = 2 ** 32

/**
 * What the description says of its versions, newest first; nothing where it says nothing.
 *
 * @throws PublishError `PACKAGE` where an entry is no text, has no change, or is newer than the one before it, which
 *   rpmbuild refuses
 */
export function changelogOf({ changelog = [] }: PackageDescription): readonly ChangelogEntry[] {
  let newestSeconds = TIME_LIMIT_SECONDS
  for (const entry of changelog) {
    assertEntry(entry)
    if (entry.timeSeconds > newestSeconds) {
      throw refused(entry, 'is newer than the one before it; write the newest first')
    }
    newestSeconds = entry.timeSeconds
  }
  return changelog
}

/** The version of an entry, with the epoch and release of the package where nothing says what those were at the time. */
export function entryVersion(
  { version, versionParts, release: own }: ChangelogEntry,
  description: PackageDescription,
): Versioned {
  if (version === description.version) return description
  const { epoch } = description
  const release = own ?? description.release
  return {
    version,
    ...(versionParts === undefined ? {} : { versionParts }),
    ...(epoch === undefined ? {} : { epoch }),
    ...(release === undefined ? {} : { release }),
  }
}

/** The lines of a change, without blanks at their ends and empty lines around them. */
export function linesOf(change: string): readonly string[] {
  return change
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
}

function assertEntry(entry: ChangelogEntry): void {
  const { author, timeSeconds, changes } = entry
  if (author.trim() === '' || !author.isWellFormed() || /\p{Cc}/u.test(author)) {
    throw refused(
      entry,
      `has the author ${JSON.stringify(author)}; write a line like Jane Doe <jane@example.com>`,
    )
  }
  if (!Number.isInteger(timeSeconds) || timeSeconds < 0 || timeSeconds >= TIME_LIMIT_SECONDS) {
    throw refused(entry, `has the time ${timeSeconds}; whole seconds since 1970 are needed`)
  }
  const isText = (change: string) =>
    change.trim() !== '' && change.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(change)
  const stranger = changes.find((change) => !isText(change))
  if (stranger !== undefined) throw refused(entry, `has the change ${JSON.stringify(stranger)}; write text`)
  if (changes.length === 0) throw refused(entry, 'has no changes; write what changed, or leave it out')
}

function refused({ version }: ChangelogEntry, fault: string): PublishError {
  return new PublishError('PACKAGE', `changelog: the entry of ${JSON.stringify(version)} ${fault}`)
}

import { faulty } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { ChangelogEntry } from '../description.ts'
import { nfpmVersion } from '../nfpm-version.ts'
import { parseDocument } from './document.ts'
import { CHANGELOG } from './keys/changelog.ts'
import { readBy } from './reading.ts'
import type { Placed, Read } from './shape.ts'
import type { Sources } from './sources.ts'
import { textFile } from './text-file.ts'

interface ChangelogBy {
  readonly maintainer: string
  /** `version_schema` */
  readonly schema: 'semver' | 'none'
}

type Release = Read<typeof CHANGELOG>[number]

/**
 * Reads a changelog as chglog writes it, newest first.
 *
 * @param by whose maintainer stands in for a release without `packager`, and whose versions these are
 * @throws PublishError `INPUT` with places
 */
export async function changelogOf(
  path: Placed<string>,
  by: ChangelogBy,
  sources: Sources,
): Promise<readonly ChangelogEntry[]> {
  const text = await textFile(path, 'changelog', LIMITS.changelogBytes, sources)
  const { value = [] } = readBy(CHANGELOG, parseDocument(text, path.value), () => undefined)
  const entries = value.map((release) => entryOf(release, by))
  return entries.toSorted((left, right) => right.timeSeconds - left.timeSeconds)
}

function entryOf(
  { at, semver, date, packager, changes = [], deb }: Release,
  { maintainer, schema }: ChangelogBy,
): ChangelogEntry {
  if (semver === undefined) throw faulty([{ message: 'a release needs semver, its version', place: at }])
  if (date === undefined) throw faulty([{ message: `${semver.value} needs date, its time`, place: at }])
  return {
    ...nfpmVersion({ version: semver.value, schema }),
    author: packager?.value ?? maintainer,
    timeSeconds: date.value,
    changes: changes.flatMap(({ note }) => (note === undefined ? [] : [note.value.trim()])),
    ...(deb?.urgency === undefined ? {} : { urgency: deb.urgency.value }),
    ...(deb?.distributions === undefined
      ? {}
      : { distributions: deb.distributions.map(({ value }) => value) }),
  }
}

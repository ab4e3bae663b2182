import { faulty } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { ChangelogEntry } from '../description.ts'
import { parseDocument } from './document.ts'
import { CHANGELOG } from './keys/changelog.ts'
import { readBy } from './reading.ts'
import type { Placed, Read } from './shape.ts'
import type { Sources } from './sources.ts'
import { textFile } from './text-file.ts'

type Release = Read<typeof CHANGELOG>[number]

/**
 * Reads a changelog as chglog writes it, newest first.
 *
 * @param maintainer stands in for a release without `packager`
 * @throws PublishError `INPUT` with places
 */
export async function changelogOf(
  path: Placed<string>,
  maintainer: string,
  sources: Sources,
): Promise<readonly ChangelogEntry[]> {
  const text = await textFile(path, 'changelog', LIMITS.changelogBytes, sources)
  const { value = [] } = readBy(CHANGELOG, parseDocument(text, path.value), () => undefined)
  const entries = value.map((release) => entryOf(release, maintainer))
  return entries.toSorted((left, right) => right.timeSeconds - left.timeSeconds)
}

function entryOf(
  { at, semver, date, packager, changes = [], deb }: Release,
  maintainer: string,
): ChangelogEntry {
  if (semver === undefined) throw faulty([{ message: 'a release needs semver, its version', place: at }])
  if (date === undefined) throw faulty([{ message: `${semver.value} needs date, its time`, place: at }])
  return {
    version: semver.value,
    author: packager?.value ?? maintainer,
    timeSeconds: date.value,
    changes: changes.flatMap(({ note }) => (note === undefined ? [] : [note.value.trim()])),
    ...(deb?.urgency === undefined ? {} : { urgency: deb.urgency.value }),
    ...(deb?.distributions === undefined
      ? {}
      : { distributions: deb.distributions.map(({ value }) => value) }),
  }
}

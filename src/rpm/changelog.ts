import { changelogOf, entryVersion, linesOf } from '../recipe/changelog.ts'
import type { ChangelogEntry, PackageDescription } from '../recipe/description.ts'
import { type Evr, printEvr } from './evr.ts'
import { entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { TAGS } from './tags.ts'
import { rpmVersion } from './version.ts'

const DAY_SECONDS = 86_400

/**
 * The changelog, newest first; where the description has none, one entry that says that this is a new version.
 *
 * @throws PublishError `PACKAGE` for an entry that is none, or whose version rpm cannot hold
 */
export function changelogTags(description: PackageDescription, nvra: Evr): readonly HeaderEntry[] {
  const { version, maintainer, timeSeconds } = description
  const told = changelogOf(description)
  const entries =
    told.length === 0 ? [{ version, author: maintainer, timeSeconds, changes: [`Version ${version}`] }] : told
  return [
    entryOf(
      TAGS.CHANGELOGTIME,
      entries.map((entry) => noonOf(entry.timeSeconds)),
    ),
    entryOf(
      TAGS.CHANGELOGNAME,
      entries.map((entry) => `${entry.author.trim()} - ${versionText(entry, description, nvra)}`),
    ),
    entryOf(
      TAGS.CHANGELOGTEXT,
      entries.map(({ changes }) => changes.map(changeText).join('\n')),
    ),
  ]
}

/** rpm dates every change at noon UTC: build/parseChangelog.c. */
function noonOf(timeSeconds: number): number {
  return timeSeconds - (timeSeconds % DAY_SECONDS) + DAY_SECONDS / 2
}

function versionText(entry: ChangelogEntry, description: PackageDescription, nvra: Evr): string {
  return printEvr(entry.version === description.version ? nvra : rpmVersion(entryVersion(entry, description)))
}

function changeText(change: string): string {
  return linesOf(change)
    .map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`.trimEnd()))
    .join('\n')
}

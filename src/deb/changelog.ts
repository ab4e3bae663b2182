import { PublishError } from '../errors.ts'
import { changelogOf, entryVersion, linesOf } from '../recipe/changelog.ts'
import type { ChangelogEntry, PackageDescription } from '../recipe/description.ts'
import { debianVersion } from './debian-version.ts'

/** What a trailer names, deb-changelog(5); the address may be empty, as Dpkg::Changelog reads it. */
const AUTHOR = /^[^<>]*[^<>\s] <[^<>\s]*>$/
const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/
const DISTRIBUTION = /^[A-Za-z0-9][A-Za-z0-9+.~-]*$/
/** Debian Policy 5.6.17. */
const URGENCIES: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'emergency', 'critical'])

/**
 * The changelog of a package as deb-changelog(5) has it; where the description has none, one entry that says that this
 * is a new version.
 *
 * @throws PublishError `PACKAGE` for an entry that Debian cannot hold
 */
export function debianChangelog(description: PackageDescription): string {
  const { name, version, maintainer, timeSeconds } = description
  const entries = changelogOf(description)
  if (entries.length === 0) {
    const changes = [`Version ${version}.`]
    return entryText(name, debianVersion(description), { version, author: maintainer, timeSeconds, changes })
  }
  return entries
    .map((entry) => {
      assertEntry(entry)
      return entryText(name, debianVersion(entryVersion(entry, description)), entry)
    })
    .join('\n')
}

function entryText(name: string, version: string, entry: ChangelogEntry): string {
  const { distributions = ['unstable'], urgency = 'medium', timeSeconds, author } = entry
  const date = new Date(timeSeconds * 1000).toUTCString().replace('GMT', '+0000')
  const title = `${name} (${version}) ${distributions.join(' ')}; urgency=${urgency}`
  return `${title}\n\n${entry.changes.map(changeText).join('')}\n -- ${authorText(author)}  ${date}\n`
}

/** Who gave no address, or no name, has a trailer all the same. */
function authorText(author: string): string {
  const text = author.trim()
  if (text === '' || /[<>]/.test(text)) return text
  return `${text} <${ADDRESS.test(text) ? text : ''}>`
}

function changeText(change: string): string {
  const [first = '', ...rest] = linesOf(change)
  return [`  * ${first}`, ...rest.map((line) => (line === '' ? '' : `    ${line}`))]
    .map((line) => `${line}\n`)
    .join('')
}

function assertEntry({
  version,
  author,
  urgency = 'low',
  distributions = ['unstable'],
}: ChangelogEntry): void {
  const faults = [
    {
      what: 'author',
      seen: author,
      isGood: AUTHOR.test(authorText(author)),
      wanted: 'Jane Doe <jane@example.com>',
    },
    { what: 'urgency', seen: urgency, isGood: URGENCIES.has(urgency), wanted: [...URGENCIES].join(', ') },
    {
      what: 'distributions',
      seen: distributions.join(' '),
      isGood: distributions.length > 0 && distributions.every((name) => DISTRIBUTION.test(name)),
      wanted: 'words such as unstable',
    },
  ].filter(({ isGood }) => !isGood)
  for (const { what, seen, wanted } of faults) {
    throw new PublishError(
      'PACKAGE',
      `changelog: the entry of ${JSON.stringify(version)} has the ${what} ${JSON.stringify(seen)}, ` +
        `which Debian's changelog cannot hold; write ${wanted}`,
    )
  }
}

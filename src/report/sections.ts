import type { Skipped } from '../artifacts/skipped.ts'
import { FORMATS } from '../formats.ts'
import { type AnyPackage, versionOf } from '../package.ts'
import type { ReadyPackages } from '../packaging/ready.ts'
import type { Counts } from '../store/counting.ts'
import type { Planned } from '../store/planning.ts'
import { counted } from '../words.ts'
import { costOf, operationsOf } from './cost.ts'
import type { Entry } from './entries.ts'
import type { Installation } from './installation.ts'
import {
  FOLDED_END,
  code,
  folded,
  foldedStart,
  link,
  markdownRow,
  plain,
  shellCommands,
  tableHead,
  tableRow,
  verbatim,
} from './markdown.ts'
import { type Section, paragraph } from './page.ts'
import { planOf } from './plan.ts'
import { sizeOf } from './size.ts'

const MOST_WARNINGS = 50
/** Longer is read by nobody; the log has all of it. */
const MOST_CHARACTERS = 2_000

/** Warnings, before everything else that a summary has. */
export function warningsSection(warnings: readonly string[]): readonly Section[] {
  if (warnings.length === 0) return []
  const shown = warnings.slice(0, MOST_WARNINGS).map((warning) => `- ⚠️ ${plain(shortened(warning))}`)
  const left = warnings.length - shown.length
  return [paragraph(...shown, ...(left === 0 ? [] : [`- and ${counted(left, 'more warning')}`]))]
}

/** A row for each package in a channel, with a link where there is something, and the digests of their files folded away. */
export function packagesSection(entries: readonly Entry[], isDry: boolean): readonly Section[] {
  if (entries.length === 0) return []
  const titles = ['status', 'package', 'version', 'architecture', 'format', 'channel', 'size']
  const rows = entries.map((entry) =>
    markdownRow([
      plain(entry.status),
      isDry || entry.status === 'removed' ? plain(entry.name) : link(entry.name, entry.url),
      ...[entry.version, entry.arch, entry.format, entry.channel, sizeOf(entry.size)].map(plain),
    ]),
  )
  const files = entries.filter(({ status, sha256 }) => status !== 'removed' && sha256 !== '')
  return [{ before: tableHead(titles), rows, after: [] }, ...digestsSection(files)]
}

/** As sha256sum prints them. */
function digestsSection(files: readonly Pick<Entry, 'sha256' | 'key'>[]): readonly Section[] {
  const lines = [...new Set(files.map(({ sha256, key }) => verbatim(`${sha256}  ${key}`)))]
  if (lines.length === 0) return []
  return [{ before: foldedStart('SHA-256 of the files'), rows: lines, after: FOLDED_END }]
}

/** A row for each package that was built and is not published. */
export function builtSection({ debs, rpms }: ReadyPackages): readonly Section[] {
  const packages: readonly AnyPackage[] = [...debs, ...rpms]
  const rows = packages.map((pkg) =>
    tableRow([pkg.name, versionOf(pkg), pkg.arch, pkg.format, sizeOf(pkg.content.sizeBytes)]),
  )
  if (rows.length === 0) return []
  const before = tableHead(['built', 'version', 'architecture', 'format', 'size'])
  const files = [
    ...debs.map((pkg) => ({ sha256: pkg.sha256, key: FORMATS.deb.fileName(pkg) })),
    ...rpms.map((pkg) => ({ sha256: pkg.sha256, key: FORMATS.rpm.fileName(pkg) })),
  ]
  return [{ before, rows, after: [] }, ...digestsSection(files)]
}

/** @param channels of the run: the files lead to the one that was published first, which need not be among them */
export function installationSection(
  installations: readonly Installation[],
  channels: readonly string[],
): readonly Section[] {
  if (installations.length === 0) return []
  const families = installations.map(({ title, commands }) =>
    paragraph(`${plain(title)}:`, '', ...shellCommands(commands)),
  )
  const isFirst = channels.length === 1 && channels[0] === 'stable'
  const others =
    'The files are for the channel that was published first. Others are chosen in them: in .sources by Suites, in ' +
    '.repo by enabled=1.'
  return [paragraph('### Install'), ...families, ...(isFirst ? [] : [paragraph(others)])]
}

/** What was found and not published, and why. */
export function leftOutSection(skipped: readonly Skipped[]): readonly Section[] {
  if (skipped.length === 0) return []
  const rows = skipped.map(({ path, reason }) =>
    markdownRow([code(shortened(path)), plain(shortened(reason))]),
  )
  return [paragraph('### Left out'), { before: tableHead(['artifact', 'because it is']), rows, after: [] }]
}

/** The objects that a dry run would have written. */
export function planSection(planned: readonly Planned[]): readonly Section[] {
  if (planned.length === 0) return []
  return [paragraph(...folded('What would be written', planOf(planned)))]
}

export function costSection(isDry: boolean, counts: Counts): Section {
  const operations = operationsOf(counts)
  const sentence = costOf(isDry, counts)
  return paragraph(plain(operations === '' ? sentence : `${sentence.replace(/\.$/, '')}: ${operations}.`))
}

/** A text that fits a page with many. */
export function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`
}

import type { RunReport } from '../run/run.ts'
import type { Verification } from '../verification/verdict.ts'
import { theChannels } from '../words.ts'
import type { Request } from '../request/request.ts'
import type { Entry } from './entries.ts'
import { arrivalSections } from './arrival.ts'
import { installations } from './installation.ts'
import { code, link, plain, tableHead, tableRow } from './markdown.ts'
import { outcomeOf } from './outcome.ts'
import { type Section, paragraph, printed } from './page.ts'
import { resultOf } from './result.ts'
import {
  builtSection,
  costSection,
  installationSection,
  leftOutSection,
  packagesSection,
  planSection,
  warningsSection,
} from './sections.ts'
import { countsOf, verdictCells } from './verification.ts'

/** The summary of a run for its page on GitHub, in Markdown of less than 1 MiB: the outcome first, then tables. */
export function summaryOf(report: RunReport): string {
  const { request, warnings, counts, verification, arrival } = report
  return printed([
    paragraph(`## ${plain(outcomeOf(report))}`),
    paragraph(plain(doneBy(report))),
    ...placeSection(report),
    ...warningsSection(warnings),
    ...arrivalSections(arrival),
    ...(verification === undefined ? changesOf(report) : verificationSections(verification)),
    costSection(request.dryRun, counts),
  ])
}

function doneBy(report: RunReport): string {
  const { verification, request } = report
  return verification === undefined ? resultOf(report) : `Verified: ${theChannels(request.channels)}.`
}

/** Where it was done, where clients find that, and whose signature it has. */
function placeSection({ storeName, baseUrl, keyFingerprint }: RunReport): readonly Section[] {
  if (storeName === undefined) return []
  const isElsewhere = baseUrl !== undefined && !baseUrl.startsWith('file:')
  const seen = isElsewhere ? `, for clients at ${link(baseUrl, baseUrl)}` : ''
  const signed = keyFingerprint === '' ? '' : `, signed by ${code(keyFingerprint)}`
  return [paragraph(`Repositories: ${code(storeName)}${seen}${signed}`)]
}

function changesOf({ entries, packages, planned, request, baseUrl }: RunReport): readonly Section[] {
  const present = entries.filter(({ status }) => status !== 'removed')
  return [
    ...packagesSection(entries, request.dryRun),
    ...(entries.length === 0 && packages !== undefined ? builtSection(packages) : []),
    ...(request.dryRun || present.length === 0 ? [] : howToInstall(request, baseUrl, present)),
    ...leftOutSection(packages?.skipped ?? []),
    ...(request.dryRun ? planSection(planned) : []),
  ]
}

function howToInstall(
  { repositoryName, channels, pages }: Request,
  baseUrl: string | undefined,
  entries: readonly Entry[],
): readonly Section[] {
  // The files that the commands fetch are not there.
  if (!pages) return []
  if (baseUrl !== undefined)
    return installationSection(installations(baseUrl, repositoryName, entries), channels)
  return [
    paragraph('With the input `public-url`, here would be links, and the commands to install from there.'),
  ]
}

function verificationSections({ repositories, findings }: Verification): readonly Section[] {
  const copies = repositories.flatMap(({ title, copies }) => copies.map(({ id, date }) => [title, id, date]))
  const table = (titles: readonly string[], rows: readonly (readonly string[])[]): readonly Section[] =>
    rows.length === 0 ? [] : [{ before: tableHead(titles), rows: rows.map(tableRow), after: [] }]
  return [
    ...table(
      ['repository', 'state', 'content', 'head', 'signed by'],
      repositories.map((it) => verdictCells(it, findings)),
    ),
    paragraph(`Found: ${countsOf(findings)}.`),
    ...table(
      ['severity', 'object', 'seen', 'what mends it'],
      findings.map(({ severity, key, seen, remedy }) => [severity, key, seen, remedy]),
    ),
    ...table(['rollback takes', 'ID', 'date'], copies),
  ]
}

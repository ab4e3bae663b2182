import { type ErrorCode, PublishError } from '../errors.ts'
import { counted } from '../words.ts'
import { requestsOf } from './cost.ts'
import type { Journal } from './journal.ts'
import { code, plain, tableHead, tableRow } from './markdown.ts'
import { type Section, paragraph, printed } from './page.ts'
import { costSection, leftOutSection, shortened, warningsSection } from './sections.ts'

/** The summary of a run that failed: what was seen, what is done already, and what to do. */
export function failureSummaryOf(error: unknown, journal: Journal): string {
  const { request, warnings, packages } = journal
  const counts = journal.counts()
  const what =
    request === undefined
      ? 'The inputs cannot be used'
      : `${request.repositoryName}: ${request.command} failed`
  return printed([
    paragraph(`## ❌ ${plain(what)}`),
    paragraph(...messageOf(error).map((line) => `> ${plain(shortened(line))}`)),
    ...doneSections(journal),
    paragraph(`**What to do:** ${plain(adviceFor(error))}`),
    ...warningsSection(warnings),
    ...leftOutSection(packages?.skipped ?? []),
    ...(requestsOf(counts) === 0 ? [] : [costSection(request?.dryRun === true, counts)]),
  ])
}

const MOST_MESSAGE_LINES = 50

/** A list of faults has a line for each. */
function messageOf(error: unknown): readonly string[] {
  const text = error instanceof Error ? error.message : String(error)
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  const items = lines.length > 1 ? lines.map((line) => `- ${line}`) : lines
  return items.length <= MOST_MESSAGE_LINES
    ? items
    : [
        ...items.slice(0, MOST_MESSAGE_LINES),
        `- and ${counted(items.length - MOST_MESSAGE_LINES, 'more line')}`,
      ]
}

function doneSections({ request, storeName, planned, committed, counts }: Journal): readonly Section[] {
  const { uploadedObjects, copiedObjects, deletedObjects } = counts()
  const where = storeName === undefined ? '' : ` in ${code(storeName)}`
  if (request?.dryRun === true || uploadedObjects + copiedObjects + deletedObjects === 0)
    return [
      paragraph(`**What is published:** Nothing was written${where}; clients see what they saw before.`),
    ]
  const rows = [...planned].map(([title, wanted]) =>
    tableRow([title, wanted, committed.has(title) ? 'done' : 'not done, or not known to be']),
  )
  const stored = counted(uploadedObjects + copiedObjects, 'object')
  const idle = `${stored} were stored${where}, but no index names anything new: clients see what they saw before.`
  const changed = `Some repositories${where} have changed, each as a whole; what is published works.`
  return [
    paragraph(`**What is published:** ${committed.size === 0 ? idle : changed}`),
    ...(committed.size === 0
      ? []
      : [{ before: tableHead(['repository', 'wanted', 'state']), rows, after: [] }]),
  ]
}

const AGAIN = 'it goes on where this run stopped, and writes nothing twice.'

function adviceFor(error: unknown): string {
  if (error instanceof PublishError) return ADVICE[error.code]
  return 'This is a fault of the action itself: please report it, with the log of a run that has debug logging enabled.'
}

const MEND = `Mend what the message names, and run the step again: ${AGAIN}`
const REPEAT = `Run the step again: ${AGAIN}`

const ADVICE: Readonly<Record<ErrorCode, string>> = {
  INPUT: 'Change the workflow or the file that the message names, and run it again.',
  ARTIFACT: MEND,
  PACKAGE: MEND,
  KEY: 'Put a key that can be used into the secret that the message names, and run the step again.',
  SIGNATURE:
    'Find out who signed it, before you trust that key or replace what it signed. `verify` looks at everything that is published.',
  INTEGRITY: 'Run the command `verify`: it looks at everything that is published, and says what mends it.',
  CONFLICT: MEND,
  LIMIT: MEND,
  DENIED: `Look at the token, its rights and the name of the bucket or repository, and run the step again: ${AGAIN}`,
  STORE: REPEAT,
  GITHUB: REPEAT,
  CONTENTION: REPEAT,
  CLIENT: MEND,
  CANCELLED: REPEAT,
}

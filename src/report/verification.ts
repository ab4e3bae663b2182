import { PublishError } from '../errors.ts'
import { type Finding, type Severity, countOf } from '../verification/finding.ts'
import type { RepositoryVerdict, Verification } from '../verification/verdict.ts'
import { counted } from '../words.ts'
import { columns } from './columns.ts'
import { sizeOf } from './size.ts'

const MOST_FINDINGS = 200
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice']

/** What `verify` found, in lines for a person. */
export function linesOf({ repositories, findings }: Verification): readonly string[] {
  const shown = findings.slice(0, MOST_FINDINGS)
  const left = findings.length - shown.length
  const copies = repositories.flatMap(({ title, copies }) => copies.map(({ id, date }) => [title, id, date]))
  return [
    ...columns(repositories.map((it) => verdictCells(it, findings))),
    ...(copies.length === 0 ? [] : ['rollback can go back to:', ...columns(copies)]),
    ...shown.flatMap(findingLines),
    ...(left === 0 ? [] : [`and ${counted(left, 'more finding')}`]),
    `Found: ${countsOf(findings)}.`,
  ]
}

/** What is shown of a repository. */
export function verdictCells(
  { title, packages, bytes, head, neverInForce }: RepositoryVerdict,
  findings: readonly Finding[],
): readonly string[] {
  const own = findings.filter(({ repository }) => repository === title)
  const state = countOf(own, 'error') === 0 ? 'sound' : countsOf(own)
  const unborn =
    neverInForce.length === 0 ? '' : `, beside it ${counted(neverInForce.length, 'head')} never in force`
  return [
    title,
    state,
    `${counted(packages, 'package')}, ${sizeOf(bytes)}`,
    head === undefined ? 'no head that verifies' : `${head.id} of ${head.date}${unborn}`,
    head === undefined ? '' : head.signedBy.join(' '),
  ]
}

function findingLines({ severity, key, seen, remedy }: Finding): readonly string[] {
  return [`${severity}: ${key}`, `  ${seen}`, `  ${remedy}`]
}

/** `2 errors, 1 warning, 0 notices` */
export function countsOf(findings: readonly Finding[]): string {
  return SEVERITIES.map((severity) => counted(countOf(findings, severity), severity)).join(', ')
}

/** Why the step is to fail although it did what it was asked; undefined where no finding is an error. */
export function failureOf(verification: Verification | undefined): PublishError | undefined {
  if (verification === undefined || verification.isSound) return undefined
  const errors = countOf(verification.findings, 'error')
  const [first] = verification.findings
  return new PublishError(
    'INTEGRITY',
    `What is published is not sound: ${counted(errors, 'error')}. The first: ${first?.seen} ${first?.remedy}`,
  )
}

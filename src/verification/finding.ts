/**
 * - `error`: a client fails, or would install something else than was signed
 * - `warning`: clients work, but something of ours is not as it should be, or will not stay so
 * - `notice`: worth knowing
 */
export type Severity = 'error' | 'warning' | 'notice'

/** Something that is not as it should be. */
export interface Finding {
  readonly severity: Severity
  /** The title of the repository; empty for what belongs to none alone. */
  readonly repository: string
  /** Of the object, relative to the root of the store; of the first where it is about several. */
  readonly key: string
  /** What was seen, as a sentence. */
  readonly seen: string
  /** The command, or what else mends it, as a sentence. */
  readonly remedy: string
}

const ORDER: readonly Severity[] = ['error', 'warning', 'notice']

/** The worst first; of one severity in the order in which they were found. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}

/** How many there are of a severity. */
export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((it) => it.severity === severity).length
}

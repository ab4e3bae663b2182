import { LIMITS } from '../limits.ts'
import type { Finding } from '../verification/finding.ts'
import { countOf } from '../verification/finding.ts'
import type { Verification } from '../verification/verdict.ts'

/**
 * The output `verify-report`, in JSON:
 *
 * - `sound`: whether no finding is an error
 * - `errors`, `warnings`, `notices`: how many there are of each
 * - `repositories`, each with `title`, `channel`, `format` (`deb`, `rpm`), `head` (`key`, `id`, `date`, `signedBy`; `null`
 *   where none can be verified), `packages`, `objects`, `bytes`, `copies` (of earlier heads that `rollback` takes, each
 *   `id` and `date`) and `neverInForce` (IDs of copies of heads that lost their swap)
 * - `findings`, the worst first, each with `severity` (`error`, `warning`, `notice`), `repository` (its title), `key`,
 *   `seen` and `remedy`
 * - `findingsLeftOut`: how many more there are than an output can hold
 */
export function verifyReport({ isSound, repositories, findings }: Verification): string {
  const shown = fitting(findings)
  return JSON.stringify({
    sound: isSound,
    errors: countOf(findings, 'error'),
    warnings: countOf(findings, 'warning'),
    notices: countOf(findings, 'notice'),
    repositories: repositories.map(({ head = null, ...verdict }) => ({ ...verdict, head })),
    findings: shown,
    findingsLeftOut: findings.length - shown.length,
  })
}

function fitting(findings: readonly Finding[]): readonly Finding[] {
  let bytes = 0
  const end = findings.findIndex((finding) => {
    bytes += Buffer.byteLength(JSON.stringify(finding)) + 1
    return bytes > LIMITS.verifyReportBytes
  })
  return end < 0 ? findings : findings.slice(0, end)
}

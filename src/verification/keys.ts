import { LIMITS } from '../limits.ts'
import type { Signer } from '../openpgp/verify.ts'
import type { Finding } from './finding.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const REMEDY =
  'Extend it (gpg --quick-set-expire) or add another key, put that into gpg-private-key, and let `republish` sign with it.'

/** A head, and who signed it. */
export interface SignedHead {
  readonly title: string
  readonly headKey: string
  readonly signers: readonly Signer[]
}

/** Keys that really signed and expire soon, or have expired; each once, whatever it signed. */
export function expiryFindings(heads: readonly SignedHead[], nowMs: number): readonly Finding[] {
  const findings = new Map<string, Finding>()
  for (const { title, headKey: key, signers } of heads) {
    const isLost = signers.length > 0 && signers.every((signer) => hasExpired(signer, nowMs))
    for (const signer of signers) {
      const { fingerprint, expires } = signer
      if (expires === undefined || expires.getTime() > nowMs + LIMITS.keyExpiryWarningDays * DAY_MS) continue
      const seen = hasExpired(signer, nowMs)
        ? `The key ${fingerprint} expired on ${day(expires)}: ${isLost ? 'clients refuse what it alone signed.' : 'its signature counts no more.'}`
        : `The key ${fingerprint} expires on ${day(expires)}: clients then refuse what it alone signed.`
      const severity = isLost ? 'error' : 'warning'
      if (findings.get(fingerprint)?.severity === 'error') continue
      findings.set(fingerprint, { severity, repository: title, key, seen, remedy: REMEDY })
    }
  }
  return [...findings.values()]
}

function hasExpired({ expires }: Signer, nowMs: number): boolean {
  return expires !== undefined && expires.getTime() <= nowMs
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}

import { enums } from 'openpgp'
import { LIMITS } from '../limits.ts'
import { fingerprintOf } from './certificate.ts'
import { expiryOf } from './expiry.ts'
import { kindOf, TRUST_RULES } from './policy.ts'
import { day } from './signing-part.ts'
import type { KeyPart } from './signing-part.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What is allowed, but will or may keep some clients out. Only the first key signs rpms and repomd.xml. */
export async function warningsOf(parts: readonly KeyPart[], at: Date): Promise<readonly string[]> {
  const warnings = await Promise.all(
    parts.map(async (part, index) => [
      ...(await expiryWarnings(part, at)),
      ...aptWarnings(part),
      ...(index === 0 ? [...algorithmWarnings(part), ...(await subkeyWarnings(part, at))] : []),
    ]),
  )
  return warnings.flat()
}

async function expiryWarnings({ certificate, part }: KeyPart, at: Date): Promise<readonly string[]> {
  const first = await expiryOf(certificate, part, at)
  if (first === undefined || first.getTime() > at.getTime() + LIMITS.keyExpiryWarningDays * DAY_MS) return []
  return [
    `The key ${fingerprintOf(certificate)} expires on ${day(first)}: extend it in time (gpg --quick-set-expire), and publish with it, so that clients get the new term.`,
  ]
}

/** FORMATS: gpg 2.2, which verifies for apt up to Debian 12, knows Ed25519 in its legacy form only. */
function aptWarnings({ certificate, part }: KeyPart): readonly string[] {
  if (kindOf(part.keyPacket) !== 'ed25519') return []
  return [
    `The key ${fingerprintOf(certificate)} is Ed25519 in the form of RFC 9580, which apt up to Debian 12 cannot verify: use RSA 4096, which works everywhere.`,
  ]
}

function algorithmWarnings({ certificate, part }: KeyPart): readonly string[] {
  const kind = kindOf(part.keyPacket)
  if (kind === 'rsa') return []
  const name = kind === 'ecdsa' ? 'ECDSA' : 'Ed25519'
  return [
    `The first key, ${fingerprintOf(certificate)}, signs with ${name}, which rpm on EL 7 to 9 cannot verify; RSA 4096 works everywhere.`,
  ]
}

/** rpm 4.11 (EL 7) knows no signing subkeys; dnf 4.5 refuses them below a primary key that only certifies. */
async function subkeyWarnings({ certificate, part }: KeyPart, at: Date): Promise<readonly string[]> {
  if (!('bindingSignatures' in part)) return []
  const { selfCertification } = await certificate.getPrimaryUser(at, undefined, TRUST_RULES)
  const flags = selfCertification.keyFlags?.[0] ?? 0
  const refusing = (flags & enums.keyFlags.signData) === 0 ? 'dnf 4.5 and rpm on EL 7' : 'rpm on EL 7'
  return [
    `The first key, ${fingerprintOf(certificate)}, signs with a subkey, which ${refusing} cannot verify; a primary key that signs works everywhere.`,
  ]
}

import type { AnySecretKeyPacket, Config, Key, PrivateKey, SignaturePacket, Subkey } from 'openpgp'
import { kindOf, SIGNING_RULES, TRUST_RULES, WEAK_DIGESTS, weaknessOf } from './policy.ts'

/** A certificate, and which of its keys signs: the primary key (the certificate itself) or a subkey. */
export interface KeyPart {
  readonly certificate: PrivateKey
  readonly part: PrivateKey | Subkey
}

/** Keys of private certificates are secret ones; openpgp's types do not say so. */
export function secretOf(part: PrivateKey | Subkey): AnySecretKeyPacket {
  return part.keyPacket as AnySecretKeyPacket
}

/**
 * The newest subkey that can sign and has its secret, else the primary key, as gpg chooses.
 *
 * @param isPreferred of a key by its fingerprint in capital hex digits: goes before, if it can sign
 */
export async function signingPartOf(
  certificate: PrivateKey,
  date: Date,
  isPreferred: (fingerprint: string) => boolean,
): Promise<KeyPart | undefined> {
  if (weaknessOf(certificate.keyPacket) !== undefined) return undefined
  const parts = partsWithSecrets(certificate)
  const preferred = parts.filter((part) => isPreferred(part.getFingerprint().toUpperCase()))
  for (const part of new Set([...preferred, ...parts])) {
    if (weaknessOf(part.keyPacket) === undefined && (await canSign(certificate, part, date))) {
      return { certificate, part }
    }
  }
  return undefined
}

function partsWithSecrets(certificate: PrivateKey): readonly (PrivateKey | Subkey)[] {
  const newestFirst = certificate.subkeys.toSorted(
    (a, b) => b.getCreationTime().getTime() - a.getCreationTime().getTime(),
  )
  return [...newestFirst, certificate].filter((part) => !secretOf(part).isMissingSecretKeyMaterial())
}

/** Strong by today's rules, and not revoked either by a revocation in yesterday's. */
async function canSign(certificate: PrivateKey, part: PrivateKey | Subkey, date: Date): Promise<boolean> {
  const answers = await Promise.all(
    [SIGNING_RULES, TRUST_RULES].map((rules) => signsUnder(rules, certificate, part, date)),
  )
  return answers.every(Boolean)
}

async function signsUnder(
  rules: Config,
  certificate: PrivateKey,
  part: PrivateKey | Subkey,
  date: Date,
): Promise<boolean> {
  try {
    const found = await certificate.getSigningKey(part.getKeyID(), date, undefined, rules)
    return found.keyPacket === part.keyPacket
  } catch {
    return false
  }
}

/**
 * From when on a key was one that signs: its own date, and that of its first self-signature. A key whose term was
 * extended may come with the last self-signature only; it was in use before. Self-signatures in SHA-1 count where there
 * is no other: to Sequoia a signature from the time before the first strong one has no valid key.
 */
export function earliestUse(certificate: Key, part: Key | Subkey): Date {
  const selfSignatures = certificate.users.flatMap(({ selfCertifications }) => selfCertifications)
  const bindings = 'bindingSignatures' in part ? part.bindingSignatures : []
  const dates = [part.getCreationTime(), ...firstOf(selfSignatures), ...firstOf(bindings)]
  return new Date(Math.max(...dates.map((date) => date.getTime())))
}

function firstOf(signatures: readonly SignaturePacket[]): readonly Date[] {
  const strong = signatures.filter(({ hashAlgorithm }) => !WEAK_DIGESTS.has(hashAlgorithm ?? 0))
  const dates = (strong.length > 0 ? strong : signatures).map(({ created }) => created?.getTime() ?? 0)
  return dates.length === 0 ? [] : [new Date(Math.min(...dates))]
}

/** Why no part of a key can sign, and what to do, as the end of a sentence that begins with the key. */
export async function whyUnusable(certificate: PrivateKey, date: Date): Promise<string> {
  const weakness = weaknessOf(certificate.keyPacket)
  if (weakness !== undefined) return `${weakness}: make an RSA 4096 key`
  if (await certificate.isRevoked(undefined, undefined, date, TRUST_RULES)) return 'is revoked: make another'
  if (certificate.getCreationTime() > date) {
    return `is dated in the future (${certificate.getCreationTime().toISOString()}): one of the clocks is wrong`
  }
  const expiry = await certificate.getExpirationTime(undefined, TRUST_RULES)
  if (expiry instanceof Date && expiry <= date) {
    return `expired on ${day(expiry)}: extend it (gpg --quick-set-expire), and export it again`
  }
  const parts = partsWithSecrets(certificate)
  if (parts.length === 0) return 'comes without any secret (only stubs): export one with a signing subkey'
  const strong = parts.filter((part) => weaknessOf(part.keyPacket) === undefined)
  if (await signsWhere(certificate, strong, date, { ...SIGNING_RULES, allowMissingKeyFlags: true })) {
    return 'has no key flags, and rpm refuses such keys: set them with gpg --edit-key (change-usage)'
  }
  if (await signsWhere(certificate, strong, date, TRUST_RULES)) {
    return 'has self-signatures in SHA-1 or MD5, which apt and rpm refuse: sign it again (gpg --cert-digest-algo SHA512 --quick-set-expire)'
  }
  return whyNoPartSigns(certificate, parts, date)
}

async function signsWhere(
  certificate: PrivateKey,
  parts: readonly (PrivateKey | Subkey)[],
  date: Date,
  rules: Config,
): Promise<boolean> {
  const answers = await Promise.all(parts.map((part) => signsUnder(rules, certificate, part, date)))
  return answers.some(Boolean)
}

async function whyNoPartSigns(
  certificate: PrivateKey,
  parts: readonly (PrivateKey | Subkey)[],
  date: Date,
): Promise<string> {
  const stubs = certificate.subkeys.length + 1 - parts.length
  const missing = stubs > 0 ? `; the secrets of ${stubs} more are not in the export (only stubs)` : ''
  const reasons = await Promise.all(
    parts.map(async (part) => `${part.getKeyID().toHex().toUpperCase()} ${await whyNot(part, date)}`),
  )
  return `has no part that can sign: ${reasons.join(', ')}${missing}. Add a signing subkey, or make an RSA 4096 key that signs`
}

async function whyNot(part: PrivateKey | Subkey, date: Date): Promise<string> {
  if (!('bindingSignatures' in part)) return 'is not allowed to sign data'
  if (kindOf(part.keyPacket) === 'other') return 'is not for signing'
  for (const binding of part.bindingSignatures) {
    if (await part.isRevoked(binding, part.mainKey.keyPacket, date, TRUST_RULES)) return 'is revoked'
  }
  const expiry = await part.getExpirationTime(date, TRUST_RULES)
  if (expiry instanceof Date && expiry <= date) return `expired on ${day(expiry)}`
  return weaknessOf(part.keyPacket) ?? 'is not allowed to sign data'
}

/** As people write a date. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}

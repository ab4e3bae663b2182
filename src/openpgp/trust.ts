import type { Key } from 'openpgp'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { printArmor } from './armor.ts'
import { fingerprintOf, readPublicCertificates } from './certificate.ts'
import { TRUST_RULES, weaknessOf } from './policy.ts'

/** A public key that may have signed what is published. */
export interface TrustedKey {
  /** 40 capital hex digits, of the primary key. */
  readonly fingerprint: string
  /** Its certificate, in binary. Plain bytes: openpgp's objects remember what was asked of them at other dates. */
  readonly certificate: Uint8Array
  /** 16 capital hex digits each: of the primary key and the subkeys. */
  readonly keyIds: readonly string[]
}

const REMEDY = 'trusted-keys takes armored public keys (gpg --armor --export), one after the other.'

/**
 * Reads the keys that are trusted besides our own. A key that has expired, or was revoked because it is retired or
 * superseded, still vouches for what it signed before; a key revoked for any other reason vouches for nothing.
 *
 * @param text armored public keys, in one or several blocks; blank text gives none
 * @throws PublishError `KEY` where the text holds anything else (such as a private key), or a weak or revoked key
 */
export async function readTrustedKeys(text: string, at: Date): Promise<readonly TrustedKey[]> {
  if (text.trim() === '') return []
  const certificates = await readPublicCertificates(
    text,
    (seen) => new PublishError('KEY', `The text of trusted-keys cannot be used: ${seen}. ${REMEDY}`),
  )
  await Promise.all(certificates.map((certificate) => checkTrustworthy(certificate, at)))
  return certificates.map(trusted)
}

async function checkTrustworthy(certificate: Key, at: Date): Promise<void> {
  const refused = (why: string) =>
    new PublishError(
      'KEY',
      `The key ${fingerprintOf(certificate)} of trusted-keys ${why}: take it out, and publish again what only it signed.`,
    )
  const weakness = weaknessOf(certificate.keyPacket)
  if (weakness !== undefined) throw refused(weakness)
  if (certificate.getCreationTime().getTime() > at.getTime() + LIMITS.keyAheadMs) {
    throw refused(`is dated in the future (${certificate.getCreationTime().toISOString()})`)
  }
  if (await isCompromised(certificate)) throw refused('is revoked, and not as merely retired or superseded')
}

/**
 * openpgp lets a soft revocation count from its date on, and any other at all times: at the beginning of time, only the
 * latter are left.
 */
function isCompromised(certificate: Key): Promise<boolean> {
  return certificate.isRevoked(undefined, undefined, new Date(0), TRUST_RULES)
}

/** Our own keys, as keys that may have signed what is published. */
export function trustOf(own: {
  readonly keys: readonly { readonly trusted: TrustedKey }[]
}): readonly TrustedKey[] {
  return own.keys.map(({ trusted }) => trusted)
}

/** A certificate as plain data. */
export function trusted(certificate: Key): TrustedKey {
  return {
    fingerprint: fingerprintOf(certificate),
    certificate: certificate.write(),
    keyIds: certificate.getKeyIDs().map((id) => id.toHex().toUpperCase()),
  }
}

/** Public keys as clients take them: `.asc`, one armored block for each key, and `.gpg`, which apt up to 2.6 needs. */
export interface KeyFiles {
  readonly armored: string
  readonly binary: Buffer
}

/** Our own keys go first: `keyFiles([...trustOf(keys), ...trusted])`. Of several with one fingerprint the first stays. */
export function keyFiles(keys: readonly TrustedKey[]): KeyFiles {
  const certificates = new Map<string, Uint8Array>()
  for (const { fingerprint, certificate } of keys) {
    if (!certificates.has(fingerprint)) certificates.set(fingerprint, certificate)
  }
  const all = [...certificates.values()]
  return {
    armored: all.map((bytes) => printArmor('PGP PUBLIC KEY BLOCK', bytes)).join(''),
    binary: Buffer.concat(all),
  }
}

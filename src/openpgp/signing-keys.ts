import type { AnyKeyPacket, AnySecretKeyPacket, PrivateKey } from 'openpgp'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { fingerprintOf, readPrivateCertificates } from './certificate.ts'
import { warningsOf } from './key-warnings.ts'
import { kindOf } from './policy.ts'
import { digestFor, signerOf } from './secret-key.ts'
import type { Issuer } from './signature.ts'
import { earliestUse, secretOf, signingPartOf, whyUnusable } from './signing-part.ts'
import type { KeyPart } from './signing-part.ts'
import { keyFiles, trusted, trustOf } from './trust.ts'
import type { TrustedKey } from './trust.ts'

/** One key, ready to sign. Its secret is inside the issuer, where nothing prints it. */
export interface SigningKey {
  /** Its public half. */
  readonly trusted: TrustedKey
  readonly issuer: Issuer
  /** As node spells it: `sha256`. */
  readonly digestName: string
  /** Of the key or subkey that signs. */
  readonly algorithm: 'rsa' | 'eddsa' | 'ecdsa'
}

export interface SigningKeys {
  readonly keys: readonly [SigningKey, ...SigningKey[]]
  /** 40 capital hex digits: the primary key of the first one. */
  readonly fingerprint: string
  /** Of the key or subkey with which the first one signs. */
  readonly algorithm: SigningKey['algorithm']
  /** The public keys, one armored block for each, and the same in binary. */
  readonly publicArmored: string
  readonly publicBinary: Uint8Array
  readonly warnings: readonly string[]
}

/** What the text of a key and its passphrase are called, for messages. */
export interface KeyNames {
  readonly key: string
  readonly passphrase: string
}

const INPUT_NAMES: KeyNames = { key: 'gpg-private-key', passphrase: 'gpg-passphrase' }

/**
 * Reads and unlocks the keys that sign, each with its newest usable signing subkey, else with its primary key. The text
 * may come with CRLF or literal `\n`, indented, or base64-encoded once more.
 *
 * @param text armored private keys, in one or several blocks
 * @param passphrase for every key that has one
 * @param names what messages call both; the inputs by default
 * @param isPreferred of a primary key or subkey by its fingerprint in capital hex digits: signs before others of its
 *   certificate, if it can
 * @throws PublishError `KEY` for anything that clients would refuse: expired, revoked, weak, or unable to sign. Neither
 *   message nor cause holds a part of the text or the passphrase.
 */
export async function readSigningKeys(
  text: string,
  passphrase: string | undefined,
  at: Date,
  names: KeyNames = INPUT_NAMES,
  isPreferred: (fingerprint: string) => boolean = () => false,
): Promise<SigningKeys> {
  const remedy = `${names.key} takes what gpg --armor --export-secret-keys prints.`
  const certificates = await readPrivateCertificates(
    text,
    (seen) => new PublishError('KEY', `The text of ${names.key} cannot be used: ${seen}. ${remedy}`),
  )
  checkUnique(certificates, names)
  // A key that was made a moment ago by a machine whose clock is ahead of ours.
  const date = new Date(at.getTime() + LIMITS.keyAheadMs)
  const parts = await Promise.all(
    certificates.map((certificate) => usablePart(certificate, date, names, isPreferred)),
  )
  const keys: SigningKey[] = []
  for (const part of parts) keys.push(await unlocked(part, passphrase, names))
  const [first, ...others] = keys
  if (first === undefined) throw new PublishError('KEY', `There is no key in ${names.key}. ${remedy}`)
  return together([first, ...others], await warningsOf(parts, at))
}

/** As if this key of several had been alone. */
export function withKeyAlone({ warnings }: SigningKeys, key: SigningKey): SigningKeys {
  return together([key], warnings)
}

function together(
  keys: readonly [SigningKey, ...SigningKey[]],
  warnings: SigningKeys['warnings'],
): SigningKeys {
  const { trusted, algorithm } = keys[0]
  return { keys, fingerprint: trusted.fingerprint, algorithm, ...publicForms(keys), warnings }
}

function checkUnique(certificates: readonly PrivateKey[], { key }: KeyNames): void {
  const fingerprints = certificates.map(fingerprintOf)
  const twice = fingerprints.find((fingerprint, index) => fingerprints.indexOf(fingerprint) !== index)
  if (twice === undefined) return
  throw new PublishError('KEY', `The key ${twice} is twice in ${key}: leave it there once.`)
}

async function usablePart(
  certificate: PrivateKey,
  date: Date,
  names: KeyNames,
  isPreferred: (fingerprint: string) => boolean,
): Promise<KeyPart> {
  const part = await signingPartOf(certificate, date, isPreferred)
  if (part !== undefined) return part
  throw keyError(certificate, names, await whyUnusable(certificate, date))
}

function keyError(certificate: PrivateKey, { key }: KeyNames, why: string): PublishError {
  return new PublishError('KEY', `The key ${fingerprintOf(certificate)} of ${key} ${why}.`)
}

async function unlocked(
  { certificate, part }: KeyPart,
  passphrase: string | undefined,
  names: KeyNames,
): Promise<SigningKey> {
  const secret = secretOf(part)
  if (!secret.isDecrypted()) await unlock(certificate, secret, passphrase, names)
  await secret.validate().catch(() => {
    throw keyError(certificate, names, 'is damaged: its public and its private half do not belong together')
  })
  const digest = digestFor(secret)
  return {
    trusted: trusted(certificate.toPublic()),
    digestName: digest.name,
    algorithm: algorithmOf(secret),
    issuer: {
      fingerprint: Buffer.from(secret.getFingerprint(), 'hex'),
      algorithm: secret.algorithm,
      digest: digest.number,
      notBefore: earliestUse(certificate, part),
      begin: signerOf(secret),
    },
  }
}

async function unlock(
  certificate: PrivateKey,
  secret: AnySecretKeyPacket,
  passphrase: string | undefined,
  names: KeyNames,
) {
  if (passphrase === undefined || passphrase === '') {
    throw keyError(certificate, names, `is protected by a passphrase: set ${names.passphrase}`)
  }
  await secret.decrypt(passphrase).catch((error: unknown) => {
    const isWrong = error instanceof Error && error.message.startsWith('Incorrect key passphrase')
    const frayed = passphrase !== passphrase.trim() ? ' (it begins or ends with a blank or a newline)' : ''
    throw keyError(
      certificate,
      names,
      isWrong
        ? `does not open with ${names.passphrase}${frayed}`
        : 'is protected in a way that is not supported: set its passphrase again with a current gpg, and export it again',
    )
  })
}

function algorithmOf(packet: AnyKeyPacket): SigningKeys['algorithm'] {
  const kind = kindOf(packet)
  if (kind === 'rsa' || kind === 'ecdsa') return kind
  return 'eddsa'
}

function publicForms(keys: readonly SigningKey[]) {
  const { armored, binary } = keyFiles(trustOf({ keys }))
  return { publicArmored: armored, publicBinary: binary }
}

import { readKey } from 'openpgp'
import type { Key, Subkey } from 'openpgp'
import { contentOf } from '../content.ts'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { parseArmor } from './armor.ts'
import type { Fault } from './armor.ts'
import { parseCleartext } from './cleartext.ts'
import { parsePackets } from './packet.ts'
import { TRUST_RULES } from './policy.ts'
import { expiryOf } from './expiry.ts'
import { digestsOf, parseSignature } from './signature.ts'
import type { SeenSignature, SignatureKind } from './signature.ts'
import { earliestUse } from './signing-part.ts'
import type { TrustedKey } from './trust.ts'

type Readable = Extract<SeenSignature, { state: 'readable' }>

/** A trusted key that signed. */
export interface Signer {
  /** Of the primary key. */
  readonly fingerprint: string
  /** When the key, or the subkey that signed, expires or has expired; undefined for never. */
  readonly expires: Date | undefined
}

/** What became of one signature. */
type Outcome =
  | { readonly result: 'good'; readonly signer: Signer }
  | { readonly result: 'bad' | 'unknown' | 'unusable'; readonly note: string }

/**
 * Verifies an InRelease: at least one good signature by a trusted key, and no bad one by a trusted key, because gpgv
 * refuses that. Signatures by unknown keys do not count. A key is judged at the date of the signature.
 *
 * @param bytes the whole file; nothing may stand before or after the signed message
 * @param source names the object in messages
 * @returns the text that the signature covers and nothing else, lines ended by LF; and whose signatures are good
 * @throws PublishError `SIGNATURE`
 */
export async function verifyCleartext(
  bytes: Uint8Array,
  trust: readonly TrustedKey[],
  source: string,
): Promise<{ text: string; signers: readonly Signer[] }> {
  const fault = faultOf(source)
  if (bytes.length > LIMITS.headBytes) throw fault(`it has more than ${LIMITS.headBytes} bytes`)
  const { text, signed, signatures } = parseCleartext(Buffer.from(bytes), fault)
  const seen = readSignatures(signatures, ['text'], fault)
  return { text, signers: await judged(contentOf(signed), seen, trust, source) }
}

/**
 * Verifies a detached signature, armored or binary, in the same way: Release.gpg, repomd.xml.asc, the signature tags of
 * an rpm. The content is read once, and not at all where no trusted key signed it.
 *
 * @throws PublishError `SIGNATURE`
 */
export async function verifyDetached(
  content: Content,
  signature: Uint8Array,
  trust: readonly TrustedKey[],
  source: string,
): Promise<{ signers: readonly Signer[] }> {
  const fault = faultOf(source)
  const seen = readSignatures(blocksOf(Buffer.from(signature), fault), ['binary', 'text'], fault)
  return { signers: await judged(content, seen, trust, source) }
}

function faultOf(source: string): Fault {
  return (seen) => new PublishError('SIGNATURE', `The signature of ${source} cannot be used: ${seen}.`)
}

function blocksOf(signature: Buffer, fault: Fault): readonly Buffer[] {
  if (signature.length > LIMITS.signatureBytes) throw fault(`it has more than ${LIMITS.signatureBytes} bytes`)
  if (((signature[0] ?? 0) & 0x80) !== 0) return [signature]
  const text = signature.toString('latin1').replaceAll('\r\n', '\n')
  return parseArmor(text, fault).map(({ label, bytes }) => {
    if (label !== 'PGP SIGNATURE') throw fault(`there is a ${label} where a PGP SIGNATURE belongs`)
    return bytes
  })
}

function readSignatures(
  blocks: readonly Buffer[],
  kinds: readonly SignatureKind[],
  fault: Fault,
): readonly SeenSignature[] {
  const packets = blocks.flatMap((block) => parsePackets(block, fault))
  if (packets.length > LIMITS.signatures) throw fault(`there are more than ${LIMITS.signatures} of them`)
  return packets.map(parseSignature).map((signature) => {
    const isOther = signature.state === 'readable' && !kinds.includes(signature.kind)
    return isOther ? { state: 'unsupported' } : signature
  })
}

async function judged(
  content: Content,
  signatures: readonly SeenSignature[],
  trust: readonly TrustedKey[],
  source: string,
): Promise<readonly Signer[]> {
  const candidates = signatures.filter(
    (signature) => signature.state === 'readable' && issuersOf(signature, trust).length > 0,
  ) as readonly Readable[]
  const digests = candidates.length === 0 ? [] : await digestsOf(content, candidates)
  const outcomes: Outcome[] = []
  for (const signature of signatures) {
    const digest = digests[candidates.findIndex((candidate) => candidate === signature)]
    const counts = signature.state === 'readable' && digest !== undefined
    outcomes.push(counts ? await outcomeOf(signature, digest, trust) : uncountable(signature))
  }
  const signers = outcomes.flatMap((outcome) => (outcome.result === 'good' ? [outcome.signer] : []))
  if (signers.length > 0 && outcomes.every(({ result }) => result !== 'bad')) return signers
  throw refusal(outcomes, source)
}

function uncountable(signature: SeenSignature): Outcome {
  if (signature.state === 'readable') return { result: 'unknown', note: signature.keyId }
  const note =
    signature.state === 'weak'
      ? `the one by ${signature.keyId} is over ${signature.digest}, which is too weak`
      : 'one is damaged, or of a kind that apt and rpm do not know'
  return { result: 'unusable', note }
}

function issuersOf({ keyId }: Readable, trust: readonly TrustedKey[]): readonly TrustedKey[] {
  return trust.filter(({ keyIds }) => keyIds.includes(keyId))
}

/** Two keys can share a key ID: one that fits is enough. */
async function outcomeOf(
  signature: Readable,
  digest: Buffer,
  trust: readonly TrustedKey[],
): Promise<Outcome> {
  const outcomes: Outcome[] = []
  for (const key of issuersOf(signature, trust)) {
    const certificate = await readKey({ binaryKey: key.certificate })
    for (const part of certificate.getKeys(signature.packet.issuerKeyID)) {
      outcomes.push(
        (await fits(signature, digest, part))
          ? await standing(signature, key, certificate, part)
          : { result: 'bad', note: signature.keyId },
      )
    }
  }
  return (
    outcomes.find(({ result }) => result === 'good') ??
    outcomes.find(({ result }) => result === 'unusable') ??
    outcomes[0] ?? { result: 'unknown', note: signature.keyId }
  )
}

/** openpgp takes the digest of a stream from `hashed`; we made it ourselves. */
async function fits({ packet }: Readable, digest: Buffer, part: Key | Subkey): Promise<boolean> {
  const { signatureType, created } = packet
  try {
    const hashed = Object.assign(packet, { hashed: digest })
    await hashed.verify(part.keyPacket, signatureType, new Uint8Array(), created, true, TRUST_RULES)
    return true
  } catch {
    return false
  }
}

/** Whether the key was one that signs at the date of the signature. */
async function standing(
  { packet, keyId }: Readable,
  key: TrustedKey,
  certificate: Key,
  part: Key | Subkey,
): Promise<Outcome> {
  const { created } = packet
  const unusable = (why: string): Outcome => ({
    result: 'unusable',
    note: `the one by ${keyId} is dated ${created.toISOString()}, when ${why}`,
  })
  if (created < part.getCreationTime()) return unusable('the key did not exist')
  const date = new Date(Math.max(created.getTime(), earliestUse(certificate, part).getTime()))
  try {
    const signing = await certificate.getSigningKey(packet.issuerKeyID, date, undefined, TRUST_RULES)
    if (signing.keyPacket === part.keyPacket) {
      const expires = await expiryOf(certificate, part, created)
      return { result: 'good', signer: { fingerprint: key.fingerprint, expires } }
    }
  } catch {
    // Expired, revoked, or not one that signs: openpgp says so by throwing.
  }
  return unusable('the key was expired, revoked or not one that signs')
}

function refusal(outcomes: readonly Outcome[], source: string): PublishError {
  const notes = (wanted: Outcome['result']) =>
    outcomes.flatMap((outcome) =>
      outcome.result !== 'good' && outcome.result === wanted ? [outcome.note] : [],
    )
  const [bad, unusable, unknown] = [notes('bad'), notes('unusable'), notes('unknown')]
  const error = (message: string) => new PublishError('SIGNATURE', message)
  if (bad.length > 0) {
    return error(
      `The signature of ${source} by ${bad.join(', ')} is bad: the content is not what that key signed. Somebody or something changed it since.`,
    )
  }
  if (outcomes.length === 0) return error(`${source} carries no signature.`)
  const others = unusable.length > 0 ? ` Of the signatures, ${unusable.join('; ')}.` : ''
  if (unknown.length === 0) return error(`${source} has no signature that counts.${others}`)
  return error(
    `${source} is signed by an unknown key (${unknown.join(', ')}): if it is right, add its public key to trusted-keys.${others}`,
  )
}

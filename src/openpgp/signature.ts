import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { enums, SignaturePacket } from 'openpgp'
import type { Content } from '../content.ts'
import { PACKET, printPacket } from './packet.ts'
import type { Packet } from './packet.ts'
import { MESSAGE_DIGESTS, WEAK_DIGESTS } from './policy.ts'
import type { SigningPass } from './secret-key.ts'

/** `binary`: over the bytes as they are; `text`: over the text with CRLF line ends (RFC 9580, 5.2.1). */
export type SignatureKind = 'binary' | 'text'

/** Who signs: one signing (sub)key. */
export interface Issuer {
  /** 20 bytes, of the signing (sub)key itself. */
  readonly fingerprint: Uint8Array
  /** OpenPGP's numbers. */
  readonly algorithm: number
  readonly digest: number
  /** A signature cannot be older than its key, nor than the self-signature that makes it one. */
  readonly notBefore: Date
  readonly begin: () => SigningPass
}

/** RFC 9580, 5.2.3.7 */
const SUBPACKET = { creationTime: 2, issuerKeyId: 16, issuerFingerprint: 33 } as const

/**
 * A version 4 signature (RFC 9580, 5.2.3) over bytes that come in one after the other, in canonical form already. No
 * salt and no clock: the same bytes at the same date give the same signature, with RSA and Ed25519.
 */
export function beginSignature(kind: SignatureKind, issuer: Issuer, at: Date) {
  const type = kind === 'binary' ? enums.signature.binary : enums.signature.text
  const seconds = Math.floor(Math.max(at.getTime(), issuer.notBefore.getTime()) / 1000)
  const hashed = Buffer.concat([
    subpacket(SUBPACKET.issuerFingerprint, Buffer.concat([Buffer.of(4), issuer.fingerprint])),
    subpacket(SUBPACKET.creationTime, uint32(seconds)),
  ])
  const start = Buffer.concat([
    Buffer.of(4, type, issuer.algorithm, issuer.digest),
    uint16(hashed.length),
    hashed,
  ])
  const unhashed = subpacket(SUBPACKET.issuerKeyId, issuer.fingerprint.subarray(-8))
  const pass = issuer.begin()
  return {
    update: (bytes: Uint8Array) => pass.update(bytes),
    finish(): Buffer {
      pass.update(start)
      pass.update(trailer(start))
      const { digest, material } = pass.finish()
      const parts = [start, uint16(unhashed.length), unhashed, digest.subarray(0, 2), material]
      return printPacket(PACKET.signature, Buffer.concat(parts))
    },
  }
}

function subpacket(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(body.length + 1, type), body])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** RFC 9580, 5.2.4 */
const trailer = (start: Uint8Array) => Buffer.concat([Buffer.of(4, 0xff), uint32(start.length)])

/** What every signature has that was read; openpgp's type is that of one in the making too. */
type ReadSignature = SignaturePacket & {
  readonly created: Date
  readonly signatureType: number
  readonly hashAlgorithm: number
  readonly signatureData: Uint8Array
}

/** A signature as it was found. */
export type SeenSignature =
  | {
      readonly state: 'readable'
      readonly packet: ReadSignature
      readonly kind: SignatureKind
      /** node's name */
      readonly digest: string
      readonly keyId: string
    }
  | { readonly state: 'weak'; readonly digest: string; readonly keyId: string }
  | { readonly state: 'unsupported' }

/** What apt and rpm can do nothing with is `unsupported`: other versions, other types, unknown algorithms, damage. */
export function parseSignature({ tag, body }: Packet): SeenSignature {
  if (tag !== PACKET.signature || body[0] !== 4) return { state: 'unsupported' }
  const packet = new SignaturePacket() as ReadSignature
  try {
    packet.read(body)
  } catch {
    return { state: 'unsupported' }
  }
  const keyId = packet.issuerKeyID.toHex().toUpperCase()
  const weak = WEAK_DIGESTS.get(packet.hashAlgorithm)
  if (weak !== undefined) return { state: 'weak', digest: weak, keyId }
  const kind = KINDS.get(packet.signatureType)
  const digest = MESSAGE_DIGESTS.get(packet.hashAlgorithm)
  if (kind === undefined || digest === undefined) return { state: 'unsupported' }
  return { state: 'readable', packet, kind, digest, keyId }
}

const KINDS: ReadonlyMap<number, SignatureKind> = new Map([
  [enums.signature.binary, 'binary'],
  [enums.signature.text, 'text'],
])

type Readable = Extract<SeenSignature, { state: 'readable' }>

/** The digest that each signature is about; the content is read once. */
export async function digestsOf(content: Content, signatures: readonly Readable[]) {
  const running = new Map<string, { hash: Hash; canonical: (chunk: Uint8Array) => Uint8Array }>()
  const begun = signatures.map(({ kind, digest, packet }) => {
    const known = running.get(`${kind} ${digest}`)
    const canonical = kind === 'text' ? canonicalText() : (chunk: Uint8Array) => chunk
    const pass = known ?? { hash: createHash(digest), canonical }
    running.set(`${kind} ${digest}`, pass)
    return { hash: pass.hash, packet }
  })
  for await (const chunk of content.read()) {
    for (const { hash, canonical } of running.values()) hash.update(canonical(chunk))
  }
  return begun.map(({ hash, packet }) => {
    const { signatureData } = packet
    return hash.copy().update(signatureData).update(trailer(signatureData)).digest()
  })
}

/** Makes every line end CRLF, in a text that comes in pieces. */
function canonicalText(): (chunk: Uint8Array) => Uint8Array {
  let endedInReturn = false
  return (chunk) => {
    const text = Buffer.from(chunk).toString('latin1')
    const canonical = text.replaceAll(/\r?\n/g, '\r\n')
    const isSecondHalf = endedInReturn && text.startsWith('\n')
    if (text !== '') endedInReturn = text.endsWith('\r')
    return Buffer.from(isSecondHalf ? canonical.slice(1) : canonical, 'latin1')
  }
}

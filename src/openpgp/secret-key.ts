import { constants, createHash, createPrivateKey, createSign, privateEncrypt, sign } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { enums } from 'openpgp'
import type { AnySecretKeyPacket } from 'openpgp'
import { kindOf } from './policy.ts'

/**
 * A signature in the making: takes the signed bytes in as they come, so that memory does not grow with them. openpgp's
 * own signing of streams calculates with BigInt, which is many times slower with RSA.
 */
export interface SigningPass {
  update(bytes: Uint8Array): void
  /** The digest of all bytes, and what the algorithm makes of it (RFC 9580, 5.2.3). */
  finish(): { readonly digest: Buffer; readonly material: Buffer }
}

/** Which digest goes with a key: SHA-256, which is everywhere, but no shorter than the curve (gpg insists). */
export function digestFor(packet: AnySecretKeyPacket): { readonly number: number; readonly name: string } {
  const { curve } = packet.getAlgorithmInfo()
  if (curve === 'nistP384') return { number: enums.hash.sha384, name: 'sha384' }
  if (curve === 'nistP521') return { number: enums.hash.sha512, name: 'sha512' }
  return { number: enums.hash.sha256, name: 'sha256' }
}

/** Begins signatures with an unlocked key, which from then on is held by node alone: nothing prints its parts. */
export function signerOf(packet: AnySecretKeyPacket): () => SigningPass {
  const digest = digestFor(packet).name
  switch (kindOf(packet)) {
    case 'rsa':
      return rsaSigner(createPrivateKey({ format: 'jwk', key: rsaParts(packet) }), digest)
    case 'eddsaLegacy':
      return ed25519Signer(ed25519Key(packet), digest, twoNumbers)
    case 'ed25519':
      return ed25519Signer(ed25519Key(packet), digest, (signature) => signature)
    case 'ecdsa':
      return ecdsaSigner(createPrivateKey({ format: 'jwk', key: ecdsaParts(packet) }), digest)
    case 'other':
      break
  }
  throw new Error(`No signatures are made with keys of kind ${packet.getAlgorithmInfo().algorithm}`)
}

/** DER of `DigestInfo` up to the digest itself (RFC 8017, 9.2); RSA signs with SHA-256 only. */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

function rsaSigner(key: KeyObject, algorithm: string): () => SigningPass {
  return pass(algorithm, (digest) => {
    const padded = { key, padding: constants.RSA_PKCS1_PADDING }
    return number(privateEncrypt(padded, Buffer.concat([SHA256_INFO, digest])))
  })
}

function ed25519Signer(key: KeyObject, algorithm: string, form: (signature: Buffer) => Buffer) {
  return pass(algorithm, (digest) => form(sign(null, digest, key)))
}

function pass(algorithm: string, materialOf: (digest: Buffer) => Buffer): () => SigningPass {
  return () => {
    const hash = createHash(algorithm)
    return {
      update: (bytes) => void hash.update(bytes),
      finish: () => {
        const digest = hash.digest()
        return { digest, material: materialOf(digest) }
      },
    }
  }
}

/** node signs no finished digest with ECDSA: the bytes go through twice. */
function ecdsaSigner(key: KeyObject, algorithm: string): () => SigningPass {
  return () => {
    const hash = createHash(algorithm)
    const signer = createSign(algorithm)
    return {
      update: (bytes) => {
        hash.update(bytes)
        signer.update(bytes)
      },
      finish: () => ({
        digest: hash.digest(),
        material: twoNumbers(signer.sign({ key, dsaEncoding: 'ieee-p1363' })),
      }),
    }
  }
}

/** A multiprecision integer (RFC 9580, 3.2): its length in bits, and no zeros in front. No signature is 0. */
function number(bytes: Uint8Array): Buffer {
  const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  const bits = digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bits)
  return Buffer.concat([length, digits])
}

function twoNumbers(signature: Buffer): Buffer {
  const half = signature.length / 2
  return Buffer.concat([number(signature.subarray(0, half)), number(signature.subarray(half))])
}

type Parts<Name extends string> = Readonly<Record<Name, Uint8Array>>

/** OpenPGP's u is 1/p mod q, JWK's qi is 1/q mod p: so p and q change places. */
function rsaParts(packet: AnySecretKeyPacket): JsonWebKey {
  const { n, e } = packet.publicParams as Parts<'n' | 'e'>
  const { d, p, q, u } = packet.privateParams as Parts<'d' | 'p' | 'q' | 'u'>
  return {
    kty: 'RSA',
    n: base64url(n),
    e: base64url(e),
    d: base64url(d),
    p: base64url(q),
    q: base64url(p),
    dp: base64url(reduced(d, q)),
    dq: base64url(reduced(d, p)),
    qi: base64url(u),
  }
}

/** d mod (prime - 1) */
function reduced(d: Uint8Array, prime: Uint8Array): Uint8Array {
  const rest = (integer(d) % (integer(prime) - 1n)).toString(16)
  return Buffer.from(rest.padStart(prime.length * 2, '0'), 'hex')
}

const integer = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** DER of a private key of Ed25519 up to its seed (RFC 8410, 7). */
const ED25519_INFO = Buffer.from('302e020100300506032b657004220420', 'hex')

function ed25519Key(packet: AnySecretKeyPacket): KeyObject {
  const { seed } = packet.privateParams as Parts<'seed'>
  return createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([ED25519_INFO, seed]) })
}

function ecdsaParts(packet: AnySecretKeyPacket): JsonWebKey {
  const { Q } = packet.publicParams as Parts<'Q'>
  const { d } = packet.privateParams as Parts<'d'>
  const crv = packet.getAlgorithmInfo().curve?.replace('nistP', 'P-') ?? ''
  const half = (Q.length - 1) / 2
  const x = base64url(Q.subarray(1, 1 + half))
  return { kty: 'EC', crv, d: base64url(d), x, y: base64url(Q.subarray(1 + half)) }
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

import { config, enums } from 'openpgp'
import type { AnyKeyPacket, Config } from 'openpgp'

/** Digests that message signatures may use, by OpenPGP's numbers (RFC 9580, 9.5), with node's names. */
export const MESSAGE_DIGESTS: ReadonlyMap<number, string> = new Map([
  [enums.hash.sha224, 'sha224'],
  [enums.hash.sha256, 'sha256'],
  [enums.hash.sha384, 'sha384'],
  [enums.hash.sha512, 'sha512'],
  [enums.hash.sha3_256, 'sha3-256'],
  [enums.hash.sha3_512, 'sha3-512'],
])

/** Digests that every apt since 1.4 refuses, named for messages. */
export const WEAK_DIGESTS: ReadonlyMap<number, string> = new Map([
  [enums.hash.md5, 'MD5'],
  [enums.hash.sha1, 'SHA-1'],
  [enums.hash.ripemd, 'RIPEMD-160'],
])

const MINIMUM_RSA_BITS = 2048
const CURVES: ReadonlySet<string | undefined> = new Set(['nistP256', 'nistP384', 'nistP521'])

/**
 * What keys of others may be: they vouch for what exists already, so a self-signature in SHA-1 (gpg's default until
 * 2.1) and missing key flags pass. A revocation in SHA-1 counts.
 */
export const TRUST_RULES: Config = {
  ...config,
  rejectHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd]),
  rejectPublicKeyAlgorithms: new Set([enums.publicKey.dsa, enums.publicKey.elgamal]),
  minRSABits: MINIMUM_RSA_BITS,
  allowMissingKeyFlags: true,
}

/**
 * What apt of Debian 13 (default-sequoia.config) and rpm with Sequoia ask of a key. Not for finding revocations: a
 * revocation in SHA-1 would go unseen.
 */
export const SIGNING_RULES: Config = {
  ...TRUST_RULES,
  rejectHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd, enums.hash.sha1]),
  allowMissingKeyFlags: false,
}

/** How a key signs; `other` is what no apt and no rpm verifies, or not for long. */
export type KeyKind = 'rsa' | 'eddsaLegacy' | 'ed25519' | 'ecdsa' | 'other'

const KINDS: ReadonlyMap<number, KeyKind> = new Map([
  [enums.publicKey.rsaEncryptSign, 'rsa'],
  [enums.publicKey.rsaSign, 'rsa'],
  [enums.publicKey.eddsaLegacy, 'eddsaLegacy'],
  [enums.publicKey.ed25519, 'ed25519'],
  [enums.publicKey.ecdsa, 'ecdsa'],
])

export function kindOf(packet: AnyKeyPacket): KeyKind {
  return KINDS.get(packet.algorithm) ?? 'other'
}

/** Why clients refuse the algorithm of a key, or undefined. */
export function weaknessOf(packet: AnyKeyPacket): string | undefined {
  if (packet.version !== 4) return `is an OpenPGP v${packet.version} key, which no released apt or rpm reads`
  const { algorithm, bits, curve } = packet.getAlgorithmInfo()
  switch (kindOf(packet)) {
    case 'rsa':
      return (bits ?? 0) < MINIMUM_RSA_BITS ? `is RSA with ${bits} bits, which is too weak` : undefined
    case 'eddsaLegacy':
    case 'ed25519':
      return undefined
    case 'ecdsa':
      return CURVES.has(curve) ? undefined : `is on the curve ${curve}, which apt refuses`
    case 'other':
      return `is of a kind (${algorithm}) that apt and rpm refuse`
  }
  return undefined
}

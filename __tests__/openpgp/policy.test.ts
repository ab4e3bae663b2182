import { expect, test } from '@jest/globals'
import { type AnyKeyPacket, PublicKeyPacket, config } from 'openpgp'
import {
  MESSAGE_DIGESTS,
  SIGNING_RULES,
  TRUST_RULES,
  WEAK_DIGESTS,
  kindOf,
  weaknessOf,
} from '../../src/openpgp/policy.ts'
import { readTrustedKeys } from '../../src/openpgp/trust.ts'
import { NOW, fixtureKey } from './gnupg.ts'
import { madeKey } from './made-key.ts'

function keyOf(algorithm: number, publicParams: object = {}): AnyKeyPacket {
  return Object.assign(new PublicKeyPacket(), { algorithm, publicParams })
}

/** The numbers of RFC 9580, 9.5. */
test('digests are those of the registry', () => {
  expect([...MESSAGE_DIGESTS]).toEqual(
    expect.arrayContaining([
      [8, 'sha256'],
      [9, 'sha384'],
      [10, 'sha512'],
      [11, 'sha224'],
      [12, 'sha3-256'],
      [14, 'sha3-512'],
    ]),
  )
  expect(MESSAGE_DIGESTS.size).toBe(6)
  expect([...WEAK_DIGESTS]).toEqual([
    [1, 'MD5'],
    [2, 'SHA-1'],
    [3, 'RIPEMD-160'],
  ])
})

/** The numbers of RFC 9580, 9.1. */
test.each([
  [1, 'rsa'],
  [2, 'other'],
  [3, 'rsa'],
  [16, 'other'],
  [17, 'other'],
  [18, 'other'],
  [19, 'ecdsa'],
  [22, 'eddsaLegacy'],
  [25, 'other'],
  [27, 'ed25519'],
  [28, 'other'],
])('keys of algorithm %d are of kind %s', (algorithm, kind) => {
  expect(kindOf(keyOf(algorithm))).toBe(kind)
})

test('RSA is weak below 2048 bits', () => {
  const modulus = (first: number, length: number) => Buffer.concat([Buffer.of(first), Buffer.alloc(length)])
  const weakness = (n: Buffer) => weaknessOf(keyOf(1, { n, e: Buffer.of(1, 0, 1) }))
  expect(weakness(modulus(0x80, 255))).toBeUndefined()
  expect(weakness(modulus(0x40, 255))).toBe('is RSA with 2047 bits, which is too weak')
})

test.each(['p256', 'p384', 'p521', 'ed25519', 'ed25519 of RFC 9580'] as const)(
  '%s is not weak',
  async (kind) => {
    const { certificate } = await madeKey({ kind })
    expect(weaknessOf(certificate.keyPacket)).toBeUndefined()
  },
)

test.each([
  ['dsa', /is of a kind \(dsa\) that apt and rpm refuse/],
  ['brainpool', /is on the curve brainpoolP256r1, which apt refuses/],
])("gpg's %s key is refused", async (name, why) => {
  await expect(fixtureKey(`${name}.pub`).then((text) => readTrustedKeys(text, NOW))).rejects.toThrow(why)
})

test('a key of another version is refused by its version', () => {
  expect(weaknessOf(Object.assign(keyOf(27), { version: 6 }))).toBe(
    'is an OpenPGP v6 key, which no released apt or rpm reads',
  )
})

test('the rules are stricter than those of openpgp, and strictest for what signs', () => {
  const numbers = (rules: typeof TRUST_RULES) => ({
    digests: [...rules.rejectHashAlgorithms].toSorted((a, b) => a - b),
    algorithms: [...rules.rejectPublicKeyAlgorithms].toSorted((a, b) => a - b),
    bits: rules.minRSABits,
    isWithoutFlags: rules.allowMissingKeyFlags,
  })
  const trust = { digests: [1, 3], algorithms: [16, 17], bits: 2048, isWithoutFlags: true }
  expect(numbers(TRUST_RULES)).toEqual(trust)
  expect(numbers(SIGNING_RULES)).toEqual({ ...trust, digests: [1, 2, 3], isWithoutFlags: false })
  for (const rules of [TRUST_RULES, SIGNING_RULES]) expect(rules).toMatchObject({ v6Keys: config.v6Keys })
})

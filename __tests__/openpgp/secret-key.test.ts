import { expect, test } from '@jest/globals'
import { createMessage, enums, readSignature, verify } from 'openpgp'
import type { AnySecretKeyPacket } from 'openpgp'
import { contentOf } from '../../src/content.ts'
import { digestFor, signerOf } from '../../src/openpgp/secret-key.ts'
import { signDetachedBinary } from '../../src/openpgp/sign.ts'
import { readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { NOW, fixtureKey } from './gnupg.ts'
import { madeKey } from './made-key.ts'

const CONTENT = Buffer.from('what is signed\n')
const { ecdsa, ed25519, eddsaLegacy } = enums.publicKey

/** openpgp verifies what node signed: for many contents, as a number may begin with zeros. */
test.each([
  ['ed25519', 'eddsa', eddsaLegacy, 'sha256', enums.hash.sha256],
  ['ed25519 of RFC 9580', 'eddsa', ed25519, 'sha256', enums.hash.sha256],
  ['p256', 'ecdsa', ecdsa, 'sha256', enums.hash.sha256],
  ['p384', 'ecdsa', ecdsa, 'sha384', enums.hash.sha384],
  ['p521', 'ecdsa', ecdsa, 'sha512', enums.hash.sha512],
] as const)('%s signs', async (kind, algorithm, number, digestName, digest) => {
  const { secret, certificate } = await madeKey({ kind })
  const keys = await readSigningKeys(secret, undefined, NOW)
  expect(keys).toMatchObject({
    algorithm,
    keys: [{ algorithm, digestName, issuer: { algorithm: number, digest } }],
  })
  for (let count = 0; count < 20; count += 1) {
    const content = Buffer.concat([CONTENT, Buffer.of(count)])
    const binarySignature = await signDetachedBinary(contentOf(content), keys, NOW)
    const signature = await readSignature({ binarySignature })
    const message = await createMessage({ binary: content })
    const { signatures } = await verify({ message, signature, verificationKeys: certificate, date: NOW })
    expect(await signatures[0]?.verified).toBe(true)
  }
})

test('RSA signs', async () => {
  const keys = await readSigningKeys(await fixtureKey('rsa3072-other'), undefined, NOW)
  expect(keys.keys[0]).toMatchObject({ digestName: 'sha256', issuer: { algorithm: 1, digest: 8 } })
})

test('a key of another kind does not', async () => {
  const { certificate } = await madeKey({ kind: 'ed448' })
  const packet = certificate.keyPacket as AnySecretKeyPacket
  expect(digestFor(packet).name).toBe('sha256')
  expect(() => signerOf(packet)).toThrow('No signatures are made with keys of kind ed448')
})

import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { type AnySecretKeyPacket, enums } from 'openpgp'
import { type Content, contentOf } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { printArmor } from '../../src/openpgp/armor.ts'
import { parsePackets, printPacket } from '../../src/openpgp/packet.ts'
import { signerOf } from '../../src/openpgp/secret-key.ts'
import { beginSignature, parseSignature } from '../../src/openpgp/signature.ts'
import { type TrustedKey, trusted } from '../../src/openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../src/openpgp/verify.ts'
import { type KeyToMake, MADE, type MadeKey, madeKey, messageSignature } from './made-key.ts'

const CONTENT = Buffer.from('some bytes\n')
const LATER = '2025-02-01T00:00:00Z'
const LATEST = '2025-03-01T00:00:00Z'
const DAY_MS = 24 * 60 * 60 * 1000
const { sha1, sha224, sha256, sha384, sha512, sha3_256: sha3Short, sha3_512: sha3Long } = enums.hash
const { text: textType } = enums.signature

const trustedKey = ({ certificate }: MadeKey): TrustedKey => trusted(certificate.toPublic())
const signersOf = async (signature: Buffer, ...trust: readonly MadeKey[]) =>
  (await verifyDetached(contentOf(CONTENT), signature, trust.map(trustedKey), 'it')).signers

async function refusalOf(verified: Promise<unknown>): Promise<string> {
  const error: unknown = await verified.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PublishError)
  expect((error as PublishError).code).toBe('SIGNATURE')
  return (error as PublishError).message.replaceAll(/[0-9A-F]{16}/g, 'ID')
}

function seen(bytes: Buffer) {
  const [packet] = parsePackets(bytes, (why) => new PublishError('SIGNATURE', why))
  return packet === undefined ? undefined : parseSignature(packet)
}

/** The bytes with one changed. */
function changedAt(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = value
  return changed
}

describe('a signature', () => {
  test.each([sha224, sha256, sha384, sha512, sha3Short, sha3Long])(
    'over digest %d counts',
    async (digest) => {
      const key = await madeKey({ kind: 'p256' })
      const { fingerprint } = key
      const signature = await messageSignature(key, CONTENT, { digest })
      expect(await signersOf(signature, key)).toEqual([{ fingerprint, expires: undefined }])
      expect(seen(signature)).toMatchObject({ state: 'readable', kind: 'binary', keyId: key.keyIds[0] })
    },
  )

  test('over a weak digest is told by its name', async () => {
    const key = await madeKey({ kind: 'p256' })
    const signature = await messageSignature(key, CONTENT, { digest: sha1 })
    expect(await refusalOf(signersOf(signature, key))).toBe(
      'it has no signature that counts. Of the signatures, the one by ID is over SHA-1, which is too weak.',
    )
    const headerBytes = 2
    for (const [digest, name] of [
      [1, 'MD5'],
      [3, 'RIPEMD-160'],
    ] as const)
      expect(seen(changedAt(signature, headerBytes + 3, digest))).toEqual({
        state: 'weak',
        digest: name,
        keyId: key.keyIds[0],
      })
  })

  test('of another version, type, digest or packet is of no use', async () => {
    const signature = await messageSignature(await madeKey(), CONTENT)
    expect(signature[0]).toBe(0x88)
    for (const [at, value] of [
      [0, 0x80 | (3 << 2)],
      [2, 3],
      [2, 5],
      [2, 6],
      [3, 0x10],
      [3, 2],
      [5, 0],
      [5, 99],
    ] as const)
      expect({ at, value, ...seen(changedAt(signature, at, value)) }).toEqual({
        at,
        value,
        state: 'unsupported',
      })
    for (const bytes of [Buffer.of(0x88, 0), Buffer.of(0x88, 1, 4), Buffer.of(0x88, 4, 4, 0, 1, 8)])
      expect(seen(bytes)).toEqual({ state: 'unsupported' })
  })

  test('is dated as asked for, but not before its key', async () => {
    const begin = () => {
      const hash = createHash('sha256')
      return {
        update: (bytes: Uint8Array) => void hash.update(bytes),
        finish: () => ({ digest: hash.digest(), material: Buffer.of(0, 1, 1) }),
      }
    }
    const notBefore = new Date(MADE)
    const issuer = { fingerprint: Buffer.alloc(20, 7), algorithm: 1, digest: 8, notBefore, begin }
    const created = (at: Date) => {
      const found = seen(beginSignature('text', issuer, at).finish())
      return found?.state === 'readable' ? [found.kind, found.keyId, found.packet.created] : found
    }
    expect(created(new Date(0))).toEqual(['text', '07'.repeat(8), notBefore])
    const late = new Date(notBefore.getTime() + 1999)
    expect(created(late)).toEqual(['text', '07'.repeat(8), new Date(notBefore.getTime() + 1000)])
  })
})

describe('a signature over text', () => {
  test('covers it, whatever the line ends and the pieces', async () => {
    const key = await madeKey()
    const text = '\na\nb \r\n\n\rx\nc\r'
    const signature = await messageSignature(key, Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')), {
      type: textType,
    })
    const verified = (stored: string, sizes: readonly number[]) => {
      const bytes = Buffer.from(stored)
      const content: Content = {
        sizeBytes: bytes.length,
        async *read() {
          let at = 0
          for (const size of sizes) yield bytes.subarray(at, (at += size))
          yield bytes.subarray(at)
        },
      }
      return verifyDetached(content, signature, [trustedKey(key)], 'it')
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4)), async (sizes) => {
        await verified(text, sizes)
        await verified(text.replaceAll(/\r?\n/g, '\n'), sizes)
        await verified(text.replaceAll(/\r?\n/g, '\r\n'), sizes)
      }),
      { numRuns: 20 },
    )
    for (const other of [
      text.replace('b ', 'b'),
      `${text}\n`,
      text.slice(0, -1),
      text.replace('a\n', 'a\r\r\n'),
    ])
      expect(await refusalOf(verified(other, [1, 2]))).toMatch(/is bad/)
  })

  test('may come in armor with CRLF', async () => {
    const key = await madeKey()
    const armor = printArmor('PGP SIGNATURE', await messageSignature(key, CONTENT))
    for (const form of [armor, armor.replaceAll('\n', '\r\n')])
      expect(await signersOf(Buffer.from(form), key)).toHaveLength(1)
  })

  test('and one over bytes are made of the same content', async () => {
    const key = await madeKey()
    const both = Buffer.concat([
      await messageSignature(key, Buffer.from('some bytes\r\n'), { type: textType }),
      await messageSignature(key, CONTENT, { digest: sha256 }),
      await messageSignature(key, CONTENT),
    ])
    expect(await signersOf(both, key)).toHaveLength(3)
  })
})

describe('the date of a signature', () => {
  const signedAt = (key: MadeKey, at: string) => messageSignature(key, CONTENT, { at })
  const EXPIRED = (at: string) =>
    `it has no signature that counts. Of the signatures, the one by ID is dated ${new Date(at).toISOString()}, when the key was expired, revoked or not one that signs.`

  test.each<[string, KeyToMake, string]>([
    ['before the key expired', { signatures: [{ days: 31 }] }, '2025-01-31T23:59:59Z'],
    ['before it was retired', { revocations: [{ at: LATEST, reason: 3 }] }, LATER],
    ['before the self-signature that extended it', { signatures: [{ at: LATEST, days: 900 }] }, LATER],
    ['that of the key', {}, MADE],
    ['after a self-signature in SHA-1', { kind: 'p256', signatures: [{ digest: sha1 }] }, LATER],
    ['of a key without flags', { signatures: [{ flags: undefined }] }, LATER],
  ])('may be %s', async (_, made, at) => {
    const key = await madeKey(made)
    expect(await signersOf(await signedAt(key, at), key)).toMatchObject([{ fingerprint: key.fingerprint }])
  })

  test.each<[string, KeyToMake, string]>([
    ['when the key expired', { signatures: [{ days: 31 }] }, LATER],
    ['after it was retired', { revocations: [{ at: LATER, reason: 3 }] }, LATEST],
    ['of one that is compromised', { revocations: [{ at: LATEST, reason: 2 }] }, LATER],
    ['of one that only certifies', { signatures: [{ flags: enums.keyFlags.certifyKeys }] }, LATER],
  ])('may not be %s', async (_, made, at) => {
    const key = await madeKey(made)
    expect(await refusalOf(signedAt(key, at).then((signature) => signersOf(signature, key)))).toBe(
      EXPIRED(at),
    )
  })

  test('may not be before the key', async () => {
    const key = await madeKey({ made: LATER })
    expect(await refusalOf(signersOf(await signedAt(key, MADE), key))).toBe(
      'it has no signature that counts. Of the signatures, the one by ID is dated 2025-01-01T00:00:00.000Z, when the key did not exist.',
    )
  })

  test('may not be missing', async () => {
    const key = await madeKey()
    const type = enums.signature.binary
    const start = Buffer.of(4, type, enums.publicKey.eddsaLegacy, sha256, 0, 0)
    const pass = signerOf(key.certificate.keyPacket as AnySecretKeyPacket)()
    pass.update(Buffer.concat([CONTENT, start, Buffer.of(4, 0xff, 0, 0, 0, start.length)]))
    const { digest, material } = pass.finish()
    const issuer = Buffer.concat([Buffer.of(0, 10, 9, 16), Buffer.from(key.keyIds[0] ?? '', 'hex')])
    const body = Buffer.concat([start, issuer, digest.subarray(0, 2), material])
    expect(await refusalOf(signersOf(printPacket(2, body), key))).toMatch(/one is damaged, or of a kind/)
  })

  test('gives the term of the key with the signer', async () => {
    const expires = new Date(new Date(MADE).getTime() + 31 * DAY_MS)
    const key = await madeKey({ signatures: [{ days: 31 }] })
    expect(await signersOf(await signedAt(key, MADE), key)).toEqual([
      { fingerprint: key.fingerprint, expires },
    ])
  })
})

describe('of several keys and signatures', () => {
  test('two forms of one key: the one that fits is enough', async () => {
    const good = await madeKey()
    const bad = await madeKey({ from: good.certificate, revocations: [{ at: LATER }] })
    const signature = await messageSignature(good, CONTENT)
    for (const trust of [
      [good, bad],
      [bad, good],
    ])
      expect(await signersOf(signature, ...trust)).toMatchObject([{ fingerprint: good.fingerprint }])
    expect(await refusalOf(signersOf(signature, bad))).toMatch(/expired, revoked/)
  })

  test('a key that only says that it has this ID is unknown', async () => {
    const [key, other] = [await madeKey(), await madeKey()]
    const signature = await messageSignature(key, CONTENT)
    const disguised = { ...trustedKey(other), keyIds: key.keyIds }
    const verified = verifyDetached(contentOf(CONTENT), signature, [disguised], 'it')
    expect(await refusalOf(verified)).toMatch(/^it is signed by an unknown key \(ID\)/)
  })

  test('each that is of no use is told, with those that are unknown', async () => {
    const [key, stranger, old] = [await madeKey(), await madeKey(), await madeKey({ kind: 'p256' })]
    const [certificationType, strange] = [0x10, await messageSignature(stranger, CONTENT)]
    const signatures = Buffer.concat([
      await messageSignature(old, CONTENT, { digest: sha1 }),
      changedAt(await messageSignature(key, CONTENT), 3, certificationType),
      strange,
      strange,
    ])
    expect(await refusalOf(signersOf(signatures, key))).toBe(
      'it is signed by an unknown key (ID, ID): if it is right, add its public key to trusted-keys. ' +
        'Of the signatures, the one by ID is over SHA-1, which is too weak; one is damaged, or of a kind that apt and rpm do not know.',
    )
    const good = await messageSignature(key, CONTENT)
    expect(await signersOf(Buffer.concat([signatures, good]), key)).toHaveLength(1)
    const bad = await messageSignature(key, Buffer.from('other'))
    expect(await refusalOf(signersOf(Buffer.concat([good, bad, bad, strange]), key))).toMatch(
      /^The signature of it by ID, ID is bad: the content is not what that key signed/,
    )
  })

  test('64 are looked at, 65 not', async () => {
    const key = await madeKey()
    const signature = await messageSignature(key, CONTENT)
    const many = (count: number) => Buffer.concat(Array.from({ length: count }, () => signature))
    expect(await signersOf(many(64), key)).toHaveLength(64)
    expect(await refusalOf(signersOf(many(65), key))).toMatch(/there are more than 64 of them/)
  })

  test('what is too large is not read', async () => {
    const large = verifyCleartext(Buffer.alloc(16 * 2 ** 20 + 1), [], 'it')
    expect(await refusalOf(large)).toBe(
      'The signature of it cannot be used: it has more than 16777216 bytes.',
    )
    const detached = (bytes: number) =>
      verifyDetached(contentOf(CONTENT), Buffer.alloc(bytes, '\n'), [], 'it')
    expect(await refusalOf(detached(2 ** 20 + 1))).toMatch(/it has more than 1048576 bytes/)
    expect(await refusalOf(detached(2 ** 20))).toBe('it carries no signature.')
  })
})

import { describe, expect, test } from '@jest/globals'
import { enums } from 'openpgp'
import { fingerprintOf } from '../../src/openpgp/certificate.ts'
import { day, earliestUse, signingPartOf, whyUnusable } from '../../src/openpgp/signing-part.ts'
import { NOW } from './gnupg.ts'
import { type KeyToMake, MADE, madeKey } from './made-key.ts'

const { sha1, sha256 } = enums.hash
const CERTIFIES = [{ flags: enums.keyFlags.certifyKeys }]
const LATER = '2025-02-01T00:00:00Z'
const LATEST = '2025-03-01T00:00:00Z'

/** Which key of a certificate signs: 0 is the primary key, -1 none. */
async function chosenOf(made: KeyToMake, preferred?: number, at = NOW): Promise<number> {
  const { certificate } = await madeKey(made)
  const all = [certificate, ...certificate.subkeys]
  const wanted = preferred === undefined ? '' : fingerprintOf(all[preferred] ?? certificate)
  const found = await signingPartOf(certificate, at, (fingerprint) => fingerprint === wanted)
  return all.findIndex((part) => part.keyPacket === found?.part.keyPacket)
}

async function whyOf(made: KeyToMake, at = NOW): Promise<string> {
  const { certificate } = await madeKey(made)
  expect(await signingPartOf(certificate, at, () => false)).toBeUndefined()
  return (await whyUnusable(certificate, at)).replaceAll(/[0-9A-F]{16}/g, 'ID')
}

describe('what signs', () => {
  test.each<[string, KeyToMake, number]>([
    ['the primary key, if it is all there is', {}, 0],
    ['a subkey before it', { subkeys: [{}] }, 1],
    ['the newest subkey', { subkeys: [{ made: LATER }, { made: LATEST }, {}] }, 2],
    ['the newest that is not a stub', { subkeys: [{}, { made: LATER, isStub: true }] }, 1],
    ['the newest that is valid', { subkeys: [{}, { made: LATER, signatures: [{ days: 9 }] }] }, 1],
    ['the newest that may sign', { subkeys: [{}, { made: LATER, signatures: [{ flags: 4 }] }] }, 1],
    ['the newest that is not weak', { subkeys: [{}, { made: LATER, kind: 'rsa1024' }] }, 1],
    ['the newest of a kind that signs', { subkeys: [{}, { made: LATER, kind: 'ed448' }] }, 1],
    [
      'the newest whose binding is strong',
      {
        kind: 'p256',
        subkeys: [{ kind: 'p256' }, { made: LATER, kind: 'p256', signatures: [{ digest: sha1 }] }],
      },
      1,
    ],
    [
      'the newest that is not revoked, in SHA-1 either',
      {
        kind: 'p256',
        subkeys: [
          { kind: 'p256' },
          { made: LATER, kind: 'p256', revocations: [{ at: LATEST, digest: sha1 }] },
        ],
      },
      1,
    ],
    ['a subkey of a primary key that only certifies', { signatures: CERTIFIES, subkeys: [{}] }, 1],
    ['a subkey of a primary key that is a stub', { isStub: true, subkeys: [{}] }, 1],
    ['the primary key, if its subkey is a stub', { subkeys: [{ isStub: true }] }, 0],
    ['no subkey of a weak primary key', { kind: 'rsa1024', subkeys: [{}] }, -1],
    ['nothing, if all are stubs', { isStub: true, subkeys: [{ isStub: true }] }, -1],
  ])('is %s', async (_, made, expected) => {
    expect(await chosenOf(made)).toBe(expected)
  })

  test('is the preferred one, if it can', async () => {
    const subkeys = [{}, { made: LATER }, { made: LATEST, signatures: [{ days: 9 }] }]
    expect(await chosenOf({ subkeys }, 0)).toBe(0)
    expect(await chosenOf({ subkeys }, 1)).toBe(1)
    expect(await chosenOf({ subkeys }, 3)).toBe(2)
  })
})

describe('why nothing signs', () => {
  test.each<[KeyToMake, string]>([
    [{ kind: 'rsa1024' }, 'is RSA with 1024 bits, which is too weak: make an RSA 4096 key'],
    [{ revocations: [{ at: LATER }] }, 'is revoked: make another'],
    [{ kind: 'p256', revocations: [{ at: LATER, digest: sha1 }] }, 'is revoked: make another'],
    [
      { made: '2026-06-01T12:00:01Z' },
      'is dated in the future (2026-06-01T12:00:01.000Z): one of the clocks is wrong',
    ],
    [
      { signatures: [{ days: 31 }] },
      'expired on 2025-02-01: extend it (gpg --quick-set-expire), and export it again',
    ],
    [{ isStub: true }, 'comes without any secret (only stubs): export one with a signing subkey'],
    [
      { signatures: [{ flags: undefined }] },
      'has no key flags, and rpm refuses such keys: set them with gpg --edit-key (change-usage)',
    ],
    [
      { kind: 'p256', signatures: [{ digest: sha1 }] },
      'has self-signatures in SHA-1 or MD5, which apt and rpm refuse: sign it again (gpg --cert-digest-algo SHA512 --quick-set-expire)',
    ],
    [
      { signatures: CERTIFIES },
      'has no part that can sign: ID is not allowed to sign data. Add a signing subkey, or make an RSA 4096 key that signs',
    ],
    [
      { isStub: true, signatures: CERTIFIES, subkeys: [{ kind: 'ed448' }, { isStub: true }] },
      'has no part that can sign: ID is not for signing; the secrets of 2 more are not in the export (only stubs). Add a signing subkey, or make an RSA 4096 key that signs',
    ],
    [
      { isStub: true, signatures: CERTIFIES, subkeys: [{ signatures: [{ at: '2027-01-01T00:00:00Z' }] }] },
      'has no part that can sign: ID is not allowed to sign data; the secrets of 1 more are not in the export (only stubs). Add a signing subkey, or make an RSA 4096 key that signs',
    ],
    [
      { signatures: [] },
      'has no part that can sign: ID is not allowed to sign data. Add a signing subkey, or make an RSA 4096 key that signs',
    ],
    [
      {
        signatures: CERTIFIES,
        subkeys: [
          { made: '2025-01-06T00:00:00Z', revocations: [{ at: LATER }] },
          { made: '2025-01-05T00:00:00Z', signatures: [{ days: 2 }] },
          { made: '2025-01-04T00:00:00Z', kind: 'rsa1024' },
          { made: '2025-01-03T00:00:00Z', signatures: [{ flags: 4, days: 1000 }] },
        ],
      },
      'has no part that can sign: ID is revoked, ID expired on 2025-01-07, ID is RSA with 1024 bits, which is too weak, ID is not allowed to sign data, ID is not allowed to sign data. Add a signing subkey, or make an RSA 4096 key that signs',
    ],
  ])('of %j: %s', async (made, why) => {
    expect(await whyOf(made)).toBe(why)
  })

  test('is the term from the second on in which it ends', async () => {
    const end = new Date('2025-01-02T00:00:00Z')
    expect(await whyOf({ signatures: [{ days: 1 }] }, end)).toMatch(/^expired on 2025-01-02/)
    expect(await chosenOf({ signatures: [{ days: 1 }] }, undefined, new Date(end.getTime() - 1000))).toBe(0)
    const subkeys = [{ signatures: [{ days: 1 }] }]
    expect(await whyOf({ signatures: CERTIFIES, subkeys }, end)).toMatch(
      /ID expired on 2025-01-02, ID is not/,
    )
  })
})

describe('the earliest use of a key', () => {
  const useOf = async (made: KeyToMake) => {
    const { certificate } = await madeKey(made)
    return earliestUse(certificate, certificate.subkeys[0] ?? certificate).toISOString()
  }
  test.each<[string, KeyToMake, string]>([
    ['its own date', {}, MADE],
    ['that of its first self-signature', { signatures: [{ at: LATEST }, { at: LATER }] }, LATER],
    [
      'that of its first strong one',
      { kind: 'p256', signatures: [{ digest: sha1 }, { at: LATEST }, { at: LATER, digest: sha256 }] },
      LATER,
    ],
    [
      'that of its first weak one, where there is no other',
      {
        kind: 'p256',
        signatures: [
          { at: LATEST, digest: sha1 },
          { at: LATER, digest: sha1 },
        ],
      },
      LATER,
    ],
    ['the date of the subkey', { subkeys: [{ made: LATER }] }, LATER],
    ['that of the first binding', { subkeys: [{ signatures: [{ at: LATEST }, { at: LATER }] }] }, LATER],
    [
      'that of the first self-signature, if that of the subkey is older',
      { signatures: [{ at: LATEST }], subkeys: [{ made: LATER }] },
      LATEST,
    ],
    [
      'that of the first strong binding',
      { kind: 'p256', subkeys: [{ kind: 'p256', signatures: [{ digest: sha1 }, { at: LATER }] }] },
      LATER,
    ],
  ])('is %s', async (_, made, date) => {
    expect(await useOf(made)).toBe(new Date(date).toISOString())
  })
})

test('a day is written without its hours', () => {
  expect(day(NOW)).toBe('2026-06-01')
})

import { expect, test } from '@jest/globals'
import { enums } from 'openpgp'
import { readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { NOW, fixtureKey } from './gnupg.ts'
import { type KeyToMake, madeKey } from './made-key.ts'

const AT = new Date('2025-06-01T00:00:00Z')
/** From the first second of 2025 to the end of the warning, 90 days after that date. */
const DAYS = 151 + 90
const CERTIFIES = [{ flags: enums.keyFlags.certifyKeys }]

async function warningsOf(made: KeyToMake, at = AT): Promise<readonly string[]> {
  const { secret, fingerprint } = await madeKey(made)
  const { warnings } = await readSigningKeys(secret, undefined, at)
  return warnings.map((warning) => warning.replaceAll(fingerprint, 'KEY'))
}

const termWarnings = async (made: KeyToMake, at = AT) =>
  (await warningsOf(made, at)).filter((warning) => /expires/.test(warning))

test('a term is announced in its last 90 days', async () => {
  const made = { signatures: [{ days: DAYS }] }
  expect(await termWarnings(made)).toEqual([
    'The key KEY expires on 2025-08-30: extend it in time (gpg --quick-set-expire), and publish with it, so that clients get the new term.',
  ])
  expect(await termWarnings(made, new Date(AT.getTime() - 1))).toEqual([])
  expect(await termWarnings({})).toEqual([])
})

test('of the terms of a key and its subkey the first counts', async () => {
  const date = async (made: KeyToMake) => /\d{4}-\d\d-\d\d/.exec((await termWarnings(made)).join())?.[0]
  const term = (days: number) => [{ days }]
  expect(await date({ signatures: term(200), subkeys: [{ signatures: term(210) }] })).toBe('2025-07-20')
  expect(await date({ signatures: term(210), subkeys: [{ signatures: term(200) }] })).toBe('2025-07-20')
  expect(await date({ signatures: term(200), subkeys: [{}] })).toBe('2025-07-20')
  expect(await date({ subkeys: [{ signatures: term(200) }] })).toBe('2025-07-20')
})

test.each([
  [
    'ed25519',
    [
      'The first key, KEY, signs with Ed25519, which rpm on EL 7 to 9 cannot verify; RSA 4096 works everywhere.',
    ],
  ],
  [
    'p256',
    [
      'The first key, KEY, signs with ECDSA, which rpm on EL 7 to 9 cannot verify; RSA 4096 works everywhere.',
    ],
  ],
  [
    'ed25519 of RFC 9580',
    [
      'The key KEY is Ed25519 in the form of RFC 9580, which apt up to Debian 12 cannot verify: use RSA 4096, which works everywhere.',
      'The first key, KEY, signs with Ed25519, which rpm on EL 7 to 9 cannot verify; RSA 4096 works everywhere.',
    ],
  ],
] as const)('who cannot verify %s is told', async (kind, expected) => {
  expect(await warningsOf({ kind })).toEqual(expected)
})

test('who cannot verify subkeys is told', async () => {
  const about = async (made: KeyToMake) =>
    (await warningsOf(made)).filter((warning) => /subkey/.test(warning))
  expect(await about({ subkeys: [{}] })).toEqual([
    'The first key, KEY, signs with a subkey, which rpm on EL 7 cannot verify; a primary key that signs works everywhere.',
  ])
  for (const signatures of [CERTIFIES, [{ flags: undefined }]]) {
    expect(await about({ signatures, subkeys: [{}] })).toEqual([
      'The first key, KEY, signs with a subkey, which dnf 4.5 and rpm on EL 7 cannot verify; a primary key that signs works everywhere.',
    ])
  }
})

test('of keys that come second only apt hears', async () => {
  const others = [{ subkeys: [{}] }, { kind: 'ed25519 of RFC 9580' }] as const
  const texts = [await fixtureKey('rsa4096')]
  for (const other of others) texts.push((await madeKey(other)).secret)
  const { warnings } = await readSigningKeys(texts.join('\n'), undefined, NOW)
  expect(warnings).toEqual([expect.stringMatching(/form of RFC 9580/)])
})

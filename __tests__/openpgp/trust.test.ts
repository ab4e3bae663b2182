import { describe, expect, test } from '@jest/globals'
import { enums } from 'openpgp'
import { PublishError } from '../../src/errors.ts'
import { parseArmor, printArmor } from '../../src/openpgp/armor.ts'
import { readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { keyFiles, readTrustedKeys, trustOf } from '../../src/openpgp/trust.ts'
import { testWith } from '../support/programs.ts'
import { fixtureKey, freshKey, gnupg, NOW, publicOf, revoke } from './gnupg.ts'
import { type KeyToMake, madeKey } from './made-key.ts'

const LATER = '2025-02-01T00:00:00Z'

async function refusalOf(text: string): Promise<string> {
  const error: unknown = await readTrustedKeys(text, NOW).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PublishError)
  expect((error as PublishError).code).toBe('KEY')
  return (error as PublishError).message
}

const fault = (seen: string) => new PublishError('KEY', seen)

describe('trusted keys', () => {
  test('are read one after the other, and blank text gives none', async () => {
    const text = (await fixtureKey('rsa4096.pub')) + (await fixtureKey('ed25519.pub'))
    const keys = await readTrustedKeys(text, NOW)
    expect(keys.map(({ fingerprint }) => fingerprint)).toEqual([
      'A6DA99457B9756CA7DE90244025BC236AA933C32',
      'A747AC6CBEC850192F7822AD54E31B54B9A61D22',
    ])
    expect(keys[0]?.keyIds).toEqual(['025BC236AA933C32'])
    expect(await readTrustedKeys(' \n', NOW)).toEqual([])
  })

  test('are public', async () => {
    expect(await refusalOf(await fixtureKey('rsa4096'))).toMatch(/PGP PRIVATE KEY BLOCK, where a PGP PUBLIC/)
    expect(await refusalOf('nothing')).toMatch(
      /^The text of trusted-keys cannot be used: there is no armor .*\. trusted-keys takes armored public keys \(gpg --armor --export\), one after/,
    )
    const [secret] = parseArmor(await fixtureKey('rsa4096'), fault)
    const disguised = printArmor('PGP PUBLIC KEY BLOCK', secret?.bytes ?? Buffer.alloc(0))
    expect(await refusalOf(disguised)).toMatch(/a private key lies among the public ones/)
  })

  test.each<[string, KeyToMake]>([
    ['has expired', { signatures: [{ days: 9 }] }],
    ['is superseded', { revocations: [{ at: LATER, reason: 1 }] }],
    ['is retired', { revocations: [{ at: LATER, reason: 3 }] }],
    ['has self-signatures in SHA-1', { kind: 'p256', signatures: [{ digest: enums.hash.sha1 }] }],
    ['is from a clock ten seconds ahead', { made: '2026-06-01T12:00:10Z' }],
  ])('may be one that %s', async (_, made) => {
    const { public: text, fingerprint, keyIds } = await madeKey({ ...made, subkeys: [{ kind: 'p256' }] })
    expect(await readTrustedKeys(text, NOW)).toMatchObject([{ fingerprint, keyIds }])
    expect(keyIds).toEqual([fingerprint.slice(-16), expect.stringMatching(/^[0-9A-F]{16}$/)])
  })

  test.each<[string, KeyToMake]>([
    ['is revoked, and not as merely retired or superseded', { revocations: [{ at: LATER }] }],
    ['is revoked, and not as merely retired or superseded', { revocations: [{ at: LATER, reason: 2 }] }],
    [
      'is revoked, and not as merely retired or superseded',
      { kind: 'p256', revocations: [{ at: LATER, digest: enums.hash.sha1 }] },
    ],
    ['is RSA with 1024 bits, which is too weak', { kind: 'rsa1024' }],
    ['is dated in the future (2026-06-01T12:00:11.000Z)', { made: '2026-06-01T12:00:11Z' }],
  ])('may not be one that %s', async (why, made) => {
    const { public: text, fingerprint } = await madeKey(made)
    expect(await refusalOf((await fixtureKey('rsa4096.pub')) + text)).toBe(
      `The key ${fingerprint} of trusted-keys ${why}: take it out, and publish again what only it signed.`,
    )
  })

  testWith(['gpg'], 'may have expired, be retired, or have self-signatures in SHA-1', async () => {
    const expired = await freshKey('ed25519', 'cert,sign', '2025-06-01')
    expect(await readTrustedKeys(await publicOf(expired.gpg), NOW)).toHaveLength(1)
    const old = await freshKey('rsa2048', 'cert,sign', 'never', ['--cert-digest-algo', 'SHA1'])
    expect(await readTrustedKeys(await publicOf(old.gpg), NOW)).toHaveLength(1)
    for (const reason of ['2', '3']) {
      const { gpg, fingerprint } = await freshKey('ed25519', 'cert,sign')
      await revoke(gpg, fingerprint, reason)
      expect(await readTrustedKeys(await publicOf(gpg), NOW)).toHaveLength(1)
    }
  })

  testWith(['gpg'], 'are refused where they vouch for nothing', async () => {
    for (const [algorithm, reason, options] of [
      ['ed25519', '0', []],
      ['ed25519', '1', []],
      ['rsa2048', '1', ['--cert-digest-algo', 'SHA1']],
    ] as const) {
      const { gpg, fingerprint } = await freshKey(algorithm, 'cert,sign')
      await revoke(gpg, fingerprint, reason, options)
      expect(await refusalOf(await publicOf(gpg))).toMatch(new RegExp(`${fingerprint} .* is revoked`))
    }
    const weak = await freshKey('rsa1024', 'cert,sign')
    expect(await refusalOf(await publicOf(weak.gpg))).toMatch(/RSA with 1024 bits/)
    const early = await freshKey('ed25519', 'cert,sign', 'never', [], '20270101T000000')
    expect(await refusalOf(await publicOf(early.gpg))).toMatch(/dated in the future/)
  })
})

describe('key files', () => {
  testWith(['gpg'], 'hold our own keys first, then the trusted ones, each once', async () => {
    const own = await readSigningKeys(await fixtureKey('rsa4096'), undefined, NOW)
    const texts = ['ed25519.pub', 'rsa4096.pub', 'rsa3072-other.pub', 'ed25519.pub'].map(fixtureKey)
    const trusted = await readTrustedKeys((await Promise.all(texts)).join(''), NOW)
    const { armored, binary } = keyFiles([...trustOf(own), ...trusted])
    expect(armored.startsWith(own.publicArmored)).toBe(true)
    expect(Buffer.concat(parseArmor(armored, fault).map(({ bytes }) => bytes))).toEqual(binary)
    const again = await readTrustedKeys(armored, NOW)
    expect(again.map(({ fingerprint }) => fingerprint.slice(0, 4))).toEqual(['A6DA', 'A747', 'F69A'])
    for (const input of [armored, binary]) {
      const gpg = await gnupg()
      await gpg(['--import'], { input })
      const listed = await gpg(['--list-keys', '--with-colons'])
      expect(listed.match(/^pub:/gm)).toHaveLength(3)
    }
  })
})

import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { type AnySecretKeyPacket, encryptKey, generateKey } from 'openpgp'
import { PublishError } from '../../src/errors.ts'
import { parseArmor, printArmor } from '../../src/openpgp/armor.ts'
import { readSigningKeys, withKeyAlone } from '../../src/openpgp/signing-keys.ts'
import { signCleartext } from '../../src/openpgp/sign.ts'
import { throwAwayKey } from '../../src/openpgp/throw-away-key.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { verifyCleartext } from '../../src/openpgp/verify.ts'
import { run, testWith } from '../support/programs.ts'
import { fingerprintIn, fixtureKey, freshKey, gnupg, NOW, publicOf, revoke, secretOf } from './gnupg.ts'
import { madeKey } from './made-key.ts'

const RSA = 'A6DA99457B9756CA7DE90244025BC236AA933C32'
const OTHER = 'F69AB8865FD9CADE0E3A74535FC4E19DDC7E4C06'
const ED25519 = 'A747AC6CBEC850192F7822AD54E31B54B9A61D22'

async function refusalOf(text: string, passphrase?: string): Promise<string> {
  const error: unknown = await readSigningKeys(text, passphrase, NOW).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PublishError)
  const refusal = error as PublishError
  expect(refusal.code).toBe('KEY')
  const said = inspect(refusal, { depth: 9 })
  for (const line of text.split(/[\r\n]+/).filter((line) => line.length > 40 && !/[^\w+/=\s]/.test(line))) {
    expect(said).not.toContain(line.trim().slice(0, 24))
  }
  if (passphrase !== undefined && passphrase !== '') expect(said).not.toContain(passphrase)
  return refusal.message
}

describe('the text of the keys', () => {
  test('gives the first primary key, the kind of its signatures and the public keys', async () => {
    const keys = await readSigningKeys(await fixtureKey('rsa4096'), undefined, NOW)
    expect(keys).toMatchObject({ fingerprint: RSA, algorithm: 'rsa', warnings: [] })
    expect(keys.publicArmored).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[^]+-----END[^\n]+-----\n$/)
    expect([0x98, 0x99, 0xc6]).toContain(keys.publicBinary[0])
  })

  test('may come in the forms that secrets come in', async () => {
    const text = await fixtureKey('ed25519')
    const forms = {
      crlf: text.replaceAll('\n', '\r\n'),
      'literal \\n': text.replaceAll('\n', '\\n'),
      'literal \\r\\n': text.replaceAll('\n', '\\r\\n'),
      indented: text.replaceAll(/^/gm, '      '),
      'byte order mark': `\uFEFF${text}`,
      'blank lines around': `\n\n${text}\n\n`,
      'no last newline': text.trimEnd(),
      'base64 once more': Buffer.from(text).toString('base64'),
      'base64 once more, wrapped': Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\n'),
      'no checksum': text.replace(/^=.{4}\n/m, ''),
      comment: text.replace('-----\n\n', '-----\nComment: mine\n\n'),
    }
    for (const [form, value] of Object.entries(forms)) {
      const { fingerprint } = await readSigningKeys(value, undefined, NOW)
      expect({ form, fingerprint }).toEqual({ form, fingerprint: ED25519 })
    }
  })

  test('may hold several keys, in several blocks or in one', async () => {
    const texts = await Promise.all(['rsa4096', 'rsa3072-other', 'ed25519'].map(fixtureKey))
    const fault = (seen: string) => new PublishError('KEY', seen)
    const bytes = texts.flatMap((text) => parseArmor(text, fault)).map((block) => block.bytes)
    for (const text of [texts.join(''), printArmor('PGP PRIVATE KEY BLOCK', Buffer.concat(bytes))]) {
      const keys = await readSigningKeys(text, undefined, NOW)
      expect(keys.keys.map(({ trusted }) => trusted.fingerprint)).toEqual([RSA, OTHER, ED25519])
      expect(keys.publicArmored.match(/^-----END PGP PUBLIC KEY BLOCK-----\n/gm)).toHaveLength(3)
      expect(keys.warnings).toEqual([])
    }
  })

  test('is refused with what was seen, where it is no private key', async () => {
    const text = await fixtureKey('rsa4096')
    expect(await refusalOf('')).toMatch(/no armor/)
    expect(await refusalOf('my key')).toMatch(/no armor/)
    expect(await refusalOf('bXkga2V5')).toMatch(/no armor .* base64 of something else/)
    expect(await refusalOf(text.replaceAll('\n', ' '))).toMatch(/line breaks are lost/)
    expect(await refusalOf(text.slice(0, 900))).toMatch(/no end: it is cut off/)
    expect(await refusalOf(text.replace(/^.{64}\n/m, ''))).toMatch(/checksum is wrong/)
    expect(await refusalOf(text.replace(/^.{64}\n/m, '').replace(/^=.{4}\n/m, ''))).toMatch(
      /damaged|cut off|packet at byte/,
    )
    expect(await refusalOf(`note\n${text}`)).toMatch(/line 1 is outside of the armor/)
    expect(await refusalOf(text.replace('-----\n\n', '-----\n'))).toMatch(/blank line/)
    expect(await refusalOf(text.replace(/^.{64}$/m, '!'))).toMatch(/line 3 is not base64/)
    expect(await refusalOf(text + text)).toMatch(new RegExp(`${RSA} is twice`))
    expect(await refusalOf(await fixtureKey('rsa4096.pub'))).toMatch(
      /holds a PGP PUBLIC KEY BLOCK, where a PGP PRIVATE KEY BLOCK belongs/,
    )
    const fault = (seen: string) => new PublishError('KEY', seen)
    const [block] = parseArmor(await fixtureKey('rsa4096.pub'), fault)
    const disguised = printArmor('PGP PRIVATE KEY BLOCK', block?.bytes ?? new Uint8Array())
    expect(await refusalOf(disguised)).toMatch(/public key lies among the private/)
    expect(await refusalOf('x'.repeat(5_000_000))).toMatch(/more than 1048576 bytes/)
  })

  test('never shows in what the program holds afterwards', async () => {
    const keys = await readSigningKeys(await fixtureKey('ed25519'), undefined, NOW)
    const fault = (seen: string) => new PublishError('KEY', seen)
    const [block] = parseArmor(await fixtureKey('ed25519'), fault)
    const hex = Buffer.from(block?.bytes ?? '').toString('hex')
    // The seed: 256 or fewer bits after the public key's 263 and the usage octet.
    const seed = /0107.{66}00(?:00|01)(?:..)(.{60})/.exec(hex)?.[1] ?? ''
    expect(seed).toHaveLength(60)
    const shown = JSON.stringify(keys) + inspect(keys, { depth: 20, showHidden: true, maxArrayLength: null })
    for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) {
      expect(shown).not.toContain(Buffer.from(seed, 'hex').toString(form).slice(0, 20))
    }
    expect(shown).not.toContain([...Buffer.from(seed, 'hex')].slice(4, 12).join(', '))
  })

  test('can be made for a demonstration', async () => {
    const text = await throwAwayKey('Demonstration <demonstration@example.invalid>', NOW)
    expect(await readSigningKeys(text, undefined, NOW)).toMatchObject({ algorithm: 'rsa', warnings: [] })
  })
})

describe('passphrases', () => {
  const PASSPHRASE = 'correct horse ü battery'
  const locked = async (change: (packet: object) => object = (it) => it) => {
    const privateKey = (await madeKey()).certificate
    const key = await encryptKey({ privateKey, passphrase: PASSPHRASE, config: { s2kIterationCountByte: 0 } })
    change(key.keyPacket)
    return { text: key.armor(), fingerprint: key.getFingerprint().toUpperCase() }
  }

  test('open keys, and what does not fit is said', async () => {
    const { text, fingerprint } = await locked()
    expect(await readSigningKeys(text, PASSPHRASE, NOW)).toMatchObject({ fingerprint, algorithm: 'eddsa' })
    const open = `The key ${fingerprint} of gpg-private-key `
    for (const passphrase of [undefined, ''])
      expect(await refusalOf(text, passphrase)).toBe(
        `${open}is protected by a passphrase: set gpg-passphrase.`,
      )
    expect(await refusalOf(text, 'wrong one')).toBe(`${open}does not open with gpg-passphrase.`)
    for (const frayed of [`${PASSPHRASE}\n`, ` ${PASSPHRASE}`])
      expect(await refusalOf(text, frayed)).toBe(
        `${open}does not open with gpg-passphrase (it begins or ends with a blank or a newline).`,
      )
    const both = await readSigningKeys(text + (await fixtureKey('rsa4096')), PASSPHRASE, NOW)
    expect(both.keys).toHaveLength(2)
  })

  test('cannot open what is protected in the oldest way', async () => {
    const { text } = await locked((packet) => Object.assign(packet, { s2kUsage: 255 }))
    expect(await refusalOf(text, PASSPHRASE)).toMatch(
      /is protected in a way that is not supported: set its passphrase again with a current gpg, and export it again\.$/,
    )
  })

  test('and keys are called by other names where they come from elsewhere', async () => {
    const { text } = await locked()
    const names = { key: 'DEB_KEY', passphrase: 'DEB_PASSPHRASE' }
    await expect(readSigningKeys(text, undefined, NOW, names)).rejects.toThrow(
      /of DEB_KEY is protected by a passphrase: set DEB_PASSPHRASE\.$/,
    )
    await expect(readSigningKeys('', undefined, NOW, names)).rejects.toThrow(
      /^The text of DEB_KEY cannot be used: .* DEB_KEY takes what gpg --armor --export-secret-keys prints\.$/,
    )
    await expect(readSigningKeys(text + text, undefined, NOW, names)).rejects.toThrow(
      /is twice in DEB_KEY: leave it there once\.$/,
    )
  })

  testWith(['gpg'], 'unlock keys', async () => {
    const passphrase = 'correct horse ü battery'
    const { gpg, fingerprint } = await freshKey('rsa2048', 'cert,sign', 'never', ['--passphrase', passphrase])
    const text = await secretOf(gpg, ['--passphrase', passphrase])
    expect((await readSigningKeys(text, passphrase, NOW)).fingerprint).toBe(fingerprint)
    expect(await refusalOf(text)).toMatch(/protected by a passphrase: set gpg-passphrase/)
    expect(await refusalOf(text, '')).toMatch(/protected by a passphrase: set gpg-passphrase/)
    expect(await refusalOf(text, 'wrong one')).toMatch(/does not open with gpg-passphrase\./)
    expect(await refusalOf(text, `${passphrase}\n`)).toMatch(/begins or ends with a blank or a newline/)
    const both = await readSigningKeys(text + (await fixtureKey('rsa4096')), passphrase, NOW)
    expect(both.keys).toHaveLength(2)
  })
})

describe('keys that clients would refuse', () => {
  test('are refused: halves of two keys', async () => {
    const [one, other] = [(await madeKey()).certificate, (await madeKey()).certificate]
    const { privateParams } = other.keyPacket as AnySecretKeyPacket
    Object.assign(one.keyPacket, { privateParams })
    expect(await refusalOf(one.armor())).toMatch(
      /^The key [0-9A-F]{40} of gpg-private-key is damaged: its public and its private half do not belong together\.$/,
    )
  })

  test('are refused: dated more than ten seconds ahead', async () => {
    expect(await refusalOf((await madeKey({ made: '2026-06-01T12:00:11Z' })).secret)).toMatch(/in the future/)
    const { secret, fingerprint } = await madeKey({ made: '2026-06-01T12:00:10Z' })
    expect(await readSigningKeys(secret, undefined, NOW)).toMatchObject({ fingerprint })
  })

  const made: readonly (readonly [string, Parameters<typeof freshKey>, RegExp])[] = [
    ['weak RSA', ['rsa1024', 'cert,sign'], /RSA with 1024 bits, which is too weak: make an RSA 4096 key/],
    ['DSA', ['dsa2048', 'cert,sign'], /is of a kind \(dsa\) that apt and rpm refuse/],
    ['brainpool', ['brainpoolP256r1', 'cert,sign'], /curve brainpoolP256r1, which apt refuses/],
    ['SHA-1', ['rsa2048', 'cert,sign', 'never', ['--cert-digest-algo', 'SHA1']], /self-signatures in SHA-1/],
    ['no right to sign', ['ed25519', 'cert'], /no part that can sign: [0-9A-F]{16} is not allowed to sign/],
    ['expired', ['ed25519', 'cert,sign', '2026-05-31'], /expired on 2026-05-31: extend it/],
    ['from the future', ['ed25519', 'cert,sign', 'never', [], '20260601T120100'], /dated in the future/],
  ]
  for (const [name, key, message] of made) {
    testWith(['gpg'], `are refused: ${name}`, async () => {
      const { gpg } = await freshKey(...key)
      expect(await refusalOf(await secretOf(gpg))).toMatch(message)
    })
  }

  testWith(['gpg'], 'are refused: revoked, with whatever reason', async () => {
    for (const [algorithm, reason, options] of [
      ['ed25519', '0', []],
      ['ed25519', '1', []],
      ['ed25519', '3', []],
      ['rsa2048', '1', ['--cert-digest-algo', 'SHA1']],
    ] as const) {
      const { gpg, fingerprint } = await freshKey(algorithm, 'cert,sign')
      await revoke(gpg, fingerprint, reason, options)
      expect(await refusalOf(await secretOf(gpg))).toMatch(/is revoked: make another/)
    }
  })

  testWith(['gpg'], 'are refused: stubs of an offline key without a subkey that signs', async () => {
    const { gpg, fingerprint } = await freshKey('ed25519', 'cert,sign')
    await gpg(['--quick-add-key', fingerprint, 'cv25519', 'encr', 'never'])
    const stub = await gpg(['--armor', '--export-secret-subkeys'])
    expect(await refusalOf(stub)).toMatch(/is not for signing; the secrets of 1 more are not in the/)
  })
})

describe('subkeys and warnings', () => {
  test('the key of an issuer is the one that signs, dated as it may be used', async () => {
    const subkey = { made: '2025-02-01T00:00:00Z', kind: 'p256' } as const
    const { secret, certificate, fingerprint, keyIds } = await madeKey({ subkeys: [subkey] })
    const keys = await readSigningKeys(secret, undefined, NOW)
    expect(keys).toMatchObject({
      fingerprint,
      algorithm: 'ecdsa',
      keys: [{ trusted: { fingerprint, keyIds } }],
    })
    const { issuer } = keys.keys[0]
    expect(Buffer.from(issuer.fingerprint).toString('hex')).toBe(certificate.subkeys[0]?.getFingerprint())
    expect(issuer.notBefore).toEqual(new Date(subkey.made))
    const isPreferred = (wanted: string) => wanted === fingerprint
    expect(await readSigningKeys(secret, undefined, NOW, undefined, isPreferred)).toMatchObject({
      algorithm: 'eddsa',
    })
  })

  test('one key of several is as if it had been alone', async () => {
    const texts = await Promise.all(['rsa4096', 'ed25519'].map(fixtureKey))
    const keys = await readSigningKeys(texts.join(''), undefined, NOW)
    const alone = await readSigningKeys(texts[1] ?? '', undefined, NOW)
    const { fingerprint, algorithm, publicArmored, publicBinary } = alone
    const second = keys.keys[1] ?? keys.keys[0]
    expect(withKeyAlone(keys, second)).toMatchObject({ fingerprint, algorithm, publicArmored, publicBinary })
    expect(withKeyAlone(keys, second).keys).toEqual([second])
  })

  testWith(
    ['gpg'],
    'the newest subkey that signs is taken, and works without the primary secret',
    async () => {
      const { gpg, fingerprint } = await freshKey('rsa2048', 'cert')
      await gpg(['--quick-add-key', fingerprint, 'rsa2048', 'sign', 'never'], { at: '20250201T000000' })
      await gpg(['--quick-add-key', fingerprint, 'rsa3072', 'sign', 'never'], { at: '20250301T000000' })
      await gpg(['--quick-add-key', fingerprint, 'ed25519', 'sign', '2026-05-01'], { at: '20250401T000000' })
      for (const text of [await secretOf(gpg), await gpg(['--armor', '--export-secret-subkeys'])]) {
        const keys = await readSigningKeys(text, undefined, NOW)
        expect(keys).toMatchObject({ fingerprint, algorithm: 'rsa' })
        expect(keys.warnings.join()).toMatch(
          /signs with a subkey, which dnf 4\.5 and rpm on EL 7 cannot verify/,
        )
        const listed = await gpg(['--list-keys', '--with-subkey-fingerprint', '--with-colons'])
        const newest = [...listed.matchAll(/^sub:[^\n]*:3072:[^\n]*\nfpr:*([0-9A-F]{40})/gm)].map(
          ([, id]) => id,
        )
        expect(newest).toEqual([
          Buffer.from(keys.keys[0]?.issuer.fingerprint ?? '')
            .toString('hex')
            .toUpperCase(),
        ])
      }
    },
  )

  testWith(['gpg'], 'keys of kinds or terms that will fail somewhere are announced', async () => {
    const soon = await freshKey('rsa2048', 'cert,sign', '2026-07-01')
    const expiring = await readSigningKeys(await secretOf(soon.gpg), undefined, NOW)
    expect(expiring.warnings).toEqual([expect.stringMatching(/expires on 2026-07-01: extend it/)])
    const later = await freshKey('rsa2048', 'cert,sign', '2027-07-01')
    expect(await readSigningKeys(await secretOf(later.gpg), undefined, NOW)).toMatchObject({ warnings: [] })
    const curve = await freshKey('nistp256', 'cert,sign')
    const ecdsa = await readSigningKeys(await secretOf(curve.gpg), undefined, NOW)
    expect(ecdsa.algorithm).toBe('ecdsa')
    expect(ecdsa.warnings).toEqual([expect.stringMatching(/signs with ECDSA, which rpm on EL 7 to 9/)])
    const edwards = await readSigningKeys(await fixtureKey('ed25519'), undefined, NOW)
    expect(edwards.warnings).toEqual([expect.stringMatching(/signs with Ed25519, which rpm on EL 7 to 9/)])
  })

  test('Ed25519 in the form of RFC 9580 signs, with a warning about older apts', async () => {
    const at = new Date('2026-01-01')
    const { privateKey } = await generateKey({ type: 'curve25519', userIDs: [{ name: 'Tests' }], date: at })
    const keys = await readSigningKeys(privateKey, undefined, NOW)
    expect(keys.algorithm).toBe('eddsa')
    expect(keys.warnings[0]).toMatch(/form of RFC 9580, which apt up to Debian 12 cannot verify/)
    const signed = Buffer.from(await signCleartext('text\n', keys, NOW))
    expect((await verifyCleartext(signed, trustOf(keys), 'it')).text).toBe('text\n')
  })

  testWith(
    ['gpg'],
    'the public half that clients get imports as the same key, without the secret',
    async () => {
      const { publicArmored, publicBinary } = await readSigningKeys(
        await fixtureKey('rsa4096'),
        undefined,
        NOW,
      )
      for (const input of [publicArmored, publicBinary]) {
        const gpg = await gnupg()
        await gpg(['--import'], { input })
        expect(await fingerprintIn(gpg)).toBe(RSA)
        expect(await gpg(['--list-secret-keys'])).toBe('')
        expect(await publicOf(gpg)).toContain('PUBLIC KEY')
      }
      expect((await run('gpg', ['--version'])).stdout).toContain('GnuPG')
    },
  )
})

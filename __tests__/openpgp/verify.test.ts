import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { contentOf } from '../../src/content.ts'
import type { Content } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { parseArmor, printArmor } from '../../src/openpgp/armor.ts'
import { signCleartext, signDetachedArmored, signDetachedBinary } from '../../src/openpgp/sign.ts'
import { readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { readTrustedKeys, trustOf } from '../../src/openpgp/trust.ts'
import type { TrustedKey } from '../../src/openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../src/openpgp/verify.ts'
import { temporaryDirectory, testWith } from '../support/programs.ts'
import type { Gpg } from './gnupg.ts'
import { fixtureKey, freshKey, gnupg, NOW, publicOf, revoke, secretOf } from './gnupg.ts'

const TEXT = 'Origin: tests\nSHA256:\n 00aa 12 main/binary-amd64/Packages\nDate: today\n'
const bytes = (text: string) => contentOf(Buffer.from(text))
const keysOf = async (...names: readonly string[]) =>
  readSigningKeys((await Promise.all(names.map(fixtureKey))).join(''), undefined, NOW)
const trustIn = async (gpg: Gpg) => readTrustedKeys(await publicOf(gpg), NOW)

async function refusalOf(verified: Promise<unknown>): Promise<string> {
  const error: unknown = await verified.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PublishError)
  expect((error as PublishError).code).toBe('SIGNATURE')
  return (error as PublishError).message
}

describe("gpg's signatures", () => {
  for (const algorithm of ['rsa2048', 'ed25519', 'nistp256', 'nistp521']) {
    testWith(['gpg'], `verify: ${algorithm}`, async () => {
      const { gpg, fingerprint } = await freshKey(algorithm, 'cert,sign')
      const trust = await trustIn(gpg)
      for (const digest of ['SHA256', 'SHA384', 'SHA512'].slice(algorithm === 'nistp521' ? 2 : 0)) {
        const clear = await gpg(['--digest-algo', digest, '--clearsign'], { input: TEXT })
        expect(await verifyCleartext(Buffer.from(clear), trust, 'it')).toMatchObject({
          text: TEXT,
          signers: [{ fingerprint }],
        })
        for (const mode of ['--no-textmode', '--textmode']) {
          const command = ['--digest-algo', digest, mode, '--armor', '--detach-sign']
          const detached = Buffer.from(await gpg(command, { input: TEXT }))
          expect(await verifyDetached(bytes(TEXT), detached, trust, 'it')).toMatchObject({
            signers: [{ fingerprint }],
          })
          const [block] = parseArmor(detached.toString(), (seen) => new PublishError('SIGNATURE', seen))
          const binary = block?.bytes ?? Buffer.alloc(0)
          expect(await verifyDetached(bytes(TEXT), binary, trust, 'it')).toMatchObject({
            signers: [{ fingerprint }],
          })
        }
      }
    })
  }

  testWith(['gpg'], 'verify in text mode, whatever the line ends and the pieces', async () => {
    const { gpg } = await freshKey('ed25519', 'cert,sign')
    const trust = await trustIn(gpg)
    const text = 'a\nb \n\n\nc\n'
    const signature = Buffer.from(await gpg(['--textmode', '--armor', '--detach-sign'], { input: text }))
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(fc.nat(4)), async (crlf, sizes) => {
        const stored = Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text)
        const pieces: Content = {
          sizeBytes: stored.length,
          async *read() {
            let at = 0
            for (const size of sizes) yield stored.subarray(at, (at += size))
            yield stored.subarray(at)
          },
        }
        await verifyDetached(pieces, signature, trust, 'it')
      }),
      { numRuns: 30 },
    )
  })

  testWith(['gpg'], 'over weak digests are refused by name', async () => {
    const { gpg } = await freshKey('rsa2048', 'cert,sign')
    const trust = await trustIn(gpg)
    for (const [digest, name] of [
      ['SHA1', 'SHA-1'],
      ['MD5', 'MD5'],
      ['RIPEMD160', 'RIPEMD-160'],
    ] as const) {
      const options = ['--allow-weak-digest-algos', '--digest-algo', digest]
      const clear = await gpg([...options, '--clearsign'], { input: TEXT })
      const said = await refusalOf(verifyCleartext(Buffer.from(clear), trust, 'it'))
      expect(said).toMatch(new RegExp(`by [0-9A-F]{16} is over ${name}, which is too weak`))
    }
  })

  testWith(
    ['gpg'],
    'with escaped dashes, trailing blanks and CRLF give the text that is covered',
    async () => {
      const { gpg } = await freshKey('ed25519', 'cert,sign')
      const trust = await trustIn(gpg)
      const clear = await gpg(['--clearsign'], { input: '-dash\nblank \t\nFrom me\n\nlast' })
      const expected = '-dash\nblank\nFrom me\n\nlast\n'
      for (const form of [
        clear,
        clear.replaceAll('\n', '\r\n'),
        clear.trimEnd(),
        clear.replace(/^Hash.*\n/m, ''),
      ]) {
        expect((await verifyCleartext(Buffer.from(form), trust, 'it')).text).toBe(expected)
      }
    },
  )
})

describe('who signed', () => {
  test('one good signature is enough, unknown ones beside it do not count', async () => {
    const both = await keysOf('ed25519', 'rsa3072-other')
    const clear = Buffer.from(await signCleartext(TEXT, both, NOW))
    const detached = Buffer.from(await signDetachedArmored(bytes(TEXT), both, NOW, 'all'))
    for (const name of ['ed25519', 'rsa3072-other']) {
      const trust = await readTrustedKeys(await fixtureKey(`${name}.pub`), NOW)
      const fingerprint = trust[0]?.fingerprint
      expect(await verifyCleartext(clear, trust, 'it')).toMatchObject({
        text: TEXT,
        signers: [{ fingerprint }],
      })
      expect(await verifyDetached(bytes(TEXT), detached, trust, 'it')).toMatchObject({
        signers: [{ fingerprint }],
      })
    }
  })

  test('several armor blocks count as several signatures', async () => {
    const one = await signDetachedArmored(bytes(TEXT), await keysOf('ed25519'), NOW, 'all')
    const other = await signDetachedArmored(bytes(TEXT), await keysOf('rsa4096'), NOW, 'all')
    const trust = trustOf(await keysOf('rsa4096'))
    await verifyDetached(bytes(TEXT), Buffer.from(one + other), trust, 'it')
    const clear = await signCleartext(TEXT, await keysOf('ed25519'), NOW)
    const detachedText = (await signCleartext(TEXT, await keysOf('rsa4096'), NOW)).replace(
      /^[^]*\n(?=-----BEGIN PGP SIGNATURE)/,
      '',
    )
    await verifyCleartext(Buffer.from(clear + detachedText), trust, 'it')
  })

  test('no signature, an unknown key and a bad signature are told apart', async () => {
    const keys = await keysOf('rsa4096')
    const signature = await signDetachedBinary(bytes(TEXT), keys, NOW)
    const other = await readTrustedKeys(await fixtureKey('rsa3072-other.pub'), NOW)
    const verify = (content: string, signature: Uint8Array, trust: readonly TrustedKey[]) =>
      refusalOf(verifyDetached(bytes(content), signature, trust, 'repomd.xml of el9'))
    expect(await verify(TEXT, Buffer.alloc(0), trustOf(keys))).toBe('repomd.xml of el9 carries no signature.')
    expect(await verify(TEXT, signature, other)).toBe(
      'repomd.xml of el9 is signed by an unknown key (025BC236AA933C32): if it is right, add its public key to trusted-keys.',
    )
    expect(await verify(TEXT, signature, [])).toMatch(/unknown key/)
    expect(await verify(`${TEXT} `, signature, trustOf(keys))).toMatch(
      /^The signature of repomd\.xml of el9 by 025BC236AA933C32 is bad: the content is not what that key signed/,
    )
    const plain = verifyCleartext(Buffer.from(TEXT), trustOf(keys), 'InRelease of stable')
    expect(await refusalOf(plain)).toMatch(/InRelease of stable .* carries no signature/)
  })

  test('a bad signature by a trusted key spoils a good one, as for gpgv', async () => {
    const keys = await keysOf('ed25519', 'rsa4096')
    const good = await signDetachedBinary(bytes(TEXT), keys, NOW)
    const bad = await signDetachedBinary(bytes('other'), await keysOf('rsa4096'), NOW)
    const both = Buffer.concat([good, bad])
    expect(await refusalOf(verifyDetached(bytes(TEXT), both, trustOf(keys), 'it'))).toMatch(/is bad/)
    await verifyDetached(bytes(TEXT), both, trustOf(await keysOf('ed25519')), 'it')
  })

  test('a signature of one kind is none of the other', async () => {
    const keys = await keysOf('ed25519')
    const canonical = TEXT.trimEnd().replaceAll('\n', '\r\n')
    const clear = await signCleartext(TEXT, keys, NOW)
    const binary = await signDetachedArmored(bytes(canonical), keys, NOW, 'all')
    const forged = clear.replace(/-----BEGIN PGP SIGNATURE[^]*$/, binary)
    expect(await refusalOf(verifyCleartext(Buffer.from(forged), trustOf(keys), 'it'))).toMatch(
      /no signature that counts/,
    )
  })

  test('content by nobody we know is not even read', async () => {
    const signature = await signDetachedBinary(bytes(TEXT), await keysOf('rsa4096'), NOW)
    const unread: Content = {
      sizeBytes: 1,
      read() {
        throw new Error('read')
      },
    }
    expect(await refusalOf(verifyDetached(unread, signature, [], 'it'))).toMatch(/unknown key/)
  })

  test('more signatures than anybody needs are refused', async () => {
    const keys = await keysOf('ed25519')
    const signature = await signDetachedBinary(bytes(TEXT), keys, NOW)
    const many = Buffer.concat(Array.from({ length: 65 }, () => signature))
    expect(await refusalOf(verifyDetached(bytes(TEXT), many, trustOf(keys), 'it'))).toMatch(/more than 64/)
  })
})

describe('a key is judged at the date of the signature', () => {
  const signedAt = async (gpg: Gpg, at: string) =>
    Buffer.from(await gpg(['--armor', '--detach-sign'], { input: TEXT, at }))
  const verify = (signature: Buffer, trust: readonly TrustedKey[]) =>
    verifyDetached(bytes(TEXT), signature, trust, 'it')

  testWith(['gpg'], 'expired since: good; expired then: refused', async () => {
    const { gpg, fingerprint } = await freshKey('ed25519', 'cert,sign', '2026-01-01')
    const trust = await trustIn(gpg)
    expect(await verify(await signedAt(gpg, '20250601T000000'), trust)).toMatchObject({
      signers: [{ fingerprint }],
    })
    await gpg(['--quick-set-expire', fingerprint, '2026-05-01'], { at: '20251201T000000' })
    const late = await signedAt(gpg, '20260201T000000')
    expect(await refusalOf(verify(late, trust))).toMatch(
      /dated 2026-02-01T00:00:00\.000Z, when the key was expired, revoked or not one that signs/,
    )
    expect(await verify(late, await trustIn(gpg))).toMatchObject({ signers: [{ fingerprint }] })
  })

  testWith(['gpg'], 'extended, and exported with the last self-signature only: good', async () => {
    const { gpg, fingerprint } = await freshKey('ed25519', 'cert,sign', '2026-01-01')
    const early = await signedAt(gpg, '20250601T000000')
    await gpg(['--quick-set-expire', fingerprint, '2027-05-01'], { at: '20251201T000000' })
    const minimal = await gpg(['--armor', '--export-options', 'export-minimal', '--export'])
    expect(await verify(early, await readTrustedKeys(minimal, NOW))).toMatchObject({
      signers: [{ fingerprint }],
    })
  })

  testWith(['gpg'], 'retired since: good, in any order; signed after that: refused', async () => {
    const { gpg, fingerprint } = await freshKey('ed25519', 'cert,sign')
    const early = await signedAt(gpg, '20250601T000000')
    const late = await signedAt(gpg, '20260201T000000')
    await revoke(gpg, fingerprint, '3')
    const trust = await trustIn(gpg)
    for (const _ of [1, 2]) {
      expect(await refusalOf(verify(late, trust))).toMatch(/when the key was expired, revoked/)
      expect(await verify(early, trust)).toMatchObject({ signers: [{ fingerprint }] })
    }
  })

  testWith(['gpg'], 'a subkey that cannot sign, or whose key is unknown, gives no trust', async () => {
    const { gpg, fingerprint } = await freshKey('rsa2048', 'cert')
    await gpg(['--quick-add-key', fingerprint, 'rsa2048', 'sign', '2025-12-01'], { at: '20250201T000000' })
    const trust = await trustIn(gpg)
    expect(await verify(await signedAt(gpg, '20250601T000000'), trust)).toMatchObject({
      signers: [{ fingerprint }],
    })
    const keys = await readSigningKeys(await secretOf(gpg), undefined, new Date('2025-06-01'))
    const late = await signDetachedBinary(bytes(TEXT), keys, NOW)
    expect(await refusalOf(verify(late, trust))).toMatch(/when the key was expired/)
  })
})

describe('what was tampered with', () => {
  const forms = async (keys: SigningKeys) => ({
    clear: Buffer.from(await signCleartext(TEXT, keys, NOW)),
    armored: Buffer.from(await signDetachedArmored(bytes(TEXT), keys, NOW, 'all')),
    binary: await signDetachedBinary(bytes(TEXT), keys, NOW),
  })

  test('is refused or harmless, at each bit of an InRelease', async () => {
    const keys = await keysOf('ed25519')
    const { clear } = await forms(keys)
    for (let at = 0; at < clear.length; at += 1) {
      const flipped = Buffer.from(clear)
      flipped[at] = (clear[at] ?? 0) ^ (1 << (at % 8))
      const outcome = await verifyCleartext(flipped, trustOf(keys), 'it').catch((error: unknown) => error)
      if (outcome instanceof PublishError) expect(outcome.code).toBe('SIGNATURE')
      else expect({ at, outcome }).toMatchObject({ at, outcome: { text: TEXT } })
    }
  })

  test('is refused or harmless, at each byte of detached signatures, and whereever they are cut', async () => {
    const keys = await keysOf('ed25519')
    const { armored, binary } = await forms(keys)
    const isAbout = async (content: string, signature: Buffer) => {
      const outcome: unknown = await verifyDetached(bytes(content), signature, trustOf(keys), 'it').catch(
        (error: unknown) => error,
      )
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PublishError)
      return !(outcome instanceof Error)
    }
    for (const signature of [armored, binary]) {
      for (let at = 0; at < signature.length; at += 1) {
        const flipped = Buffer.from(signature)
        flipped[at] = (signature[at] ?? 0) ^ (1 << (at % 8))
        expect(await isAbout(`${TEXT}more`, flipped)).toBe(false)
        await isAbout(TEXT, flipped)
        const isWholeText = at === armored.length - 1 && signature === armored
        expect(await isAbout(TEXT, signature.subarray(0, at))).toBe(isWholeText)
      }
      for (const extra of ['x', '\0', '-----', '\x88\x01x']) {
        expect(await isAbout(TEXT, Buffer.concat([signature, Buffer.from(extra, 'latin1')]))).toBe(
          signature === binary && extra === '\x88\x01x',
        )
      }
    }
  })

  test('is refused by name: text around, two messages, unescaped lines, headers, NULs', async () => {
    const keys = await keysOf('ed25519')
    const { clear, armored } = await forms(keys)
    const whole = clear.toString()
    const publicKey = await fixtureKey('ed25519.pub')
    const tricks: readonly (readonly [string, RegExp])[] = [
      [`\n${whole}`, /does not begin with/],
      [`Origin: evil\n${whole}`, /does not begin with/],
      [`${whole}\n`, /something follows its signature, if only a blank line/],
      [`${whole} `, /something follows its signature/],
      [`${whole}Origin: evil\n`, /outside of the armor/],
      [whole + whole, /another signed message follows/],
      [`${whole}${publicKey}`, /PUBLIC KEY BLOCK follows/],
      [whole.replace('Date', '-Date'), /a dash that is not escaped/],
      [whole.replace('Date', '-----BEGIN PGP SIGNED MESSAGE-----\n\nDate'), /a dash that is not escaped/],
      [whole.replace('Hash: SHA256', 'Hash: SHA256\nOrigin: evil'), /more than "Hash:"/],
      [whole.replace('Hash: SHA256', 'NotDashEscaped: x'), /more than "Hash:"/],
      [whole.replace('SHA256\n\n', 'SHA256\n'), /more than "Hash:"|blank line/],
      [whole.replace('Date', '\0Date'), /control characters/],
      [whole.replace('Date', '\rDate'), /control characters/],
      [whole.replace(/-----BEGIN PGP SIGNATURE/, '\0-----BEGIN PGP SIGNATURE'), /control characters/],
      [whole.replace(/\n\n[^]*\n-----BEGIN PGP SIG/, '\n\n-----BEGIN PGP SIG'), /it is empty/],
      [whole.replace(/-----BEGIN PGP SIGNATURE[^]*/, ''), /no signature, or is cut off/],
      [whole.replace('Date: today\n', 'Date: today\n\n'), /is bad/],
      [whole.replace('Date: today\n', ''), /is bad/],
    ]
    for (const [trick, message] of tricks) {
      expect(await refusalOf(verifyCleartext(Buffer.from(trick), trustOf(keys), 'it'))).toMatch(message)
    }
    const latin1 = Buffer.from(whole.replace('tests', 't\u00EAsts'), 'latin1')
    expect(await refusalOf(verifyCleartext(latin1, trustOf(keys), 'it'))).toMatch(/not UTF-8/)
    const detached = (signature: string) =>
      refusalOf(verifyDetached(bytes(TEXT), Buffer.from(signature), trustOf(keys), 'it'))
    expect(await detached(publicKey)).toMatch(/PGP PUBLIC KEY BLOCK where a PGP SIGNATURE belongs/)
    expect(await detached(`hello\n${armored.toString()}`)).toMatch(/outside of the armor/)
    const [key] = parseArmor(publicKey, (seen) => new PublishError('KEY', seen))
    expect(await detached(printArmor('PGP SIGNATURE', key?.bytes ?? Buffer.alloc(0)))).toMatch(
      /no signature that counts/,
    )
    expect(await detached('x'.repeat(2_000_000))).toMatch(/more than 1048576 bytes/)
  })

  testWith(['gpg', 'gpgv'], 'is text to us exactly where it is text to gpgv', async () => {
    const gpg = await gnupg()
    await gpg(['--import'], { input: await fixtureKey('ed25519.pub') })
    const folder = await temporaryDirectory()
    const keys = await keysOf('ed25519')
    await writeFile(join(folder, 'InRelease'), await signCleartext(`-a\n${TEXT}`, keys, NOW))
    expect(await gpg(['--output', '-', '--decrypt', join(folder, 'InRelease')])).toBe(`-a\n${TEXT}`)
  })
})

import { expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../src/clock.ts'
import { compareWithPublished } from '../../src/openpgp/published-keys.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf, trusted } from '../../src/openpgp/trust.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, publishAll, recordingLog } from '../support/publishing.ts'
import { NOW, fixtureKey, freshKey, secretOf } from './gnupg.ts'
import { type MadeKey, type SelfSignature, madeKey } from './made-key.ts'

const OLD = 'A6DA99457B9756CA7DE90244025BC236AA933C32'
const NEW = 'F69AB8865FD9CADE0E3A74535FC4E19DDC7E4C06'

async function keysOf(...names: readonly string[]): Promise<SigningKeys> {
  return readSigningKeys((await Promise.all(names.map(fixtureKey))).join('\n'), undefined, NOW)
}

/** What is said where clients hold these keys and those sign. */
async function findings(published: SigningKeys | string, signing: SigningKeys): Promise<readonly string[]> {
  const file = Buffer.from(typeof published === 'string' ? published : published.publicArmored)
  const found = await compareWithPublished(file, 'demo.asc', trustOf(signing))
  return found.map(({ level, message }) => `${level}: ${message}`)
}

test('a rollover step by step is fine, whatever is skipped is not', async () => {
  const [old, fresh] = ['rsa4096', 'rsa3072-other']
  const steps = [await keysOf(old), await keysOf(old, fresh), await keysOf(fresh, old), await keysOf(fresh)]
  for (const [at, keys] of steps.entries()) {
    expect(await findings(keys, keys)).toEqual([])
    const next = steps[at + 1]
    if (next !== undefined) expect(await findings(keys, next)).toEqual([])
  }
  const [first, , reversed, last] = steps as [SigningKeys, SigningKeys, SigningKeys, SigningKeys]
  const [swapped] = await findings(first, last)
  expect(swapped).toMatch(`warning: The published demo.asc holds ${OLD}, but gpg-private-key ${NEW}: clients`)
  expect(swapped).toMatch(/cannot verify what is signed now.* put the key that clients hold first/)
  const [early] = await findings(first, reversed)
  expect(early).toMatch(
    `warning: The first key of gpg-private-key, ${NEW}, is not in the published demo.asc yet`,
  )
  expect(early).toMatch(new RegExp(`put ${OLD} first for some releases`))
})

test('what lies there and is no key file is said, and nothing more', async () => {
  const keys = await keysOf('rsa4096')
  const secret = await fixtureKey('rsa4096')
  for (const text of ['', 'no key', secret, keys.publicArmored.slice(0, 400), '\0'.repeat(1000)]) {
    expect(await findings(text, keys)).toEqual([
      'warning: The published demo.asc is no file of armored public keys; it is written anew.',
    ])
  }
})

/** Forms of one key, by the terms of its self-signatures. */
async function formsOf(...terms: readonly (readonly SelfSignature[])[]): Promise<readonly MadeKey[]> {
  const secret = (await madeKey()).certificate
  return Promise.all(terms.map((signatures) => madeKey({ from: secret, signatures })))
}

test('every change of the form of a key is said', async () => {
  const later = { at: '2025-02-01T00:00:00Z' }
  const forms = await formsOf(
    [{}],
    [{ days: 600 }],
    [{ days: 700 }],
    [],
    [{ days: 700 }, { ...later, days: 700 }],
  )
  const [endless, short, long, invalid, longer] = forms as readonly [
    MadeKey,
    MadeKey,
    MadeKey,
    MadeKey,
    MadeKey,
  ]
  const found = async (published: MadeKey, { certificate }: MadeKey) => {
    const signing = [trusted(certificate.toPublic())]
    const all = await compareWithPublished(Buffer.from(published.public), 'demo.asc', signing)
    return all.map(({ level, message }) => `${level}: ${message}`.replaceAll(endless.fingerprint, 'KEY'))
  }
  const GET =
    'Clients get the new form with the packages of keyring-package, or when they fetch demo.asc again.'
  const OLD_COPY = 'if that is an old copy, export the key again.'
  const now = (text: string) => [`notice: The key KEY in the published demo.asc ${text}. ${GET}`]
  const back = (before: string, after: string) => [
    `warning: The key KEY ${before} in the published demo.asc, but in gpg-private-key, which replaces it, it ${after}: ${OLD_COPY}`,
  ]
  expect(await found(short, short)).toEqual([])
  expect(await found(short, long)).toEqual(now('expires on 2026-08-24, and now it expires on 2026-12-02'))
  expect(await found(short, endless)).toEqual(now('expires on 2026-08-24, and now it never expires'))
  expect(await found(endless, short)).toEqual(back('never expires', 'expires on 2026-08-24'))
  expect(await found(invalid, short)).toEqual(now('is not valid, and now it expires on 2026-08-24'))
  expect(await found(short, invalid)).toEqual(back('expires on 2026-08-24', 'is not valid'))
  expect(await found(long, longer)).toEqual(now('changes its form'))
})

test('all keys are named that clients hold, and that sign', async () => {
  const [all, other] = [await keysOf('rsa4096', 'rsa3072-other'), await madeKey()]
  const [trustedOther] = [trusted(other.certificate.toPublic())]
  const said = async (file: string, signing: readonly TrustedKey[]) =>
    (await compareWithPublished(Buffer.from(file), 'demo.asc', signing)).map(({ message }) => message)
  expect(await said(all.publicArmored, [trustedOther])).toEqual([
    expect.stringContaining(`holds ${OLD} and ${NEW}, but gpg-private-key ${other.fingerprint}: clients`),
  ])
  expect(await said(other.public, trustOf(all))).toEqual([
    expect.stringContaining(`holds ${other.fingerprint}, but gpg-private-key ${OLD} and ${NEW}: clients`),
  ])
  expect(await said(all.publicArmored, [trustedOther, ...trustOf(all)])).toEqual([
    expect.stringContaining(`To spare them that, put ${OLD} and ${NEW} first for some releases.`),
  ])
  expect(await said(all.publicArmored, [])).toEqual([expect.stringContaining('but gpg-private-key no key:')])
})

testWith(['gpg'], 'a key whose term changed is told from an old copy of it', async () => {
  const { gpg, fingerprint } = await freshKey('ed25519', 'cert,sign', '2027-01-01')
  const before = await readSigningKeys(await secretOf(gpg), undefined, NOW)
  await gpg(['--quick-set-expire', fingerprint, '2028-01-01'], { at: '20260201T000000' })
  const after = await readSigningKeys(await secretOf(gpg), undefined, NOW)
  expect(await findings(before, after)).toEqual([
    `notice: The key ${fingerprint} in the published demo.asc expires on 2027-01-01, and now it expires on 2028-01-01. ` +
      'Clients get the new form with the packages of keyring-package, or when they fetch demo.asc again.',
  ])
  expect(await findings(after, before)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^warning: The key ${fingerprint} expires on 2028-01-01 in the published demo.asc, but in gpg-private-key, ` +
          'which replaces it, it expires on 2027-01-01: if that is an old copy, export the key again',
      ),
    ),
  ])
  await gpg(['--quick-add-key', fingerprint, 'ed25519', 'sign', 'never'], { at: '20260301T000000' })
  const longer = await readSigningKeys(await secretOf(gpg), undefined, NOW)
  expect(await findings(after, longer)).toEqual([
    expect.stringMatching(/^notice: .* in the published demo\.asc changes its form\./),
  ])
})

test('a publish says it before it writes the key file anew, once', async () => {
  const path = await temporaryDirectory()
  const publish = async (keys: SigningKeys, version: string) => {
    const log = recordingLog()
    const store = directoryStore(path, systemClock)
    // The old key still vouches for what it signed.
    const trust = [...trustOf(keys), ...trustOf(await keysOf('rsa4096'))]
    await publishAll([await deb({ version })], { store, keys, trust, log })
    return log.lines.filter((line) => /demo\.asc/.test(line))
  }
  const [old, fresh] = [await keysOf('rsa4096'), await keysOf('rsa3072-other')]
  expect(await publish(old, '1.0')).toEqual([])
  expect(await publish(fresh, '1.1')).toEqual([
    expect.stringMatching(new RegExp(`^warning: The published demo\\.asc holds ${OLD}, but`)),
  ])
  expect(await readFile(join(path, 'demo.asc'), 'utf8')).toContain(fresh.publicArmored)
  expect(await publish(fresh, '1.2')).toEqual([])
})

import { expect, test } from '@jest/globals'
import { readKey } from 'openpgp'
import { fingerprintsIn } from '../../src/openpgp/key-file.ts'
import { newestDateOf } from '../../src/openpgp/key-date.ts'
import { type TrustedKey, keyFiles, readTrustedKeys, trusted } from '../../src/openpgp/trust.ts'
import { NOW, fixtureKey } from './gnupg.ts'
import { type KeyToMake, madeKey } from './made-key.ts'

const ED25519 = 'A747AC6CBEC850192F7822AD54E31B54B9A61D22'
const trustedKey = async (made: KeyToMake) => trusted((await madeKey(made)).certificate.toPublic())
const filesOf = async (...keys: readonly TrustedKey[]) =>
  keyFiles([...(await readTrustedKeys(await fixtureKey('ed25519.pub'), NOW)), ...keys])

test('a key file is read in the form that its name promises', async () => {
  const other = await trustedKey({ signatures: [{ days: 1 }] })
  const { armored, binary } = await filesOf(other)
  const expected = [ED25519, other.fingerprint]
  expect(await fingerprintsIn(Buffer.from(armored), 'armored')).toEqual(expected)
  expect(await fingerprintsIn(binary, 'binary')).toEqual(expected)
  expect(await fingerprintsIn(Buffer.from(armored), 'binary')).toBeUndefined()
  expect(await fingerprintsIn(binary, 'armored')).toBeUndefined()
})

test('a key without a valid self-signature is none to clients', async () => {
  const { armored } = await filesOf(await trustedKey({ signatures: [] }))
  expect(await fingerprintsIn(Buffer.from(armored), 'armored')).toEqual([ED25519])
})

test('what is no file of public keys has no fingerprints', async () => {
  const secret = Buffer.from(await fixtureKey('ed25519'))
  for (const file of [Buffer.alloc(0), Buffer.from('text'), secret])
    expect(await fingerprintsIn(file, 'armored')).toBeUndefined()
  for (const file of [Buffer.alloc(0), Buffer.of(0x99, 0xff), Buffer.alloc(9, 0xff)])
    expect(await fingerprintsIn(file, 'binary')).toBeUndefined()
})

test('keys are as new as the newest signature on them', async () => {
  const dateOf = async (...keys: readonly KeyToMake[]) =>
    new Date((await newestDateOf(await Promise.all(keys.map(trustedKey)))) * 1000).toISOString()
  const [old, late] = [{}, { made: '2025-03-01T00:00:00Z' }]
  expect(await dateOf()).toBe('1970-01-01T00:00:00.000Z')
  expect(await dateOf(old, late, old)).toBe('2025-03-01T00:00:00.000Z')
  expect(await dateOf({ signatures: [{ at: '2025-05-01T00:00:07Z' }, {}] })).toBe('2025-05-01T00:00:07.000Z')
  expect(await dateOf({ subkeys: [{ signatures: [{ at: '2025-06-01T00:00:00Z' }] }] })).toBe(
    '2025-06-01T00:00:00.000Z',
  )
  expect(await dateOf({ ...late, signatures: [] })).toBe('2025-03-01T00:00:00.000Z')
})

test('a key file holds the certificates as they are', async () => {
  const key = await trustedKey({ subkeys: [{}] })
  const { binary } = keyFiles([key, { ...key, certificate: Buffer.of(1) }])
  expect(binary.equals(key.certificate)).toBe(true)
  expect((await readKey({ binaryKey: binary })).subkeys).toHaveLength(1)
})

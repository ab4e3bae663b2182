import { expect, test } from '@jest/globals'
import { expiryOf } from '../../src/openpgp/expiry.ts'
import { NOW } from './gnupg.ts'
import { type KeyToMake, madeKey } from './made-key.ts'

const [SHORT, LONG] = [[{ days: 31 }], [{ days: 59 }]]

test.each<[string, KeyToMake, string | undefined]>([
  ['never, if none has a term', { subkeys: [{}] }, undefined],
  ['with the key', { signatures: SHORT }, '2025-02-01'],
  ['with the key before its subkey', { signatures: SHORT, subkeys: [{ signatures: LONG }] }, '2025-02-01'],
  ['with the subkey before the key', { signatures: LONG, subkeys: [{ signatures: SHORT }] }, '2025-02-01'],
  ['with the key of a subkey without a term', { signatures: LONG, subkeys: [{}] }, '2025-03-01'],
  ['with the subkey of a key without a term', { subkeys: [{ signatures: LONG }] }, '2025-03-01'],
  ['never, as far as nothing valid says it', { signatures: [] }, undefined],
])('what signs expires %s', async (_, made, expected) => {
  const { certificate } = await madeKey(made)
  const expiry = await expiryOf(certificate, certificate.subkeys[0] ?? certificate, NOW)
  expect(expiry?.toISOString().slice(0, 10)).toBe(expected)
})

test('of a subkey the binding counts that there was at that date', async () => {
  const later = { at: '2025-01-20T00:00:00Z', days: 90 }
  const { certificate } = await madeKey({ subkeys: [{ signatures: [{ days: 31 }, later] }] })
  const expiryAt = async (at: string) =>
    (await expiryOf(certificate, certificate.subkeys[0] ?? certificate, new Date(at)))?.toISOString()
  expect(await expiryAt('2025-01-19T00:00:00Z')).toBe('2025-02-01T00:00:00.000Z')
  expect(await expiryAt('2025-01-21T00:00:00Z')).toBe('2025-04-01T00:00:00.000Z')
})

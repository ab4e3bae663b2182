import { expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import { parseArmor, printArmor } from '../../src/openpgp/armor.ts'
import {
  fingerprintOf,
  readPrivateCertificates,
  readPublicCertificates,
} from '../../src/openpgp/certificate.ts'
import { fixtureKey } from './gnupg.ts'

const ED25519 = 'A747AC6CBEC850192F7822AD54E31B54B9A61D22'
const PUBLIC = 'PGP PUBLIC KEY BLOCK'
const LIMIT_BYTES = 1024 * 1024
const fault = (seen: string) => new PublishError('KEY', seen)

const text = await fixtureKey('ed25519.pub')
const bytes = parseArmor(text, fault)[0]?.bytes ?? Buffer.alloc(0)

const fingerprintsOf = async (form: string) => (await readPublicCertificates(form, fault)).map(fingerprintOf)

async function refusalOf(form: string): Promise<string> {
  const error: unknown = await readPublicCertificates(form, fault).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PublishError)
  return (error as PublishError).message
}

test.each([
  ['as gpg prints it', text],
  ['with CRLF', text.replaceAll('\n', '\r\n')],
  ['with CR', text.replaceAll('\n', '\r')],
  ['with literal \\n', text.replaceAll('\n', '\\n')],
  ['with literal \\r\\n', text.replaceAll('\n', '\\r\\n')],
  ['with a byte order mark', `\uFEFF${text}`],
  ['indented', text.replaceAll(/^/gm, '\t ')],
  ['with blanks at the ends of its lines', text.replaceAll('\n', ' \t\n')],
  ['between blank lines', `\n \n${text}\n \n`],
  ['in base64', Buffer.from(text).toString('base64')],
  ['in base64 of several lines', Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$& \n')],
  ['in base64 of its form with CRLF', Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64')],
])('a key comes %s', async (_, form) => {
  expect(await fingerprintsOf(form)).toEqual([ED25519])
})

test.each([1, 2, 3])('base64 of any length is read: with %d bytes more', async (more) => {
  expect(await fingerprintsOf(Buffer.from(text + '\n'.repeat(more)).toString('base64'))).toEqual([ED25519])
})

test('several keys in one block are as many', async () => {
  expect(await fingerprintsOf(printArmor(PUBLIC, Buffer.concat([bytes, bytes])))).toEqual([ED25519, ED25519])
})

const NO_ARMOR = 'there is no armor (-----BEGIN PGP …-----)'
test.each([
  ['', NO_ARMOR],
  ['my key!', NO_ARMOR],
  ['AAAA====', NO_ARMOR],
  ['?AAAA', NO_ARMOR],
  ['AAAA?', NO_ARMOR],
  ['-----BEGIN', NO_ARMOR],
  ['bXkga2V5', `${NO_ARMOR}, but base64 of something else: use gpg --armor --export…`],
  [
    text.replaceAll('\n', ' '),
    'its line breaks are lost: store it again with them (as a secret of several lines)',
  ],
  [text.replaceAll('PUBLIC', 'PRIVATE'), `it holds a PGP PRIVATE KEY BLOCK, where a ${PUBLIC} belongs`],
  [
    printArmor(PUBLIC, Buffer.concat([Buffer.of(0xb4, 1, 65), bytes])),
    'it begins with an OpenPGP packet of type 13, not with a key',
  ],
  [
    printArmor(PUBLIC, Buffer.of(0x98, 1, 4)),
    'the key inside the armor cannot be read: it is damaged, or of a kind that is not supported',
  ],
  [`${text}-----BEGIN PGP MESSAGE-----`, /^the armor that begins in line 11 has no end/],
])('what is no key is refused by what it is: %#', async (form, why) => {
  if (typeof why === 'string') expect(await refusalOf(form)).toBe(why)
  else expect(await refusalOf(form)).toMatch(why)
})

test('a text may be as large as the limit, and not larger', async () => {
  const padded = text.padEnd(LIMIT_BYTES, '\n')
  expect(await fingerprintsOf(padded)).toEqual([ED25519])
  expect(await refusalOf(`${padded}\n`)).toBe('it has more than 1048576 bytes')
})

test('private keys and public keys do not take the place of each other', async () => {
  const secret = await fixtureKey('ed25519')
  const [block] = parseArmor(secret, fault)
  const disguised = printArmor(PUBLIC, block?.bytes ?? Buffer.alloc(0))
  expect(await refusalOf(disguised)).toBe('a private key lies among the public ones')
  const [own, other] = [secret, printArmor('PGP PRIVATE KEY BLOCK', bytes)]
  expect((await readPrivateCertificates(own, fault)).map(fingerprintOf)).toEqual([ED25519])
  await expect(readPrivateCertificates(other, fault)).rejects.toThrow(
    'a public key lies among the private ones',
  )
  const damaged = printArmor('PGP PRIVATE KEY BLOCK', Buffer.of(0x94, 1, 4))
  await expect(readPrivateCertificates(damaged, fault)).rejects.toThrow(
    'the key inside the armor cannot be read',
  )
})

import { expect, test } from '@jest/globals'
import { readSignature } from 'openpgp'
import { contentOf, memoryScratch } from '../../src/content.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { authenticated } from '../../src/rpm/authenticity.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { isSigned, signaturesOf } from '../../src/rpm/sign.ts'
import { SIGNATURE_TAGS } from '../../src/rpm/tags.ts'
import { fixtureKeys } from '../support/publishing.ts'
import { SAMPLE_TIME, build } from './sample.ts'

const unsigned = async () => readRpm(contentOf(await build()), 'hello.rpm')

test('a package is signed where it is not signed, and stays where it is, or nobody signs', async () => {
  const [keys, others] = await Promise.all([fixtureKeys('ed25519'), fixtureKeys('rsa3072-other')])
  const pkg = await unsigned()
  const signing = { keys, trust: trustOf(keys), signUnsigned: true, scratch: memoryScratch }
  expect(await authenticated(pkg, { ...signing, keys: undefined })).toBe(pkg)
  expect(await authenticated(pkg, { ...signing, signUnsigned: false })).toBe(pkg)
  const signed = await authenticated(pkg, signing)
  expect([pkg, signed].map(isSigned)).toEqual([false, true])
  expect(signed.headerSha256).toBe(pkg.headerSha256)
  expect(await authenticated(signed, signing)).toBe(signed)
  await expect(authenticated(signed, { ...signing, trust: trustOf(others) })).rejects.toThrow(
    expect.objectContaining({ code: 'SIGNATURE' }),
  )
})

test('the signatures are of the time of the build', async () => {
  const keys = await fixtureKeys('ed25519')
  const signing = { keys, trust: trustOf(keys), signUnsigned: true, scratch: memoryScratch }
  const signatures = signaturesOf(await authenticated(await unsigned(), signing))
  const dates = signatures.map(async ({ bytes }) => {
    const { packets } = await readSignature({ binarySignature: bytes })
    return packets.map(({ created }) => created?.getTime())
  })
  const built = [SAMPLE_TIME * 1000]
  expect(await Promise.all(dates)).toEqual(signatures.map(() => built))
  expect(signatures).not.toEqual([])
})

test('a signature in base64 may have lines, and is nothing else', async () => {
  const pkg = await unsigned()
  const seen = (text: string) => {
    const signatureHeader = {
      ...pkg.signatureHeader,
      strings: (tag: { number: number }) =>
        tag.number === SIGNATURE_TAGS.OPENPGP.number ? [text] : undefined,
    }
    return signaturesOf({ ...pkg, signatureHeader })
  }
  for (const text of ['AQID', 'AQ\nID\n'])
    expect(seen(text).map(({ bytes }) => [...bytes])).toEqual([[1, 2, 3]])
  expect(seen('AQ==').map(({ bytes }) => [...bytes])).toEqual([[1]])
  for (const text of ['', 'AQI', 'AQID!', 'A Q I D'])
    expect(() => seen(text)).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
})

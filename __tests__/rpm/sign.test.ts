import { expect, test } from '@jest/globals'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf } from '../../src/content.ts'
import type { Content } from '../../src/content.ts'
import { decodeHeader, encodeHeader, entryOf } from '../../src/rpm/header.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { isSigned, signRpm, signaturesOf } from '../../src/rpm/sign.ts'
import { SIGNATURE_TAGS, TAGS } from '../../src/rpm/tags.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { build, bytes, onDisk, rpmbuild } from './sample.ts'

const PROGRAMS = ['gpg', 'rpm', 'rpmkeys']
const fake = (text: string) => () => Promise.resolve(Buffer.from(text))

/** A key made by gpg, and rpm's database that knows it. */
async function keyOf(algorithm: string) {
  const home = await temporaryDirectory()
  await chmod(home, 0o700)
  const gpg = (...args: string[]) =>
    run('gpg', [
      '--homedir',
      home,
      '--batch',
      '--quiet',
      '--passphrase',
      '',
      '--pinentry-mode',
      'loopback',
      ...args,
    ])
  await gpg('--quick-generate-key', 'Tester <tester@example.org>', algorithm, 'sign', 'never')
  const sign = async (content: Content) => {
    const [data, signature] = [join(home, 'data'), join(home, 'data.sig')]
    await writeFile(data, await bytes(content))
    await gpg('--yes', '--digest-algo', 'SHA256', '--output', signature, '--detach-sign', data)
    return readFile(signature)
  }
  const key = join(home, 'key.asc')
  await gpg('--armor', '--output', key, '--export')
  const database = await temporaryDirectory()
  const rpmkeys = (...args: string[]) =>
    run('rpmkeys', ['--dbpath', database, ...args], { allowFailure: true })
  await rpmkeys('--import', key)
  await run('gpgconf', ['--homedir', home, '--kill', 'all'], { allowFailure: true })
  return { sign, rpmkeys }
}

test.each([
  ['rsa', [268, 1002]],
  ['eddsa', [267, 1005]],
] as const)('the signatures of a key of the kind %s have the tags %j', async (kind, tags) => {
  const unsigned = await readRpm(contentOf(await build()), 'hello.rpm')
  const signed = await readRpm(await signRpm(unsigned, fake('signature'), kind), 'signed.rpm')
  expect(signaturesOf(signed).map(({ tag }) => tag)).toEqual(tags)
})

const VERIFY_ALL = ['--define', '_pkgverify_level all']

for (const [algorithm, kind] of [
  ['rsa3072', 'rsa'],
  ['ed25519', 'eddsa'],
] as const) {
  testWith(
    PROGRAMS,
    `rpm takes packages signed with ${algorithm}, also where every signature must be`,
    async () => {
      const { sign, rpmkeys } = await keyOf(algorithm)
      const unsigned = await readRpm(contentOf(await build()), 'hello.rpm')
      expect(isSigned(unsigned)).toBe(false)
      const content = await bytes(await signRpm(unsigned, sign, kind))
      const path = await onDisk(content)
      expect((await rpmkeys(...VERIFY_ALL, '-K', path)).stdout).toBe(`${path}: digests signatures OK\n`)
      const { stdout } = await rpmkeys('-Kv', path)
      expect(stdout.match(/Signature, key ID [0-9a-f]+: OK/g)).toHaveLength(2)
      const signed = await readRpm(contentOf(content), 'signed.rpm')
      expect(signed.headerSha256).toBe(unsigned.headerSha256)
      expect(signaturesOf(signed).map(({ tag, over }) => [tag, over.sizeBytes])).toEqual([
        [kind === 'rsa' ? 268 : 267, signed.headerRange.end - signed.headerRange.start],
        [kind === 'rsa' ? 1002 : 1005, content.length - signed.headerRange.start],
      ])
    },
  )
}

testWith(
  [...PROGRAMS, 'rpmbuild'],
  'a package of rpmbuild is signed anew, in place of what it had',
  async () => {
    const { sign, rpmkeys } = await keyOf('rsa3072')
    const spec =
      'Name: made\nVersion: 1\nRelease: 1\nSummary: s\nLicense: MIT\nBuildArch: noarch\n%description\nd\n%files\n'
    const original = await readRpm(contentOf(await readFile((await rpmbuild(spec)).binary)), 'made.rpm')
    const foreign = await readRpm(await signRpm(original, fake('theirs'), 'eddsa'), 'foreign.rpm')
    expect(isSigned(foreign)).toBe(true)
    const ours = await readRpm(await signRpm(foreign, sign, 'rsa'), 'ours.rpm')
    expect(signaturesOf(ours).map(({ tag }) => tag)).toEqual([268, 1002])
    const path = await onDisk(await bytes(ours.content))
    expect((await rpmkeys(...VERIFY_ALL, '-K', path)).stdout).toBe(`${path}: digests signatures OK\n`)
    const tags = (pkg: typeof ours) => pkg.signatureHeader.entries.map(({ tag }) => tag)
    expect(tags(original)).toContain(SIGNATURE_TAGS.RESERVEDSPACE.number)
    expect(tags(ours)).toEqual([268, 269, 273, 1000, 1002, 1004, 1007])
  },
)

test('header and payload stay; the same signatures give the same bytes', async () => {
  const unsigned = await readRpm(contentOf(await build()), 'hello.rpm')
  const once = await bytes(await signRpm(unsigned, fake('signature'), 'rsa'))
  const again = await readRpm(contentOf(once), 'hello.rpm')
  expect(await bytes(await signRpm(again, fake('signature'), 'rsa'))).toEqual(once)
  const before = (await bytes(unsigned.content)).subarray(unsigned.headerRange.start)
  expect(once.subarray(again.headerRange.start)).toEqual(before)
  expect(signaturesOf(again).map((signature) => Buffer.from(signature.bytes).toString())).toEqual([
    'signature',
    'signature',
  ])
})

test('a package of format 6 gets one signature, under the two tags that it knows', async () => {
  const pkg = await readRpm(contentOf(await build()), 'hello.rpm')
  const entries = [...pkg.header.entries, entryOf(TAGS.RPMFORMAT, [6])]
  const header = decodeHeader(encodeHeader(entries, 'main'), 'main', 'six.rpm')
  const signed = await signRpm({ ...pkg, header }, fake('six'), 'rsa')
  const { signatureHeader } = await readRpm(signed, 'six.rpm')
  expect(signatureHeader.strings(SIGNATURE_TAGS.OPENPGP)).toEqual([Buffer.from('six').toString('base64')])
  expect([signatureHeader.has(SIGNATURE_TAGS.RSA), signatureHeader.has(SIGNATURE_TAGS.PGP)]).toEqual([
    true,
    false,
  ])
})

test('a signature that is not in base64 is an error', async () => {
  const pkg = await readRpm(contentOf(await build()), 'hello.rpm')
  const entries = [entryOf(SIGNATURE_TAGS.OPENPGP, ['no base64'])]
  const signatureHeader = decodeHeader(encodeHeader(entries, 'signature'), 'signature', 'hello.rpm')
  expect(() => signaturesOf({ ...pkg, signatureHeader })).toThrow(
    /hello.rpm: a signature in it is not in base64/,
  )
})

import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { bytesOf, contentOf } from '../../src/content.ts'
import { readAr } from '../../src/deb/ar.ts'
import { libraryVersion } from '../../src/deb/library-versions.ts'
import { signDeb } from '../../src/deb/member-signature.ts'
import { packagesIndex, namesIn, terminated } from '../../src/deb/packages.ts'
import { debFileName, poolKey } from '../../src/deb/pool.ts'
import { PROGRAM } from '../support/linked-program.ts'
import { SAMPLE_TIME, build } from './sample.ts'

const SIGNER = {
  detached: async (content: Parameters<typeof bytesOf>[0]) =>
    `detached ${createHash('md5')
      .update(await bytesOf(content, 2 ** 20, 'it'))
      .digest('hex')}`,
  cleartext: async (text: string) => `cleartext ${text}`,
}

async function signed(signature: Parameters<typeof signDeb>[1]) {
  const deb = contentOf(await build())
  const before = await readAr(deb, 'it')
  const after = await readAr(await signDeb(deb, signature, SAMPLE_TIME, SIGNER), 'it')
  const texts = await Promise.all(after.map(({ content }) => bytesOf(content, 2 ** 20, 'it')))
  expect(after.slice(0, -1).map(({ name }) => name)).toEqual(before.map(({ name }) => name))
  return { name: after.at(-1)?.name, text: texts.at(-1)?.toString(), members: texts.slice(0, -1) }
}

test('debsign signs the members one behind the other', async () => {
  const { name, text, members } = await signed({ method: 'debsign', role: 'maint' })
  expect(name).toBe('_gpgmaint')
  expect(text).toBe(`detached ${createHash('md5').update(Buffer.concat(members)).digest('hex')}`)
})

test('dpkg-sig signs a list of them', async () => {
  const signature = { method: 'dpkg-sig', role: 'builder', signer: 'Jane' } as const
  const { name, text, members } = await signed(signature)
  const names = ['debian-binary', 'control.tar.gz', 'data.tar.gz']
  const lines = members.map((member, at) => {
    const [md5, sha1] = ['md5', 'sha1'].map((hash) => createHash(hash).update(member).digest('hex'))
    return `\t${md5} ${sha1} ${member.length} ${names[at]}\n`
  })
  expect(name).toBe('_gpgbuilder')
  expect(text).toBe(
    'cleartext Version: 4\nSigner: Jane\nDate: Sat, 21 Nov 2026 09:15:44 GMT\nRole: builder\nFiles:\n' +
      lines.join(''),
  )
})

const versionOf = (library: string, version: string, of = library) =>
  libraryVersion(of, { ...PROGRAM, versionNeeds: [{ library, version, isWeak: false }] })

const GLIBCXX = {
  20: undefined,
  21: '5',
  22: '6',
  23: '7',
  24: '7',
  25: '8',
  26: '9',
  27: '9',
  28: '10',
  29: '11',
  30: '12',
  31: '13',
  32: '13.1',
  33: '14',
  34: '15',
  35: '16',
  36: '16',
}
const CXXABI = {
  8: undefined,
  9: '5',
  10: '6',
  11: '7',
  12: '9',
  13: '11',
  14: '13',
  15: '14',
  16: '14',
}

test.each([
  ...Object.entries(GLIBCXX).map(([number, gcc]) => [`GLIBCXX_3.4.${number}`, gcc] as const),
  ...Object.entries(CXXABI).map(([number, gcc]) => [`CXXABI_1.3.${number}`, gcc] as const),
  ['GLIBCXX_3.5.33', undefined] as const,
  ['CXXABI_2.3.15', undefined] as const,
  ['GLIBCXX_LDBL_3.4.31', undefined] as const,
])('libstdc++ has %s since gcc %s', (version, gcc) => {
  expect(versionOf('libstdc++.so.6', version)).toBe(gcc)
})

test.each([
  ['libgcc_s.so.1', 'GCC_3.0', '3'],
  ['libgcc_s.so.1', 'GCC_4.2.0', '4.2'],
  ['libgcc_s.so.1', 'GCC_10.0.0', '10'],
  ['libgcc_s.so.1', 'GLIBC_2.0', undefined],
  ['libother.so.1', 'GCC_3.0', undefined],
  ['libssl.so.3', 'OPENSSL_3.0.0', '3.0.0'],
  ['libcrypto.so.1.1', 'OPENSSL_1_1_1', '1.1.1'],
  ['libssl.so.3', 'GCC_3.0', undefined],
  ['libother.so.3', 'OPENSSL_3.0.0', undefined],
  ['xlibssl.so.3', 'OPENSSL_3.0.0', undefined],
  ['libssl.so.3', 'OPENSSL_3.0.0a', undefined],
  ['libssl.so.3', 'xOPENSSL_3.0.0', undefined],
])('%s with %s is of version %s', (library, version, expected) => {
  expect(versionOf(library, version)).toBe(expected)
})

test('versions of other libraries, and those that may be missing, do not count', () => {
  expect(versionOf('libssl.so.3', 'OPENSSL_3.0.0', 'libcrypto.so.3')).toBeUndefined()
  const versionNeeds = [{ library: 'libssl.so.3', version: 'OPENSSL_3.0.0', isWeak: true }]
  expect(libraryVersion('libssl.so.3', { ...PROGRAM, versionNeeds })).toBeUndefined()
})

test.each([
  ['hello', '1.2', 'pool/main/h/hello/hello_1.2_amd64.deb'],
  ['lib', '1.2', 'pool/main/l/lib/lib_1.2_amd64.deb'],
  ['libhello', '12:1.2', 'pool/main/libh/libhello/libhello_1.2_amd64.deb'],
  ['xlibhello', '1:2:3', 'pool/main/x/xlibhello/xlibhello_2:3_amd64.deb'],
  ['g++', '1+2+3', 'pool/main/g/g../g.._1.2.3_amd64.deb'],
])('%s %s lies at %s', (name, version, key) => {
  expect(poolKey({ name, version, arch: 'amd64' }, 'main')).toBe(key)
})

test('the name of a file has the version without its epoch', () => {
  expect(debFileName({ name: 'g++', version: '3:1+2', arch: 'all' })).toBe('g++_1+2_all.deb')
})

test('names are read without the blanks around them; a stanza ends with one newline', () => {
  expect([...namesIn(packagesIndex(Buffer.from('Package:   one \t\nVersion: 1\n\nPackage: two ')))]).toEqual([
    'one',
    'two',
  ])
  expect(terminated(Buffer.from('A: b')).toString()).toBe('A: b\n')
  expect(terminated(Buffer.from('A: b\n')).toString()).toBe('A: b\n')
})

import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { classify } from '../../src/artifacts/artifact.ts'
import { contentOf } from '../../src/content.ts'
import { elfFile } from './elf-file.ts'

const kindOf = (bytes: Buffer | string, path = 'dist/a') =>
  classify({ source: path, fileName: path, content: contentOf(Buffer.from(bytes)) })
const hex = (text: string) => Buffer.concat([Buffer.from(text.replaceAll(' ', ''), 'hex'), Buffer.alloc(100)])
const DEB = '!<arch>\ndebian-binary   1700000000  0     0     100644  4         `\n2.0\n'

test('packages are told by what they hold', async () => {
  expect(await kindOf(DEB, 'dist/hello.bin')).toEqual({ kind: 'deb' })
  expect(await kindOf(hex('edabeedb 0300 0000'))).toEqual({ kind: 'rpm' })
  expect(await kindOf(elfFile(), 'dist/hello.deb')).toMatchObject({ kind: 'executable', arch: 'amd64' })
})

test.each<readonly [string, Buffer | string, string?]>([
  ['a package of the Debian installer', DEB, 'hello.udeb'],
  ['a source package', hex('edabeedb 0300 0001')],
  ['a source package', hex('edabeedb 0300 0000'), 'hello.src.rpm'],
  ['a Windows executable', hex('4d5a 9000')],
  ['a macOS executable', hex('cffaedfe')],
  ['a macOS executable', hex('cafebabe 00000002')],
  ['a Java class', hex('cafebabe 00000041')],
  ['a script', '#!/bin/sh\nexit 0\n'],
  ['a static library', '!<arch>\nhello.o/'],
  ['a bzip2 file', 'BZh91AY&SY'],
  ['an empty file', ''],
  ['a text', 'Héllo\n'],
  ['a text', `${'x'.repeat(511)}é`],
  ['a file of a kind that is not known here', hex('0102')],
  ['a text compressed with gzip, and no tar archive', gzipSync('Read me.')],
  ['an ELF file compressed with gzip, and no tar archive', gzipSync(elfFile())],
])('%s', async (...[reason, bytes, path]) => {
  expect(await kindOf(bytes, path)).toEqual({ kind: 'other', reason })
})

test('a tar from before POSIX is known by its checksum', async () => {
  const block = Buffer.alloc(1024)
  block.write('hello')
  block.write('0000644', 100)
  block.write('00000000000', 124)
  block.write('00000000000', 136)
  block.write('        ', 148)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  expect(await kindOf(block)).toMatchObject({
    kind: 'archive',
    form: { container: 'tar', compression: 'none' },
  })
})

test('a compressed file that is damaged is an error that names it', async () => {
  const whole = gzipSync('Read me.')
  await expect(kindOf(whole.subarray(0, -5), 'dist/a.tar.gz')).rejects.toThrow(
    /^dist\/a\.tar\.gz is no intact gzip/,
  )
})

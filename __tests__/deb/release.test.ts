import { expect, test } from '@jest/globals'
import {
  continuationWarnings,
  dateOf,
  parseRelease,
  printRelease,
  readsArchitectureAll,
  wordsOf,
} from '../../src/deb/release.ts'

const SHA256 = 'ab'.repeat(32)
const release = (...lines: readonly string[]) =>
  parseRelease(`${['Suite: stable', ...lines].join('\n')}\n`, 'it')
const listing = (...paths: readonly string[]) =>
  release('SHA256:', ...paths.map((path) => ` ${SHA256} 1 ${path}`))

test('lists what has a SHA256, and what has only others by the strongest', () => {
  const { files, unhashed, fields } = release(
    'MD5Sum:',
    ' aa 1 main/a',
    ' bb 2 main/b',
    'SHA1:',
    ' CC 2 main/b',
    'SHA256:',
    ` ${SHA256.toUpperCase()}\t 1 main/a`,
    'SHA512:',
    ' dd 3 main/c',
    ' ee 2 main/b',
  )
  expect([...files]).toEqual([['main/a', { sizeBytes: 1, sha256: SHA256 }]])
  expect(unhashed).toEqual([
    { path: 'main/b', sizeBytes: 2, hash: 'ee', algorithm: 'sha512' },
    { path: 'main/c', sizeBytes: 3, hash: 'dd', algorithm: 'sha512' },
  ])
  expect(release('SHA1:', ' CC 2 b').unhashed).toEqual([
    { path: 'b', sizeBytes: 2, hash: 'cc', algorithm: 'sha1' },
  ])
  expect(release('MD5Sum:', ' aa 2 b').unhashed).toMatchObject([{ algorithm: 'md5' }])
  expect(fields[0]).toMatchObject({ name: 'Suite', value: 'stable' })
})

test('lines may end as Windows ends them', () => {
  expect(parseRelease(`Suite: stable\r\nSHA256:\r\n ${SHA256} 1 a\r\n`, 'it').files.size).toBe(1)
})

test.each([
  [[` ${SHA256} 1`], /it lists the path ""/],
  [[` ${SHA256} x a`], /a line of SHA256 reads " [a-f]+ x a"/],
  [[` ${SHA256} 1x a`], /a line of SHA256 reads/],
  [[` ${SHA256} -1 a`], /a line of SHA256 reads/],
  [[` ${SHA256} ${'9'.repeat(16)} a`], /a line of SHA256 reads/],
  [[` ${SHA256} 1 a b`], /a line of SHA256 reads/],
  [[` ${SHA256}0 1 a`], /its SHA256 of a is "[ab]+0"/],
  [[` 0${SHA256} 1 a`], /its SHA256 of a is/],
  [[` ${SHA256.slice(1)}g 1 a`], /its SHA256 of a is/],
  [[` ${SHA256} 1 a`, ` ${SHA256} 1 a`], /it lists a twice/],
  ...['/a', 'a//b', 'a/', '../a', 'a/../b', './a', 'a/./b', 'a\\b', 'a%2e', 'a?', 'a#'].map(
    (path) => [[` ${SHA256} 1 ${path}`], /it lists the path "/] as const,
  ),
] as const)('refuses %j', (lines, message) => {
  const parsed = () => release('SHA256:', ...lines)
  expect(parsed).toThrow(message)
  expect(parsed).toThrow(expect.objectContaining({ code: 'INTEGRITY' }))
  expect(parsed).toThrow(/Move what lies there away, or publish to another place\.$/)
})

test('what is no stanza is an error of the same kind, with its cause', () => {
  const parsed = () => parseRelease('no field\n', 'dists/x/Release')
  expect(parsed).toThrow(expect.objectContaining({ code: 'INTEGRITY', cause: expect.any(Error) }))
  expect(parsed).toThrow(/Move what lies there away/)
})

test('names with dots, and of any depth, are paths', () => {
  expect([...listing('main/..a/b.', 'a.b/c').files.keys()]).toEqual(['main/..a/b.', 'a.b/c'])
})

test('words are read from their field, or else from the paths', () => {
  expect(wordsOf(release('Architectures:  amd64   arm64 '), 'Architectures')).toEqual(['amd64', 'arm64'])
  expect(wordsOf(release('Components:'), 'Components')).toEqual([])
  const listed = release(
    'MD5Sum:',
    ' aa 1 contrib/binary-armhf/Packages.xz',
    'SHA256:',
    ` ${SHA256} 1 main/binary-i386/Packages`,
    ` ${SHA256} 1 main/binary-amd64/Packages.gz`,
    ` ${SHA256} 1 a/b/binary-amd64/Packages`,
    ` ${SHA256} 1 main/binary-amd64/Release`,
    ` ${SHA256} 1 main/binary-x/Packages.diff/Index`,
    ` ${SHA256} 1 main/i18n/Translation-en`,
  )
  expect(wordsOf(listed, 'Architectures')).toEqual(['amd64', 'armhf', 'i386'])
  expect(wordsOf(listed, 'Components')).toEqual(['a/b', 'contrib', 'main'])
})

test('the index of all is read where the Release lists it and does not say otherwise', () => {
  expect(readsArchitectureAll(release('Architectures: all amd64'))).toBe(true)
  expect(readsArchitectureAll(release('Architectures: amd64'))).toBe(false)
  const without = (words: string) =>
    release('Architectures: all', `No-Support-for-Architecture-all: ${words}`)
  expect(readsArchitectureAll(without('Packages'))).toBe(false)
  expect(readsArchitectureAll(without('Contents  Packages'))).toBe(false)
  expect(readsArchitectureAll(without('Contents'))).toBe(true)
})

test('the date is in whole seconds, or none', () => {
  expect(dateOf(release('Date:  Sat, 21 Nov 2026 09:15:44 UTC '))).toBe(1_795_252_544)
  expect(dateOf(release('Date: 2026-11-21T09:15:44Z '))).toBe(1_795_252_544)
  expect(dateOf(release('Date: soon'))).toBeUndefined()
  expect(dateOf(release())).toBeUndefined()
})

test('who continues it is told what will not stay, and what will', () => {
  const warnings = (...lines: readonly string[]) => continuationWarnings(release(...lines), 'suite stable')
  expect(warnings()).toEqual([])
  expect(warnings('Valid-Until: tomorrow')).toEqual([
    expect.stringMatching(/^The Release of the suite stable is valid until tomorrow\. .* has no such date/),
  ])
  expect(warnings('Signed-By: ABCD')).toEqual([
    expect.stringMatching(/^The Release of the suite stable says Signed-By: ABCD\. That stays: /),
  ])
  expect(warnings('Signed-By: ABCD', 'Valid-Until: x')).toHaveLength(2)
})

test('is printed with what stays, and what a publish writes', () => {
  const { fields } = release(
    'Label: x',
    'valid-until: tomorrow',
    'Date: Sat, 01 Jan 2000 00:00:00 UTC',
    'Architectures: old',
    'Components: old',
    'Acquire-By-Hash: no',
    'MD5Sum:',
    ' aa 1 old',
    'SHA1:',
    'SHA512:',
    'Empty:  ',
    'Note:  two  ',
    ' lines ',
    'SHA256:',
  )
  const text = printRelease({
    fields,
    architectures: ['amd64', 'all'],
    components: ['main', 'extra'],
    files: new Map([
      ['main/b', { sizeBytes: 12_345_678, sha256: 'b'.repeat(64) }],
      ['main/a', { sizeBytes: 7, sha256: 'a'.repeat(64) }],
    ]),
    stampSeconds: 1_795_252_544,
  })
  expect(text).toBe(`Suite: stable
Label: x
Empty:
Note:  two
 lines
Date: Sat, 21 Nov 2026 09:15:44 UTC
Architectures: amd64 all
Components: main extra
Acquire-By-Hash: yes
SHA256:
 ${'a'.repeat(64)}        7 main/a
 ${'b'.repeat(64)} 12345678 main/b
`)
})

import { expect, test } from '@jest/globals'
import { entryOf } from '../../../src/rpm/header.ts'
import { filelistsEntry } from '../../../src/rpm/repodata/filelists.ts'
import { isPrimary } from '../../../src/rpm/repodata/files.ts'
import { otherEntry } from '../../../src/rpm/repodata/other.ts'
import { TAGS } from '../../../src/rpm/tags.ts'
import { packageOf } from './repository.ts'

const entry = (...details: readonly string[]) =>
  [
    `<package pkgid="${'a'.repeat(64)}" name="sample" arch="noarch">`,
    '  <version epoch="0" ver="1.2.3" rel="1"/>',
    ...details.map((line) => `  ${line}`),
    '</package>\n',
  ].join('\n')

test('files are listed with what they are', () => {
  const pkg = packageOf([
    entryOf(TAGS.BASENAMES, ['a', 'b', 'c', 'd', 'e']),
    entryOf(TAGS.DIRINDEXES, [0, 1, 1, 0, 0]),
    entryOf(TAGS.DIRNAMES, ['/etc/', '/opt/']),
    entryOf(TAGS.FILEMODES, [0o100644, 0o040755, 0o100644, 0o040755, 0o120777]),
    entryOf(TAGS.FILEFLAGS, [0x1, 0, 0x40, 0x40, 0x13f]),
  ])
  expect(filelistsEntry(pkg)).toBe(
    entry(
      '<file>/etc/a</file>',
      '<file type="dir">/opt/b</file>',
      '<file type="ghost">/opt/c</file>',
      '<file type="dir">/etc/d</file>',
      '<file>/etc/e</file>',
    ),
  )
})

test('a package without files or changes has none listed', () => {
  expect(filelistsEntry(packageOf([]))).toBe(entry())
  expect(otherEntry(packageOf([]))).toBe(entry())
})

test('what a header does not say of a file or a change is nothing', () => {
  expect(filelistsEntry(packageOf([entryOf(TAGS.BASENAMES, ['a'])]))).toBe(entry('<file>a</file>'))
  expect(otherEntry(packageOf([entryOf(TAGS.CHANGELOGTIME, [7])]))).toBe(
    entry('<changelog author="" date="7"></changelog>'),
  )
})

test('an author loses white space at the end, but for one character that is all of it', () => {
  const names = ['a  ', ' ', '  ', 'a\n ']
  const pkg = packageOf([
    entryOf(TAGS.CHANGELOGTIME, [4, 3, 2, 1]),
    entryOf(TAGS.CHANGELOGNAME, names),
    entryOf(TAGS.CHANGELOGTEXT, names),
  ])
  const authors = [...otherEntry(pkg).matchAll(/author="([^"]*)"/g)].map(([, author]) => author)
  expect(authors.toReversed()).toEqual(['a', ' ', ' ', 'a&#10;'])
})

test('paths that are in primary too', () => {
  for (const path of ['/etc/a', '/usr/lib/sendmail', '/usr/bin/a', '/opt/sbin/a']) {
    expect([path, isPrimary(path)]).toEqual([path, true])
  }
  for (const path of ['/opt/etc/a', '/opt/etc/', '/usr/lib/sendmail/a', '/usr/share/a', '/etc']) {
    expect([path, isPrimary(path)]).toEqual([path, false])
  }
})

test('ten changes are told, the oldest first, and changes of one day stay in order', () => {
  const times = [20, 20, 20, 19, 18, 17, 17, 16, 15, 14, 13, 12]
  const pkg = packageOf([
    entryOf(TAGS.CHANGELOGTIME, times),
    entryOf(
      TAGS.CHANGELOGNAME,
      times.map((_, at) => `author ${at}\u0001  `),
    ),
    entryOf(
      TAGS.CHANGELOGTEXT,
      times.map((_, at) => `- change\u0001 ${at} `),
    ),
  ])
  const dates = [...otherEntry(pkg).matchAll(/author="author (\d+)" date="(\d+)">- change (\d+) </g)]
  expect(dates.map(([, author, , text]) => [author, text])).toEqual(
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((at) => [`${at}`, `${at}`]),
  )
  const seconds = dates.map(([, , date]) => Number(date))
  expect(seconds).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 23])
})

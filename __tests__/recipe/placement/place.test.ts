import { expect, test } from '@jest/globals'
import { placeOf, upstreamChangelogPlace } from '../../../src/recipe/placement/place.ts'

const page = (language: string | undefined) =>
  placeOf({ kind: 'man', page: 'hello.1', section: '1', language }, 'rpm', 'hello')

test.each([
  ['de', 'de'],
  ['pt_BR', 'pt_BR'],
  ['zh_CN.UTF-8', 'zh_CN'],
  ['sr@latin', 'sr@latin'],
  ['sr_RS.UTF-8@latin', 'sr_RS@latin'],
])('a page in %s is of the language %s', (folder, language) => {
  expect(page(folder)).toEqual({
    path: `/usr/share/man/${folder}/man1/hello.1`,
    mode: 0o644,
    role: 'doc',
    gzip: 'always',
    language,
  })
})

test('a page in no language has none', () => {
  expect(page(undefined)).toStrictEqual({
    path: '/usr/share/man/man1/hello.1',
    mode: 0o644,
    role: 'doc',
    gzip: 'always',
  })
})

test.each([
  ['changelog', 'changelog.upstream'],
  ['ChangeLog', 'ChangeLog.upstream'],
  ['changelog.md', 'changelog.md'],
  ['my-changelog', 'my-changelog'],
])('in a .deb the document %s is %s', (name, placed) => {
  const path = (format: 'deb' | 'rpm') => placeOf({ kind: 'document', name }, format, 'hello')?.path
  expect(path('deb')).toBe(`/usr/share/doc/hello/${placed}`)
  expect(path('rpm')).toBe(`/usr/share/doc/hello/${name}`)
})

test('the makers’ changelog is a document that is always compressed', () => {
  expect(upstreamChangelogPlace('hello')).toEqual({
    path: '/usr/share/doc/hello/changelog',
    mode: 0o644,
    role: 'doc',
    gzip: 'always',
  })
})

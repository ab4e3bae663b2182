import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import { debianChangelog } from '../../src/deb/changelog.ts'
import { documentationOf } from '../../src/deb/documentation.ts'
import { commonLicense, continuationLines, copyrightHolders } from '../../src/deb/license-text.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { SAMPLE_TIME, file, sample } from './sample.ts'

const COPYRIGHT = '/usr/share/doc/hello/copyright'

async function textOf(description: PackageDescription, path = COPYRIGHT): Promise<string> {
  const entry = (await documentationOf(description)).find((each) => each.path === path)
  if (entry?.type !== 'file') throw new Error(`there is no ${path}`)
  return (await bytesOf(entry.content, 2 ** 20, path)).toString()
}

/** What stands below `Files: *`. */
async function files(changes: Partial<PackageDescription>): Promise<string> {
  const text = await textOf(sample(changes))
  return text.slice(text.indexOf('Copyright: '))
}

/** Words of about the length of a license of Debian's, below its title. */
const worded = (title: string, characters: number) =>
  `${title}\n${'x '.repeat((characters - title.length) / 2)}`
const APACHE = worded('Apache License\nVersion 2.0, January 2004', 10_221)

test('the copyright file says what is known, and where the words are', async () => {
  expect(await textOf(sample({ license: ' Apache-2.0 OR GPL-2.0-or-later ' })))
    .toBe(`Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: hello
Upstream-Contact: Jane Doe <jane@example.org>
Source: https://example.org/hello

Files: *
Copyright: the authors of hello
License: Apache-2.0 or GPL-2.0-or-later
 This is what the makers of hello say of its license.
 Its full text is found in:
  /usr/share/common-licenses/Apache-2.0
  /usr/share/common-licenses/GPL-2
`)
})

test.each([
  ['Apache-2.0', 'Apache-2.0'],
  ['Artistic-1.0', 'Artistic'],
  ['CC0-1.0', 'CC0-1.0'],
  ['GPL-1.0-only', 'GPL-1'],
  ['GPL-2.0-only', 'GPL-2'],
  ['GPL-3.0-or-later', 'GPL-3'],
  ['LGPL-2.0-only', 'LGPL-2'],
  ['LGPL-2.1-or-later', 'LGPL-2.1'],
  ['LGPL-3.0', 'LGPL-3'],
  ['(MPL-1.1 AND MIT)', 'MPL-1.1'],
  ['MPL-2.0', 'MPL-2.0'],
])('Debian has the words of %s as %s', async (license, name) => {
  const text = await files({ license })
  expect(text.match(/common-licenses\/.*/g)).toEqual([`common-licenses/${name}`])
})

test('words are found in files of the package, else at its home, else nowhere', async () => {
  const license: PackagedEntry = {
    ...file('/usr/share/doc/hello/LICENSE', 'x'),
    role: 'license',
  } as PackagedEntry
  const entries = [
    file('/usr/bin/hello', ''),
    license,
    { type: 'directory', path: '/opt', mode: 0o755 } as const,
  ]
  const said = ' This is what the makers of hello say of its license.\n'
  expect(await files({ entries })).toBe(
    `Copyright: the authors of hello\nLicense: MIT\n${said} Its full text is found in:\n  /usr/share/doc/hello/LICENSE\n`,
  )
  expect(await files({ entries, license: 'MIT AND GPL-3.0-only' })).toContain(
    ' Its full text is found in:\n  /usr/share/doc/hello/LICENSE\n  /usr/share/common-licenses/GPL-3\n',
  )
  expect(await files({ homepage: ' https://example.org/hello ' })).toContain(
    `${said} Its full text is found in:\n  https://example.org/hello\n`,
  )
  const { homepage: _, ...rest } = sample()
  const text = await textOf(rest)
  expect(text.endsWith(`\nLicense: MIT\n${said}`)).toBe(true)
  expect(text).not.toContain('Source: ')
})

test('words of its own are in it, as a field has lines, and whose they are', async () => {
  const own = '\n \nMIT License\n\nCopyright (c) 2024 Jane Doe\nCopyright (c) 2023 John\n\tas is \n'
  expect(await files({ deb: { licenseTexts: [own, 'B\n'] } })).toBe(
    'Copyright: 2024 Jane Doe\n 2023 John\nLicense: MIT\n MIT License\n .\n Copyright (c) 2024 Jane Doe\n' +
      ' Copyright (c) 2023 John\n \tas is\n .\n B\n',
  )
})

test('words that Debian has are named, beside those that it has not', async () => {
  const place = ' Its full text is found in:\n  /usr/share/common-licenses/Apache-2.0\n'
  const said = ' This is what the makers of hello say of its license.\n'
  expect(await files({ license: 'x', deb: { licenseTexts: [APACHE] } })).toBe(
    `Copyright: the authors of hello\nLicense: x\n${said}${place}`,
  )
  expect(await files({ license: 'x', deb: { licenseTexts: [APACHE, 'B\n', APACHE] } })).toBe(
    `Copyright: the authors of hello\nLicense: x\n B\n .\n${said}${place}`,
  )
})

test('what the package brings itself is not made', async () => {
  const paths = async (...entries: readonly PackagedEntry[]) =>
    (await documentationOf(sample({ entries }))).map(({ path }) => path)
  const changelog = '/usr/share/doc/hello/changelog.gz'
  expect(await paths()).toEqual([COPYRIGHT, changelog])
  expect(await paths(file(COPYRIGHT, ''))).toEqual([changelog])
  expect(await paths({ type: 'directory', path: '/usr/share/doc/hello', mode: 0o755 })).toHaveLength(2)
  expect(await paths({ type: 'symlink', path: '/usr/share/doc/hello', target: 'x' })).toEqual([])
  expect(await documentationOf(sample())).toMatchObject([{ mode: 0o644 }, { mode: 0o644 }])
})

const LICENSES: readonly (readonly [string, string, number])[] = [
  ['LGPL-3', 'GNU LESSER GENERAL PUBLIC LICENSE\nVersion 3', 7_317],
  ['LGPL-2.1', 'GNU Lesser General Public License\nVersion 2.1', 25_842],
  ['LGPL-2', 'GNU LIBRARY GENERAL PUBLIC LICENSE Version 2', 24_730],
  ['GPL-3', 'GNU GENERAL PUBLIC LICENSE\n\tVersion 3', 34_283],
  ['GPL-2', 'GNU GENERAL PUBLIC LICENSE Version 2', 17_588],
  ['GPL-1', 'GNU GENERAL PUBLIC LICENSE Version 1', 12_133],
  ['Apache-2.0', 'Apache License, Version 2.0, January 2004', 10_221],
  ['MPL-2.0', 'Mozilla Public License Version 2.0', 15_565],
  ['MPL-1.1', 'Mozilla Public License, Version 1.1', 23_299],
  ['CC0-1.0', 'CC0 1.0 Universal', 6_886],
]

test.each(LICENSES)('%s is known by its title and its length', (name, title, characters) => {
  const flat = title.replaceAll(/\s+/g, ' ')
  const filled = (length: number) => `${flat} `.padEnd(length, '.')
  expect(commonLicense(worded(title, characters))).toBe(name)
  expect(commonLicense(filled(Math.ceil(characters * 0.8)))).toBe(name)
  expect(commonLicense(filled(Math.ceil(characters * 0.8) - 1))).toBeUndefined()
  expect(commonLicense(filled(characters + 500))).toBe(name)
  expect(commonLicense(filled(characters + 501))).toBeUndefined()
  expect(commonLicense(`${'x'.repeat(119 - flat.length)} ${filled(characters)}`)).toBe(name)
  expect(commonLicense(`${'x'.repeat(120 - flat.length)} ${filled(characters)}`)).toBeUndefined()
})

test('a title that goes on is another', () => {
  expect(commonLicense(worded('xGNU GENERAL PUBLIC LICENSE Version 3', 34_283))).toBeUndefined()
  expect(commonLicense(worded('GNU GENERAL PUBLIC LICENSE Version 33', 34_283))).toBeUndefined()
  expect(commonLicense(worded('CC0 1.0 Universals', 6_886))).toBeUndefined()
})

test('a text continues a field, whatever is in it', () => {
  expect(continuationLines('\ufeff\n \t\na\f\r\n\0b\r\tc \n   \n\n\ufeffd\ud800\n\n')).toEqual([
    'a',
    'b',
    '\tc',
    '.',
    '.',
    '\ufeffd\ufffd',
  ])
  expect(continuationLines('  a')).toEqual(['  a'])
  expect(continuationLines('')).toEqual(['.'])
})

test('places for names, and the makers of the words, hold no rights', () => {
  const lines = [
    'Copyright [year] [name]',
    'Copyright 2024 <year> x',
    'copyright (c) 1999 [YYYY]',
    'Copyright 1991, 1999 Free Software Foundation, Inc.',
    'Copyright 2001 The Free Software Foundation, Inc.',
    ' * Copyright : (c) 2002 Jane  */',
    'Copyright 203 x',
    'My Copyright 2003 x',
    '# © 2004 John #',
  ]
  expect(copyrightHolders([lines.join('\n')])).toEqual([
    '2001 The Free Software Foundation, Inc.',
    '2002 Jane',
    '2004 John',
  ])
  const many = Array.from({ length: 60 }, (_, at) => `Copyright 20${at + 10} x`)
  expect(copyrightHolders([many.join('\n')])).toHaveLength(50)
})

test('a new version is one entry; who signs it may have no address, or no name', () => {
  const trailer = (maintainer: string) => /^ -- .*$/m.exec(debianChangelog(sample({ maintainer })))?.[0]
  expect(debianChangelog(sample({ version: '1.2.3-rc.1', release: '2' }))).toBe(
    'hello (1.2.3~rc.1-2) unstable; urgency=medium\n\n  * Version 1.2.3-rc.1.\n\n' +
      ' -- Jane Doe <jane@example.org>  Sat, 21 Nov 2026 09:15:44 +0000\n',
  )
  expect(debianChangelog(sample({ changelog: [] }))).toContain('  * Version 1.2.3.\n')
  expect(trailer(' Hello, Inc ')).toContain(' -- Hello, Inc <>  ')
  expect(trailer('packages@example.com')).toContain(' -- packages@example.com <packages@example.com>  ')
  expect(trailer('a@b@c')).toContain(' -- a@b@c <>  ')
  expect(trailer('x a@b')).toContain(' -- x a@b <>  ')
  expect(trailer('a@b x')).toContain(' -- a@b x <>  ')
})

test('entries that Debian cannot hold are refused, with what it can', () => {
  const entry = { version: '1.2.3', author: 'Jane <j@example.org>', timeSeconds: SAMPLE_TIME, changes: ['a'] }
  const printed = (changes: object) => () =>
    debianChangelog(sample({ changelog: [{ ...entry, ...changes }] }))
  expect(printed({ urgency: 'soon' })).toThrow(/write low, medium, high, emergency, critical$/)
  expect(printed({ urgency: 'soon' })).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
  for (const urgency of ['low', 'medium', 'high', 'emergency', 'critical'])
    expect(printed({ urgency })()).toContain(`; urgency=${urgency}\n`)
  for (const author of [
    'Jane <j@example.org> x',
    'Jane <j@example.org>>',
    '<j@example.org>',
    'J< <a@b>',
    'Jane  <j k>',
  ])
    expect(printed({ author })).toThrow('has the author')
  for (const name of ['-a', '', 'a_', 'a b'])
    expect(printed({ distributions: ['sid', name] })).toThrow('distributions')
  expect(printed({ distributions: ['a', '1.0+b~c-d'] })()).toContain(') a 1.0+b~c-d;')
})

test('the changelog is packed whole', async () => {
  const description = sample()
  const entry = (await documentationOf(description))[1]
  if (entry?.type !== 'file') throw new Error('there is no changelog')
  const packed = await bytesOf(entry.content, 2 ** 20, 'it')
  expect(gunzipSync(packed).toString()).toBe(debianChangelog(description))
})

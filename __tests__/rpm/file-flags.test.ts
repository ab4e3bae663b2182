import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { PackagedFile } from '../../src/recipe/description.ts'
import { flagsOf, languageOf, verifyFlagsOf } from '../../src/rpm/file-flags.ts'
import type { RpmFile } from '../../src/rpm/file.ts'

const PLAIN: PackagedFile = { type: 'file', path: '/opt/a', mode: 0o644, content: contentOf(Buffer.alloc(0)) }
const LINK: RpmFile = { type: 'symlink', path: '/opt/link', target: 'a' }
const FOLDER: RpmFile = { type: 'directory', path: '/opt/folder', mode: 0o755 }
const GHOST: RpmFile = { type: 'ghost', path: '/var/log/a', mode: 0o644 }

test.each<readonly [Partial<PackagedFile>, number]>([
  [{}, 0],
  [{ role: 'doc' }, 0x2],
  [{ role: 'license' }, 0x80],
  [{ role: 'readme' }, 0x100],
  [{ role: 'config' }, 0x11],
  [{ role: 'config', policy: { noReplace: false, missingOk: false } }, 0x1],
  [{ role: 'config', policy: { noReplace: true, missingOk: true } }, 0x19],
  [{ role: 'config', policy: { noReplace: false, missingOk: true } }, 0x9],
])('the flags of a file with %j are %d', (changes, expected) => {
  expect(flagsOf({ ...PLAIN, ...changes })).toBe(expected)
})

test('links and directories have no flags, ghosts their own', () => {
  expect([LINK, FOLDER, GHOST].map(flagsOf)).toEqual([0, 0, 0x40])
})

test.each([
  '/usr/share/doc/hello/a',
  '/usr/share/man/man1/hello.1',
  '/usr/share/info/hello.info',
  '/usr/share/gtk-doc/html/hello/a',
  '/usr/share/gnome/help/hello/a',
  '/usr/doc/a',
  '/usr/man/a',
  '/usr/info/a',
  '/usr/X11R6/man/a',
])('%s is documentation, unless it is a directory', (path) => {
  expect(flagsOf({ ...PLAIN, path })).toBe(0x2)
  expect(flagsOf({ ...PLAIN, path, role: 'license' })).toBe(0x82)
  expect(flagsOf({ ...LINK, path })).toBe(0x2)
  expect(flagsOf({ ...GHOST, path })).toBe(0x42)
  expect(flagsOf({ ...FOLDER, path })).toBe(0)
})

test.each([
  '/usr/share/docs/a',
  '/usr/share/a',
  '/opt/usr/share/doc/a',
  '/usr/documents/a',
  '/usr/share/doc',
])('%s is none', (path) => {
  expect(flagsOf({ ...PLAIN, path })).toBe(0)
})

test('of a ghost nothing is verified that the installed program decides', () => {
  expect(verifyFlagsOf(PLAIN)).toBe(0xffffffff)
  expect(verifyFlagsOf(FOLDER)).toBe(0xffffffff)
  expect(verifyFlagsOf(GHOST)).toBe(0xffffffd8)
})

test('languages are names of at most 31 characters', () => {
  expect([PLAIN, LINK, FOLDER, GHOST].map(languageOf)).toEqual(['', '', '', ''])
  for (const language of ['d', 'de', 'pt_BR', 'sr@latin.UTF-8', 'x'.repeat(31)]) {
    expect(languageOf({ ...PLAIN, language })).toBe(language)
  }
  for (const language of ['', '1', '_a', 'd e', ' de', 'de\n', 'x'.repeat(32)]) {
    expect(() => languageOf({ ...PLAIN, language })).toThrow(
      expect.objectContaining({
        code: 'PACKAGE',
        message: `the path "/opt/a" has the language ${JSON.stringify(language)}; write one like de or pt_BR`,
      }),
    )
  }
})

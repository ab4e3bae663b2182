import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { LIMITS } from '../../src/limits.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { desktopProvides } from '../../src/rpm/desktop-dependencies.ts'
import { file } from './sample.ts'

const APPLICATION = '[Desktop Entry]\nType=Application\n'
const PATH = '/usr/share/applications/hello.desktop'

async function namesOf(...entries: readonly PackagedEntry[]): Promise<readonly string[]> {
  return (await desktopProvides(entries)).map(({ name }) => name)
}
const ofText = (text: string) => namesOf(file(PATH, text))

test('an application is provided, with the flag of what was found in files', async () => {
  const folder: PackagedEntry = { type: 'directory', path: PATH, mode: 0o755 }
  const flags = { flags: 0x8000, version: '' }
  expect(await desktopProvides([folder, file(PATH, APPLICATION)])).toEqual([
    { name: 'application()', ...flags },
    { name: 'application(hello.desktop)', ...flags },
  ])
})

test.each([
  ['hello.desktop', 'hello.desktop'],
  ['kde/x/hello.desktop', 'hello.desktop'],
  ['_org.gnome.Hello-1_2+3.desktop', '_org.gnome.Hello-1_2+3.desktop'],
  ['h.desktop', 'h.desktop'],
])('%s below the folder of applications is %s', async (path, name) => {
  expect(await namesOf(file(`/usr/share/applications/${path}`, APPLICATION))).toContain(
    `application(${name})`,
  )
})

test.each([
  '/opt/usr/share/applications/hello.desktop',
  '/usr/share/applications/hello.desktop.bak',
  '/usr/share/applications/-hello.desktop',
  '/usr/share/applications/he llo.desktop',
  '/usr/share/applications/.desktop',
  '/usr/share/hello.desktop',
])('%s is no application', async (path) => {
  expect(await namesOf(file(path, APPLICATION))).toEqual([])
})

test.each([
  'Type=Application',
  'Type = Application',
  'Type  =  Application',
  'a\nType=Application\nb',
  'Exec=hello',
  'Exec  = hello',
])('%j makes an application', async (text) => {
  expect(await ofText(text)).toEqual(['application()', 'application(hello.desktop)'])
})

test.each([
  '',
  'Type=Link',
  'Type=Applications',
  'XType=Application',
  'Typex=Application',
  'Type=xApplication',
  'TryExec=hello',
  'Execs=hello',
])('%j makes none', async (text) => {
  expect(await ofText(text)).toEqual([])
})

test.each([
  ['MimeType=text/plain;image/png;', ['text/plain', 'image/png']],
  ['MimeType  =  text/plain  ', ['text/plain']],
  ['MimeType=a/b', ['a/b']],
  ['MimeType=text/plain\nMimeType=text/html', ['text/html']],
  ['MimeType=text/plain\nMimeType=', ['text/plain']],
  ['MimeType=application/vnd.a+b_c^d-e&f$g#h!i;x-1/2', ['application/vnd.a+b_c^d-e&f$g#h!i', 'x-1/2']],
  ['MimeType=plain;text/;/plain;text/pl ain;-a/b;a/-b;a(b/c;text/plain/x;te xt/plain', []],
  ['XMimeType=text/plain', []],
  ['MimeTypes=text/plain', []],
  ['MimeType\n=text/plain', []],
])('%j handles %j', async (line, types) => {
  expect(await ofText(`${APPLICATION}${line}`)).toEqual([
    'application()',
    'application(hello.desktop)',
    ...types.map((type) => `mimehandler(${type})`),
  ])
})

test.each([
  ['metainfo/hello.metainfo.xml', 'hello.metainfo.xml'],
  ['metainfo/a/b/hello.appdata.xml', 'hello.appdata.xml'],
  ['appdata/org.example.Hello-1_2+3.appdata.xml', 'org.example.Hello-1_2+3.appdata.xml'],
  ['appdata/h.metainfo.xml', 'h.metainfo.xml'],
])('/usr/share/%s is metainfo', async (path, name) => {
  expect(await namesOf(file(`/usr/share/${path}`, ''))).toEqual(['metainfo()', `metainfo(${name})`])
})

test.each([
  '/opt/usr/share/metainfo/hello.metainfo.xml',
  '/usr/share/metainfo/hello.metainfo.xml.gz',
  '/usr/share/metainfo/-hello.metainfo.xml',
  '/usr/share/metainfo/he llo.metainfo.xml',
  '/usr/share/metainfo/hello.xml',
  '/usr/share/metainfo/hello.metainfoxxml',
])('%s is none', async (path) => {
  expect(await namesOf(file(path, ''))).toEqual([])
})

test('what is too large to be such a file is not read', async () => {
  const fill = (size: number) => `${APPLICATION}${'#'.repeat(size - APPLICATION.length)}`
  expect(await ofText(fill(LIMITS.documentBytes))).toHaveLength(2)
  const read = () => {
    throw new Error('was read')
  }
  const content = { ...contentOf(Buffer.alloc(0)), sizeBytes: LIMITS.documentBytes + 1, read }
  expect(await namesOf({ type: 'file', path: PATH, mode: 0o644, content })).toEqual([])
})

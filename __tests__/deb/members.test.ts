import { expect, test } from '@jest/globals'
import { gunzipSync } from 'node:zlib'
import { randomFrom } from '../../bench/random.ts'
import { bytesOf, contentOf } from '../../src/content.ts'
import { readAr } from '../../src/deb/ar.ts'
import { checkData, readDeb } from '../../src/deb/read.ts'
import { tarMembers } from '../../src/deb/tar.ts'
import { PublishError } from '../../src/errors.ts'
import type {
  DebDetails,
  PackageCompression,
  PackageDescription,
  PackagedEntry,
} from '../../src/recipe/description.ts'
import { run, testWith } from '../support/programs.ts'
import { build, cut, file, onDisk } from './sample.ts'

const withDeb = (deb: DebDetails): Partial<PackageDescription> => ({ deb })
const further = (name: string, value: string) => withDeb({ fields: [{ name, value }] })

test.each<[Partial<PackageDescription>, RegExp]>([
  [
    { relations: { recommends: ['perl(Foo)'] } },
    /^recommends: "perl\(Foo\)" is nothing that a .deb can say there/,
  ],
  [{ relations: { suggests: [''] } }, /^suggests: "" /],
  [{ relations: { conflicts: ['aa | bb'] } }, /^conflicts: "aa \| bb" /],
  [{ relations: { replaces: ['aa | bb'] } }, /^replaces: /],
  [{ relations: { provides: ['aa | bb'] } }, /^provides: /],
  [{ relations: { provides: ['aa >= 2'] } }, /^provides: .* as `NAME` or `NAME \(= VERSION\)`/],
  [withDeb({ breaks: ['aa | bb'] }), /^breaks: /],
  [withDeb({ enhances: ['aa | bb'] }), /^enhances: /],
  [withDeb({ preDepends: ['aa\nPackage: evil'] }), /^preDepends: /],
  [withDeb({ architecture: 'linux-any' }), /^architecture: "linux-any" .* write a name such as amd64/],
  [withDeb({ architectureVariant: 'V3\n' }), /^architectureVariant: /],
  [withDeb({ section: 'a b' }), /^section: "a b" /],
  [withDeb({ section: 'net\nPackage: evil' }), /^section: /],
  [withDeb({ priority: 'urgent' }), /^priority: "urgent" .* write one of required, /],
  [further('depends', 'x'), /^fields: "depends" .* has a place of its own in the description/],
  [further('Package', 'evil'), /^fields: "Package" /],
  [further('Filename', 'evil'), /^fields: "Filename" .* dpkg or apt write this one themselves/],
  [further('Bad Name', 'x'), /"Bad Name" is no name of a field/],
  [further('Fine', 'x\nPackage: evil'), /does not continue it: "Package: evil"/],
  [further('Fine', 'x\n\nPackage: evil'), /does not continue it/],
  [withDeb({ config: '#!python\n' }), /^scripts: config begins with "#!python"/],
  [withDeb({ templates: ' ' }), /^templates: " " is no text/],
  [withDeb({ rules: '\0' }), /^rules: /],
  [withDeb({ triggers: { interest: ['a b'] } }), /^triggers: interest "a b" is no name of a trigger/],
  [withDeb({ triggers: { activate: [''] } }), /^triggers: activate ""/],
  [withDeb({ triggers: { interest: ['a'], 'interest-noawait': ['a'] } }), /^triggers: .* is there twice/],
  [withDeb({ compression: { name: 'xz', level: 10 } }), /xz has the levels 0 to 9, not 10/],
  [withDeb({ compression: { name: 'gzip', level: 10 } }), /gzip has the levels 1 to 9, not 10/],
  [withDeb({ compression: { name: 'zstd', level: 0 } }), /zstd has the levels 1 to 22, not 0/],
  [withDeb({ compression: { name: 'zstd', level: 1.5 } }), /not 1.5/],
  [withDeb({ compression: { name: 'none', level: 1 } }), /none has no levels/],
])('refuses %j', async (changes, message) => {
  const failure = await build(changes).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(PublishError)
  expect(failure).toMatchObject({ code: 'PACKAGE', message: expect.stringMatching(message) })
})

test.each<[Partial<PackagedEntry>, RegExp]>([
  [{ owner: '1000' }, /"\/usr\/bin\/hello" belongs to "1000", which is no name of a user or group/],
  [{ group: '' }, /belongs to ""/],
  [{ owner: 'a'.repeat(32) }, /belongs to "a+"/],
  [{ group: 'a:b' }, /belongs to "a:b"/],
  [{ modifiedSeconds: -1 }, /has the time -1/],
  [{ modifiedSeconds: 2 ** 32 }, /has the time 4294967296/],
  [{ path: '/etc/blank ' }, /cannot be configuration in a .deb: dpkg drops the blank at its end/],
])('refuses a file with %j', async (changes, message) => {
  const entries = [{ ...file('/usr/bin/hello', ''), ...changes } as PackagedEntry]
  await expect(build({ entries })).rejects.toThrow(message)
})

test.each([
  [{ name: 'gzip' }, 'data.tar.gz'],
  [{ name: 'gzip', level: 9 }, 'data.tar.gz'],
  [{ name: 'zstd' }, 'data.tar.zst'],
  [{ name: 'zstd', level: 19 }, 'data.tar.zst'],
  [{ name: 'none' }, 'data.tar'],
] as const)('%j gives %s, however the files are cut, and is read back', expectReadBack)

for (const compression of [{ name: 'xz' }, { name: 'xz', level: 0 }] as const) {
  testWith(
    ['xz'],
    `${JSON.stringify(compression)} gives data.tar.xz, however the files are cut, and is read back`,
    () => expectReadBack(compression, 'data.tar.xz'),
  )
}

test('files are looked at to their end', async () => {
  const noise = randomFrom(3).bytes(1 << 20)
  const deb = await build({ entries: [file('/opt/large', noise)], deb: { compression: { name: 'gzip' } } })
  const members = await readAr(contentOf(deb), 'it')
  const end = deb.length - ((members.at(-1)?.content.sizeBytes ?? 0) & 1)
  await checkData(contentOf(deb), 'it')
  const damaged = Buffer.from(deb)
  damaged.writeUInt32LE((damaged.readUInt32LE(end - 8) ^ 1) >>> 0, end - 8)
  await expect(checkData(contentOf(damaged), 'it')).rejects.toThrow(
    expect.objectContaining({ code: 'PACKAGE' }),
  )
})

test('every file in /etc is configuration, elsewhere what is called so', async () => {
  const config = (path: string): PackagedEntry => ({ ...file(path, ''), role: 'config' }) as PackagedEntry
  const deb = await build({
    entries: [
      config('/opt/a.conf'),
      config('/etc/b.conf'),
      file('/etc/c.conf', ''),
      file('/opt/etc/d.conf', ''),
      { type: 'symlink', path: '/etc/e.conf', target: 'c.conf' },
    ],
  })
  const [, control] = await readAr(contentOf(deb), 'it')
  const tar = gunzipSync(await bytesOf(control?.content ?? contentOf(deb), deb.length, 'it'))
  const found = new Map<string, string>()
  for await (const { name, content } of tarMembers(contentOf(tar).read(), 'it'))
    found.set(name, Buffer.concat(await Array.fromAsync(content)).toString())
  expect(found.get('./conffiles')).toBe('/etc/b.conf\n/etc/c.conf\n/opt/a.conf\n')
})

async function expectReadBack(compression: PackageCompression, member: string): Promise<void> {
  const text = Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * at).toString(36)).join(' '))
  const chunked = (size: number): PackagedEntry => ({
    type: 'file',
    path: '/opt/large',
    mode: 0o644,
    content: { sizeBytes: text.length, read: () => cut(text, size) },
  })
  const deb = await build({ entries: [chunked(1_000)], deb: { compression } })
  expect((await build({ entries: [chunked(70_000)], deb: { compression } })).equals(deb)).toBe(true)
  const members = await readAr(contentOf(deb), 'it')
  expect(members.map(({ name }) => name)).toEqual(['debian-binary', 'control.tar.gz', member])
  expect(await readDeb(contentOf(deb), 'it')).toMatchObject({ name: 'hello' })
  await checkData(contentOf(deb), 'it')
  if (member === 'data.tar') expect(deb.length).toBeGreaterThan(text.length)
  else expect(deb.length).toBeLessThan(text.length)
}

/** What would end a field, a stanza, an entry or a line, or hide in one. */
const HOSTILE = [
  'a\nPackage: evil',
  'a\n\nPackage: evil',
  'a\r\nb',
  'NUL \0',
  'U+2028 \u2028Package: evil',
  'NEL \x85 VT \x0b',
  '%s $(id) `id` \\ "',
  'lone \ud800 surrogate',
  'escape \x1b[31m',
  'é ü 日本語 \u{1f600}',
]

testWith(['dpkg-deb'], 'hostile values are refused, or dpkg-deb reads back exactly that', async () => {
  const places: readonly ((text: string) => Partial<PackageDescription>)[] = [
    (text) => withDeb({ fields: [{ name: 'Note', value: text }] }),
    (text) => withDeb({ section: text }),
    (text) => withDeb({ priority: text }),
    (text) => withDeb({ architecture: text }),
    (text) => withDeb({ architectureVariant: text }),
    (text) => withDeb({ breaks: [text] }),
    (text) => ({ relations: { provides: [text] } }),
    (text) => withDeb({ triggers: { interest: [text] } }),
  ]
  let read = 0
  for (const place of places) {
    for (const text of HOSTILE) {
      const deb = await build(place(text)).catch((error: unknown) => error)
      if (!Buffer.isBuffer(deb)) {
        expect(deb).toBeInstanceOf(PublishError)
        continue
      }
      const path = await onDisk(deb)
      expect((await run('dpkg-deb', ['-f', path, 'Package'])).stdout).toBe('hello\n')
      expect((await run('dpkg-deb', ['-f', path, 'Note'])).stdout).toBe(`${text}\n`)
      read += 1
    }
  }
  expect(read).toBeGreaterThan(2)
})

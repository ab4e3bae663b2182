import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import type {
  ChangelogEntry,
  PackageDescription,
  PackagedEntry,
  RpmDetails,
} from '../../src/recipe/description.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { TAGS } from '../../src/rpm/tags.ts'
import { run, testWith } from '../support/programs.ts'
import { SAMPLE_TIME, build, file, onDisk } from './sample.ts'

const withRpm = (rpm: RpmDetails): Partial<PackageDescription> => ({ rpm })
const ghost = (path: string, mode = 0o644) => withRpm({ ghosts: [{ path, mode }] })

test.each<[Partial<PackageDescription>, RegExp]>([
  [
    { relations: { recommends: ['aa | bb'] } },
    /^recommends: "aa \| bb" is nothing that an rpm can say there/,
  ],
  [{ relations: { suggests: [''] } }, /^suggests: "" /],
  [{ relations: { conflicts: ['a b'] } }, /^conflicts: "a b" /],
  [{ relations: { provides: ['a, b'] } }, /^provides: "a, b" /],
  [{ relations: { replaces: ['/bin/sh'] } }, /^replaces: "\/bin\/sh" /],
  [{ relations: { replaces: ['perl(Foo)'] } }, /^replaces: /],
  [withRpm({ requiresPost: ['a | b'] }), /^requiresPost: "a \| b" /],
  [withRpm({ architecture: 'x86 64' }), /the package's architecture is "x86 64"/],
  [withRpm({ architecture: 'src' }), /architecture: src is that of source packages/],
  [withRpm({ buildHost: 'a\nb' }), /^buildHost: "a\\nb" contains what is no text/],
  [withRpm({ summary: '' }), /^summary: is empty/],
  [withRpm({ summary: 'a\nb' }), /^summary: /],
  [withRpm({ vendor: '\0' }), /^vendor: /],
  [withRpm({ packager: '\ud800' }), /^packager: /],
  [withRpm({ group: ' ' }), /^group: is empty/],
  [withRpm({ prefixes: ['/'] }), /^prefixes: "\/" is no place/],
  [withRpm({ prefixes: ['/opt/'] }), /^prefixes: "\/opt\/" /],
  [withRpm({ prefixes: ['opt'] }), /^prefixes: "opt" /],
  [withRpm({ prefixes: ['/opt/../etc'] }), /^prefixes: /],
  [ghost('var/log/hello'), /"var\/log\/hello" cannot be in an rpm: it is not absolute/],
  [ghost('/usr/bin/hello'), /"\/usr\/bin\/hello" cannot be in an rpm: it is there twice/],
  [ghost('/var/log/hello', 0o100644), /has the mode 33188/],
  [withRpm({ ghosts: [{ path: '/a', mode: 0, owner: '0' }] }), /"\/a" belongs to "0"/],
  [withRpm({ scripts: { beforeTransaction: '' } }), /^scripts: beforeTransaction is empty/],
  [withRpm({ scripts: { verify: '#!sh' } }), /^scripts: verify begins with "#!sh"/],
  [withRpm({ compression: { name: 'xz', level: 1.5 } }), /xz has the levels 0 to 9, not 1.5/],
  [withRpm({ compression: { name: 'zstd', level: 23 } }), /zstd has the levels 1 to 22, not 23/],
])('refuses %j', async (changes, message) => {
  const failure = await build(changes).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(PublishError)
  expect(failure).toMatchObject({ code: 'PACKAGE', message: expect.stringMatching(message) })
})

test.each<[Partial<PackagedEntry>, RegExp]>([
  [{ owner: 'a b' }, /belongs to "a b"/],
  [{ group: '-x' }, /belongs to "-x"/],
  [{ modifiedSeconds: 0.5 }, /has the time 0.5/],
  [{ language: 'de fr' }, /has the language "de fr"; write one like de/],
  [{ language: '' }, /has the language ""/],
])('refuses a file with %j', async (changes, message) => {
  await expect(build({ entries: [{ ...file('/opt/a', ''), ...changes } as PackagedEntry] })).rejects.toThrow(
    message,
  )
})

test.each<[Partial<ChangelogEntry>, RegExp]>([
  [{ author: '' }, /has the author ""/],
  [{ changes: [] }, /has no changes/],
  [{ version: 'a b' }, /version: "a b" is none/],
  [{ timeSeconds: 1e12 }, /has the time 1000000000000/],
])('refuses a changelog with %j', async (changes, message) => {
  const entry = { version: '1', author: 'a', timeSeconds: SAMPLE_TIME, changes: ['b'] }
  await expect(build({ changelog: [{ ...entry, ...changes }] })).rejects.toThrow(message)
})

test('a changelog with no entries says that this is a new version', async () => {
  expect((await build({ changelog: [] })).equals(await build())).toBe(true)
})

test('a summary of its own leaves the whole description', async () => {
  const bytes = await build({ description: 'one\ntwo', rpm: { summary: 'three' } })
  const { header } = await readRpm(contentOf(bytes), 'it')
  expect([header.string(TAGS.SUMMARY), header.string(TAGS.DESCRIPTION)]).toEqual(['three', 'one\ntwo'])
})

const HOSTILE = [
  'a\nb',
  'NUL \0',
  'NEL \x85 VT \x0b',
  'U+2028 \u2028b',
  ']]> < & " \'',
  '%{NAME} %s $(id) `id` \\',
  'lone \ud800 surrogate',
  'escape \x1b[31m',
  'é ü 日本語 \u{1f600}',
]

testWith(['rpm'], 'hostile values are refused, or rpm reads back exactly that', async () => {
  const change = (changes: Partial<ChangelogEntry>): Partial<PackageDescription> => ({
    changelog: [{ version: '1.2.3', author: 'a', timeSeconds: SAMPLE_TIME, changes: ['b'], ...changes }],
  })
  const places: readonly (readonly [string, (text: string) => Partial<PackageDescription>])[] = [
    ['%{VENDOR}', (vendor) => withRpm({ vendor })],
    ['%{PACKAGER}', (packager) => withRpm({ packager })],
    ['%{GROUP}', (group) => withRpm({ group })],
    ['%{SUMMARY}', (summary) => withRpm({ summary })],
    ['%{BUILDHOST}', (buildHost) => withRpm({ buildHost })],
    ['[%{PREFIXES}]', (prefix) => withRpm({ prefixes: [`/${prefix}`] })],
    ['[%{CHANGELOGTEXT}]', (text) => change({ changes: [text] })],
    ['[%{CHANGELOGNAME}]', (author) => change({ author })],
    ['[%{FILELANGS}]', (language) => ({ entries: [{ ...file('/opt/a', ''), language } as PackagedEntry] })],
    ['[%{FILEUSERNAME}]', (owner) => ({ entries: [{ ...file('/opt/a', ''), owner }] })],
    ['[%{RECOMMENDNAME}]', (name) => ({ relations: { recommends: [name] } })],
  ]
  const around: Readonly<Record<string, (text: string) => string>> = {
    '[%{PREFIXES}]': (text) => `/${text}`,
    '[%{CHANGELOGTEXT}]': (text) => `- ${text.replaceAll('\n', '\n  ')}`,
    '[%{CHANGELOGNAME}]': (text) => `${text} - 1.2.3-1`,
  }
  let read = 0
  for (const [tag, place] of places) {
    for (const text of HOSTILE) {
      const rpm = await build(place(text)).catch((error: unknown) => error)
      if (!Buffer.isBuffer(rpm)) {
        expect(rpm).toBeInstanceOf(PublishError)
        continue
      }
      const { stdout } = await run('rpm', ['-qp', '--nosignature', '--qf', tag, await onDisk(rpm)])
      expect(stdout).toBe(around[tag]?.(text) ?? text)
      read += 1
    }
  }
  expect(read).toBeGreaterThan(20)
})

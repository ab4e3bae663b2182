import fc from 'fast-check'
import { expect, test } from '@jest/globals'
import { contentOf } from '../../../src/content.ts'
import { PublishError } from '../../../src/errors.ts'
import { LIMITS } from '../../../src/limits.ts'
import { textFile } from '../../../src/recipe/config/text-file.ts'
import { both, faultsOf, read } from './describing.ts'
import { memorySources } from './memory-sources.ts'

test.each<readonly [string, string, readonly string[]]>([
  ['an unknown key', 'nmae: x', ['nfpm.yaml:1:1: unknown key "nmae"; did you mean "name"?']],
  [
    'an unknown key of a section',
    'name: x\ndeb:\n  pre-depends: [a]\n',
    ['nfpm.yaml:3:3: unknown key "pre-depends" of deb; did you mean "predepends"?'],
  ],
  [
    'an unknown key of an item',
    'contents:\n  - src: a\n    dest: /x\n',
    ['nfpm.yaml:3:5: unknown key "dest" of contents[0]; did you mean "dst"?'],
  ],
  [
    'an unknown key of an override',
    'overrides:\n  rpm:\n    name: x\n',
    [
      'nfpm.yaml:3:5: unknown key "name" of overrides.rpm; known are replaces, provides, depends, recommends, suggests, ' +
        'conflicts, contents, umask, scripts, deb, rpm, apk, archlinux, ipk, msix, msi',
    ],
  ],
  [
    'an override of an unknown format',
    'overrides:\n  rmp: {}\n',
    ['nfpm.yaml:2:3: unknown key "rmp" of overrides; did you mean "rpm"?'],
  ],
  [
    'a key of an object',
    'constructor: x',
    [expect.stringMatching(/^nfpm\.yaml:1:1: unknown key "constructor"/) as unknown as string],
  ],
  [
    'a key of no name',
    '__proto__: x',
    [expect.stringMatching(/^nfpm\.yaml:1:1: unknown key "__proto__"/) as unknown as string],
  ],
  [
    'several at once',
    'nmae: x\ndepends: a\numask: rw\n',
    [
      'nfpm.yaml:1:1: unknown key "nmae"; did you mean "name"?',
      'nfpm.yaml:2:10: depends is "a"; expected a list, one - item a line',
      'nfpm.yaml:3:8: umask is "rw"; expected an octal number such as 0022',
    ],
  ],
  ['a list for a text', 'name: [a]', ['nfpm.yaml:1:7: name is a list; expected a text']],
  ['a mapping for a text', 'name: {a: b}', ['nfpm.yaml:1:7: name is a mapping; expected a text']],
  [
    'a mapping for a list',
    'depends: {a: b}',
    ['nfpm.yaml:1:10: depends is a mapping; expected a list, one - item a line'],
  ],
  ['a list in a list', 'depends: [[a]]', ['nfpm.yaml:1:11: depends[0] is a list; expected a text']],
  ['a hole in a list', 'depends:\n  - a\n  -\n', ['nfpm.yaml:3:4: depends[1] is empty; remove it']],
  [
    'a text for a mapping',
    'scripts: a.sh',
    ['nfpm.yaml:1:10: scripts is "a.sh"; expected a mapping, key: value'],
  ],
  ['a list at the top', '- name', ['nfpm.yaml:1:1: the file is a list; expected a mapping, key: value']],
  ['a text at the top', 'name', ['nfpm.yaml:1:1: the file is "name"; expected a mapping, key: value']],
  [
    'no boolean',
    'disable_globbing: maybe',
    ['nfpm.yaml:1:19: disable_globbing is "maybe"; expected true or false'],
  ],
  [
    'no time',
    'mtime: 2025-02-30',
    ['nfpm.yaml:1:8: mtime is "2025-02-30"; expected a time such as 2025-01-31T12:00:00Z'],
  ],
  [
    'no choice',
    'version_schema: calver',
    ['nfpm.yaml:1:17: version_schema is "calver"; expected semver, none'],
  ],
  ['no epoch', 'epoch: -1', ['nfpm.yaml:1:8: epoch is "-1"; expected a whole number']],
  [
    'a forgotten zero',
    'contents: [{src: a, dst: /a, file_info: {mode: 644}}]',
    ['nfpm.yaml:1:48: contents[0].file_info.mode is "644"; 644 is decimal, and would be 01204; write 0644'],
  ],
  [
    'no octal digit',
    'contents: [{src: a, dst: /a, file_info: {mode: 0689}}]',
    ['nfpm.yaml:1:48: contents[0].file_info.mode is "0689"; expected an octal number such as 0644'],
  ],
  [
    'more than permissions',
    'contents: [{src: a, dst: /a, file_info: {mode: 0100644}}]',
    [
      'nfpm.yaml:1:48: contents[0].file_info.mode is "0100644"; 0100644 has more than permission bits; the most is 07777',
    ],
  ],
  [
    'a compression that debs never had',
    'deb: {compression: lzma}',
    [
      'nfpm.yaml:1:20: deb.compression is "lzma"; expected gzip, xz, zstd or none, with a level as in zstd:19 or zstd:best',
    ],
  ],
  [
    'a name for a level where there are none',
    'deb: {compression: "gzip:best"}',
    [
      'nfpm.yaml:1:20: deb.compression is "gzip:best"; expected gzip, xz, zstd or none, with a level as in zstd:19 or zstd:best',
    ],
  ],
  [
    'another system',
    'platform: darwin',
    ['nfpm.yaml:1:11: platform is "darwin"; debs and rpms are built for linux alone'],
  ],
  [
    'another architecture',
    'arch: vax',
    [
      expect.stringMatching(
        /^nfpm\.yaml:1:7: arch is "vax"; expected amd64, .* or all$/,
      ) as unknown as string,
    ],
  ],
  ['a key twice', 'name: a\nname: b\n', ['nfpm.yaml:2:1: name is there twice']],
  [
    'two documents',
    'name: a\n---\nname: b\n',
    ['nfpm.yaml:2:1: a second document begins here; write one to a file'],
  ],
  ['an unknown tag', 'name: !env X', ['nfpm.yaml:1:7: Unresolved tag: !env']],
  ['no anchor', 'depends: *a', [expect.stringMatching(/^nfpm\.yaml:1:10: .*a/) as unknown as string]],
  ['a merge of a text', '<<: a', ['nfpm.yaml:1:5: << takes a mapping, such as *name, or a list of them']],
  ['no script', 'scripts: {preinstall: a.sh}', ['nfpm.yaml:1:23: scripts.preinstall: there is no file a.sh']],
  ['no changelog', 'changelog: c.yaml', ['nfpm.yaml:1:12: changelog: there is no file c.yaml']],
])('%s', async (_, text, messages) => {
  expect(await faultsOf(text)).toEqual(messages)
})

test('a text in quotes whose further lines are not indented, which nFPM takes, is explained', async () => {
  const [first] = await faultsOf('name: a\ndescription: "x\ny"\n')
  expect(first).toBe(
    'nfpm.yaml:2:16: Missing closing "quote; a text in quotes is indented in its further lines',
  )
})

test('no YAML is an error at its place', async () => {
  expect(await faultsOf('name: [a\nversion: "1')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^nfpm\.yaml:2:/)]),
  )
  expect(await faultsOf('a: b: c')).toEqual([expect.stringMatching(/^nfpm\.yaml:1:\d+: /)])
})

test('a folder is no script, and bytes are none', async () => {
  const files = { 'd/a.sh': 'x', 'b.sh': { text: 'x' } }
  expect(await faultsOf('scripts: {preinstall: d}', files)).toEqual([
    'nfpm.yaml:1:23: scripts.preinstall: d is a directory; name a file',
  ])
})

test.each([
  ['rpm: {scripts: {verify: no.sh}}', 'nfpm.yaml:1:25: rpm.scripts.verify: there is no file no.sh'],
  ['deb: {scripts: {rules: no.sh}}', 'nfpm.yaml:1:24: deb.scripts.rules: there is no file no.sh'],
  ['scripts: {preinstall: link}', 'nfpm.yaml:1:23: scripts.preinstall: link is a symlink; name a file'],
])('%s', async (text, message) => {
  expect(await faultsOf(text, { link: { target: 'a' } })).toEqual([message])
})

test('a script is a text in UTF-8', async () => {
  const content = contentOf(Buffer.from([0x61, 0xff]))
  const sources = {
    ...memorySources({}),
    look: async () => ({ type: 'file', mode: 0o644, content }) as const,
  }
  const place = { file: 'nfpm.yaml', line: 1, column: 23 }
  await expect(
    textFile({ value: 'a.sh', at: place }, 'scripts.preinstall', 9, sources),
  ).rejects.toMatchObject({
    code: 'INPUT',
    message: 'nfpm.yaml:1:23: a.sh is no text in UTF-8; save it as such',
  })
  await expect(
    textFile({ value: 'a.sh', at: place }, 'scripts.preinstall', 1, sources),
  ).rejects.toMatchObject({
    code: 'LIMIT',
    faults: [{ place }],
  })
})

test('faults of a changelog are in the changelog', async () => {
  const files = { 'c.yaml': '- semver: 1.0\n  dat: 2025-01-01\n' }
  expect(await faultsOf('changelog: c.yaml', files)).toEqual([
    'c.yaml:2:3: unknown key "dat" of [0]; did you mean "date"?',
  ])
})

test('anchors and merges mean what they say', async () => {
  const { deb, rpm } = await both(
    'overrides:\n  deb: &both\n    depends: &list [a, b]\n    recommends: *list\n  rpm:\n    <<: *both\n    recommends: [c]\n',
  )
  expect([deb.depends, deb.relations?.recommends]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
  expect([rpm.depends, rpm.relations?.recommends]).toEqual([['a', 'b'], ['c']])
})

test.each([
  [
    'aliases of aliases',
    [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'
        .split('')
        .map((it, at) => `${it}: &${it} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`),
    ].join('\n'),
  ],
  [
    'many lists',
    `depends: ${'['.repeat(LIMITS.configurationDepth + 2)}${']'.repeat(LIMITS.configurationDepth + 2)}`,
  ],
  ['very many lists', '['.repeat(50_000)],
  ['very many mappings', '{a: '.repeat(25_000)],
  ['itself', 'a: &a [*a]'],
  ['a long text again and again', `depends: [&a "${'$X'.repeat(20_000)}", ${'*a,'.repeat(50_000)}]`],
])('a bomb is refused: %s', async (_, text) => {
  const faults = await faultsOf(text)
  expect(faults[0]).toMatch(/^nfpm\.yaml:\d+:\d+: (?:is nested too deeply|holds )/)
  expect(faults.filter((fault) => /stack/i.test(fault))).toEqual([])
})

test('any text is a configuration or one error with a place', async () => {
  const word = fc.constantFrom(
    'name',
    'deb',
    'rpm',
    'contents',
    'src',
    'dst',
    '/x',
    '${A}',
    '*a',
    '&a',
    '<<',
    '0644',
    '~',
    '!!str',
    '"',
    "'",
    '|',
  )
  const glue = fc.constantFrom(
    ': ',
    '\n',
    '\n  ',
    '\n- ',
    ' ',
    ', ',
    '[',
    ']',
    '{',
    '}',
    '---\n',
    '\0',
    '\r',
    '\t',
    '\u{feff}',
    '\ud800',
  )
  const text = fc.array(fc.oneof(word, glue)).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, fc.string()), async (text) => {
      const error: unknown = await read(text).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (error === undefined) return
      expect(error).toBeInstanceOf(PublishError)
      expect((error as PublishError).faults.length).toBeGreaterThan(0)
    }),
    { numRuns: 1_000, verbose: true },
  )
})

test.each(['*a', '**/', '**/*a', '?*'])('a pattern of %s again and again has an end', async (part) => {
  const pattern = `${part.repeat(100)}b`
  const files = { ['a'.repeat(200)]: '', [`${'a/'.repeat(200)}c`]: '' }
  expect(await faultsOf(`contents: [{src: "${pattern}", dst: /x}]`, files)).toEqual([
    `nfpm.yaml:1:18: src: ${pattern} matches no file`,
  ])
})

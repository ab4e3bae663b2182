import { expect, test } from '@jest/globals'
import { CONFIGURATION } from '../../../src/recipe/config/keys/configuration.ts'
import type { Keys, Shape } from '../../../src/recipe/config/shape.ts'
import { type Files, TIME, both, read } from './describing.ts'

/** Of a description, by the path of the member. */
function member(description: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], description)
}

const FILES: Files = {
  'a.sh': '#!/bin/sh\necho a\n',
  'b.sh': 'echo b\n',
  'log.yaml': '- semver: 1.0\n  date: 2025-01-02\n',
}

/** A key, what is written, and what becomes of it: a member of the deb's description, of the rpm's, and its value. */
interface Row {
  readonly key: string
  readonly yaml: string
  readonly deb?: readonly [string, unknown]
  readonly rpm?: readonly [string, unknown]
  /** Where it has no effect, or is a part of what other rows show. */
  readonly shownBy?: string
}

const same = (key: string, yaml: string, path: string, value: unknown): Row => ({
  key,
  yaml,
  deb: [path, value],
  rpm: [path, value],
})
const deb = (key: string, yaml: string, path: string, value: unknown): Row => ({
  key,
  yaml,
  deb: [path, value],
  rpm: ['deb', undefined],
})
const rpm = (key: string, yaml: string, path: string, value: unknown): Row => ({
  key,
  yaml,
  deb: ['rpm', undefined],
  rpm: [path, value],
})

const ROWS: readonly Row[] = [
  same('name', 'name: foo', 'name', 'foo'),
  same('arch', 'arch: amd64', 'arch', 'amd64'),
  same('platform', 'platform: linux', 'name', 'engine'),
  same('version', 'version: 1.10.0', 'version', '1.10.0'),
  same('version_schema', 'version: 1.10\nversion_schema: none', 'version', '1.10'),
  same('epoch', 'epoch: 2', 'epoch', 2),
  same('release', 'release: 010', 'release', '010'),
  same('prerelease', 'prerelease: rc.1', 'version', '1.2.3-rc.1'),
  same('version_metadata', 'version_metadata: git', 'version', '1.2.3+git'),
  deb('section', 'section: net', 'deb.section', 'net'),
  deb('priority', 'priority: extra', 'deb.priority', 'extra'),
  same('maintainer', 'maintainer: Bob <b@example.com>', 'maintainer', 'Bob <b@example.com>'),
  same('description', 'description: |\n  One\n  Two', 'description', 'One\nTwo'),
  rpm('vendor', 'vendor: ACME', 'rpm.vendor', 'ACME'),
  same('homepage', 'homepage: https://example.com', 'homepage', 'https://example.com'),
  same('license', 'license: MIT', 'license', 'MIT'),
  same('changelog', 'changelog: log.yaml', 'changelog.0.version', '1.0.0'),
  same(
    'disable_globbing',
    'disable_globbing: true\ncontents: [{src: a.sh, dst: /x}]',
    'entries.0.path',
    '/x',
  ),
  same('mtime', 'mtime: 2009-11-10T23:00:00Z', 'timeSeconds', 1_257_894_000),
  same('replaces', 'replaces: [a, b]', 'relations.replaces', ['a', 'b']),
  same('provides', 'provides: [a]', 'relations.provides', ['a']),
  same('depends', 'depends: [a, 1.0]', 'depends', ['a', '1.0']),
  same('recommends', 'recommends: [a]', 'relations.recommends', ['a']),
  same('suggests', 'suggests: [a]', 'relations.suggests', ['a']),
  same('conflicts', 'conflicts: [a]', 'relations.conflicts', ['a']),
  same('contents', 'contents: [{src: a.sh, dst: /x}]', 'entries.0.path', '/x'),
  same('umask', 'umask: 0077\ncontents: [{src: a.sh, dst: /x}]', 'entries.0.mode', 0o600),
  same('scripts.preinstall', 'scripts: {preinstall: a.sh}', 'scripts.beforeInstall', FILES['a.sh']),
  same('scripts.postinstall', 'scripts: {postinstall: a.sh}', 'scripts.afterInstall', FILES['a.sh']),
  same('scripts.preremove', 'scripts: {preremove: a.sh}', 'scripts.beforeRemove', FILES['a.sh']),
  same('scripts.postremove', 'scripts: {postremove: a.sh}', 'scripts.afterRemove', FILES['a.sh']),
  deb('deb.arch', 'deb: {arch: armhf}', 'deb.architecture', 'armhf'),
  deb('deb.arch_variant', 'deb: {arch_variant: amd64v3}', 'deb.architectureVariant', 'amd64v3'),
  deb('deb.scripts.rules', 'deb: {scripts: {rules: a.sh}}', 'deb.rules', FILES['a.sh']),
  deb('deb.scripts.templates', 'deb: {scripts: {templates: b.sh}}', 'deb.templates', FILES['b.sh']),
  deb('deb.scripts.config', 'deb: {scripts: {config: a.sh}}', 'deb.config', FILES['a.sh']),
  ...['interest', 'interest_await', 'interest_noawait', 'activate', 'activate_await', 'activate_noawait'].map(
    (name) =>
      deb(`deb.triggers.${name}`, `deb: {triggers: {${name}: [a]}}`, 'deb.triggers', {
        [name.replace('_', '-')]: ['a'],
      }),
  ),
  deb('deb.breaks', 'deb: {breaks: [a (<< 2)]}', 'deb.breaks', ['a (<< 2)']),
  deb('deb.predepends', 'deb: {predepends: [a]}', 'deb.preDepends', ['a']),
  deb('deb.compression', 'deb: {compression: "zstd:19"}', 'deb.compression', { name: 'zstd', level: 19 }),
  deb('deb.fields', 'deb: {fields: {Bugs: "https://b", Empty: ""}}', 'deb.fields', [
    { name: 'Bugs', value: 'https://b' },
  ]),
  ...['method: debsign', 'key_file: k', 'key_id: 1', 'type: maint', 'signer: S'].map((line) =>
    deb(`deb.signature.${line.split(':')[0]}`, `deb: {signature: {${line}}}`, 'deb', {}),
  ),
  rpm('rpm.arch', 'rpm: {arch: ia64}', 'rpm.architecture', 'ia64'),
  rpm('rpm.buildhost', 'rpm: {buildhost: b}', 'rpm.buildHost', 'b'),
  rpm(
    'rpm.scripts.pretrans',
    'rpm: {scripts: {pretrans: a.sh}}',
    'rpm.scripts.beforeTransaction',
    FILES['a.sh'],
  ),
  rpm(
    'rpm.scripts.posttrans',
    'rpm: {scripts: {posttrans: a.sh}}',
    'rpm.scripts.afterTransaction',
    FILES['a.sh'],
  ),
  rpm('rpm.scripts.verify', 'rpm: {scripts: {verify: a.sh}}', 'rpm.scripts.verify', FILES['a.sh']),
  ...Object.entries({
    preinstall: 'scripts.beforeInstall',
    postinstall: 'scripts.afterInstall',
    preremove: 'scripts.beforeRemove',
    postremove: 'scripts.afterRemove',
  }).map(([name, path]): Row => ({
    key: `rpm.interpreters.${name}`,
    yaml: `scripts: {${name}: a.sh}\nrpm: {interpreters: {${name}: /bin/bash}}`,
    deb: [path, FILES['a.sh']],
    rpm: [path, '#!/bin/bash\necho a\n'],
  })),
  ...Object.entries({
    pretrans: 'rpm.scripts.beforeTransaction',
    posttrans: 'rpm.scripts.afterTransaction',
    verify: 'rpm.scripts.verify',
  }).map(([name, path]) =>
    rpm(
      `rpm.interpreters.${name}`,
      `rpm: {scripts: {${name}: b.sh}, interpreters: {${name}: /bin/bash -e}}`,
      path,
      '#!/bin/bash -e\necho b\n',
    ),
  ),
  rpm('rpm.requires.post', 'rpm: {requires: {post: [systemd]}}', 'rpm.requiresPost', ['systemd']),
  rpm('rpm.group', 'rpm: {group: Unspecified}', 'rpm.group', 'Unspecified'),
  rpm('rpm.summary', 'rpm: {summary: S}', 'rpm.summary', 'S'),
  rpm('rpm.packager', 'rpm: {packager: P}', 'rpm.packager', 'P'),
  rpm('rpm.compression', 'rpm: {compression: "gzip:-1"}', 'rpm.compression', { name: 'gzip' }),
  rpm('rpm.prefixes', 'rpm: {prefixes: [/opt/x]}', 'rpm.prefixes', ['/opt/x']),
  ...['key_file: k', 'key_id: 1'].map((line) =>
    rpm(`rpm.signature.${line.split(':')[0]}`, `rpm: {signature: {${line}}}`, 'rpm', {}),
  ),
  {
    key: 'overrides.deb',
    yaml: 'overrides: {deb: {depends: [a]}}',
    deb: ['depends', ['a']],
    rpm: ['depends', []],
  },
  {
    key: 'overrides.rpm',
    yaml: 'overrides: {rpm: {depends: [a]}}',
    deb: ['depends', []],
    rpm: ['depends', ['a']],
  },
  ...['apk', 'archlinux', 'ipk', 'msix', 'msi'].map((name) =>
    same(name, `${name}: {x: [y]}`, 'name', 'engine'),
  ),
  ...['apk', 'archlinux', 'ipk', 'msix', 'msi', 'srpm', 'termux.deb'].map((name) =>
    same(`overrides.${name}`, `overrides: {${name}: {depends: [a]}}`, 'depends', []),
  ),
]

test.each(ROWS)('$key', async ({ yaml, deb, rpm }) => {
  const descriptions = await both(`${yaml}\n`, FILES)
  if (deb !== undefined) expect(member(descriptions.deb, deb[0])).toEqual(deb[1])
  if (rpm !== undefined) expect(member(descriptions.rpm, rpm[0])).toEqual(rpm[1])
})

/** Keys by their paths; those of `contents` are shown by tests of their own, those of overrides by those above. */
function pathsOf(shape: Shape, path: string): readonly string[] {
  const isSection = shape.kind === 'map' && !/^overrides\../.test(path)
  return isSection ? keysBelow(shape.keys, path) : [path]
}

function keysBelow(keys: Keys, path: string): readonly string[] {
  return Object.entries(keys).flatMap(([name, { shape }]) =>
    pathsOf(shape, path === '' ? name : `${path}.${name}`),
  )
}

test('each key of the schema has a row', () => {
  expect(ROWS.map(({ key }) => key).sort()).toEqual([...keysBelow(CONFIGURATION.keys, '')].sort())
})

test('without any key all comes from the inputs', async () => {
  const { deb, rpm } = await both('')
  const base = {
    name: 'engine',
    version: '1.2.3',
    arch: 'amd64',
    maintainer: 'Ada <ada@example.com>',
    description: 'engine',
    license: 'Unspecified',
    depends: [],
    relations: {},
    entries: [],
    timeSeconds: TIME,
  }
  expect(deb).toMatchObject({ ...base, deb: {} })
  expect(rpm).toMatchObject({ ...base, rpm: {} })
})

test('what nothing says is in no description', async () => {
  const [deb, rpm] = (await read('')).packages
  expect(Object.keys(deb!)).toEqual(['file', 'format', 'description', 'saysDepends'])
  for (const { description } of [deb!, rpm!]) {
    expect(description).not.toHaveProperty('scripts')
    expect(description).not.toHaveProperty('changelog')
  }
  expect(deb!.description.deb).toStrictEqual({})
  expect(rpm!.description.rpm).toStrictEqual({})
  expect(rpm!.description.relations).toStrictEqual({})
})

test('what the run was asked for stands in for what the configuration does not say', async () => {
  const defaults = {
    name: 'asked',
    version: '3.2.1',
    release: '7',
    maintainer: 'Bob <bob@example.com>',
    description: 'Asked for',
    homepage: 'https://example.org',
    license: 'MIT',
    depends: ['bash'],
  }
  const { deb } = await both('', {}, { defaults })
  expect(deb).toMatchObject(defaults)
  const said =
    'name: " a "\nrelease: " 8 "\nlicense: " ISC "\nhomepage: " h "\ndescription: " d "\ndepends: [b]\n'
  expect(
    (await both(`${said}version: " 1.0.0 "\nmaintainer: " M <m@x> "`, {}, { defaults })).rpm,
  ).toMatchObject({
    name: 'a',
    version: '1.0.0',
    release: '8',
    maintainer: 'M <m@x>',
    description: 'd',
    homepage: 'h',
    license: 'ISC',
    depends: ['b'],
  })
})

test('whether the configuration says what a package depends on is told for each format', async () => {
  const said = async (text: string) => (await read(text)).packages.map(({ saysDepends }) => saysDepends)
  expect(await said('')).toEqual([false, false])
  expect(await said('depends: [a]')).toEqual([true, true])
  expect(await said('overrides: {rpm: {depends: [a]}}')).toEqual([false, true])
})

test('fields of debs lose the blanks around them', async () => {
  expect((await both('deb: {fields: {A: " b  c "}}')).deb.deb?.fields).toEqual([{ name: 'A', value: 'b  c' }])
})

test.each([
  ['echo\n', '#!/bin/x\necho\n'],
  ['#!/bin/sh\necho #!x\n', '#!/bin/x\necho #!x\n'],
  ['#!/bin/sh', '#!/bin/x\n'],
  ['echo\n#!/bin/sh\n', '#!/bin/x\necho\n#!/bin/sh\n'],
])('an interpreter of the rpm’s own takes the place of the first line of %j', async (script, expected) => {
  const text = 'scripts: {preinstall: a}\nrpm: {interpreters: {preinstall: /bin/x}}'
  const { deb, rpm } = await both(text, { a: script })
  expect([deb.scripts?.beforeInstall, rpm.scripts?.beforeInstall]).toEqual([script, expected])
})

test('what has no effect is said with its place', async () => {
  const { notes } = await read('name: x\nrpm:\n  group: g\napk: {}\nmsix:\n  a: 1\n')
  expect(notes.map(({ message, place }) => [place.line, place.column, message])).toEqual([
    [4, 6, 'apk has no effect: only deb and rpm are built'],
    [6, 3, 'msix has no effect: only deb and rpm are built'],
  ])
})

test.each([
  ['{}', undefined],
  ['{key_file: k}', { method: 'debsign', role: 'origin' }],
  ['{key_file: k, method: debsign, type: maint}', { method: 'debsign', role: 'maint' }],
  [
    '{key_file: k, method: dpkg-sig}',
    { method: 'dpkg-sig', role: 'origin', signer: 'Ada <ada@example.com>' },
  ],
  [
    '{key_file: k, method: dpkg-sig, type: builder, signer: S}',
    { method: 'dpkg-sig', role: 'builder', signer: 'S' },
  ],
])('a signature inside a deb: %s', async (yaml, signature) => {
  const { packages } = await read(`deb: {signature: ${yaml}}`)
  const wanted = signature === undefined ? undefined : { format: 'deb', signature }
  expect(packages[0]?.signature).toEqual(wanted && expect.objectContaining(wanted))
  expect(packages[1]?.signature).toBeUndefined()
})

test.each(['deb', 'rpm'])('the key of a signature of the %s, with variables', async (format) => {
  const { packages } = await read(
    `${format}: {signature: {key_file: $K, key_id: "\${I}"}}`,
    {},
    { env: { K: 'k', I: 'F00' } },
  )
  const wanted = { format, keyFile: { value: 'k' }, keyId: { value: 'F00' } }
  expect(packages.filter(({ signature }) => signature !== undefined)).toMatchObject([
    { format, signature: wanted },
  ])
})

test('an override of a format says with which key it is signed', async () => {
  const { packages } = await read('overrides: {rpm: {rpm: {signature: {key_file: k}}}}')
  expect(packages.map(({ signature }) => signature?.keyFile.value)).toEqual([undefined, 'k'])
})

test.each([
  ['zstd:fastest', 1],
  ['zstd:default', 3],
  ['zstd:better', 7],
  ['zstd:best', 11],
  ['zstd:12', 12],
  ['zstd:-1', undefined],
  ['zstd', undefined],
])('a level by its name: %s', async (text, level) => {
  const { deb, rpm } = await both(`deb: {compression: "${text}"}\nrpm: {compression: "${text}"}`)
  const compression = level === undefined ? { name: 'zstd' } : { name: 'zstd', level }
  expect([deb.deb?.compression, rpm.rpm?.compression]).toEqual([compression, compression])
})

test('lzma, which the examples of nFPM have for rpms, is xz, and that is told of', async () => {
  const { packages, notes } = await read('rpm: {compression: lzma}')
  expect(packages.map(({ description }) => description.rpm?.compression)).toEqual([undefined, { name: 'xz' }])
  expect(notes).toEqual([
    {
      message: 'rpm.compression is lzma, which rpm gave up for xz: the rpm is compressed by xz',
      place: { file: 'nfpm.yaml', line: 1, column: 20 },
    },
  ])
})

test.each([
  ['Jane Doe <jane@example.com> \t', 0],
  ['Jane Doe <jane@example.com>x', 1],
  ['Jane Doe <jane@example.com> x', 1],
  ['Jane Doe <jane@doe@example.com>', 1],
  ['Jane Doe <ja ne@example.com>', 1],
  ['<jane@example.com>', 1],
  ['Hello, Inc', 1],
  ['packages@example.com', 1],
  ['Hello <https://example.com>', 1],
  ['Jane Doe <jane@example.com>', 0],
])('a maintainer without an address is told of: %s', async (maintainer, count) => {
  const { notes } = await read(`maintainer: "${maintainer}"`)
  const message = `maintainer is "${maintainer}"; Debian asks for an address too, as in Jane Doe <jane@example.com>`
  expect(notes).toEqual([{ message, place: { file: 'nfpm.yaml', line: 1, column: 13 } }].slice(0, count))
})

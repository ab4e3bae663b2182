import { expect, test } from '@jest/globals'
import { controlStanza } from '../../src/deb/control.ts'
import { debianDependency } from '../../src/deb/dependency.ts'
import { packagedTree } from '../../src/deb/tree.ts'
import { triggersFile } from '../../src/deb/triggers.ts'
import { assertText } from '../../src/deb/text.ts'
import type { DebDetails, PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { file, sample } from './sample.ts'

function control(changes: Partial<PackageDescription> = {}): Readonly<Record<string, string>> {
  const description = sample(changes)
  const stanza = controlStanza(description, packagedTree(description.entries))
  return Object.fromEntries(stanza.map(({ name, value }) => [name, value]))
}

const refused = expect.objectContaining({ code: 'PACKAGE' })

test('every field that a description can fill, in the order of dpkg-gencontrol', () => {
  const fields = control({
    arch: 'amd64',
    maintainer: ' Jane Doe <jane@example.org> ',
    homepage: ' https://example.org ',
    depends: ['dd'],
    relations: {
      recommends: ['rr | r2'],
      suggests: ['ss'],
      conflicts: ['cc < 2'],
      replaces: ['rp', 'rq'],
      provides: ['pp (= 1)', 'pq'],
    },
    deb: {
      architectureVariant: 'amd64v3',
      preDepends: ['pd'],
      enhances: ['ee'],
      breaks: ['bb > 3'],
      section: 'non-free/net',
      priority: 'extra',
      fields: [
        { name: 'X-One', value: ' \t1 \n' },
        { name: 'X-Empty', value: '  ' },
        { name: 'X-Two', value: 'a\n b' },
      ],
    },
  })
  expect(Object.entries(fields).map(([name, value]) => `${name}: ${value}`)).toEqual([
    'Package: hello',
    'Version: 1.2.3',
    'Architecture: amd64',
    'Architecture-Variant: amd64v3',
    'Maintainer: Jane Doe <jane@example.org>',
    'Installed-Size: 5',
    'Pre-Depends: pd',
    'Depends: dd',
    'Recommends: rr | r2',
    'Suggests: ss',
    'Enhances: ee',
    'Conflicts: cc (<< 2)',
    'Breaks: bb (>> 3)',
    'Replaces: rp, rq',
    'Provides: pp (= 1), pq',
    'Section: non-free/net',
    'Priority: extra',
    'Homepage: https://example.org',
    'Description: Greets whoever asks\n It says hello to the world, and to nobody else.',
    'X-One: 1',
    'X-Two: a\n b',
  ])
})

test.each<readonly [string, Partial<PackageDescription>]>([
  ['conflicts', { relations: { conflicts: ['a | b'] } }],
  ['replaces', { relations: { replaces: ['a | b'] } }],
  ['breaks', { deb: { breaks: ['a | b'] } }],
  ['enhances', { deb: { enhances: ['a | b'] } }],
])('%s takes no alternatives', (name, changes) => {
  expect(() => control(changes)).toThrow(refused)
  expect(() => control(changes)).toThrow(
    `${name}: "a | b" is nothing that a .deb can say there; write one a line, as \`NAME\`, \`NAME >= VERSION\` or `,
  )
})

test('what is not known has no field, or a usual value', () => {
  expect(control({ homepage: ' ' })).not.toHaveProperty('Homepage')
  const { homepage: _, ...rest } = sample()
  expect(controlStanza(rest, []).map(({ name }) => name)).not.toContain('Homepage')
  expect(control()).toMatchObject({ Section: 'utils', Priority: 'optional' })
  expect(Object.keys(control())).toHaveLength(9)
  expect(control({ deb: { architecture: 'armhf' } })).toMatchObject({ Architecture: 'armhf' })
})

test.each(['required', 'important', 'standard', 'optional', 'extra'])(
  'the priority %s is one',
  (priority) => {
    expect(control({ deb: { priority } })).toMatchObject({ Priority: priority })
  },
)

test('Installed-Size is in KiB begun: of files and targets their bytes, of directories one', () => {
  const sizeOf = (...entries: readonly PackagedEntry[]) => control({ entries })['Installed-Size']
  expect(sizeOf()).toBe('1')
  expect(sizeOf(file('/a', ''))).toBe('1')
  expect(sizeOf(file('/a', 'x'.repeat(1024)))).toBe('2')
  expect(sizeOf(file('/a', 'x'.repeat(1025)))).toBe('3')
  expect(sizeOf({ type: 'symlink', path: '/a', target: 'ü'.repeat(512) })).toBe('2')
  expect(sizeOf({ type: 'symlink', path: '/a', target: 'ü'.repeat(513) })).toBe('3')
  expect(sizeOf({ type: 'directory', path: '/a/b', mode: 0o755 })).toBe('3')
})

test.each([
  ['Greets', 'Greets\n This is hello as its own project releases it.'],
  [' Greets  \n\nall', 'Greets\n all'],
  ['hello', 'command-line program from its own project\n This is hello as its own project releases it.'],
  ['hello \nGreets', 'command-line program from its own project\n Greets'],
  ['Greets\n\n \t\n\n  a\n\nb', 'Greets\n   a\n .\n b'],
  ['Greets\n.a\n\tb  ', 'Greets\n  .a\n         b'],
])('the description %j is folded', (description, expected) => {
  expect(control({ description })['Description']).toBe(expected)
})

test.each<[DebDetails, RegExp]>([
  [
    { architecture: 'any' },
    /^architecture: "any" is none that a \.deb can have; write a name such as amd64$/,
  ],
  [{ architectureVariant: '-v3' }, /^architectureVariant: "-v3" is none .* such as amd64v3$/],
  [{ architectureVariant: 'V3' }, /^architectureVariant: "V3"/],
  [{ architectureVariant: 'v3 x' }, /^architectureVariant: "v3 x"/],
  [{ section: 'Utils' }, /^section: "Utils" is none .* such as utils or non-free\/net$/],
  [{ section: 'a/b/c' }, /^section: "a\/b\/c"/],
  [{ section: '1a' }, /^section: "1a"/],
  [{ section: 'a b' }, /^section: "a b"/],
  [{ priority: 'high' }, /^priority: "high" .* one of required, important, standard, optional, extra$/],
])('refuses %j', (deb, message) => {
  expect(() => control({ deb })).toThrow(message)
  expect(() => control({ deb })).toThrow(refused)
})

const DESCRIBED =
  'PACKAGE version Section Pre-Depends Depends Recommends Suggests Enhances Conflicts Breaks Replaces Provides Homepage Architecture-Variant'
const FOREIGN =
  'Status Conffiles Config-Version Triggers-Pending Triggers-Awaited Filename Size MD5sum SHA1 sha256 SHA512 Description-md5'

test.each(DESCRIBED.split(' '))('the field %s has a place of its own', (name) => {
  const { homepage: _, ...rest } = sample({ deb: { fields: [{ name, value: '1' }] } })
  expect(() => controlStanza(rest, [])).toThrow(
    /^fields: ".*" is none .* place of its own in the description/,
  )
})

test.each(FOREIGN.split(' '))('the field %s is written by others', (name) => {
  expect(() => control({ deb: { fields: [{ name, value: '1' }] } })).toThrow(
    /^fields: ".*" is none .* dpkg or apt write this one themselves/,
  )
})

test.each([
  ['aa  >=  2', 'aa (>= 2)'],
  ['aa<2', 'aa (<< 2)'],
  ['aa <= 2', 'aa (<= 2)'],
  ['aa << 2', 'aa (<< 2)'],
  ['aa > 2', 'aa (>> 2)'],
  ['aa >> 2', 'aa (>> 2)'],
  ['aa = 2', 'aa (= 2)'],
  ['aa ( >= 2 )', 'aa (>= 2)'],
  [' aa|bb ', 'aa | bb'],
])('the relation %j is %j', (text, expected) => {
  expect(debianDependency(text)).toBe(expected)
})

test.each(['aa (>= 2) x', 'aa x (>= 2)', 'aa >= 2 (>= 2)', 'aa (== 2)', 'aa >>> 2', 'aa x>= 2', 'aa >= 2)'])(
  'the relation %j is none',
  (text) => {
    expect(() => debianDependency(text)).toThrow(refused)
  },
)

test.each<[Partial<PackageDescription>, RegExp]>([
  [{ deb: { breaks: ['aa | bb'] } }, /^breaks: "aa \| bb" is nothing .* say there; .* `NAME >= VERSION`/],
  [{ deb: { enhances: ['aa | bb'] } }, /^enhances: /],
  [{ deb: { preDepends: ['aa bb'] } }, /^preDepends: "aa bb"/],
  [{ relations: { conflicts: ['aa | bb'] } }, /^conflicts: /],
  [{ relations: { replaces: ['aa | bb'] } }, /^replaces: /],
  [{ relations: { recommends: ['aa bb'] } }, /^recommends: /],
  [{ relations: { suggests: ['aa bb'] } }, /^suggests: /],
  [{ relations: { provides: ['aa | bb'] } }, /^provides: /],
  [{ relations: { provides: ['aa >= 1'] } }, /^provides: "aa >= 1" .* as `NAME` or `NAME \(= VERSION\)`$/],
  [{ depends: ['aa bb'] }, /^depends: "aa bb" is nothing that a \.deb can depend on; .* `NAME >= VERSION`/],
])('refuses the relations %j', (changes, message) => {
  expect(() => control(changes)).toThrow(message)
  expect(() => control(changes)).toThrow(refused)
})

test('triggers are written by their directives, in one order', () => {
  const triggers = {
    'activate-noawait': ['f'],
    'activate-await': ['e'],
    activate: ['d'],
    'interest-noawait': ['c'],
    'interest-await': ['b'],
    interest: ['a', '/usr/share/x'],
  }
  expect(triggersFile(triggers)).toBe(
    'interest a\ninterest /usr/share/x\ninterest-await b\ninterest-noawait c\nactivate d\nactivate-await e\nactivate-noawait f\n',
  )
  expect(triggersFile()).toBe('')
  expect(triggersFile({ interest: ['a'], activate: ['a'] })).toBe('interest a\nactivate a\n')
})

test.each<[NonNullable<DebDetails['triggers']>, RegExp]>([
  [{ interest: ['a b'] }, /^triggers: interest "a b" is no name of a trigger/],
  [{ activate: [''] }, /^triggers: activate "" is no name/],
  [{ activate: ['ä'] }, /is no name/],
  [{ interest: ['a'], 'interest-noawait': ['a'] }, /^triggers: interest-noawait "a" is there twice$/],
])('refuses the triggers %j', (triggers, message) => {
  expect(() => triggersFile(triggers)).toThrow(message)
  expect(() => triggersFile(triggers)).toThrow(refused)
})

test.each<[Partial<PackageDescription>, string]>([
  [{ maintainer: 'a\tb' }, 'maintainer: "a\\tb" is no line of text; write one'],
  [{ maintainer: ' ' }, 'maintainer: " " is no line'],
  [{ homepage: 'a\nb' }, 'homepage: "a\\nb" is no line'],
  [{ license: '\u0085' }, 'license: "\u0085" is no line'],
  [{ license: 'a\ud800' }, 'license: "a\\ud800" is no line'],
  [{ description: 'a\ud800' }, 'description: "a\\ud800" is no text; write some'],
  [{ description: `${'a'.repeat(199)}\0` }, `description: "${'a'.repeat(199)}\\u0000" is no text`],
  [{ description: `${'a'.repeat(200)}\0` }, `description: "${'a'.repeat(200)}…" is no text`],
  [{ deb: { templates: '' } }, 'templates: "" is no text'],
  [{ deb: { rules: '\0' } }, 'rules: "\\u0000" is no text'],
])('no text: %j', (changes, message) => {
  expect(() => assertText(sample(changes))).toThrow(message)
  expect(() => assertText(sample(changes))).toThrow(refused)
})

test('lines and tabs are text where a field has lines', () => {
  const { homepage: _, ...rest } = sample({ description: 'a\n\tb', deb: { rules: 'a\n\tb', templates: 'ü' } })
  expect(() => assertText(rest)).not.toThrow()
})

test('paths and targets of the longest that file systems take', () => {
  const segment = 'a'.repeat(255)
  const longest = `/${`${'a'.repeat(200)}/`.repeat(20)}${'a'.repeat(73)}`
  expect(longest).toHaveLength(4094)
  expect(packagedTree([file(`/${segment}`, '')])).toHaveLength(2)
  expect(packagedTree([file(longest, '')])).toHaveLength(22)
  expect(() => packagedTree([file(`${longest}a`, '')])).toThrow('is longer than file systems take')
  expect(() => packagedTree([file(`/${'ü'.repeat(128)}`, '')])).toThrow('is longer than file systems take')
  const link = (target: string) => () => packagedTree([{ type: 'symlink', path: '/a', target }])
  expect(link('x'.repeat(4094))).not.toThrow()
  for (const target of ['x'.repeat(4095), 'ü'.repeat(2048), 'a\nb', 'a\ud800'])
    expect(link(target)).toThrow(
      /^the path "\/a" cannot be in a \.deb: it is a link to .* which is no target$/,
    )
  for (const mode of [0.5, -1, 0o10000])
    expect(() => packagedTree([file('/a', '', mode)])).toThrow(`it has the mode ${mode}, which is not of`)
  expect(packagedTree([file('/a', '', 0o7777)])).toHaveLength(2)
  expect(() => packagedTree([file('/a/./b', '')])).toThrow(refused)
})

test('directories that nobody named are root’s to write', () => {
  expect(packagedTree([file('/a/b', '')])).toMatchObject([
    { type: 'directory', path: '/', mode: 0o755 },
    { type: 'directory', path: '/a', mode: 0o755 },
    { path: '/a/b' },
  ])
})

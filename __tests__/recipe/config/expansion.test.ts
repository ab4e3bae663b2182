import { expect, test } from '@jest/globals'
import { expand } from '../../../src/recipe/config/expansion.ts'
import type { ConfiguredBy } from '../../../src/recipe/config/configured.ts'
import { variablesFor } from '../../../src/recipe/config/variables.ts'
import { both, faultsOf, read } from './describing.ts'

const ENV: Readonly<Record<string, string>> = { A: 'a', B_1: 'b', '1': 'one' }

test.each([
  ['$A', 'a'],
  ['${A}', 'a'],
  ['x${A}y$B_1/z', 'xayb/z'],
  ['$A$A', 'aa'],
  ['$Ab', ''],
  ['$1', 'one'],
  ['$10', 'one0'],
  ['$', '$'],
  ['100$', '100$'],
  ['$ A', '$ A'],
  ['$/x', '$/x'],
  ['${A', '${A'],
  ['\\$A', '\\a'],
])('%s is %s', (text, expected) => {
  expect(
    expand(
      text,
      (name) => ENV[name],
      () => undefined,
    ),
  ).toBe(expected)
})

test.each([
  ['name', 'name'],
  ['version', 'version'],
  ['release', 'release'],
  ['maintainer', 'maintainer'],
  ['description', 'description'],
  ['homepage', 'homepage'],
])('%s is expanded', async (key, member) => {
  const { deb } = await both(`${key}: "\${X}"`, {}, { env: { X: '7.0.0' } })
  expect(deb[member as keyof typeof deb]).toBe('7.0.0')
})

test('so are relations, whose empty items are left out', async () => {
  const text =
    'depends: [git, "${D}", " $NONE "]\nprovides: ["$NONE"]\noverrides: {rpm: {suggests: ["$D"]}}\n'
  const { deb, rpm } = await both(text, {}, { env: { D: 'nginx (>= 1)' } })
  expect(deb.depends).toEqual(['git', 'nginx (>= 1)'])
  expect(deb.relations).toEqual({})
  expect(rpm.relations).toEqual({ suggests: ['nginx (>= 1)'] })
  expect((await read(text)).notes).toEqual([])
})

test('and prerelease, vendor, packager, fields and predepends', async () => {
  const text =
    'prerelease: $X\nvendor: $X\nrpm: {packager: $X}\ndeb: {fields: {F: "${X}"}, predepends: [$X]}\n'
  const { deb, rpm } = await both(text, {}, { env: { X: 'x' } })
  expect(deb).toMatchObject({
    version: '1.2.3-x',
    deb: { fields: [{ name: 'F', value: 'x' }], preDepends: ['x'] },
  })
  expect(rpm).toMatchObject({ rpm: { vendor: 'x', packager: 'x' } })
})

test.each(['license', 'section', 'priority'])('%s is not', async (key) => {
  const { deb } = await both(`${key}: $X`, {}, { env: { X: 'x' } })
  expect(JSON.stringify(deb)).toContain('"$X"')
})

test('a variable without a value is told of, once, with its place', async () => {
  const { notes } = await read('homepage: https://x/$NONE', {}, { architectures: ['amd64', 'arm64'] })
  expect(notes).toEqual([
    {
      message: 'homepage: the variable NONE is not set, and stands for nothing',
      place: { file: 'nfpm.yaml', line: 1, column: 11 },
    },
  ])
})

test('so is one in the paths of contents', async () => {
  const text = 'contents: [{src: a, dst: "/usr/$NONE/a", expand: true}, {src: a, dst: "/$NONE"}]'
  const { packages, notes } = await read(text, { a: '' }, { formats: ['deb', 'rpm'] })
  expect(packages[0]?.description.entries.map(({ path }) => path)).toEqual(['/$NONE', '/usr/a'])
  expect(notes).toEqual([
    {
      message: 'dst: the variable NONE is not set, and stands for nothing',
      place: { file: 'nfpm.yaml', line: 1, column: 26 },
    },
  ])
})

test('each architecture that is asked for has its variables, whatever the environment says', async () => {
  const text = 'arch: ${GOARCH}\ncontents: [{src: "dist/${ARCH}-${GOARCH}${GOARM}", dst: /x, expand: true}]\n'
  const { packages, notes } = await read(
    text,
    { 'dist/amd64-amd64': '1', 'dist/arm6-arm6': '2', 'dist/386-386': '3' },
    { architectures: ['amd64', 'arm6', '386'], formats: ['deb'], env: { GOARCH: 'mips', ARCH: 'mips' } },
  )
  expect(packages.map(({ description }) => description.arch)).toEqual(['amd64', 'arm6', '386'])
  expect(notes).toEqual([])
})

test('what is asked for goes before the environment, and that before what is only known', async () => {
  const said = async (options: object) => (await both('version: ${VERSION}', {}, options)).deb.version
  expect(
    await said({ asked: { VERSION: '1.0.0' }, env: { VERSION: '2.0.0' }, known: { VERSION: '3.0.0' } }),
  ).toBe('1.0.0')
  expect(await said({ env: { VERSION: 'v2.0.0' }, known: { VERSION: '3.0.0' } })).toBe('2.0.0')
  expect(await said({ known: { VERSION: '3.0.0' } })).toBe('3.0.0')
})

test('where no architecture is asked for, its variables are those of the environment', () => {
  const sources = {
    asked: { A: 'asked' },
    environment: (name: string) => (name === 'B_1' ? 'b' : undefined),
    known: { GOARM: '6', A: 'known' },
  }
  const [asked, none] = [variablesFor(sources, 'arm64'), variablesFor(sources, undefined)]
  expect(['ARCH', 'GOARCH', 'GOARM', 'A', 'B_1'].map(asked)).toEqual(['arm64', 'arm64', '', 'asked', 'b'])
  expect(['ARCH', 'GOARCH', 'GOARM', 'A', 'B_1'].map(none)).toEqual([undefined, undefined, '6', 'asked', 'b'])
  expect(['constructor', '__proto__', 'toString'].map(none)).toEqual([undefined, undefined, undefined])
})

test('of a configuration with an architecture of its own, the build that asks for it is taken, or else the first', async () => {
  const description = async (arch: string, architectures: ConfiguredBy['architectures']) => {
    const { packages } = await read(
      `arch: ${arch}\ndescription: $ARCH`,
      {},
      { architectures, formats: ['deb'] },
    )
    return packages.map((it) => it.description.description)
  }
  expect(await description('arm64', ['amd64', 'arm64', '386'])).toEqual(['arm64'])
  expect(await description('arm64', ['arm64', 'amd64'])).toEqual(['arm64'])
  expect(await description('all', ['amd64', 'arm64'])).toEqual(['amd64'])
})

test('what has no architecture is an error of the input', async () => {
  await expect(read('name: x', {}, { architectures: [] })).rejects.toMatchObject({ code: 'INPUT' })
})

test('a version that is asked for is not to be contradicted', async () => {
  expect(await faultsOf('version: 1.0.0', {}, { askedVersion: '2.0.0' })).toEqual([
    'nfpm.yaml:1:10: version is "1.0.0", and the input version "2.0.0"; leave one out, or write ${VERSION} here',
  ])
  expect((await both('version: v1.0.0', {}, { askedVersion: '1.0.0' })).deb.version).toBe('1.0.0')
  expect((await both('', {}, { askedVersion: '2.0.0' })).deb.version).toBe('1.2.3')
})

test('an architecture of its own is built once', async () => {
  const options = { architectures: ['arm64', 'amd64'], formats: ['deb'] } as const
  const fixed = await read('arch: x86_64', {}, options)
  expect(fixed.packages.map(({ description }) => description.arch)).toEqual(['amd64'])
  expect(fixed.notes.map(({ message }) => message)).toEqual([
    'no package is built for arm64 here: arch is amd64 whatever is asked for; write ${ARCH} for all',
  ])
  expect(fixed.notes.map(({ place }) => [place.line, place.column])).toEqual([[1, 7]])
  const all = await read('arch: all', {}, options)
  expect(all.packages.map(({ description }) => description.arch)).toEqual(['all'])
  expect(all.notes).toEqual([])
})

test('an architecture that is not asked for is an error', async () => {
  expect(await faultsOf('arch: s390x', {}, { architectures: ['amd64'] })).toEqual([
    'nfpm.yaml:1:7: arch is "s390x", and the input arch asks for amd64; write ${ARCH} here',
  ])
  expect(await faultsOf('arch: s390x', {}, { architectures: ['amd64', 'arm64'] })).toEqual([
    'nfpm.yaml:1:7: arch is "s390x", and the input arch asks for amd64, arm64; write ${ARCH} here',
  ])
  expect(await faultsOf('', {}, { architectures: [] })).toEqual([
    'nfpm.yaml: arch is needed: write it there, for example amd64, or set the input arch',
  ])
  expect(await faultsOf('name: x', {}, { architectures: [] })).toEqual([
    'nfpm.yaml: arch is needed: write it there, for example amd64, or set the input arch',
  ])
})

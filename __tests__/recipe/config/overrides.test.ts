import { expect, test } from '@jest/globals'
import { both, faultsOf, read } from './describing.ts'

const FILES = { 'a.sh': 'a\n', 'b.sh': 'b\n' }

test('a list takes the place of the general one', async () => {
  const { deb, rpm } = await both('depends: [a, b]\noverrides: {rpm: {depends: [c]}}')
  expect([deb.depends, rpm.depends]).toEqual([['a', 'b'], ['c']])
})

test('an empty list does not, as in nFPM', async () => {
  const { rpm } = await both('depends: [a]\noverrides: {rpm: {depends: [], scripts: }}')
  expect(rpm.depends).toEqual(['a'])
})

test('contents take the place of the general ones', async () => {
  const text = 'contents: [{src: a.sh, dst: /a}]\noverrides: {deb: {contents: [{src: b.sh, dst: /b}]}}'
  const { deb, rpm } = await both(text, FILES)
  expect([deb.entries, rpm.entries].map((it) => it.map(({ path }) => path))).toEqual([['/b'], ['/a']])
})

test('scripts are joined one by one', async () => {
  const text =
    'scripts: {preinstall: a.sh, postinstall: a.sh}\noverrides: {rpm: {scripts: {postinstall: b.sh}}}'
  const { deb, rpm } = await both(text, FILES)
  expect(deb.scripts).toEqual({ beforeInstall: 'a\n', afterInstall: 'a\n' })
  expect(rpm.scripts).toEqual({ beforeInstall: 'a\n', afterInstall: 'b\n' })
})

test('sections of formats are joined, and the fields of debs by name', async () => {
  const text =
    'deb: {arch: x, fields: {A: 1, B: 2}}\noverrides: {deb: {umask: 0077, deb: {breaks: [b], fields: {b: 3, C: 4}}}}'
  const { deb } = await both(`${text}\ncontents: [{src: a.sh, dst: /a}]`, FILES)
  expect(deb.deb).toEqual({
    architecture: 'x',
    breaks: ['b'],
    fields: [
      { name: 'A', value: '1' },
      { name: 'b', value: '3' },
      { name: 'C', value: '4' },
    ],
  })
  expect(deb.entries[0]).toMatchObject({ mode: 0o600 })
})

test('sections and fields that only one of both has are the joined ones', async () => {
  const { deb, rpm } = await both(
    'rpm: {group: g}\noverrides: {deb: {deb: {fields: {A: 1}}}, rpm: {rpm: {summary: s}}}',
  )
  expect(deb.deb).toEqual({ fields: [{ name: 'A', value: '1' }] })
  expect(rpm.rpm).toEqual({ group: 'g', summary: 's' })
  const other = await both('deb: {fields: {A: 1}}\noverrides: {deb: {deb: {breaks: [b]}}}')
  expect(other.deb.deb).toEqual({ breaks: ['b'], fields: [{ name: 'A', value: '1' }] })
})

test('a text takes the place of the general one, with its place', async () => {
  const text = 'rpm: {compression: gzip}\noverrides:\n  rpm:\n    rpm: {compression: lzma, packager: x}\n'
  const { packages, notes } = await read(text)
  expect(packages.map(({ description }) => description.rpm)).toEqual([
    undefined,
    { packager: 'x', compression: { name: 'xz' } },
  ])
  expect(notes.map(({ place }) => [place.line, place.column])).toEqual([[4, 24]])
})

test('what an override says is told of at its own place', async () => {
  const text =
    'contents: [{src: a.sh, dst: /a}]\noverrides:\n  rpm:\n    contents:\n      - {src: none, dst: /a}\n'
  expect(await faultsOf(text, FILES)).toEqual(['nfpm.yaml:5:15: src: there is no file none'])
})

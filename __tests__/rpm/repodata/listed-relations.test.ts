import { expect, test } from '@jest/globals'
import { compareRelationVersions, relationsInEntry } from '../../../src/rpm/repodata/listed-relations.ts'

const ENTRY = Buffer.from(`<package type="rpm"><name>a</name><format>
<rpm:provides><rpm:entry name="a" flags="EQ" epoch="2" ver="1" rel="3"/><rpm:entry name="b"/></rpm:provides>
<rpm:requires>
<rpm:entry name="c" flags="LT" epoch="0" ver="1"/><rpm:entry name="d" flags="LE" ver="2"/>
<rpm:entry name="e" flags="GE" epoch="1" ver="3" rel="4"/><rpm:entry name="f" flags="GT" ver="5"/>
<rpm:entry name="g"/><rpm:entry name="h" flags="EQ" ver="6" rel="7"/>
</rpm:requires>
<file>/usr/bin/a</file></format></package>
  `)

test('what an entry provides and requires is read, with its files', () => {
  expect(relationsInEntry(ENTRY, 'primary')).toEqual({
    provides: [
      { name: 'a', version: '2:1-3' },
      { name: 'b', version: undefined },
      { name: '/usr/bin/a', version: undefined },
    ],
    requires: [
      [{ name: 'c', operator: '<', version: '0:1' }],
      [{ name: 'd', operator: '<=', version: '0:2' }],
      [{ name: 'e', operator: '>=', version: '1:3-4' }],
      [{ name: 'f', operator: '>', version: '0:5' }],
      [{ name: 'g', operator: undefined, version: '' }],
      [{ name: 'h', operator: '=', version: '0:6-7' }],
    ],
  })
})

test('what an entry does not say is nothing', () => {
  const relations = (entry: string) => relationsInEntry(Buffer.from(entry), 'primary')
  const nothing = { provides: [], requires: [] }
  expect(relations('<package/>')).toEqual(nothing)
  expect(relations('<package><format></format></package>')).toEqual(nothing)
  // What stands elsewhere, or is called otherwise, is none.
  expect(
    relations('<package><file>/a</file><rpm:requires><rpm:entry name="b"/></rpm:requires></package>'),
  ).toEqual(nothing)
  const odd = `<package><format><rpm:provides><rpm:entry ver="1"/><rpm:entry name="p" epoch="13"/></rpm:provides>
<rpm:requires><rpm:entry name="q" flags="NE" ver="1" rel=""/><rpm:entry name="r" rel="2"/></rpm:requires>
<rpm:recommends><rpm:entry name="s"/></rpm:recommends></format></package>`
  expect(relations(odd)).toEqual({
    provides: [
      { name: '', version: '0:1' },
      { name: 'p', version: undefined },
    ],
    requires: [
      [{ name: 'q', operator: undefined, version: '0:1-' }],
      [{ name: 'r', operator: undefined, version: '0:-2' }],
    ],
  })
  expect(() => relations('<package>')).toThrow(/^primary /)
})

test.each([
  ['1:1', '2:1', -1],
  ['1:1', '1:2', -1],
  ['0:1', '1', 0],
  ['1', '1:1', -1],
  ['1-1', '1-2', -1],
  ['1-1', '1', 0],
  ['1-1', '2', -1],
  ['2-1', '1-2', 1],
])('%s against %s is %d', (a, b, expected) => {
  expect(Math.sign(compareRelationVersions(a, b))).toBe(expected)
  expect(Math.sign(compareRelationVersions(b, a)) + expected).toBe(0)
})

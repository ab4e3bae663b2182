import { expect, test } from '@jest/globals'
import { readUnit, valueOf } from '../../../src/recipe/placement/unit.ts'

const sectionsOf = (text: string) => [...readUnit(text).sections]
const programsOf = (...lines: readonly string[]) => readUnit(lines.join('\n')).programs

test('sections stand in brackets on lines of their own', () => {
  expect(sectionsOf('[Unit]\n \t[Service] \nA=[B]\n[C] x\n[D\nx [E]\n[D-BUS Service]\n[]\n')).toEqual([
    'Unit',
    'Service',
    'D-BUS Service',
  ])
})

test.each([
  ['ExecStart=/bin/a', '/bin/a'],
  ['Exec = /bin/a b', '/bin/a'],
  ['ExecStartPre=/bin/a', '/bin/a'],
  ['ExecStartPost=/bin/a', '/bin/a'],
  ['ExecStop=/bin/a', '/bin/a'],
  ['ExecStopPost=/bin/a', '/bin/a'],
  ['ExecReload\t=\t/bin/a', '/bin/a'],
  ['ExecCondition=/bin/a', '/bin/a'],
  ['  ExecStart=/bin/a\tb', '/bin/a'],
  ['ExecStart=-@:+!|/bin/a', '/bin/a'],
  ['ExecStart=/bin/-a', '/bin/-a'],
  ['ExecStart="/bin/a b" c', '/bin/a b'],
  ["ExecStart=-'/bin/a b' c", '/bin/a b'],
  [`ExecStart=/bin/a "/bin/b"`, '/bin/a'],
  [`ExecStart=/bin/a '/bin/b'`, '/bin/a'],
  ['ExecStart=\\\n  /bin/a', '/bin/a'],
  ['ExecStart=/bin/a \\\nb', '/bin/a'],
  ['ExecStart=/bin/a\\\nb', '/bin/a'],
])('%j starts %s', (text, program) => {
  expect(programsOf(text)).toEqual([program])
})

test.each([
  'ExecStart=',
  'ExecStart=a',
  'ExecStart=""',
  "ExecStart=''",
  'ExecStartNow=/bin/a',
  'XExec=/bin/a',
  '#ExecStart=/bin/a',
])('%j starts nothing that has a path', (text) => {
  expect(programsOf(text)).toEqual([])
})

test('programs come once each, in order', () => {
  expect(programsOf('ExecStart=/bin/b', 'ExecStart=/bin/a', 'ExecStop=/bin/b')).toEqual(['/bin/b', '/bin/a'])
})

test('of a key the last value counts', () => {
  expect(valueOf('Name=a\n Name \t= b = c \nName2=d\nXName=e\nName x=f\n', 'Name')).toBe('b = c')
  expect(valueOf('Name\\\n = a\\\nb', 'Name')).toBe('a b')
  expect(valueOf('Other=Name=', 'Name')).toBeUndefined()
})

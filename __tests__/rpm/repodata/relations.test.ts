import { describe, expect, test } from '@jest/globals'
import { SENSE } from '../../../src/rpm/flags.ts'
import { entryOf } from '../../../src/rpm/header.ts'
import { primaryEntry } from '../../../src/rpm/repodata/primary.ts'
import { TAGS } from '../../../src/rpm/tags.ts'
import { packageOf, type Requirement, requires } from './repository.ts'

function requiredBy(...relations: Requirement[]): readonly string[] {
  const entry = primaryEntry(packageOf(requires(...relations)), 'sample.rpm')
  return [...entry.matchAll(/<rpm:entry (.*)\/>/g)].map(([, attributes = '']) => attributes)
}

describe('relations', () => {
  const kinds = [
    ['provides', TAGS.PROVIDENAME, TAGS.PROVIDEFLAGS, TAGS.PROVIDEVERSION],
    ['requires', TAGS.REQUIRENAME, TAGS.REQUIREFLAGS, TAGS.REQUIREVERSION],
    ['conflicts', TAGS.CONFLICTNAME, TAGS.CONFLICTFLAGS, TAGS.CONFLICTVERSION],
    ['obsoletes', TAGS.OBSOLETENAME, TAGS.OBSOLETEFLAGS, TAGS.OBSOLETEVERSION],
    ['suggests', TAGS.SUGGESTNAME, TAGS.SUGGESTFLAGS, TAGS.SUGGESTVERSION],
    ['enhances', TAGS.ENHANCENAME, TAGS.ENHANCEFLAGS, TAGS.ENHANCEVERSION],
    ['recommends', TAGS.RECOMMENDNAME, TAGS.RECOMMENDFLAGS, TAGS.RECOMMENDVERSION],
    ['supplements', TAGS.SUPPLEMENTNAME, TAGS.SUPPLEMENTFLAGS, TAGS.SUPPLEMENTVERSION],
  ] as const

  test('of every kind are told, in this order; what comes first is told of requirements alone', () => {
    const flags = [
      SENSE.LESS,
      SENSE.GREATER,
      SENSE.EQUAL,
      SENSE.LESS | SENSE.EQUAL,
      SENSE.GREATER | SENSE.EQUAL,
    ]
    const pkg = packageOf(
      kinds.flatMap(([kind, names, flagTag, versions], index) => [
        entryOf(names, [`${kind}-a`, `${kind}-b`]),
        entryOf(flagTag, [(flags[index % 5] ?? 0) | SENSE.PREREQ, 0]),
        entryOf(versions, [`${index}:1-${index}`, '']),
      ]),
    )
    const signs = ['LT', 'GT', 'EQ', 'LE', 'GE']
    const expected = kinds.flatMap(([kind], index) => [
      `    <rpm:${kind}>`,
      `      <rpm:entry name="${kind}-a" flags="${signs[index % 5]}" epoch="${index}" ver="1" rel="${index}"${kind === 'requires' ? ' pre="1"' : ''}/>`,
      `      <rpm:entry name="${kind}-b"/>`,
      `    </rpm:${kind}>`,
    ])
    const lines = primaryEntry(pkg, 'x').split('\n')
    expect(lines.slice(lines.indexOf('    <rpm:provides>'), lines.indexOf('  </format>'))).toEqual(expected)
  })

  test('without flags and versions are names', () => {
    for (const [kind, names] of kinds) {
      const entry = primaryEntry(packageOf([entryOf(names, ['a', 'b'])]), 'x')
      expect(entry.match(/<rpm:[a-z]+>|<rpm:entry .*>/g)?.slice(-3)).toEqual([
        `<rpm:${kind}>`,
        '<rpm:entry name="a"/>',
        '<rpm:entry name="b"/>',
      ])
    }
  })

  test('what rpm itself has to have, and what the package brings along, is not required', () => {
    const files = [
      entryOf(TAGS.BASENAMES, ['mine', 'mine']),
      entryOf(TAGS.DIRINDEXES, [0, 1]),
      entryOf(TAGS.DIRNAMES, ['/usr/bin/', '/usr/share/']),
      entryOf(TAGS.PROVIDENAME, ['here', 'here', 'there']),
      entryOf(TAGS.PROVIDEFLAGS, [0, SENSE.EQUAL, SENSE.EQUAL]),
      entryOf(TAGS.PROVIDEVERSION, ['', '1', '1']),
    ]
    const wanted = [
      ['rpmlib(PayloadIsXz)', SENSE.RPMLIB | SENSE.LESS | SENSE.EQUAL, '5.2-1'],
      ['/usr/bin/mine'],
      ['/usr/bin/other'],
      ['/usr/share/mine'],
      ['here'],
      ['here', SENSE.EQUAL, '1'],
      ['here', SENSE.EQUAL, '2'],
      ['there'],
      ['there', SENSE.LESS, '1'],
      ['not rpmlib('],
    ] as const
    const entry = primaryEntry(
      packageOf([...files, ...requires(...wanted.map((it) => [...it] as Requirement))]),
      'x',
    )
    const [, required = ''] = /<rpm:requires>(.*)<\/rpm:requires>/s.exec(entry) ?? []
    expect([...required.matchAll(/name="(.*)"\/>/g)].map(([, attributes]) => attributes)).toEqual([
      '/usr/bin/other',
      '/usr/share/mine',
      'here" flags="EQ" epoch="0" ver="2',
      'there',
      'there" flags="LT" epoch="0" ver="1',
      'not rpmlib(',
    ])
  })

  test('the same requirement is told once, another version or time of the same name is not the same', () => {
    expect(
      requiredBy(
        ['a'],
        ['a'],
        ['a', SENSE.EQUAL, '1'],
        ['a', SENSE.EQUAL, '1'],
        ['a', SENSE.EQUAL, '2'],
        ['b'],
        ['b', SENSE.PREREQ],
        ['b', SENSE.PREREQ],
      ),
    ).toEqual([
      'name="a"',
      'name="a" flags="EQ" epoch="0" ver="1"',
      'name="a" flags="EQ" epoch="0" ver="2"',
      'name="b"',
      'name="b" pre="1"',
    ])
  })

  test('the C library comes last, and others keep their order', () => {
    expect(
      requiredBy(['z'], ['libc.so.6(GLIBC_2.9)'], ['libm.so.6'], ['libc.so.6(GLIBC_2.10)'], ['a']),
    ).toEqual(['name="z"', 'name="libm.so.6"', 'name="a"', 'name="libc.so.6(GLIBC_2.10)"'])
  })
})

test('what scripts of any kind need before they run is marked', () => {
  const flags = [SENSE.PREREQ, SENSE.SCRIPT_PRE, SENSE.SCRIPT_POST, SENSE.PRETRANS, SENSE.POSTTRANS]
  for (const flag of flags) expect(requiredBy(['lua', flag])).toEqual(['name="lua" pre="1"'])
  for (const flag of [SENSE.SCRIPT_PREUN, SENSE.SCRIPT_POSTUN, SENSE.INTERP]) {
    expect(requiredBy(['lua', flag])).toEqual(['name="lua"'])
  }
})

test('a requirement that may stay unmet is a recommendation', () => {
  const entry = primaryEntry(packageOf(requires(['a'], ['b', SENSE.MISSINGOK])), 'sample.rpm')
  expect(entry).toMatch(/<rpm:requires>\s*<rpm:entry name="a"\/>\s*<\/rpm:requires>/)
  expect(entry).toMatch(/<rpm:recommends>\s*<rpm:entry name="b"\/>\s*<\/rpm:recommends>/)
})

test('of the C library one symbol version is left, the newest', () => {
  const names = [
    'libc.so.6',
    'libc.so.6()',
    'libc.so.6(GLIBC_PRIVATE)(64bit)',
    'libc.so.6(GLIBC_2.4)',
    'libc.so.6(GLIBC_2.34)(64bit)',
  ]
  for (let length = 1; length <= names.length; length += 1) {
    const some = names.slice(0, length)
    const newest = [`name="${some.at(-1)}"`]
    expect(requiredBy(...some.map((name) => [name] as const))).toEqual(newest)
    expect(requiredBy(...some.toReversed().map((name) => [name] as const))).toEqual(newest)
  }
})

test('of equal symbol versions of the C library the first is left', () => {
  const names = ['libc.so.6(GLIBC_2.4)', 'libc.so.6(GLIBC_2.4)(64bit)']
  expect(requiredBy(...names.map((name) => [name] as const))).toEqual([`name="${names[0]}"`])
})

test('versions of odd forms stay whole', () => {
  expect(requiredBy(['a', SENSE.EQUAL, 'x:1-2'])).toEqual(['name="a" flags="EQ" epoch="0" ver="x:1" rel="2"'])
  expect(requiredBy(['a', SENSE.EQUAL, '-2'])).toEqual(['name="a" flags="EQ" epoch="0" rel="2"'])
  expect(requiredBy(['a', SENSE.EQUAL, '1-'])).toEqual(['name="a" flags="EQ" epoch="0" ver="1"'])
  expect(requiredBy(['a', SENSE.EQUAL])).toEqual(['name="a" flags="EQ"'])
  expect(requiredBy(['a', SENSE.LESS | SENSE.GREATER, '1'])).toEqual(['name="a"'])
})

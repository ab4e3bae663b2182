import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { contentOf } from '../../../src/content.ts'
import { SENSE } from '../../../src/rpm/flags.ts'
import { decodeHeader, encodeHeader, entryOf } from '../../../src/rpm/header.ts'
import { readRpm } from '../../../src/rpm/read.ts'
import { filelistsEntry } from '../../../src/rpm/repodata/filelists.ts'
import { parseIndex } from '../../../src/rpm/repodata/index-file.ts'
import { otherEntry } from '../../../src/rpm/repodata/other.ts'
import { primaryEntry, readPrimaryEntry } from '../../../src/rpm/repodata/primary.ts'
import { SIGNATURE_TAGS, TAGS, type Tag } from '../../../src/rpm/tags.ts'
import { run, testWith } from '../../support/programs.ts'
import { build, onDisk, rpmbuild } from '../sample.ts'
import { createrepo, lint, packageOf, readIndex } from './repository.ts'
import { textsOf } from './texts.ts'

/** More than are listed. */
const OLDER_CHANGES = [
  'Tue Jan 14',
  'Mon Jan 13',
  'Sun Jan 12',
  'Sat Jan 11',
  'Fri Jan 10',
  'Thu Jan 9',
  'Wed Jan 8',
  'Tue Jan 7',
]
  .flatMap((day) => [`* ${day} 2025 X <x@y>`, `- of ${day}`, ''])
  .join('\n')

const SPEC = `Name: hello
Epoch: 2
Version: 1.2.3~rc1
Release: 1
Summary: Says "hello" <to> & 'all' é “q” 😀 ]]>
License: MIT
Group: Applications/System
Vendor: Acme <a@b>
Packager: P & Q
URL: https://example.org/?a=1&b=2
BuildArch: noarch
Requires: bash >= 4:5.0-1, (foo or bar), foo > 1, foo > 1, foo < 3
Requires: libc.so.6(GLIBC_2.4)(64bit), libc.so.6(GLIBC_2.17)(64bit), libc.so.6()(64bit), libc.so.6(GLIBC_PRIVATE)
Requires: /usr/bin/hello, /usr/share/hello/data, /bin/sh
Requires(pre): shadow-utils
Requires(post): coreutils
Requires(preun): sed
Requires(postun): gawk
Requires: hello(virtual) = 1, hello(virtual)
Provides: hello(virtual) = 1, plain, weird = 5:1-2, pkgü(é) = 1
Recommends: rec >= 1
Suggests: sug
Supplements: (a and b)
Enhances: enh
Conflicts: conf <= 1.0
Obsoletes: obs < 2:1.0-3
%description
Line one with <tags> & "quotes" 'single'
line two\ttab ]]>
ünïcödé   trailing
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/etc/hello.d %{buildroot}/usr/share/hello/dir %{buildroot}/usr/lib
mkdir -p %{buildroot}/opt/sbin/x "%{buildroot}/usr/share/hello/with space" %{buildroot}/usr/share/ghosts
for file in usr/bin/hello etc/hello.conf usr/share/hello/data usr/lib/sendmail opt/sbin/x/y etc/ghost; do
  echo hi > %{buildroot}/$file
done
echo hi > "%{buildroot}/usr/share/hello/a&b<c>'é😀\\"d"
ln -s hello %{buildroot}/usr/bin/hi
%pre
true
%post
true
%files
%attr(0755,root,root) /usr/bin/hello
/usr/bin/hi
%config(noreplace) /etc/hello.conf
%dir /etc/hello.d
%ghost /etc/ghost
%ghost %dir /usr/share/ghosts
/usr/share/hello
/usr/lib/sendmail
/opt/sbin/x
%changelog
* Wed Jan 15 2025 Jörg "J" & Müller <a@b.c>\t- 1.2.3-1
- one <x> & "y" ]]>
- two

* Wed Jan 15 2025 C D <c@d>  - 1.2.2-1
- the same day
* Wed Jan 15 2025 E <c@d>
- the same day again
${OLDER_CHANGES}
`

const EMPTY_SPEC = `Name: empty
Version: 1
Release: 1
Summary: x
License: MIT
%description
%files
`

/** How our entries and those of the reference are made equal where they cannot be. */
function normalised(entry: string): string {
  return entry
    .replace(/<time file="[0-9]+"/, '<time file="0"')
    .replace(/<([a-z:]+)><\/\1>/g, '<$1/>')
    .replace(/&#x([0-9A-F]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
}

async function compare(path: string): Promise<void> {
  const { folder } = await createrepo([path])
  const pkg = await readRpm(contentOf(await readFile(path)), path)
  const ours = {
    primary: primaryEntry(pkg, basename(path)),
    filelists: filelistsEntry(pkg),
    other: otherEntry(pkg),
  }
  for (const kind of ['primary', 'filelists', 'other'] as const) {
    const index = parseIndex(await readIndex(folder, kind), kind, kind)
    expect(normalised(ours[kind])).toBe(normalised(textsOf(index).join('')))
    await lint(ours[kind].replaceAll('rpm:', ''))
  }
}

describe('entries are those of createrepo_c', () => {
  const programs = ['rpmbuild', 'createrepo_c', 'xmllint']
  testWith(programs, 'of a package with everything', async () => {
    const { binary } = await rpmbuild(SPEC)
    await compare(binary)
  })
  testWith(programs, 'of a package with nothing', async () => {
    const { binary } = await rpmbuild(EMPTY_SPEC)
    await compare(binary)
  })
  testWith(programs, 'of a package compressed otherwise, with other digests', async () => {
    const { binary } = await rpmbuild(SPEC, {
      _binary_payload: 'w1.gzdio',
      _binary_filedigest_algorithm: '10',
    })
    await compare(binary)
  })
  testWith(['createrepo_c', 'xmllint'], 'of a package of our own', async () => {
    await compare(await onDisk(await build({ depends: ['bash >= 5', 'libc6 (>= 2.36)'] }), 'hello.rpm'))
  })
})

type Requirement = readonly [name: string, flags?: number, version?: string]

function requires(...relations: Requirement[]) {
  return [
    entryOf(
      TAGS.REQUIRENAME,
      relations.map(([name]) => name),
    ),
    entryOf(
      TAGS.REQUIREFLAGS,
      relations.map(([, flags = 0]) => flags),
    ),
    entryOf(
      TAGS.REQUIREVERSION,
      relations.map(([, , version = '']) => version),
    ),
  ]
}

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

test('an entry without anything says so', () => {
  expect(primaryEntry(packageOf([], { epoch: 3 }), 'a/b.rpm')).toBe(`<package type="rpm">
  <name>sample</name>
  <arch>noarch</arch>
  <version epoch="3" ver="1.2.3" rel="1"/>
  <checksum type="sha256" pkgid="YES">${'a'.repeat(64)}</checksum>
  <summary></summary>
  <description></description>
  <packager></packager>
  <url></url>
  <time file="0" build="0"/>
  <size package="9222" installed="0" archive="1720"/>
  <location href="a/b.rpm"/>
  <format>
    <rpm:license></rpm:license>
    <rpm:vendor></rpm:vendor>
    <rpm:group></rpm:group>
    <rpm:buildhost></rpm:buildhost>
    <rpm:sourcerpm></rpm:sourcerpm>
    <rpm:header-range start="4504" end="8933"/>
  </format>
</package>
`)
})

test('prose, times and files stand in their elements', () => {
  const pkg = packageOf([
    ...(
      [
        'SUMMARY',
        'DESCRIPTION',
        'PACKAGER',
        'URL',
        'LICENSE',
        'VENDOR',
        'GROUP',
        'BUILDHOST',
        'SOURCERPM',
      ] as const
    ).map((name) => entryOf(TAGS[name], TAGS[name].type === 'string' ? `the ${name}` : [`the ${name}`])),
    entryOf(TAGS.BUILDTIME, [17]),
    entryOf(TAGS.BASENAMES, ['a', 'b', 'c']),
    entryOf(TAGS.DIRINDEXES, [0, 1, 0]),
    entryOf(TAGS.DIRNAMES, ['/etc/', '/opt/']),
    entryOf(TAGS.FILEMODES, [0o100644, 0o100644, 0o040755]),
  ])
  const lines = primaryEntry(pkg, 'x')
    .split('\n')
    .map((line) => line.trim())
  expect(lines.filter((line) => /the [A-Z]|<time|<file/.test(line))).toEqual([
    '<summary>the SUMMARY</summary>',
    '<description>the DESCRIPTION</description>',
    '<packager>the PACKAGER</packager>',
    '<url>the URL</url>',
    '<time file="17" build="17"/>',
    '<rpm:license>the LICENSE</rpm:license>',
    '<rpm:vendor>the VENDOR</rpm:vendor>',
    '<rpm:group>the GROUP</rpm:group>',
    '<rpm:buildhost>the BUILDHOST</rpm:buildhost>',
    '<rpm:sourcerpm>the SOURCERPM</rpm:sourcerpm>',
    '<file>/etc/a</file>',
    '<file type="dir">/etc/c</file>',
  ])
})

test('sizes of files that 32 bits do not hold', () => {
  const signature = (...entries: Parameters<typeof encodeHeader>[0]) =>
    decodeHeader(encodeHeader([entryOf(SIGNATURE_TAGS.SHA1, 'x'), ...entries], 'signature'), 'signature', 'x')
  const sizeOf = (header: Parameters<typeof packageOf>[0], signatureHeader: ReturnType<typeof signature>) =>
    /<size .*>/.exec(primaryEntry(packageOf(header, { signatureHeader }), 'x'))?.[0]
  const large = Buffer.from('0000000500000001', 'hex')
  const long = (tag: Tag) => ({ ...entryOf(tag, [1]), data: large })
  expect(sizeOf([long(TAGS.LONGSIZE)], signature(long(SIGNATURE_TAGS.LONGARCHIVESIZE)))).toBe(
    '<size package="9222" installed="21474836481" archive="21474836481"/>',
  )
  expect(sizeOf([entryOf(TAGS.SIZE, [3])], signature())).toBe(
    '<size package="9222" installed="3" archive="0"/>',
  )
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

describe('hostile values', () => {
  const files = (path: string) => [
    entryOf(TAGS.BASENAMES, [path]),
    entryOf(TAGS.DIRINDEXES, [0]),
    entryOf(TAGS.DIRNAMES, ['/usr/bin/']),
    entryOf(TAGS.FILEMODES, [0o100644]),
    entryOf(TAGS.FILEFLAGS, [0]),
  ]

  test.each(['\u0001', '\uFFFF', '\u001b['])(
    '%j in a path or dependency is refused, in prose dropped',
    (mark) => {
      const inPath = packageOf(files(`a${mark}b`))
      expect(() => filelistsEntry(inPath)).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
      expect(() => primaryEntry(inPath, 'x')).toThrow(/^sample\.rpm: /)
      expect(() => primaryEntry(packageOf(requires([`a${mark}b`])), 'x')).toThrow(/^sample\.rpm: /)
      const inProse = packageOf([entryOf(TAGS.DESCRIPTION, [`a${mark}b`])])
      expect(primaryEntry(inProse, 'x')).toContain(`<description>a${mark.slice(1)}b</description>`)
    },
  )

  testWith(['xmllint'], 'an independent parser reads every value back', async () => {
    const value = `]]> <x> & "q" 'a' \u2028 \u0085 é 😀 &amp; </package>\n\r\t.`
    const pkg = packageOf([
      ...files(value),
      ...requires([value, SENSE.EQUAL, '1']),
      entryOf(TAGS.SUMMARY, [value]),
      entryOf(TAGS.CHANGELOGTIME, [1]),
      entryOf(TAGS.CHANGELOGNAME, [value]),
      entryOf(TAGS.CHANGELOGTEXT, [value]),
    ])
    const queries = [
      [primaryEntry(pkg, value), '/package/summary', value],
      [primaryEntry(pkg, value), '/package/location/@href', value],
      [primaryEntry(pkg, value), '/package/format/requires/entry/@name', value],
      [primaryEntry(pkg, value), '/package/format/file', `/usr/bin/${value}`],
      [filelistsEntry(pkg), '/package/file', `/usr/bin/${value}`],
      [otherEntry(pkg), '/package/changelog', value],
      [otherEntry(pkg), '/package/changelog/@author', value],
    ] as const
    for (const [entry, path, expected] of queries) {
      const input = entry.replaceAll('rpm:', '')
      const { stdout } = await run('xmllint', ['--xpath', `string(${path})`, '-'], { input })
      expect(stdout.slice(0, -1)).toBe(expected)
    }
  })

  test('what is printed is read', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(text, text, text, fc.nat(), (version, release, href, epoch) => {
        const pkg = packageOf([], { version, release, epoch })
        const read = readPrimaryEntry(Buffer.from(primaryEntry(pkg, href)), 'primary')
        expect(read).toEqual({
          name: 'sample',
          arch: 'noarch',
          epoch,
          version,
          release,
          pkgid: pkg.sha256,
          checksumType: 'sha256',
          href,
          sizeBytes: 9_222,
        })
      }),
    )
  })
})

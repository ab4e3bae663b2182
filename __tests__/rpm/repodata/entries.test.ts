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
import { createrepo, lint, packageOf, readIndex, requires } from './repository.ts'
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

import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { countOf } from '../../../src/entries.ts'
import {
  emptyIndex,
  indexParts,
  parseIndex,
  printIndex,
  withEntries,
} from '../../../src/rpm/repodata/index-file.ts'
import type { Index, IndexKind } from '../../../src/rpm/repodata/index-file.ts'
import {
  entriesById,
  namesIn,
  packagesNamed,
  packagesOf,
  packagesWanted,
  pkgidsOf,
  withoutPackages,
} from '../../../src/rpm/repodata/lookup.ts'
import { filelistsEntry } from '../../../src/rpm/repodata/filelists.ts'
import { otherEntry } from '../../../src/rpm/repodata/other.ts'
import { primaryEntry } from '../../../src/rpm/repodata/primary.ts'
import { testWith } from '../../support/programs.ts'
import { build, onDisk } from '../sample.ts'
import { createrepo, lint, packageOf, readIndex } from './repository.ts'
import { textsOf } from './texts.ts'

const KINDS = ['primary', 'filelists', 'other'] as const

function sampleEntry(kind: IndexKind, number: number): string {
  const pkg = packageOf([], {
    name: `package-${number % 1_000}`,
    version: `1.${Math.floor(number / 1_000)}`,
    sha256: number.toString(16).padStart(64, '0'),
  })
  if (kind === 'primary') return primaryEntry(pkg, `p/package-${number}.rpm`)
  return kind === 'filelists' ? filelistsEntry(pkg) : otherEntry(pkg)
}

function sampleIndex(kind: IndexKind, count: number): Index {
  return withEntries(
    emptyIndex(kind),
    Array.from({ length: count }, (_, number) => sampleEntry(kind, number)),
  )
}

function reread(index: Index): Index {
  return parseIndex(printIndex(index), index.kind, index.kind)
}

const pkgid = (number: number) => number.toString(16).padStart(64, '0')

describe('indexes of createrepo_c are printed byte for byte', () => {
  const forms = [
    [],
    ['--no-database'],
    ['--general-compress-type=xz'],
    ['--general-compress-type=bz2'],
    ['-s', 'sha512'],
    ['-s', 'sha1'],
  ]
  for (const options of forms) {
    testWith(['createrepo_c', 'xz', 'bzip2'], `with ${options.join(' ') || 'no options'}`, async () => {
      const packages = await Promise.all(
        ['one', 'two', 'three'].map(async (name) => onDisk(await build({ name }), `${name}.rpm`)),
      )
      const { folder } = await createrepo(packages, options)
      for (const kind of KINDS) {
        const bytes = await readIndex(folder, kind)
        const index = parseIndex(bytes, kind, kind)
        expect(countOf(index.entries)).toBe(3)
        expect(printIndex(index).equals(bytes)).toBe(true)
        expect(new Set(pkgidsOf(index)).size).toBe(3)
      }
      const primary = parseIndex(await readIndex(folder, 'primary'), 'primary', 'primary')
      expect(packagesNamed(primary, 'two')).toMatchObject([
        { name: 'two', arch: 'x86_64', epoch: 0, version: '1.2.3', release: '1', href: 'two.rpm' },
      ])
    })
  }
  testWith(['createrepo_c'], 'without packages, and are what we begin with', async () => {
    const { folder } = await createrepo([])
    for (const kind of KINDS) {
      expect(printIndex(emptyIndex(kind)).toString()).toBe((await readIndex(folder, kind)).toString())
      expect(textsOf(reread(emptyIndex(kind)))).toEqual([])
    }
  })
})

describe('5,000 packages', () => {
  test.each(KINDS)('are found and stay what they are: %s', (kind) => {
    const index = reread(sampleIndex(kind, 5_000))
    expect(countOf(index.entries)).toBe(5_000)
    expect(printIndex(index).toString()).toContain('packages="5000"')
    const changed = withEntries(withoutPackages(index, new Set([0, 17, 4_999].map(pkgid))), [
      sampleEntry(kind, 6_000),
    ])
    const kept = textsOf(index).filter((_, number) => ![0, 17, 4_999].includes(number))
    expect(textsOf(reread(changed))).toEqual([...kept, sampleEntry(kind, 6_000)])
    expect(printIndex(changed).toString()).toContain('packages="4998"')
    expect(indexParts(changed).length).toBeLessThan(10)
    expect(pkgidsOf(changed).at(-1)).toBe(pkgid(6_000))
  })

  test('are looked up by name', () => {
    const index = reread(sampleIndex('primary', 5_000))
    const names = new Set(['package-7', 'package-70', 'package'])
    const found = packagesWanted(index, (name) => names.has(name)).map(({ fields }) => fields)
    expect(found.map(({ href }) => href)).toEqual(
      [7, 1_007, 2_007, 3_007, 4_007, 70, 1_070, 2_070, 3_070, 4_070].map(
        (number) => `p/package-${number}.rpm`,
      ),
    )
    expect([...packagesOf(index)].map((fields) => fields.pkgid)).toEqual(pkgidsOf(index))
  })
})

test('entries are found by name and by ID, each kind by what it has', () => {
  for (const kind of KINDS) {
    const index = reread(sampleIndex(kind, 3))
    const byId = entriesById(index)
    expect([...byId.keys()]).toEqual([0, 1, 2].map(pkgid))
    expect(byId.get(pkgid(1))?.toString()).toBe(sampleEntry(kind, 1))
    expect(withoutPackages(index, new Set())).toEqual(index)
  }
  const primary = reread(sampleIndex('primary', 3))
  const wanted = packagesWanted(primary, (name) => name !== 'package-1')
  expect(wanted.map(({ fields, entry }) => [fields.href, entry.toString()])).toEqual(
    [0, 2].map((number) => [`p/package-${number}.rpm`, sampleEntry('primary', number)]),
  )
  expect([...namesIn(primary)]).toEqual(['package-0', 'package-1', 'package-2'])
  expect(packagesNamed(primary, 'package-2').map(({ href }) => href)).toEqual(['p/package-2.rpm'])
})

testWith(['xmllint'], 'what is printed is well-formed', async () => {
  for (const kind of KINDS) await lint(printIndex(sampleIndex(kind, 3)))
})

test('removing everything and adding it again gives the same bytes', () => {
  for (const kind of KINDS) {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { maxLength: 20 }), fc.nat(20), (numbers, count) => {
        const entries = numbers.map((number) => sampleEntry(kind, number))
        const index = reread(withEntries(emptyIndex(kind), entries))
        const gone = withoutPackages(index, new Set(numbers.slice(0, count).map(pkgid)))
        const expected = [...entries.slice(count), ...entries.slice(0, count)]
        const again = reread(withEntries(gone, entries.slice(0, count)))
        expect(printIndex(again)).toEqual(printIndex(withEntries(emptyIndex(kind), expected)))
      }),
      { numRuns: 30 },
    )
  }
})

const ROOT = '<metadata xmlns="http://linux.duke.edu/metadata/common" packages="1">'
const FOREIGN = `<package arch="x" type='rpm'><location xml:base="http://x/" href="a&amp;b.rpm"/><name>&#104;ello</name
><arch>x86_64</arch><checksum type="md5">00</checksum><checksum pkgid="YES" type="sha">abc</checksum
><version ver="1" rel="2"/><format><name>other</name><file>x</file></format><x:y z="1"/></package>`

describe('an index without packages', () => {
  const METADATA = 'http://linux.duke.edu/metadata'
  test.each([
    [
      'primary',
      `<metadata xmlns="${METADATA}/common" xmlns:rpm="${METADATA}/rpm" packages="0">\n</metadata>`,
    ],
    ['filelists', `<filelists xmlns="${METADATA}/filelists" packages="0">\n</filelists>`],
    ['other', `<otherdata xmlns="${METADATA}/other" packages="0">\n</otherdata>`],
  ] as const)('is what we begin with, and is read: %s', (kind, root) => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n${root}`
    expect(printIndex(emptyIndex(kind)).toString()).toBe(text)
    const index = reread(emptyIndex(kind))
    expect(textsOf(index)).toEqual([])
    expect(printIndex(index).toString()).toBe(text)
  })
  test('is named in messages', () => {
    const index = withEntries(emptyIndex('filelists'), ['<package name="a"></package>\n'])
    expect(() => pkgidsOf(index)).toThrow(/^a new filelists has a package without pkgid: "<package name=/)
  })
})

describe('forms of an index that are read', () => {
  const entry = '<package type="rpm"><name>a</name></package>'
  const foreign = '<metadata xmlns="http://linux.duke.edu/metadata/common"'
  const printed = (text: string) => {
    const index = parseIndex(Buffer.from(text), 'primary', 'primary.xml')
    return printIndex(withEntries(index, [entry])).toString()
  }
  test.each([
    ['a count with blanks around it', `${foreign} packages = '1'>${entry}</metadata>`, "packages = '2'"],
    ['no count', `${foreign}>${entry}</metadata>`, foreign],
    [
      'attributes that are called nearly so',
      `${foreign} packages.all="7" packages="1">${entry}</metadata>`,
      'all="7" packages="2"',
    ],
    [
      'attributes in other scripts',
      `${foreign} by="é" packages="1">${entry}</metadata>`,
      'by="é" packages="2"',
    ],
    ['a count of several digits', `${foreign} packages="0001">${entry}</metadata>`, 'packages="2"'],
    ['a declaration', `<?xml version="1.0"?>\n${foreign} packages="1">${entry}</metadata>`, 'packages="2"'],
    [
      'exclamation and question marks',
      `${ROOT}<package type="rpm"><name>a!? !</name></package>\n</metadata>`,
      'a!? !',
    ],
  ])('%s', (_, text, expected) => {
    expect(printed(text)).toContain(expected)
    expect(printed(text)).toBe(
      text
        .replace(/(packages ?= ?['"])0*1/, (_match, start: string) => `${start}2`)
        .replace('</metadata>', `${entry}</metadata>`),
    )
  })
  test.each(['', ' ', '\n', '\r\n', '\t\t', ' \r\n\t'])('%j between entries and around them', (space) => {
    const text = `${ROOT}${space}${entry}${space}${entry}${space}</metadata>${space}`
    expect(textsOf(parseIndex(Buffer.from(text), 'primary', 'x'))).toEqual([entry + space, entry + space])
  })
  test('as much before and after the entries as is looked at, and no more', () => {
    const edge = 16 * 1024
    const long = (before: number, after: number) =>
      Buffer.from(`${ROOT.padEnd(before)}${entry}${'</metadata>'.padEnd(after)}`)
    expect(countOf(parseIndex(long(edge, edge), 'primary', 'x').entries)).toBe(1)
    for (const bytes of [long(edge + 1, 20), long(200, edge + 1)])
      expect(() => parseIndex(bytes, 'primary', 'x')).toThrow(/has a form that cannot be added to/)
  })
})

test('what another program printed is read and kept', () => {
  const text = `${ROOT}\n\n  ${FOREIGN}  ${FOREIGN.replaceAll('abc', 'def')}</metadata >\n`
  const index = parseIndex(Buffer.from(text), 'primary', 'primary.xml')
  expect(packagesNamed(index, 'hello')).toMatchObject([
    { name: 'hello', base: 'http://x/', href: 'a&b.rpm', checksumType: 'sha', pkgid: 'abc', epoch: 0 },
    { pkgid: 'def' },
  ])
  expect(printIndex(index).toString()).toBe(text.replace('packages="1"', 'packages="2"'))
  const rest = withoutPackages(index, new Set(['abc']))
  expect(printIndex(rest).toString()).toBe(text.replace(`${FOREIGN}  `, ''))
  const details = `<filelists xmlns="http://linux.duke.edu/metadata/filelists"><package name="a" pkgid='x&#121;z'></package></filelists>`
  expect(pkgidsOf(parseIndex(Buffer.from(details), 'filelists', 'f'))).toEqual(['xyz'])
  const quotes = details.replace(/<package .*?>/, "<package pkgid='abc'>")
  expect(pkgidsOf(parseIndex(Buffer.from(quotes), 'filelists', 'f'))).toEqual(['abc'])
  const later = text.replaceAll('<package arch="x"', '<package zone="x"')
  expect(packagesNamed(parseIndex(Buffer.from(later), 'primary', 'primary.xml'), 'hello')).toHaveLength(2)
})

describe('refused as an index', () => {
  const entry = '<package type="rpm"><name>a</name></package>'
  test.each([
    ['nothing', ''],
    ['another root', `<otherdata xmlns="http://linux.duke.edu/metadata/other">${entry}</otherdata>`],
    ['another root whose end is right', `${ROOT.replace('metadata', 'otherdata')}${entry}</metadata>`],
    ['an empty root with an end', `${ROOT.slice(0, -1)}/></metadata>`],
    ['another namespace', `<metadata xmlns="x" packages="1">${entry}</metadata>`],
    ['a prefix', `<c:metadata xmlns:c="http://linux.duke.edu/metadata/common">${entry}</c:metadata>`],
    ['an entry with a prefix', `${ROOT}<c:package type="rpm"></c:package></metadata>`],
    ['an empty root', `${ROOT.slice(0, -1)}/>`],
    ['CDATA', `${ROOT}<package type="rpm"><name><![CDATA[</package>]]></name></package></metadata>`],
    ['a comment', `${ROOT}<!-- <package type="rpm"></package> -->${entry}</metadata>`],
    ['a comment in an entry', `${ROOT}<package type="rpm"><!-- </package> --></package></metadata>`],
    [
      'CDATA that hides nothing',
      `${ROOT}<package type="rpm"><name><![CDATA[a]]></name></package></metadata>`,
    ],
    ['a comment that hides nothing', `${ROOT}<package type="rpm"><!-- a --></package></metadata>`],
    ['an instruction that hides nothing', `${ROOT}<package type="rpm"><?a?></package></metadata>`],
    [
      'one after other marks',
      `${ROOT}<package type="rpm"><name>a! ? !</name><!-- a --></package></metadata>`,
    ],
    ['a DOCTYPE', `<!DOCTYPE metadata>${ROOT}${entry}</metadata>`],
    ['a processing instruction', `${ROOT}<?a <package ?>${entry}</metadata>`],
    ['text before', `${ROOT}a${entry}</metadata>`],
    ['text between', `${ROOT}${entry}a${entry}</metadata>`],
    ['text after', `${ROOT}${entry}a</metadata>`],
    ['text at the end', `${ROOT}${entry}</metadata>a`],
    ['an entry in an entry', `${ROOT}<package type="rpm">${entry}</package></metadata>`],
    ['an empty entry', `${ROOT}<package type="rpm"/>${entry}</metadata>`],
    ['an entry without attributes', `${ROOT}<package></package>${entry}</metadata>`],
    ['an entry that does not end', `${ROOT}${entry}<package type="rpm"></metadata>`],
    ['an end too many', `${ROOT}${entry}</package></metadata>`],
    ['an index cut short', `${ROOT}${entry}`],
    ['a count that is none', `${ROOT.replace('"1"', '"one"')}${entry}</metadata>`],
    ['a count twice', `${ROOT.replace(' packages', ` a=' packages="1"' packages`)}${entry}</metadata>`],
    ['NUL', `${ROOT}<package type="rpm">\0</package></metadata>`],
  ])('%s', (_, text) => {
    expect(() => parseIndex(Buffer.from(text), 'primary', 'primary.xml')).toThrow(
      expect.objectContaining({ code: 'INTEGRITY', message: expect.stringMatching(/^primary\.xml /) }),
    )
  })
  test('messages quote from where it is, and no more than 60 bytes', () => {
    const quotes = (text: string) => {
      try {
        parseIndex(Buffer.from(text), 'primary', 'x')
      } catch (error) {
        return /, from "(.*)" on; /.exec(String(error))?.[1]
      }
      return undefined
    }
    const fault = '<?b?>'.padEnd(60, '.')
    expect(quotes(`${ROOT}<package type="rpm">${fault}...</package></metadata>`)).toBe(fault)
    expect(quotes(`${ROOT}é${entry}</metadata>`)).toBe('é')
    expect(quotes(`${ROOT}${entry}b${entry}</metadata>`)).toMatch(/^b<package type=/)
    expect(quotes(`${ROOT}<package type="rpm">${entry}</package></metadata>`)).toMatch(/^<package type=/)
    expect(quotes(`${ROOT}${entry}c</metadata>`)).toBe('c</metadata>')
    expect(() => parseIndex(Buffer.from(`${ROOT}${entry}<package type="rpm">`), 'primary', 'x')).toThrow(
      'x ends within a package; is it damaged?',
    )
  })
  test('other encodings and what is still compressed', () => {
    const latin1 = Buffer.from(`${ROOT}<package type="rpm">é</package></metadata>`, 'latin1')
    const utf16 = Buffer.from(`${ROOT}${entry}</metadata>`, 'utf16le')
    for (const bytes of [latin1, utf16, Buffer.from('1f8b0800', 'hex')]) {
      expect(() => parseIndex(bytes, 'primary', 'primary.xml')).toThrow(/UTF-8/)
    }
  })
})

describe('refused in an entry', () => {
  const good = `<package type="rpm"><name>a</name><arch>x</arch><version epoch="0" ver="1" rel="1"/>
<checksum type="sha256" pkgid="YES">ab</checksum><size package="1"/><location href="a.rpm"/></package>`
  const read = (entry: string) => {
    const primary = parseIndex(Buffer.from(`${ROOT}${entry}</metadata>`), 'primary', 'primary.xml')
    return [...packagesOf(primary)]
  }
  test.each([
    ['no name', '<name>a</name>', ''],
    ['two names', '<name>a</name>', '<name>a</name><name>b</name>'],
    ['no checksum', 'pkgid="YES"', 'pkgid="NO"'],
    ['two checksums', '<size', '<checksum type="sha256" pkgid="YES">cd</checksum><size'],
    ['no location', '<location href="a.rpm"/>', ''],
    ['two locations', '<location', '<location href="b.rpm"/><location'],
    ['no version', ' ver="1"', ''],
    ['an epoch that is no number', 'epoch="0"', 'epoch="-1"'],
    ['a size that is no number', 'package="1"', 'package="1e9"'],
    ['an epoch that no number holds', 'epoch="0"', 'epoch="9007199254740993"'],
    ['no release', ' rel="1"', ''],
    ['no architecture', '<arch>x</arch>', ''],
    ['two architectures', '<arch>x</arch>', '<arch>x</arch><arch>y</arch>'],
    ['two versions', '<version', '<version ver="2" rel="1"/><version'],
    ['two sizes', '<size', '<size package="2"/><size'],
    ['wrong tags', '<arch>x</arch>', '<arch>x</arc>'],
  ])('%s', (_, from, to) => {
    expect(read(good)).toHaveLength(1)
    expect(() => read(good.replace(from, to))).toThrow(expect.objectContaining({ code: 'INTEGRITY' }))
  })
  test('what it says besides may be there twice, and what stands in its format is not looked at', () => {
    const [plain] = read(good)
    const more = good
      .replace(
        '<size',
        '<url>a</url><url>b</url><checksum type="md5">c</checksum><format><name>&no;</format><size',
      )
      .replace('epoch="0"', 'epoch=""')
    expect(read(more)).toEqual([plain])
    expect(plain).toStrictEqual({
      name: 'a',
      arch: 'x',
      epoch: 0,
      version: '1',
      release: '1',
      pkgid: 'ab',
      checksumType: 'sha256',
      href: 'a.rpm',
      sizeBytes: 1,
    })
    expect(read(good.replace('<size', '<format><b>c</b></format ><size'))).toEqual([plain])
    expect(() => read(good.replace('<size', '<format><size'))).toThrow(/^primary\.xml is no XML/)
    expect(() => read(good.replace('<size', '<name>&no;</name></format><size'))).toThrow(/&no;/)
  })
  test('filelists without pkgid', () => {
    const text = `<filelists xmlns="http://linux.duke.edu/metadata/filelists"><package name="a"></package></filelists>`
    expect(() => pkgidsOf(parseIndex(Buffer.from(text), 'filelists', 'f'))).toThrow(
      expect.objectContaining({
        code: 'INTEGRITY',
        message: expect.stringMatching(/^f has a package without pkgid/),
      }),
    )
  })
  test('an entry shorter than those of createrepo_c begin', () => {
    const text = `${ROOT}<package type="rpm"/></package></metadata>`
    const primary = parseIndex(Buffer.from(text), 'primary', 'p')
    expect(() => packagesNamed(primary, 'a')).toThrow(expect.objectContaining({ code: 'INTEGRITY' }))
    const shortest = parseIndex(Buffer.from(`${ROOT}<package a="b"></package></metadata>`), 'primary', 'p')
    expect(() => packagesNamed(shortest, 'a')).toThrow(/^p has a package without checksum$/)
  })
})

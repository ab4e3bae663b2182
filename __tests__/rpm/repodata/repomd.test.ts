import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { LIMITS } from '../../../src/limits.ts'
import { isRelativeHref } from '../../../src/rpm/repodata/href.ts'
import type { NewRecord } from '../../../src/rpm/repodata/record.ts'
import { EMPTY_REPOMD, parseRepomd, printRepomd } from '../../../src/rpm/repodata/repomd.ts'
import { run, testWith, temporaryDirectory } from '../../support/programs.ts'
import { createrepo, lint } from './repository.ts'

const STAMP = 1_795_252_544

function record(type: NewRecord['type'], digit: string): NewRecord {
  const hash = digit.repeat(64)
  return {
    type,
    sha256: hash,
    openSha256: hash,
    href: `repodata/${hash}-${type}.xml.gz`,
    sizeBytes: 100,
    openSizeBytes: 1_000,
  }
}

const RECORDS = [record('primary', 'a'), record('filelists', 'b'), record('other', 'c')]

const parse = (text: string | Buffer) => parseRepomd(Buffer.from(text), 'repomd.xml')
const print = (text: string | Buffer) =>
  printRepomd(parse(text), RECORDS, { stampSeconds: STAMP, previous: undefined }).toString()

function data(type: string, changes: readonly [string, string] = ['', '']): string {
  const text = `<data type="${type}">
    <checksum type="sha256">${'d'.repeat(64)}</checksum>
    <location href="repodata/${type}.xml"/>
    <timestamp>17</timestamp>
  </data>`
  return text.replace(...changes)
}

function repomd(...elements: readonly string[]): string {
  const root =
    '<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">'
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[root, ...elements].join('\n  ')}\n</repomd>\n`
}

test('the first head of a repository names its indexes', () => {
  const text = print(EMPTY_REPOMD)
  const { stampSeconds, records } = parse(text)
  expect(stampSeconds).toBe(STAMP)
  expect([...records.keys()]).toEqual(['primary', 'filelists', 'other'])
  expect(records.get('primary')).toMatchObject({
    type: 'primary',
    checksum: { type: 'sha256', value: 'a'.repeat(64) },
    openChecksum: { type: 'sha256', value: 'a'.repeat(64) },
    href: RECORDS[0]?.href,
    timestampSeconds: STAMP,
    sizeBytes: 100,
    openSizeBytes: 1_000,
  })
  expect(print(text)).toBe(text)
  const hash = 'a'.repeat(64)
  expect(text.split('\n').slice(2, 12)).toEqual([
    `  <revision>${STAMP}</revision>`,
    '  <data type="primary">',
    `    <checksum type="sha256">${hash}</checksum>`,
    `    <open-checksum type="sha256">${hash}</open-checksum>`,
    `    <location href="repodata/${hash}-primary.xml.gz"/>`,
    `    <timestamp>${STAMP}</timestamp>`,
    '    <size>100</size>',
    '    <open-size>1000</open-size>',
    '  </data>',
    '  <data type="filelists">',
  ])
})

describe('heads of createrepo_c', () => {
  testWith(['createrepo_c'], 'are like ours, byte for byte', async () => {
    const options = ['--revision', '12', '--set-timestamp-to-revision', '--no-database']
    const { repomd } = await createrepo([], options)
    const records = [...parse(repomd).records.values()].map((each) => ({
      type: each.type as NewRecord['type'],
      sha256: each.checksum.value,
      openSha256: each.openChecksum?.value ?? '',
      href: each.href,
      sizeBytes: each.sizeBytes ?? 0,
      openSizeBytes: each.openSizeBytes ?? 0,
    }))
    expect(
      printRepomd(parse(EMPTY_REPOMD), records, { stampSeconds: 12, previous: undefined }).toString(),
    ).toBe(repomd.toString())
    expect(printRepomd(parse(repomd), records, { stampSeconds: 12, previous: undefined }).toString()).toBe(
      repomd.toString(),
    )
  })

  const forms = [
    [],
    ['--database'],
    ['--zck'],
    ['--simple-md-filenames'],
    ['--general-compress-type=xz'],
    ['-s', 'sha512'],
    ['--content', 'a', '--repo', 'b', '--distro', 'cpe:/o:x,y'],
  ]
  for (const options of forms) {
    testWith(['createrepo_c', 'xmllint'], `with ${options.join(' ') || 'no options'}`, async () => {
      const { repomd } = await createrepo([], ['--revision', '12', '--set-timestamp-to-revision', ...options])
      const { stampSeconds, records } = parse(repomd)
      expect(stampSeconds).toBe(12)
      expect([...records.keys()].slice(0, 3)).toEqual(['primary', 'filelists', 'other'])
      const text = print(repomd)
      await lint(text)
      const before = (head: string) =>
        head.slice(0, head.indexOf('<data')).replace(/<revision>.*</, '<revision><')
      expect(before(text)).toBe(before(repomd.toString()))
      expect(text).toBe(print(EMPTY_REPOMD).replace(/(?<=<\/revision>)/, tagsOf(repomd.toString())))
    })
  }

  testWith(['createrepo_c', 'modifyrepo_c'], 'with a group, which stays byte for byte', async () => {
    const { folder } = await createrepo([])
    const group = join(await temporaryDirectory(), 'comps.xml')
    await writeFile(group, '<comps/>')
    await run('modifyrepo_c', ['--mdtype=group', group, join(folder, 'repodata')])
    const before = await readFile(join(folder, 'repodata', 'repomd.xml'), 'utf8')
    const [kept = ''] = /  <data type="group">.*?<\/data>/s.exec(before) ?? []
    expect(kept).not.toBe('')
    expect(print(before)).toContain(kept)
  })
})

function tagsOf(text: string): string {
  return /(?<=<\/revision>)\s*<tags>.*<\/tags>/s.exec(text)?.[0] ?? ''
}

test('what is not ours stays byte for byte and in its place; other forms of our indexes go', () => {
  const kept = [
    'group',
    'updateinfo',
    'updateinfo_zck',
    'modules',
    'other-things',
    'primaryish',
    'my_primary_db',
    'x-filelists-ext',
    'filelists-ext2',
  ].map((type) => data(type))
  const dropped = [
    'primary_db',
    'filelists_db',
    'other_db',
    'primary_zck',
    'filelists-ext',
    'filelists-ext_zck',
  ].map((type) => data(type))
  const text = repomd(
    '<tags ><repo>é</repo>',
    "<x:unknown  a='1'/></tags>",
    ...dropped.slice(0, 2),
    data('other'),
    ...kept,
    ...dropped.slice(2),
  )
  const other = '<data type="other">'
  const [primaryText, filelistsText, otherText] = [...print(EMPTY_REPOMD).matchAll(/<data.*?<\/data>/gs)].map(
    String,
  )
  expect(otherText?.startsWith(other)).toBe(true)
  const expected = repomd(
    `<revision>${STAMP}</revision>`,
    '<tags ><repo>é</repo>',
    "<x:unknown  a='1'/></tags>",
    String(otherText),
    ...kept,
    String(primaryText),
    String(filelistsText),
  )
  expect(print(text)).toBe(expected)
})

test('comments stay byte for byte', () => {
  const [first, second, third] = ['<!-- by hand -->', '<!--\n- <data type="x">\n-->', '<!---->']
  const text = repomd(first, '<revision>5</revision>', second, data('primary'), data('group'), third)
  const outside = text.replace('<repomd', '<!-- before -->\n<!---->\n<repomd') + '<!-- after -->\n'
  const printed = print(outside)
  for (const comment of [
    first,
    second,
    third,
    '<!-- before -->\n<!---->\n<repomd',
    '</repomd>\n<!-- after -->\n',
  ]) {
    expect(printed.split(comment)).toHaveLength(outside.split(comment).length)
  }
  expect([...parse(printed).records.keys()]).toEqual(['primary', 'group', 'filelists', 'other'])
})

test('a head without white space stays one', () => {
  const text = repomd(
    data('primary_db'),
    '<revision>5</revision>',
    data('primary'),
    data('group'),
  ).replaceAll(/\s*\n\s*/g, '')
  const printed = print(text)
  expect(printed).toContain(data('group').replaceAll(/\s*\n\s*/g, ''))
  expect([...parse(printed).records.keys()]).toEqual(['primary', 'group', 'filelists', 'other'])
})

describe('the stamp is', () => {
  test.each([
    ['the revision', '<revision>18</revision>', 18],
    ['the latest timestamp where the revision is text', '<revision>7.2</revision>', 17],
    [
      'the latest timestamp where the revision is a date in digits',
      '<revision>20250101123000</revision>',
      17,
    ],
    [
      'the latest timestamp where the revision is an hour in digits, which is a time far ahead',
      '<revision>2025010112</revision>',
      17,
    ],
    ['the latest timestamp where the revision is empty', '<revision/>', 17],
    ['the latest timestamp where there is no revision', '', 17],
  ])('%s', (_, revision, expected) => {
    const older = data('other', ['17', '16.5'])
    expect(parse(repomd(revision, data('primary'), older)).stampSeconds).toBe(expected)
  })
  test.each([
    ['the revision where there are no timestamps', '4294967295', 4_294_967_295],
    ['0 where a revision without timestamps is no time', '4294967296', 0],
  ])('%s', (_, revision, expected) => {
    const bare = data('primary', ['<timestamp>17</timestamp>', ''])
    expect(parse(repomd(`<revision> ${revision}\n</revision>`, bare)).stampSeconds).toBe(expected)
  })
  test('the revision up to a day after the latest timestamp', () => {
    const stampOf = (revision: number) =>
      parse(repomd(`<revision>${revision}</revision>`, data('primary'))).stampSeconds
    expect([stampOf(17 + 86_399), stampOf(17 + 86_400)]).toEqual([17 + 86_399, 17])
  })
  test('rounded up', () => {
    expect(parse(repomd(data('primary', ['17', '1300000000.25']))).stampSeconds).toBe(1_300_000_001)
  })
  test('0 where there is nothing', () => {
    expect(parse(repomd(data('primary', ['<timestamp>17</timestamp>', '']))).stampSeconds).toBe(0)
  })
})

describe('refused', () => {
  const location = '<location href="repodata/primary.xml"/>'
  test.each([
    ['another root', '<metadata xmlns="http://linux.duke.edu/metadata/repo"/>'],
    ['another root that has records', repomd(data('primary')).replaceAll('repomd', 'metadata')],
    ['another namespace', repomd(data('primary')).replace('metadata/repo"', 'metadata/other"')],
    ['a byte order mark', `\uFEFF${repomd(data('primary'))}`],
    ['nothing in it', repomd()],
    ['a record twice', repomd(data('primary'), data('primary'))],
    ['two revisions', repomd('<revision>1</revision>', '<revision>2</revision>')],
    ['no type', repomd(data('primary', [' type="primary"', '']))],
    ['a type that is none', repomd(data('a b'))],
    [
      'no checksum',
      repomd(data('primary', [/<checksum.*<\/checksum>/.exec(data('primary'))?.[0] ?? '', ''])),
    ],
    ['a checksum that is none', repomd(data('primary', ['ddd', 'xyz']))],
    ['two locations', repomd(data('primary', [location, location + location]))],
    ['no location', repomd(data('primary', [location, '']))],
    ['no href', repomd(data('primary', [location, '<location/>']))],
    ['an xml:base', repomd(data('primary', ['<location', '<location xml:base="http://example.org/"']))],
    ['a timestamp that is no number', repomd(data('primary', ['17', '-1']))],
    ['a comment in text', repomd('<revision>1<!-- a --></revision>', data('primary'))],
    ['CDATA', repomd('<tags><![CDATA[a]]></tags>', data('primary'))],
    ['a DOCTYPE', repomd(data('primary')).replace('<repomd', '<!DOCTYPE repomd>\n<repomd')],
    ['text after it', `${repomd(data('primary'))}<x/>`],
  ])('%s', (_, text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'INTEGRITY', message: expect.stringMatching(/^repomd\.xml\b/) }),
    )
  })
  test.each([
    '../x',
    'a/../b',
    '/x',
    '//x',
    'a//b',
    'a/',
    '',
    '.',
    './a',
    'a/./b',
    'http://example.org/x',
    'file:x',
    'a%2e',
    'a\\b',
    'a?b',
    'a#b',
    '&#1;',
    'a&#10;b',
    `a/${'x'.repeat(2_000)}`,
  ])('a path as %j', (href) => {
    expect(() => parse(repomd(data('primary', ['repodata/primary.xml', href])))).toThrow(
      expect.objectContaining({ code: 'INTEGRITY' }),
    )
  })
  test('not what is as large as may be', () => {
    const largest = Buffer.from(repomd(data('primary')).padEnd(LIMITS.headBytes))
    expect([...parse(largest).records.keys()]).toEqual(['primary'])
  })
  test('what is too large, and no UTF-8', () => {
    expect(() => parse(Buffer.alloc(LIMITS.headBytes + 1, 0x20))).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
    expect(() => parse(Buffer.from(repomd(data('é')), 'latin1'))).toThrow(/UTF-8/)
  })
})

test('paths inside of the repository are taken', () => {
  for (const href of [
    'repodata/a.xml',
    'a',
    'Packages/h/hello-1.0~rc1+2^3-1.x86_64.rpm',
    '..a/b..c',
    'é/😀',
    'a b',
    'Packages/a-1:2-3.rpm',
    'x'.repeat(LIMITS.objectKeyBytes),
  ]) {
    expect(isRelativeHref(href)).toBe(true)
  }
  expect(isRelativeHref('a\uD800')).toBe(false)
  expect(isRelativeHref('é'.repeat(LIMITS.objectKeyBytes / 2 + 1))).toBe(false)
  for (const href of [' /a', ' a', 'a ', ' / ']) expect(isRelativeHref(href)).toBe(false)
})

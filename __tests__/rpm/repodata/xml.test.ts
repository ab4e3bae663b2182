import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { declarationLength, parseDocument, printElement } from '../../../src/rpm/repodata/element.ts'
import {
  escapeAttribute,
  escapeText,
  unescapeAttribute,
  unescapeText,
  withoutControls,
} from '../../../src/rpm/repodata/xml.ts'
import { testWith } from '../../support/programs.ts'
import { readByPython } from './repository.ts'

const HOSTILE = [
  '\n', '\r', '\r\n', '\t', ' ', ']]>', '<', '>', '&', '&amp;', '&#0;', '&x;', '"', "'", '<!--', '-->', '<![CDATA[',
  '\u2028', '\u2029', '\u0085', '\u007f', '\uFEFF', '\uFFFD', 'é', '😀', '</package>', '<package ', '%', '\\',
] // prettier-ignore
const ILLEGAL = ['\0', '\u0001', '\u001b', '\u001f', '\uFFFE', '\uFFFF', '\uD800', '\uDFFF', '\uDC00\uD800']

const readable = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { maxLength: 8 })
  .map((parts) => parts.join(''))

test.each(ILLEGAL)('%j is refused, wherever it stands', (character) => {
  const text = `a${character}b`
  expect(() => escapeText(text, 'a.rpm')).toThrow(/^a\.rpm: /)
  expect(() => escapeAttribute(text, 'a.rpm')).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
})

test('prose loses control characters, but half a surrogate pair is no character', () => {
  expect(withoutControls('a\0b\u001bc\uFFFEd\te\nf😀')).toBe('abcd\te\nf😀')
  expect(() => escapeText(withoutControls('\uD800'), 'a.rpm')).toThrow(/cannot|can hold/)
})

test('what is escaped reads back', () => {
  fc.assert(
    fc.property(readable, (text) => {
      const legal = withoutControls(text)
      expect(unescapeText(escapeText(legal, 'x'), 'x')).toBe(legal)
      expect(unescapeAttribute(escapeAttribute(legal, 'x'), 'x')).toBe(legal)
      const { attributes, text: read } = parseDocument(printElement('a', { b: legal }, legal, 'x'), 'x')
      expect([read, attributes.get('b')]).toEqual([legal, legal])
    }),
  )
})

testWith(['python3'], 'another parser reads what was printed', async () => {
  const texts = [...HOSTILE, ...fc.sample(readable, 300)].map(withoutControls)
  const read = await readByPython(texts.map((text) => printElement('a', { b: text }, text, 'x')))
  expect(read).toEqual(texts.map((text) => [text, { b: text }]))
})

testWith(['python3'], 'we read documents as another parser does', async () => {
  const documents = [
    `<a b='x"y'>p&#65;q&#x1F600;&apos;&quot;r</a>`,
    '<a b="1\n2\t3\r\n4&#10;5">\r\none\rtwo&#13;\n</a>',
    `<a  b = '>'  c="d" >]]&gt; ></a >`,
    '<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n',
    "<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a>é😀</a>",
  ]
  const expected = await readByPython(documents)
  const seen = documents.map((document) => {
    const { text, attributes } = parseDocument(document, 'x')
    return [text, Object.fromEntries(attributes)]
  })
  expect(seen).toEqual(expected)
})

describe('declarations that are read', () => {
  test.each([
    '',
    '<?xml version="1.0"?>',
    "<?xml  version='1.0' ?>",
    '<?xml\nversion="1.0"\n\nencoding="UTF-8"?>',
    "<?xml version='1.0' encoding='utf-8'?>\n\n",
    '<?xml version="1.0" standalone="no"?>\n',
    '<?xml version="1.0" \t standalone="yes"  ?>',
    `<?xml version="1.0" encoding="utf-8"  standalone='no'?> `,
  ])('%j', (declaration) => {
    expect(declarationLength(`${declaration}<a/>`)).toBe(declaration.length)
    expect(parseDocument(`${declaration}<a/>`, 'x').name).toBe('a')
  })
  test('at the beginning alone', () => {
    expect(declarationLength(' <?xml version="1.0"?><a/>')).toBe(0)
  })
})

test('a document is its elements, with the text between them and where they lie', () => {
  const text = `<!-- a --> <a b='1"' c="2'"><b/>x<c:d>y</c:d></a> <!---->\n`
  const { start, end, ...root } = parseDocument(text, 'x')
  expect(text.slice(start, end)).toBe(text.slice(text.indexOf('<a'), text.indexOf(' <!---->')))
  expect(root).toMatchObject({
    name: 'a',
    text: 'x',
    attributes: new Map([
      ['b', '1"'],
      ['c', "2'"],
    ]),
  })
  expect(root.children.map((child) => [child.name, child.text, text.slice(child.start, child.end)])).toEqual([
    ['b', '', '<b/>'],
    ['c:d', 'y', '<c:d>y</c:d>'],
  ])
  expect([...(root.children[0]?.attributes ?? ['none'])]).toEqual([])
})

test('an element is printed with the attributes that it has', () => {
  expect(printElement('a', {}, undefined, 'x')).toBe('<a/>')
  expect(printElement('a', { b: 1, c: undefined, d: '' }, '', 'x')).toBe('<a b="1" d=""></a>')
})

test('line ends are one line feed in text, and a space in attributes', () => {
  expect(unescapeText('a\r\nb\rc\nd\te', 'x')).toBe('a\nb\nc\nd\te')
  expect(unescapeAttribute('a\r\nb\rc\nd\te', 'x')).toBe('a b c d e')
  expect(unescapeText('&#9;&#xA;&lt;', 'x')).toBe('\t\n<')
  expect(unescapeText('&#13;&#x10FFFF;&#1114111;&apos;', 'x')).toBe("\r\u{10FFFF}\u{10FFFF}'")
})

test('as deep as metadata may be, and not deeper', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)
  expect(parseDocument(nested(16), 'x').name).toBe('a')
  expect(() => parseDocument(nested(17), 'x')).toThrow(/from "<a><\/a>/)
})

test('messages quote where it is, and no more than 60 characters', () => {
  const fault = '<!DOCTYPE b>'.padEnd(60, '.')
  expect(() => parseDocument(`<a>${fault}...</a>`, 'x')).toThrow(
    `x is no XML that is read here, from "${fault}" on`,
  )
  expect(() => parseDocument('<a><b>', 'x')).toThrow(/^x ends before its element b does$/)
  expect(() => escapeText(`${'a'.repeat(30)}\0${'b'.repeat(30)}`, 'a.rpm')).toThrow(
    `a.rpm: "${'a'.repeat(20)}\\u0000${'b'.repeat(19)}" has a character`,
  )
})

describe('refused', () => {
  test.each([
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a stray ampersand', '<a>b & c</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a reference to a surrogate', '<a>&#xD800;</a>'],
    ['more digits than a character needs', '<a>&#x0000041;</a>'],
    ['more decimal digits than a character needs', '<a>&#00000065;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['CDATA', '<a><![CDATA[b]]></a>'],
    ['a comment in text', '<a>b<!-- c --></a>'],
    ['a comment before text', '<a><!-- b -->c</a>'],
    ['a comment with two hyphens', '<a><!-- b -- c --></a>'],
    ['a comment whose two hyphens are not its end', '<!-- b --\n<a/>'],
    ['a comment that ends in three hyphens', '<a><!-- b ---></a>'],
    ['a comment that does not end', '<a/><!-- b'],
    ['a comment before the declaration', '<!-- b --><?xml version="1.0"?><a/>'],
    ['a processing instruction', '<a><?b c?></a>'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['a tag in an attribute', '<a b="<c/>"/>'],
    ['a wrong closing tag', '<a></b>'],
    ['a longer closing tag', '<a></ab>'],
    ['no closing tag', '<a><b></b>'],
    ['a closing tag that is cut', '<a></a'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>b'],
    ['nothing', ''],
    ['another version', '<?xml version="1.1"?><a/>'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['a byte order mark', '\uFEFF<a/>'],
    ['a depth that nothing needs', '<a>'.repeat(100) + '</a>'.repeat(100)],
  ])('%s', (_, document) => {
    expect(() => parseDocument(document, 'repomd.xml')).toThrow(
      expect.objectContaining({ code: 'INTEGRITY', message: expect.stringMatching(/^repomd\.xml /) }),
    )
  })
})

test('a long run of white space or quotes takes no long time', () => {
  const start = performance.now()
  for (const filler of [' ', ' a', ' a=', ' a="', ' a=""', '<']) {
    expect(() => parseDocument(`<a ${filler.repeat(100_000)}`, 'x')).toThrow()
  }
  expect(performance.now() - start).toBeLessThan(5_000)
})

import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { parseDocument, printElement } from '../../../src/rpm/repodata/element.ts'
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

describe('refused', () => {
  test.each([
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a stray ampersand', '<a>b & c</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a reference to a surrogate', '<a>&#xD800;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['CDATA', '<a><![CDATA[b]]></a>'],
    ['a comment in text', '<a>b<!-- c --></a>'],
    ['a comment before text', '<a><!-- b -->c</a>'],
    ['a comment with two hyphens', '<a><!-- b -- c --></a>'],
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

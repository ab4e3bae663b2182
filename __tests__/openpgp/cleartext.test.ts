import { expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import { printArmor } from '../../src/openpgp/armor.ts'
import { parseCleartext, printCleartext, signableLines } from '../../src/openpgp/cleartext.ts'

const fault = (seen: string) => new PublishError('SIGNATURE', seen)
const SIGNATURE = printArmor('PGP SIGNATURE', Buffer.from('one'))
const OTHER = printArmor('PGP SIGNATURE', Buffer.from('two'))
const whole = (text: string, head = 'Hash: SHA256\n\n', tail = SIGNATURE) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\n${head}${text}\n${tail}`
const parsed = (file: string) => parseCleartext(Buffer.from(file), fault)

test('it gives the text, what is signed, and each signature', () => {
  expect(parsed(whole('a\n\n- -b\n- From\nü', undefined, SIGNATURE + OTHER))).toEqual({
    text: 'a\n\n-b\nFrom\nü\n',
    signed: Buffer.from('a\r\n\r\n-b\r\nFrom\r\nü'),
    signatures: [Buffer.from('one'), Buffer.from('two')],
  })
})

test.each(['', 'Hash: SHA256\n', 'Hash: SHA256, SHA512\n', 'Hash: SHA256,SHA3-512\n', 'Hash: A\nHash: B\n'])(
  'it may begin with %j',
  (head) => {
    expect(parsed(whole('a', `${head}\n`)).text).toBe('a\n')
  },
)

test.each([
  [' \t', 'blanks at the ends of its lines'],
  ['\r', 'CRLF'],
  [' \r\r\t ', 'a mixture of both'],
])('it may have %j: %s', (blanks) => {
  const file = whole('a\tb\n\nc').replaceAll('\n', `${blanks}\n`)
  for (const form of [file, file.slice(0, -1), file.trimEnd()]) expect(parsed(form).text).toBe('a\tb\n\nc\n')
})

const NO_END = 'it carries no signature, or is cut off'
const NO_BLANK = 'the blank line after its first lines is missing'
const NOT_HASH = 'between its first line and the blank line stands more than "Hash:"'
const CONTROL = 'there are control characters in it'
test.each([
  ['a\n', 'it does not begin with -----BEGIN PGP SIGNED MESSAGE-----: it carries no signature'],
  ['', 'it does not begin with -----BEGIN PGP SIGNED MESSAGE-----: it carries no signature'],
  [whole('a', undefined, ''), NO_END],
  ['-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n-----BEGIN PGP SIGNATURE-----\nx', NO_BLANK],
  [whole('a', ''), NO_BLANK],
  [whole('a', 'Hash: SHA256 !\n\n'), NOT_HASH],
  [whole('a', 'x Hash: SHA256\n\n'), NOT_HASH],
  [whole('a', 'Hash: \n\n'), NOT_HASH],
  [whole('a', 'Hash: A, \n\n'), NOT_HASH],
  [whole('a', 'Hash: A,  B\n\n'), NOT_HASH],
  [whole('a', 'Hash: A B\n\n'), NOT_HASH],
  [`-----BEGIN PGP SIGNED MESSAGE-----\n\n${SIGNATURE}`, 'it is empty'],
  [whole('-a'), 'a line of its text begins with a dash that is not escaped'],
  [whole('-'), 'a line of its text begins with a dash that is not escaped'],
  [`${whole('a')}\n`, 'something follows its signature, if only a blank line, and apt refuses that'],
  [whole('a', undefined, `${SIGNATURE} \n${OTHER}`), /^something follows its signature/],
  [whole('a') + whole('b'), 'another signed message follows its signature'],
  [
    whole('a', undefined, SIGNATURE + printArmor('PGP MESSAGE', Buffer.from('x'))),
    'a PGP MESSAGE follows its text',
  ],
  ...['\0', '\b', '\v', '\f', '\x0e', '\x1f', '\x7f'].map(
    (control) => [whole(`a${control}`), CONTROL] as const,
  ),
  [whole('a\rb'), CONTROL],
  [whole('a\r b'), CONTROL],
  [`${whole('a')}\rb`, CONTROL],
] as const)('it is refused by what is wrong: %#', (file, why) => {
  const said = () => parsed(file)
  if (typeof why === 'string') expect(said).toThrow(fault(why))
  else expect(said).toThrow(why)
})

test('what is not UTF-8 is refused, a byte order mark stays', () => {
  expect(() => parseCleartext(Buffer.from(whole('\xff'), 'latin1'), fault)).toThrow(fault('it is not UTF-8'))
  expect(parsed(whole('\uFEFFa')).text).toBe('\uFEFFa\n')
})

test('what is printed is what is read', () => {
  const lines = ['a', '', '- b', '-', 'c']
  const file = printCleartext(lines, ['SHA256', 'SHA512'], SIGNATURE)
  expect(file).toBe(whole('a\n\n- - b\n- -\nc', 'Hash: SHA256, SHA512\n\n'))
  expect(parsed(file).text).toBe(`${lines.join('\n')}\n`)
})

test('a text is signed that comes out as it went in', () => {
  expect(signableLines('a\n\n b\tc\n', fault)).toEqual(['a', '', ' b\tc'])
  expect(signableLines('\n', fault)).toEqual([''])
})

const NEWLINE = 'it does not end in one newline'
test.each([
  ['', NEWLINE],
  ['a', NEWLINE],
  ['a\n\n', NEWLINE],
  ['a\n ', NEWLINE],
  ['a\n\nb \nc\n', 'line 3 ends in a blank, which no signature covers'],
  ['a\t\n', 'line 1 ends in a blank, which no signature covers'],
  ['a\r\n', 'line 1 ends in a blank, which no signature covers'],
  ['a\rb\n', 'it holds control characters or broken UTF-16'],
  ['a\x1f\n', 'it holds control characters or broken UTF-16'],
  ['\uDC00\n', 'it holds control characters or broken UTF-16'],
])('%j is not signed', (text, why) => {
  expect(() => signableLines(text, fault)).toThrow(fault(why))
})

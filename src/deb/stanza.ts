import { PublishError } from '../errors.ts'
import { quoted, withoutEnd } from '../words.ts'

/** One field. Its value is as it stands, without the blanks before it, and with its continuation lines. */
export interface Field {
  readonly name: string
  /** Lines after the first begin with the blank that makes them continue; none is empty. */
  readonly value: string
  /** What stands between colon and value, where it is not the usual: one space, or nothing before nothing. */
  readonly separator?: string
}

/** A paragraph of deb822(5), such as a control file or what an index says of a package: its fields in order. */
export type Stanza = readonly Field[]

/** Debian Policy 5.1: printable ASCII without the colon; `#` begins a comment, `-` OpenPGP armor. */
const NAME = /^[!"$-,.-9;-~][!-9;-~]*$/
const LINE = /^([^:\s]*):([ \t]*)(.*)$/s
/** A line of blanks alone ends a stanza for some readers and continues it for others: an attack on either. */
const BLANK_LINE = /^[ \t]*$/
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\0-\x08\x0b-\x1f\x7f]/

/**
 * Reads one stanza, with or without its last newline, and with empty lines after it. What it reads, `printStanza`
 * prints back to the same text, with one newline at the end.
 *
 * @param source what the text is part of, for messages
 * @throws PublishError `PACKAGE` where a line is no field, a field is there twice, or a character is not text
 */
export function parseStanza(text: string, source: string): Stanza {
  const fields: Field[] = []
  for (const lines of fieldLines(withoutEnd(text, '\n'), source)) fields.push(parseField(lines, source))
  assertStanza(fields, source)
  return fields
}

/**
 * Prints a stanza, its last newline included.
 *
 * @param source what the stanza is made from, for messages
 * @throws PublishError `PACKAGE` where it would not be read back as it is: a value that would end its field, a name
 *   that is none, a field that is there twice
 */
export function printStanza(stanza: Stanza, source = 'What is to be written'): string {
  assertStanza(stanza, source)
  return stanza.map((it) => `${it.name}:${it.separator ?? usualSeparator(it.value)}${it.value}\n`).join('')
}

/** The value of a field, whose name may be in any case; undefined where there is none. */
export function field(stanza: Stanza, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return stanza.find((it) => it.name.toLowerCase() === wanted)?.value
}

/** The lines of each field, joined as they stand. */
function* fieldLines(text: string, source: string): Generator<string> {
  let lines: string | undefined
  for (const line of text.split('\n')) {
    if (!/^[ \t]/.test(line)) {
      if (lines !== undefined) yield lines
      lines = line
    } else if (lines === undefined) {
      throw malformed(source, `it begins with the continuation line ${quoted(line)}`)
    } else lines += `\n${line}`
  }
  if (lines !== undefined) yield lines
}

function parseField(lines: string, source: string): Field {
  const newline = lines.indexOf('\n')
  const first = newline < 0 ? lines : lines.slice(0, newline)
  const [matched, name = '', separator = '', start = ''] = LINE.exec(first) ?? []
  if (matched === undefined) throw malformed(source, `the line ${quoted(first)} is no field`)
  const value = newline < 0 ? start : start + lines.slice(newline)
  return separator === usualSeparator(value) ? { name, value } : { name, value, separator }
}

function usualSeparator(value: string): string {
  return value === '' || value.startsWith('\n') ? '' : ' '
}

function assertStanza(stanza: Stanza, source: string): void {
  const seen = new Set<string>()
  for (const { name, value, separator = '' } of stanza) {
    const key = name.toLowerCase()
    if (!NAME.test(name)) throw malformed(source, `${quoted(name)} is no name of a field`)
    if (seen.has(key)) throw malformed(source, `it has the field ${name} twice`)
    seen.add(key)
    if (!/^[ \t]*$/.test(separator))
      throw malformed(source, `its field ${name} has no blank before its value`)
    assertValue(name, value, source)
  }
  if (stanza.length === 0) throw malformed(source, 'it has no fields')
}

/** Stops values that would bring fields or stanzas of their own. */
function assertValue(name: string, value: string, source: string): void {
  if (CONTROL_CHARACTER.test(value) || !value.isWellFormed()) {
    throw malformed(
      source,
      `its field ${name} holds a control character or no valid Unicode: ${quoted(value)}`,
    )
  }
  const continuations = value.split('\n').slice(1)
  const escaping = continuations.find((line) => !/^[ \t]/.test(line) || BLANK_LINE.test(line))
  if (escaping !== undefined) {
    throw malformed(source, `a line of its field ${name} does not continue it: ${quoted(escaping)}`)
  }
}

function malformed(source: string, seen: string): PublishError {
  return new PublishError('PACKAGE', `${source} is no stanza of fields (deb822): ${seen}.`)
}

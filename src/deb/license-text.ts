/** Licenses whose words Debian's base-files brings, by what their texts begin with. */
const COMMON: readonly (readonly [beginning: RegExp, file: string])[] = [
  [/\bGNU LESSER GENERAL PUBLIC LICENSE\s+Version 3\b/i, 'LGPL-3'],
  [/\bGNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1\b/i, 'LGPL-2.1'],
  [/\bGNU LIBRARY GENERAL PUBLIC LICENSE\s+Version 2\b/i, 'LGPL-2'],
  [/\bGNU GENERAL PUBLIC LICENSE\s+Version 3\b/i, 'GPL-3'],
  [/\bGNU GENERAL PUBLIC LICENSE\s+Version 2\b/i, 'GPL-2'],
  [/\bGNU GENERAL PUBLIC LICENSE\s+Version 1\b/i, 'GPL-1'],
  [/\bApache License,?\s+Version 2\.0, January 2004\b/i, 'Apache-2.0'],
  [/\bMozilla Public License,?\s+Version 2\.0\b/i, 'MPL-2.0'],
  [/\bMozilla Public License,?\s+Version 1\.1\b/i, 'MPL-1.1'],
  [/\bCreative Commons\b[^]{0,40}\bCC0 1\.0 Universal\b|^\s*CC0 1\.0 Universal\b/i, 'CC0-1.0'],
]
const BEGINNING_CHARACTERS = 1_000
/** A note that names a license is shorter than any of these licenses. */
const WHOLE_CHARACTERS = 6_000
/** Bounded where it could try again and again: a license is as long as its maker likes. */
const COPYRIGHT =
  /^[ \t*#/>-]{0,40}(?:Copyright|©)[ \t:]{0,8}(?:\(c\)|©)?[ \t:]{0,8}(?<holders>[0-9]{4}[^\n]*)$/gim
/** Who holds the rights to the words of a license, and places for names that nobody filled in. */
const NO_HOLDER = /Free Software Foundation, Inc\. <http|\[(?:yyyy|year)|<(?:year|yyyy)/i
const HOLDERS = 50

/** The file of /usr/share/common-licenses that is this text; undefined for another license. */
export function commonLicense(text: string): string | undefined {
  const words = text.replace(/\s+/g, ' ')
  if (words.length < WHOLE_CHARACTERS) return undefined
  const beginning = words.slice(0, BEGINNING_CHARACTERS)
  return COMMON.find(([pattern]) => pattern.test(beginning))?.[1]
}

/** What stands behind the word Copyright in lines of licenses: `2024 Jane Doe`. */
export function copyrightHolders(texts: readonly string[]): readonly string[] {
  const all = texts.flatMap((text) =>
    [...clean(text).matchAll(COPYRIGHT)].map(([, holders = '']) => holders.replace(/[\s*#/]{1,40}$/, '')),
  )
  return [...new Set(all.filter((holders) => !NO_HOLDER.test(holders)))].slice(0, HOLDERS)
}

/** A text as lines that continue a field: a dot for an empty one, and no character that a field cannot have. */
export function continuationLines(text: string): readonly string[] {
  const lines = clean(text)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n')
  return lines.map((line) => (line.trim() === '' ? '.' : line.trimEnd()))
}

function clean(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .toWellFormed()
}

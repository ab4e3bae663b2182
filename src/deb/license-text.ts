/** A license whose words Debian's base-files brings. */
interface CommonLicense {
  /** In /usr/share/common-licenses. */
  readonly file: string
  readonly title: RegExp
  /** As Debian 12 has it, with one blank for each run of blanks and line ends. */
  readonly characters: number
}

const COMMON: readonly CommonLicense[] = [
  { file: 'LGPL-3', title: /\bGNU LESSER GENERAL PUBLIC LICENSE Version 3\b/i, characters: 7_317 },
  { file: 'LGPL-2.1', title: /\bGNU LESSER GENERAL PUBLIC LICENSE Version 2\.1\b/i, characters: 25_842 },
  { file: 'LGPL-2', title: /\bGNU LIBRARY GENERAL PUBLIC LICENSE Version 2\b/i, characters: 24_730 },
  { file: 'GPL-3', title: /\bGNU GENERAL PUBLIC LICENSE Version 3\b/i, characters: 34_283 },
  { file: 'GPL-2', title: /\bGNU GENERAL PUBLIC LICENSE Version 2\b/i, characters: 17_588 },
  { file: 'GPL-1', title: /\bGNU GENERAL PUBLIC LICENSE Version 1\b/i, characters: 12_133 },
  { file: 'Apache-2.0', title: /\bApache License,? Version 2\.0, January 2004\b/i, characters: 10_221 },
  { file: 'MPL-2.0', title: /\bMozilla Public License,? Version 2\.0\b/i, characters: 15_565 },
  { file: 'MPL-1.1', title: /\bMozilla Public License,? Version 1\.1\b/i, characters: 23_299 },
  { file: 'CC0-1.0', title: /\bCC0 1\.0 Universal\b/i, characters: 6_886 },
]
/** How far down its title may stand, below a heading or two, and how much may be filled in or left out. */
const TITLE_CHARACTERS = 120
const FILLED_CHARACTERS = 500
const LEAST_PART = 0.8
/** Bounded where it could try again and again: a license is as long as its maker likes. */
const COPYRIGHT =
  /^[ \t*#/>-]{0,40}(?:Copyright|©)[ \t:]{0,8}(?:\(c\)|©)?[ \t:]{0,8}(?<holders>[0-9]{4}[^\n]*)$/gim
/** Places for names that nobody filled in. */
const NO_HOLDER = /\[(?:yyyy|year)|<(?:year|yyyy)/i
/** Who holds the rights to the words of GNU's licenses, which say so at their beginning. */
const LICENSE_HOLDER = /^[0-9, -]+ Free Software Foundation, Inc\b/i
const HOLDERS = 50

/**
 * The file of /usr/share/common-licenses that is this text, and not a part of it: words that are not in that file are
 * never said to be there.
 */
export function commonLicense(text: string): string | undefined {
  const words = text.replace(/\s+/g, ' ')
  return COMMON.find(({ title, characters }) => {
    const isWhole = words.length >= characters * LEAST_PART && words.length <= characters + FILLED_CHARACTERS
    return isWhole && title.test(words.slice(0, TITLE_CHARACTERS))
  })?.file
}

/** What stands behind the word Copyright in lines of licenses: `2024 Jane Doe`. */
export function copyrightHolders(texts: readonly string[]): readonly string[] {
  const all = texts.flatMap((text) =>
    [...clean(text).matchAll(COPYRIGHT)].map(([, holders = '']) => holders.replace(/[\s*#/]{1,40}$/, '')),
  )
  const own = all.filter((holders) => !NO_HOLDER.test(holders) && !LICENSE_HOLDER.test(holders))
  return [...new Set(own)].slice(0, HOLDERS)
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

import { LIMITS } from '../limits.ts'
import { type ProjectVersion, readVersion, splitEpoch } from './project-version.ts'

/** What both Debian and rpm take: deb-version(7), and `ALLOWED_CHARS_VERREL` in rpm's build/parsePreamble.c. */
const BASE = /^[0-9][A-Za-z0-9.+~]*$/
const PART = /^[A-Za-z0-9.+~]+$/
/** The smaller of both limits: dpkg keeps it in an int. */
const EPOCH_LIMIT = 2 ** 31 - 1

const NUMBERED = /^[0-9]+(?![0-9A-Za-z])/
/** Where a version begins behind a name: `release-2.0`, `cli/v1.2.3`, `tool@1.2`; numbers with dots before others. */
const DOTTED = /(?:^|[^A-Za-z0-9.])v?([0-9]+\.[0-9].*)/is
const NUMBER = /(?:^|[^A-Za-z0-9.])(?:v|r|rel|release|version)?\.?([0-9].*)/is
const DATE = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])/

/**
 * What to write in place of a version that some format cannot have: a text that fits every format, and says the same as
 * far as that goes.
 *
 * @returns undefined where nothing of the text can be kept
 */
export function proposeVersion(text: string): string | undefined {
  const [rest, epoch] = splitEpoch(text)
  const prefix = epoch === undefined || epoch > EPOCH_LIMIT ? '' : `${epoch}:`
  return candidates(rest)
    .map((candidate) => prefix + candidate)
    .find(fitsEveryFormat)
}

/** The same for a part of a version, or for a release: what no format takes becomes a dot. */
export function proposePart(text: string): string | undefined {
  const plain = plainText(text)
  return PART.test(plain) && plain.length <= LIMITS.packageVersionBytes ? plain : undefined
}

function candidates(text: string): readonly string[] {
  const numbered = starts(text).flatMap((start) => {
    const dated = start.replace(DATE, '$1.$2.$3')
    const [core = ''] = /^[0-9.]+-/.exec(dated) ?? []
    return [dated, core + plainText(dated.slice(core.length)), plainText(dated)]
  })
  const plain = plainText(text)
  // Older than whatever the project will give a number.
  return plain === '' ? numbered : [...numbered, `0.0.0+${plain}`]
}

/** The text from where its version may begin. */
function starts(text: string): readonly string[] {
  if (NUMBERED.test(text)) return [text]
  return [DOTTED, NUMBER].flatMap((start) => start.exec(text)?.slice(1) ?? [])
}

function plainText(text: string): string {
  return text
    .replaceAll('^', '+')
    .replace(/[^A-Za-z0-9.+~]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
}

function fitsEveryFormat(text: string): boolean {
  const version = readVersion(text)
  return version !== undefined && text.length <= LIMITS.packageVersionBytes && isPlain(version)
}

function isPlain({ base, prerelease, metadata, snapshot }: ProjectVersion): boolean {
  return (
    BASE.test(base) && [prerelease, metadata, snapshot].every((part) => part === undefined || PART.test(part))
  )
}

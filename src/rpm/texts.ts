import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackageDescription } from '../recipe/description.ts'

const TIME_LIMIT_SECONDS = 2 ** 32

/**
 * Checks the texts and the time that go into a header as they are: lines where rpm has lines, and no character that
 * is none.
 *
 * @throws PublishError `PACKAGE`
 */
export function checkTexts(description: PackageDescription): void {
  checkText('description', description.description, /[^\P{Cc}\n\t]/u)
  const { maintainer, license, homepage, timeSeconds, rpm = {} } = description
  const { summary, vendor, packager, group, buildHost, prefixes = [] } = rpm
  const texts = { maintainer, license, homepage, summary, vendor, packager, group, buildHost }
  for (const [field, text] of Object.entries(texts)) {
    if (text !== undefined) checkText(field, text, /\p{Cc}/u)
  }
  for (const prefix of prefixes) checkPrefix(prefix)
  if (!Number.isInteger(timeSeconds) || timeSeconds < 0 || timeSeconds >= TIME_LIMIT_SECONDS) {
    throw new PublishError(
      'PACKAGE',
      `the package's time is ${timeSeconds}; an rpm holds 0 to 2^32 - 1 seconds`,
    )
  }
}

function checkText(field: string, text: string, forbidden: RegExp): void {
  if (text.trim() === '') throw new PublishError('PACKAGE', `${field}: is empty, and an rpm must have one`)
  if (!text.isWellFormed() || forbidden.test(text)) {
    throw new PublishError('PACKAGE', `${field}: ${JSON.stringify(text)} contains what is no text; remove it`)
  }
}

/** rpmbuild takes none that ends in a slash, and so not the root. */
function checkPrefix(prefix: string): void {
  const isNormal =
    prefix.startsWith('/') &&
    prefix
      .split('/')
      .slice(1)
      .every((name) => name !== '' && name !== '.' && name !== '..')
  const isPlain = prefix.isWellFormed() && !/\p{Cc}/u.test(prefix)
  if (isNormal && isPlain && Buffer.byteLength(prefix) <= LIMITS.pathBytes) return
  throw new PublishError(
    'PACKAGE',
    `prefixes: ${JSON.stringify(prefix)} is no place that a package can be relocated from; write one like /opt/hello`,
  )
}

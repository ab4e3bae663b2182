import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/** What tells packages apart, without the epoch. */
export interface Nvra {
  readonly name: string
  readonly version: string
  readonly release: string
  /** rpm's spelling */
  readonly arch: string
}

/** `ALLOWED_CHARS_NAME` and `ALLOWED_CHARS_VERREL` in rpm's build/parsePreamble.c, without macros' braces. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/
const VERSION = /^[A-Za-z0-9._+~^]+$/
const ARCH = /^[A-Za-z0-9_]+$/

/** Whether rpm takes the text as a name; it then is safe in paths, URLs and XML. */
function isName(text: string): boolean {
  return NAME.test(text) && text.length <= LIMITS.packageNameBytes
}

/** Whether rpm takes the text as a version, or as a release: no hyphen, no epoch. */
export function isVersion(text: string): boolean {
  return VERSION.test(text) && text.length <= LIMITS.packageVersionBytes
}

/**
 * Checks what a package says that it is: these become file names, object keys and lines of indexes.
 *
 * @throws PublishError `PACKAGE` where a part has characters that rpm's own builder refuses, or is too long
 */
export function checkNvra({ name, version, release, arch }: Nvra, source: string): void {
  const faults = [
    { part: 'name', text: name, isGood: isName(name) },
    { part: 'version', text: version, isGood: isVersion(version) },
    { part: 'release', text: release, isGood: isVersion(release) },
    { part: 'architecture', text: arch, isGood: ARCH.test(arch) && arch.length <= LIMITS.packageNameBytes },
  ].filter(({ isGood }) => !isGood)
  for (const { part, text } of faults) {
    const seen = JSON.stringify(text.slice(0, 2 * LIMITS.packageNameBytes))
    throw new PublishError(
      'PACKAGE',
      `${source}: the package's ${part} is ${seen}, which rpm allows in no package`,
    )
  }
}

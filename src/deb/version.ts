import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { quoted } from '../words.ts'

/** `[epoch:]upstream[-revision]`, Debian Policy 5.6.12. */
export interface DebVersion {
  /** Absent where it is not written, which compares as 0. */
  readonly epoch?: number
  readonly upstream: string
  /** Absent where it is not written, which compares as `0`. */
  readonly revision?: string
}

const EPOCH = /^(?:0|[1-9][0-9]{0,9})$/
/** The first colon ends the epoch, so that the upstream version has one only after an epoch. */
const UPSTREAM = /^[0-9][A-Za-z0-9.+~:-]*$/
const REVISION = /^[A-Za-z0-9.+~]+$/
/** dpkg keeps it in an int. */
export const EPOCH_LIMIT = 2 ** 31 - 1

/**
 * Reads a version: the grammar of deb-version(7), the epoch before the first colon, the revision after the last hyphen.
 * `printVersion` prints back what this reads.
 *
 * @param source what says the version, for messages
 * @throws PublishError `PACKAGE` where dpkg would refuse it, or it is longer than 128 characters
 */
export function parseVersion(text: string, source: string): DebVersion {
  const version = versionIn(text)
  if (version !== undefined) return version
  throw new PublishError(
    'PACKAGE',
    `${source} has the version ${quoted(text)}, which is none for Debian: ` +
      '[epoch:]upstream[-revision], upstream beginning with a digit, of letters, digits and . + ~ -, ' +
      `at most ${LIMITS.packageVersionBytes} characters.`,
  )
}

/** Whether `parseVersion` reads it. */
export function isVersion(text: string): boolean {
  return versionIn(text) !== undefined
}

function versionIn(text: string): DebVersion | undefined {
  const colon = text.indexOf(':')
  const hyphen = text.lastIndexOf('-')
  const epoch = colon < 0 ? undefined : text.slice(0, colon)
  const revision = hyphen < 0 ? undefined : text.slice(hyphen + 1)
  const upstream = text.slice(colon + 1, hyphen < 0 ? undefined : hyphen)
  const isValid =
    UPSTREAM.test(upstream) &&
    (epoch === undefined || (EPOCH.test(epoch) && Number(epoch) <= EPOCH_LIMIT)) &&
    (revision === undefined || REVISION.test(revision)) &&
    text.length <= LIMITS.packageVersionBytes
  if (!isValid) return undefined
  return {
    ...(epoch === undefined ? {} : { epoch: Number(epoch) }),
    upstream,
    ...(revision === undefined ? {} : { revision }),
  }
}

/** Prints what `parseVersion` reads. */
export function printVersion({ epoch, upstream, revision }: DebVersion): string {
  return `${epoch === undefined ? '' : `${epoch}:`}${upstream}${revision === undefined ? '' : `-${revision}`}`
}

/** Which version is the newer one, for `sort`: `dpkg_version_compare` in dpkg's lib/dpkg/version.c. */
export function compareVersions(a: DebVersion, b: DebVersion): number {
  return (
    (a.epoch ?? 0) - (b.epoch ?? 0) ||
    compareParts(a.upstream, b.upstream) ||
    compareParts(a.revision ?? '', b.revision ?? '')
  )
}

/** The same for texts of foreign indexes: one that is no version is all upstream. */
export function compareVersionTexts(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => versionIn(text) ?? { upstream: text })
  return left === undefined || right === undefined ? 0 : compareVersions(left, right)
}

/** `verrevcmp`: runs of anything but digits, and of digits, by turns. */
function compareParts(a: string, b: string): number {
  const left = runsOf(a)
  const right = runsOf(b)
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const compare = i % 2 === 0 ? compareText : compareDigits
    const order = compare(left[i] ?? '', right[i] ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** The runs, digits at odd places, other characters (maybe none) at even ones. */
function runsOf(part: string): readonly string[] {
  return [...part.matchAll(/([^0-9]*)([0-9]*)/g)].flatMap(([, text = '', digits = '']) => [text, digits])
}

function compareText(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = rank(a[i]) - rank(b[i])
    if (order !== 0) return order
  }
  return 0
}

/** `order`: `~` before the end, the end before letters, letters before all others. */
function rank(character: string | undefined): number {
  if (character === undefined) return 0
  if (character === '~') return -1
  const code = character.charCodeAt(0)
  return /[A-Za-z]/.test(character) ? code : code + 256
}

/** As text, for they may be longer than any number type. */
function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  if (left.length !== right.length) return left.length - right.length
  return left < right ? -1 : Number(left > right)
}

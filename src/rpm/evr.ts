/** Epoch, version and release: what rpm orders packages by. */
export interface Evr {
  /** Absent compares as 0. */
  readonly epoch?: number
  readonly version: string
  /** Absent is older than any. */
  readonly release?: string
}

/** The digits, letters and marks that count; everything else only separates. */
const SEGMENTS = /[0-9]+|[A-Za-z]+|[~^]/g

/**
 * Orders two versions, or two releases: `rpmvercmp` in rpm's rpmio/rpmvercmp.c.
 *
 * @returns negative where `a` is older, 0 where they are equal, positive where `a` is newer
 */
export function compareVersions(a: string, b: string): number {
  const left = a.match(SEGMENTS) ?? []
  const right = b.match(SEGMENTS) ?? []
  for (let position = 0; position < Math.max(left.length, right.length); position += 1) {
    const order = compareSegments(left[position], right[position])
    if (order !== 0) return order
  }
  return 0
}

/**
 * Orders by epoch, version and release: `rpmverCmp` in rpm's rpmio/rpmver.c. Whether a dependency holds is another
 * question: there, releases count only where both sides have one.
 */
export function compareEvr(a: Evr, b: Evr): number {
  const order = (a.epoch ?? 0) - (b.epoch ?? 0) || compareVersions(a.version, b.version)
  if (order !== 0) return order
  if (a.release === undefined || b.release === undefined) {
    return Number(a.release !== undefined) - Number(b.release !== undefined)
  }
  return compareVersions(a.release, b.release)
}

/**
 * Reads `[epoch:]version[-release]`, split at the last hyphen, as a dependency has it. Takes any text: an epoch that
 * is no plain number stays part of the version.
 */
export function parseEvr(text: string): Evr {
  const [, epoch, rest = ''] = /^(?:(0|[1-9][0-9]{0,9}):)?(.*)$/s.exec(text) ?? []
  const hyphen = rest.lastIndexOf('-')
  return {
    ...(epoch === undefined ? {} : { epoch: Number(epoch) }),
    ...(hyphen < 0 ? { version: rest } : { version: rest.slice(0, hyphen), release: rest.slice(hyphen + 1) }),
  }
}

/** Prints what `parseEvr` reads. */
export function printEvr({ epoch, version, release }: Evr): string {
  return `${epoch === undefined ? '' : `${epoch}:`}${version}${release === undefined ? '' : `-${release}`}`
}

function compareSegments(a: string | undefined, b: string | undefined): number {
  const ranks = segmentRank(a) - segmentRank(b)
  if (ranks !== 0 || a === undefined || b === undefined) return ranks
  return segmentRank(a) === DIGITS ? compareDigits(a, b) : compareText(a, b)
}

const DIGITS = 4

/** What is older than what, whatever it says: `~`, the end, `^`, letters, digits. */
function segmentRank(segment: string | undefined): number {
  if (segment === undefined) return 1
  if (segment === '~') return 0
  if (segment === '^') return 2
  return /^[0-9]/.test(segment) ? DIGITS : 3
}

/** As text, for they may be longer than any number type. */
function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  return left.length - right.length || compareText(left, right)
}

function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

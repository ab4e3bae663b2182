/** What tells two states of an object apart. */
export interface Validators {
  /** In its quotes. */
  readonly etag: string
  readonly modified: Date
}

/** What the conditions of a request come to: `unchanged` is 304, `failed` 412. */
export type Verdict = 'send' | 'unchanged' | 'failed'

/** Evaluates the conditions of a GET or HEAD for an object that is there, in the order of RFC 9110, 13.2.2. */
export function verdictOn(headers: Headers, validators: Validators): Verdict {
  const match = headers.get('if-match')
  if (match !== null) {
    if (!isListed(match, validators.etag, 'strongly')) return 'failed'
  } else if (isModifiedSince(headers.get('if-unmodified-since'), validators) === true) return 'failed'
  const noneMatch = headers.get('if-none-match')
  if (noneMatch !== null) return isListed(noneMatch, validators.etag, 'weakly') ? 'unchanged' : 'send'
  return isModifiedSince(headers.get('if-modified-since'), validators) === false ? 'unchanged' : 'send'
}

/**
 * Whether a part may be sent to somebody who has the rest (RFC 9110, 13.1.5): `If-Range` is absent, or names this state by
 * its tag, which must be a strong one, or by exactly its date.
 */
export function mayResume(ifRange: string | null, { etag, modified }: Validators): boolean {
  if (ifRange === null) return true
  if (ifRange.includes('"')) return ifRange.trim() === etag
  return timeOf(ifRange) === wholeSeconds(modified)
}

/**
 * Strongly, a weak tag is none of ours (RFC 9110, 8.8.3.2). Tags without quotes are taken too: some clients send them, and
 * R2 throws at them.
 */
function isListed(header: string, etag: string, comparison: 'strongly' | 'weakly'): boolean {
  if (header.trim() === '*') return true
  const tags = header.match(/(?:W\/)?"[^"]*"|[^\s,"]+/g) ?? []
  const strong = comparison === 'strongly' ? tags : tags.map((tag) => tag.replace(/^W\//, ''))
  return strong.some((tag) => tag === etag || `"${tag}"` === etag)
}

/** Undefined where the header is absent, or is no date. */
function isModifiedSince(header: string | null, { modified }: Validators): boolean | undefined {
  const since = timeOf(header)
  return since === undefined ? undefined : wholeSeconds(modified) > since
}

/** Of the three forms of dates in HTTP (RFC 9110, 5.6.7), all of which begin with a weekday; milliseconds. */
function timeOf(header: string | null): number | undefined {
  if (header === null || !/^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s/.test(header)) return undefined
  const isAsctime = !header.includes(',')
  const time = Date.parse(isAsctime ? `${header} GMT` : header)
  return Number.isNaN(time) ? undefined : time
}

function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000
}

import { PublishError } from '../errors.ts'

/**
 * A project's version, by what its parts mean to the order of versions. Whatever has the same base: the pre-releases
 * come first, then the version itself, then what was made after it.
 */
export interface ProjectVersion {
  /** `2` of `2:1.2.3`: comes before everything else, 0 where it is left out. */
  readonly epoch?: number
  readonly base: string
  /** `rc.1` of `1.2.3-rc.1`. */
  readonly prerelease?: string
  /** `build.5` of `1.2.3+build.5`; of a base that is read as it stands, a part of that. */
  readonly metadata?: string
  /** `4.gabc1234` of `1.2.3-4-gabc1234`: four commits after the tag. */
  readonly snapshot?: string
}

/** What of a description makes the version of its package. */
export interface Versioned {
  readonly version: string
  readonly versionParts?: ProjectVersion
  readonly epoch?: number
  readonly release?: string
}

const EPOCH = /^(0|[1-9][0-9]{0,9}):(.*)/s
/** What git-describe(1) makes of commits after a tag, and of changes after those. */
const DESCRIBED = /^(.+)-([0-9]+)-(g[0-9a-f]+)(?:-(dirty|broken))?$/s
/** A day, and whichever release of that day it is. */
const DATE = /^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?:-([0-9]+))?$/
/** `1.2.3-rc.1+meta`: semver.org, items 9 and 10; with any count of numbers, without hyphens in the identifiers. */
const PRE_RELEASE = /^([0-9]+(?:\.[0-9]+)*)-([0-9A-Za-z.]+)(?:\+([0-9A-Za-z.]+))?$/
/** The same without a hyphen, as Python, Ruby and Go have it: `1.2rc1`, `1.2.0.beta2`. Other words may say anything. */
const ATTACHED =
  /^([0-9]+(?:\.[0-9]+)*)[._]?((?:alpha|beta|dev|preview|pre|rc)(?:[._]?[0-9]+)?)(?:\+([0-9A-Za-z.]+))?$/i

/**
 * The version of a description: its parts where they are given, else what its text says.
 *
 * @returns undefined where the text has a hyphen that nothing explains
 * @throws PublishError `PACKAGE` for two epochs
 */
export function projectVersion(description: Versioned): ProjectVersion | undefined {
  const parts = description.versionParts ?? readVersion(description.version)
  const { epoch } = description
  if (parts === undefined || epoch === undefined) return parts
  if (parts.epoch === undefined || parts.epoch === epoch) return { ...parts, epoch }
  throw new PublishError(
    'PACKAGE',
    `epoch: is ${epoch}, but the version begins with the epoch ${parts.epoch}; leave one of them out`,
  )
}

/**
 * Reads a version as projects write them: semantic versions, what `git describe` prints, dates, pre-releases without a
 * hyphen; anything else without one is a base as it stands.
 *
 * @returns undefined for any other hyphen: the formats keep them for their own releases
 */
export function readVersion(text: string): ProjectVersion | undefined {
  const [rest, epoch] = splitEpoch(text)
  const parts = partsOf(rest)
  return parts === undefined || epoch === undefined ? parts : { ...parts, epoch }
}

/** `2:1.2.3` as `1.2.3` and 2; the whole text where it has none. */
export function splitEpoch(text: string): readonly [string, number | undefined] {
  const [, epoch, rest = text] = EPOCH.exec(text) ?? []
  return [rest, epoch === undefined ? undefined : Number(epoch)]
}

/** What `git describe` was told by: the tag, and what came after it; undefined for any other text. */
export function splitDescribed(
  text: string,
): { readonly tag: string; readonly snapshot: string } | undefined {
  const [, tag, ...since] = DESCRIBED.exec(text) ?? []
  return tag === undefined ? undefined : { tag, snapshot: since.filter(Boolean).join('.') }
}

/** `2026-11-21-2`, the second release of a day, as `2026.11.21.2`; undefined for any other text. */
export function datedVersion(text: string): ProjectVersion | undefined {
  const [, ...date] = DATE.exec(text) ?? []
  return date.length === 0 ? undefined : { base: date.filter(Boolean).join('.') }
}

function partsOf(text: string): ProjectVersion | undefined {
  const described = splitDescribed(text)
  if (described === undefined) return withoutHyphens(text)
  const tagged = withoutHyphens(described.tag)
  return tagged === undefined ? undefined : { ...tagged, snapshot: described.snapshot }
}

function withoutHyphens(text: string): ProjectVersion | undefined {
  const [, base, prerelease, metadata] = PRE_RELEASE.exec(text) ?? ATTACHED.exec(text) ?? []
  if (base !== undefined && prerelease !== undefined) {
    return { base, prerelease, ...(metadata === undefined ? {} : { metadata }) }
  }
  const day = datedVersion(text)
  if (day !== undefined) return day
  return text.includes('-') ? undefined : { base: text }
}

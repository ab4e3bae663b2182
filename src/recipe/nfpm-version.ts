import { PublishError } from '../errors.ts'
import {
  type ProjectVersion,
  type Versioned,
  datedVersion,
  splitDescribed,
  splitEpoch,
} from './project-version.ts'

/** What nFPM's configuration says of a version; empty texts are as good as none. */
export interface NfpmVersion {
  readonly version: string
  /** `version_schema`; `semver` where it is left out. */
  readonly schema?: 'semver' | 'none'
  readonly prerelease?: string
  /** `version_metadata` */
  readonly metadata?: string
  readonly release?: string
  /** Digits. */
  readonly epoch?: string
}

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*'
/** What nFPM takes for a semantic version: with or without `v`, of one to three numbers that may begin with zeros. */
const LOOSE = new RegExp(
  `^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`,
)
/** semver.org, item 9: those of a pre-release may not. */
const LEADING_ZERO = /(?:^|\.)0[0-9]+(?:\.|$)/
/** Debian's own form, in which the last part is what rpm calls the release. */
const REVISED = /^([^-]+)-([0-9][0-9A-Za-z.+~]*)$/
/** nFPM reads 64 bits, and takes a larger number for no semantic version. */
const NUMBER_LIMIT = 2n ** 64n

/**
 * A version as nFPM means it. A semantic version is taken apart and has three numbers (`1.2` is `1.2.0`, `26.04` is
 * `26.4.0`); its pre-release and metadata count where the configuration gives none. Any other version, and each one of
 * the schema `none`, stays as it is.
 *
 * Other than nFPM: what `git describe` prints is newer than its tag, not older; a day (`2026-11-21`) is no pre-release
 * of its year; the epoch that a version begins with is one in both formats; and so is the revision that one ends with
 * (`0.1.3-1`), where the version stays as it is and nothing is added to it.
 *
 * @returns what a description says of its version: Debian's is `[epoch:]version[~prerelease][+metadata][-release]`, rpm's
 *   version `version[~prerelease][+metadata]`, its release 1 by default
 * @throws PublishError `PACKAGE` for an epoch that is no number
 */
export function nfpmVersion(given: NfpmVersion): Versioned {
  const [text, epochInText] = splitEpoch(given.version)
  const isSemantic = given.schema !== 'none' && epochInText === undefined
  const read = (isSemantic ? (datedVersion(text) ?? semanticVersion(text)) : undefined) ?? { base: text }
  const revised = given.release || given.prerelease || given.metadata ? undefined : withoutRevision(read)
  const release = given.release || revised?.release
  const versionParts = {
    ...read,
    ...revised?.parts,
    ...(epochInText === undefined ? {} : { epoch: epochInText }),
    ...(given.prerelease ? { prerelease: given.prerelease } : {}),
    ...(given.metadata ? { metadata: given.metadata } : {}),
  }
  return {
    version: written({ ...versionParts, base: read.base }),
    versionParts,
    ...(given.epoch ? { epoch: epochOf(given.epoch) } : {}),
    ...(release ? { release } : {}),
  }
}

function withoutRevision({ base }: ProjectVersion) {
  const [, before, release] = REVISED.exec(base) ?? []
  return before === undefined ? undefined : { parts: { base: before }, release }
}

function semanticVersion(text: string): ProjectVersion | undefined {
  const described = splitDescribed(text)
  const [, major, minor = '0', patch = '0', prerelease, metadata] = LOOSE.exec(described?.tag ?? text) ?? []
  if (major === undefined) return undefined
  const numbers = [major, minor, patch].map(BigInt)
  if (numbers.some((number) => number >= NUMBER_LIMIT)) return undefined
  if (LEADING_ZERO.test(prerelease ?? '')) return undefined
  return {
    base: numbers.join('.'),
    ...(prerelease === undefined ? {} : { prerelease }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(described === undefined ? {} : { snapshot: described.snapshot }),
  }
}

/** As its project may have written it. */
function written({ base, prerelease, metadata, snapshot }: ProjectVersion): string {
  const after = [metadata, snapshot].filter((part) => part !== undefined).join('.')
  return `${base}${prerelease === undefined ? '' : `-${prerelease}`}${after === '' ? '' : `+${after}`}`
}

function epochOf(text: string): number {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text)
  throw new PublishError('PACKAGE', `epoch: ${JSON.stringify(text)} is no number; write one, as in 1`)
}

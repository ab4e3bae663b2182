import { PublishError } from '../errors.ts'
import { type AnyPackage, versionOf } from '../package.ts'
import { matchesWildcards } from '../wildcards.ts'

/** Which packages a command is about: a name, and perhaps a version; `*` stands for anything, also for nothing. */
export interface PackagePattern {
  /** As it was given, for messages. */
  readonly text: string
  readonly name: string
  /** Undefined: every version. */
  readonly version: string | undefined
}

/**
 * Reads `NAME` and `NAME=VERSION`.
 *
 * @throws PublishError `INPUT` for anything else
 */
export function packagePatterns(items: readonly string[]): readonly PackagePattern[] {
  return items.map((text) => {
    const [matched, name = '', version] = /^([A-Za-z0-9_.+*-]+)(?:=([A-Za-z0-9.+~^:*_-]+))?$/.exec(text) ?? []
    if (matched !== undefined) return { text, name, version }
    throw new PublishError(
      'INPUT',
      `packages has ${JSON.stringify(text)}; write NAME or NAME=VERSION, where * stands for anything`,
    )
  })
}

/** Whether a pattern is about packages of that name. */
export function selectsName({ name }: PackagePattern, wanted: string): boolean {
  return matchesWildcards(name, wanted)
}

/**
 * Whether a pattern is about a package. A version may be the whole one, or without the epoch, or without the revision
 * or release, so that `1.2.3` is `1:1.2.3-1` too.
 */
export function selects({ name, version }: PackagePattern, pkg: AnyPackage): boolean {
  if (!matchesWildcards(name, pkg.name)) return false
  return version === undefined || writtenVersions(pkg).some((written) => matchesWildcards(version, written))
}

function writtenVersions(pkg: AnyPackage): readonly string[] {
  const whole = versionOf(pkg)
  const written = [whole, whole.replace(/^\d+:/, '')]
  return [...written, ...written.map((text) => text.replace(/-[^-]*$/, ''))]
}

/** Those patterns that are about none of these packages. */
export function patternsOfNone(
  patterns: readonly PackagePattern[],
  packages: readonly AnyPackage[],
): readonly PackagePattern[] {
  return patterns.filter((pattern) => !packages.some((pkg) => selects(pattern, pkg)))
}

/** @throws PublishError `INPUT` where a pattern is about none of these packages */
export function assertAllMatch(
  patterns: readonly PackagePattern[],
  packages: readonly AnyPackage[],
  where: string,
): void {
  const idle = patternsOfNone(patterns, packages)
  if (idle.length === 0) return
  const texts = idle.map(({ text }) => JSON.stringify(text)).join(', ')
  const which = idle.length === 1 ? 'which is no package' : 'which are no packages'
  throw new PublishError('INPUT', `packages has ${texts}, ${which} of ${where}.`)
}

import { type ProjectVersion, type Versioned, projectVersion } from '../recipe/project-version.ts'
import { type VersionGrammar, checkEpoch, unfitRelease, unfitVersion } from '../recipe/unfit-version.ts'
import { EPOCH_LIMIT, isVersion } from './version.ts'

const GRAMMAR: VersionGrammar = {
  packaged: 'a .deb',
  baseRule: 'letters, digits and . + ~, beginning with a digit',
  partRule: 'letters, digits and . + ~',
  base: /^[0-9][A-Za-z0-9.+~:-]*$/,
  // The last hyphen of a version ends it, and must have a revision behind it.
  part: /^[A-Za-z0-9.+~-]*[A-Za-z0-9.+~]$/,
  epochLimit: EPOCH_LIMIT,
}

/**
 * What Debian calls a project's version: `[epoch:]upstream[-revision]`. A pre-release gets a tilde, so that it is older
 * than the release that it precedes (`1.2.3-rc.1` is `1.2.3~rc.1`); commits after a tag follow a `+`, which is older
 * than a further number (`1.2.3-4-gabc1234` is `1.2.3+4.gabc1234`); `release` is the revision.
 *
 * @throws PublishError `PACKAGE` for what Debian cannot hold, with a proposal. In a version that is read from a text, any
 *   other hyphen is one of these: dpkg would take what follows it for a revision.
 */
export function debianVersion(description: Versioned): string {
  const version = projectVersion(description)
  checkEpoch(version?.epoch, GRAMMAR)
  const upstream = version === undefined ? '' : upstreamOf(version)
  if (!isVersion(upstream)) throw unfitVersion(description, GRAMMAR)
  const { release } = description
  if (release === undefined) return upstream
  const full = `${upstream}-${release}`
  if (isVersion(full) && !release.includes('-')) return full
  throw unfitRelease(release, GRAMMAR)
}

function upstreamOf({ epoch, base, prerelease, metadata, snapshot }: ProjectVersion): string {
  const after = [metadata, snapshot].filter((part) => part !== undefined).map((part) => `+${part}`)
  return [
    epoch === undefined ? '' : `${epoch}:`,
    base,
    prerelease === undefined ? '' : `~${prerelease}`,
    ...after,
  ].join('')
}

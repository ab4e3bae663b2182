import { type ProjectVersion, type Versioned, projectVersion } from '../recipe/project-version.ts'
import { type VersionGrammar, checkEpoch, unfitRelease, unfitVersion } from '../recipe/unfit-version.ts'
import type { Evr } from './evr.ts'
import { isVersion } from './nevra.ts'

const DEFAULT_RELEASE = '1'
const GRAMMAR: VersionGrammar = {
  packaged: 'an rpm',
  baseRule: 'letters, digits and . _ + ~ ^',
  partRule: 'letters, digits and . _ + ~ ^',
  base: /^[A-Za-z0-9._+~^]+$/,
  part: /^[A-Za-z0-9._+~^]+$/,
  // The tag has 32 bits.
  epochLimit: 2 ** 32 - 1,
}

/**
 * What rpm calls epoch, version and release. A pre-release gets a tilde, so that it is older than the release that it
 * precedes (`1.2.3-rc.1` is `1.2.3~rc.1`); commits after a tag follow a caret, newer than the tag and older than a
 * further number (`1.2.3-4-gabc1234` is `1.2.3^4.gabc1234`); what follows a `+` stays. Without `release` it is 1.
 *
 * @throws PublishError `PACKAGE` for what rpm cannot hold, with a proposal
 */
export function rpmVersion(description: Versioned): Evr & { readonly release: string } {
  const project = projectVersion(description)
  checkEpoch(project?.epoch, GRAMMAR)
  const version = project === undefined ? '' : versionOf(project)
  if (!isVersion(version)) throw unfitVersion(description, GRAMMAR)
  const release = description.release ?? DEFAULT_RELEASE
  if (!isVersion(release)) throw unfitRelease(release, GRAMMAR)
  return { ...(project?.epoch === undefined ? {} : { epoch: project.epoch }), version, release }
}

function versionOf({ base, prerelease, metadata, snapshot }: ProjectVersion): string {
  return [base, marked('~', prerelease), marked('+', metadata), marked('^', snapshot)].join('')
}

/** Identifiers of semantic versioning may have hyphens, versions of rpm not: an underscore separates as well. */
function marked(mark: string, part: string | undefined): string {
  return part === undefined ? '' : mark + part.replaceAll('-', '_')
}

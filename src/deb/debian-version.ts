import { PublishError } from '../errors.ts'
import type { PackageDescription } from '../recipe/description.ts'
import { isVersion } from './version.ts'

/** `1.2.3-rc.1+meta`: semver.org, items 9 and 10. */
const PRE_RELEASE = /^([0-9]+(?:\.[0-9]+)*)-([0-9A-Za-z.]+(?:\+[0-9A-Za-z.]+)?)$/
/** What `git describe` makes of commits after a tag. */
const DESCRIBED = /^(.+)-([0-9]+)-(g[0-9a-f]+)$/

/**
 * What Debian calls a project's version: a pre-release of semantic versioning gets a tilde, so that it is older than
 * the release that it precedes (`1.2.3-rc.1` is `1.2.3~rc.1`); what follows a `+` stays; `release` is the revision.
 *
 * @throws PublishError `PACKAGE` for what Debian cannot hold, with a proposal. Any other hyphen is one of these: dpkg
 *   would take what follows it for a revision.
 */
export function debianVersion(description: Pick<PackageDescription, 'version' | 'release'>): string {
  const { version, release } = description
  const upstream = upstreamOf(version)
  if (upstream === undefined) {
    const rule = 'letters, digits and . + ~, beginning with a digit, and a pre-release as in 1.2.3-rc.1'
    throw unfit(
      'version',
      version,
      rule,
      proposals(version).find((it) => upstreamOf(it) !== undefined),
    )
  }
  if (release === undefined) return upstream
  const full = `${upstream}-${release}`
  if (isVersion(full) && !release.includes('-')) return full
  throw unfit('release', release, 'letters, digits and . + ~', release.replace(/[^A-Za-z0-9.+~]+/g, '.'))
}

/** Undefined where Debian has no such version. */
function upstreamOf(version: string): string | undefined {
  const converted = version.replace(PRE_RELEASE, '$1~$2')
  return isVersion(converted) && !converted.includes('-') ? converted : undefined
}

function proposals(version: string): readonly string[] {
  const bare = version.replace(/^[^0-9]+/, '')
  const [, core = '', rest = ''] = /^([0-9.]+-)?(.*)$/s.exec(bare) ?? []
  return [bare.replace(DESCRIBED, '$1+$2.$3'), core + plain(rest), plain(bare)]
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9.+~]+/g, '.')
}

function unfit(field: string, text: string, rule: string, proposal: string | undefined): PublishError {
  const advice =
    proposal === undefined || proposal === '' ? '' : `; write ${JSON.stringify(proposal)} instead`
  return new PublishError(
    'PACKAGE',
    `${field}: ${JSON.stringify(text)} is none that a .deb can have: ${rule}${advice}`,
  )
}

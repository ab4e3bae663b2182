import { PublishError } from '../errors.ts'
import type { PackageDescription } from '../recipe/description.ts'
import { isVersion } from './nevra.ts'

const DEFAULT_RELEASE = '1'

/** `1.2.3-rc.1+meta`; see semver.org, items 9 and 10. */
const PRE_RELEASE = /^([0-9]+(?:\.[0-9]+)*)-([0-9A-Za-z.]+(?:\+[0-9A-Za-z.]+)?)$/
/** What `git describe` makes of commits after a tag. */
const DESCRIBED = /^(.+)-([0-9]+)-(g[0-9a-f]+)$/

/**
 * What rpm calls version and release. A pre-release of semantic versioning gets a tilde, so that it is older than
 * the release that it precedes: `1.2.3-rc.1` is `1.2.3~rc.1`. What follows a `+` stays.
 *
 * @throws PublishError `PACKAGE` for what rpm cannot hold, with a proposal
 */
export function rpmVersion(description: Pick<PackageDescription, 'version' | 'release'>): {
  readonly version: string
  readonly release: string
} {
  const version = convert(description.version)
  if (version === undefined) throw unfit('version', description.version)
  const release = description.release ?? DEFAULT_RELEASE
  if (!isVersion(release)) throw unfit('release', release)
  return { version, release }
}

function convert(version: string): string | undefined {
  const converted = version.replace(PRE_RELEASE, '$1~$2')
  return isVersion(converted) ? converted : undefined
}

function unfit(field: 'version' | 'release', text: string): PublishError {
  const proposal = propose(field, text)
  const advice = proposal === undefined ? '' : `; write ${JSON.stringify(proposal)} instead`
  const rule = 'rpm takes letters, digits and . _ + ~ ^, and a pre-release as in 1.2.3-rc.1'
  return new PublishError(
    'PACKAGE',
    `${field}: ${JSON.stringify(text)} is none that an rpm can have: ${rule}${advice}`,
  )
}

function propose(field: 'version' | 'release', text: string): string | undefined {
  const described = text.replace(DESCRIBED, '$1+$2.$3')
  const proposal = described === text ? withoutStrangers(field, text) : described
  const fits = field === 'version' ? convert(proposal) !== undefined : isVersion(proposal)
  return fits ? proposal : undefined
}

function withoutStrangers(field: 'version' | 'release', text: string): string {
  const [, core = '', rest = ''] =
    field === 'version' ? (/^([0-9.]+-)?(.*)$/s.exec(text) ?? []) : ['', '', text]
  return core + rest.replace(/[^A-Za-z0-9._+~^]+/g, '.')
}

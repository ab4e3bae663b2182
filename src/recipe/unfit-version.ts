import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { Versioned } from './project-version.ts'
import { proposePart, proposeVersion } from './version-proposal.ts'

/** What one package format takes for versions. */
export interface VersionGrammar {
  /** As messages name a package: `a .deb`. */
  readonly packaged: string
  /** In words, for messages: what a base is made of, and what every other part and a release. */
  readonly baseRule: string
  readonly partRule: string
  readonly base: RegExp
  readonly part: RegExp
  readonly epochLimit: number
}

/** The error for a version that a format cannot have, with a proposal that fits every format. */
export function unfitVersion(description: Versioned, grammar: VersionGrammar): PublishError {
  const { versionParts, version } = description
  if (versionParts === undefined) {
    const rule = `${grammar.baseRule}, and a pre-release as in 1.2.3-rc.1`
    return unfit('version', version, rule, grammar, proposeVersion(version))
  }
  const { base, prerelease = '0', metadata = '0' } = versionParts
  const parts = [
    { field: 'version', text: base, rule: grammar.baseRule, form: grammar.base },
    { field: 'prerelease', text: prerelease, rule: grammar.partRule, form: grammar.part },
    { field: 'version_metadata', text: metadata, rule: grammar.partRule, form: grammar.part },
  ]
  const whole = { field: 'version', text: version, rule: grammar.baseRule }
  const { field, text, rule } = parts.find((it) => !it.form.test(it.text)) ?? whole
  const start = field === 'version' ? text.replace(/^[^0-9]+/, '') : text
  return unfit(field, text, rule, grammar, proposePart(start) ?? proposeVersion(text))
}

/** The same for a release. */
export function unfitRelease(release: string, grammar: VersionGrammar): PublishError {
  return unfit('release', release, grammar.partRule, grammar, proposePart(release) ?? '1')
}

/** @throws PublishError `PACKAGE` for an epoch that a format cannot hold */
export function checkEpoch(epoch: number | undefined, { packaged, epochLimit }: VersionGrammar): void {
  if (epoch === undefined || (Number.isInteger(epoch) && epoch >= 0 && epoch <= epochLimit)) return
  throw new PublishError('PACKAGE', `epoch: ${epoch} is none that ${packaged} can have: 0 to ${epochLimit}`)
}

function unfit(
  field: string,
  text: string,
  rule: string,
  { packaged }: VersionGrammar,
  proposal: string | undefined,
): PublishError {
  const advice = proposal === undefined ? '' : `; write ${JSON.stringify(proposal)} instead`
  const seen = JSON.stringify(text.slice(0, 2 * LIMITS.packageVersionBytes))
  const limit = `at most ${LIMITS.packageVersionBytes} characters`
  return new PublishError(
    'PACKAGE',
    `${field}: ${seen} is none that ${packaged} can have: ${rule}, ${limit}${advice}`,
  )
}

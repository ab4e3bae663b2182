import type { PackageDescription } from '../description.ts'
import type { Overridden } from './keys/configuration.ts'

/** What of a description makes the version of its package. */
export type DescribedVersion = Pick<PackageDescription, 'version' | 'epoch' | 'release'>

/** semver.org, items 9 and 10, of any count of numbers. */
const SEMANTIC =
  /^(?<core>\d+(?:\.\d+)*)(?:-(?<prerelease>[0-9A-Za-z.-]+))?(?:\+(?<metadata>[0-9A-Za-z.-]+))?$/

/**
 * The version of a configuration: with the schema `semver`, `prerelease` and `version_metadata` take the places of what
 * the version itself says; with `none`, and for what is no such version, they are put behind it.
 */
export function describedVersion(
  configuration: Pick<Overridden, 'version_schema' | 'prerelease' | 'version_metadata' | 'epoch' | 'release'>,
  version: string,
  release: string | undefined,
): DescribedVersion {
  const { version_schema: schema, prerelease, version_metadata: metadata, epoch } = configuration
  const plain = withoutV(version)
  const parts = schema?.value === 'none' ? undefined : SEMANTIC.exec(plain)?.groups
  const early = prerelease?.value ?? parts?.['prerelease']
  const late = metadata?.value ?? parts?.['metadata']
  const text = [parts?.['core'] ?? plain, early && `-${early}`, late && `+${late}`].filter(Boolean).join('')
  return {
    version: text,
    ...(epoch === undefined ? {} : { epoch: Number(epoch.value) }),
    ...(release === undefined ? {} : { release }),
  }
}

/** `v1.2.3` as `1.2.3`. */
export function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '')
}

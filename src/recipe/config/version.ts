import { nfpmVersion } from '../nfpm-version.ts'
import type { Versioned } from '../project-version.ts'
import type { Overridden } from './keys/configuration.ts'

type VersionKeys = 'version_schema' | 'prerelease' | 'version_metadata' | 'epoch'

/** The version of a configuration, as a description says it; `version` and `release` may come from inputs. */
export function describedVersion(
  configuration: Pick<Overridden, VersionKeys>,
  version: string,
  release: string | undefined,
): Versioned {
  const { version_schema: schema, prerelease, version_metadata: metadata, epoch } = configuration
  return nfpmVersion({
    version,
    ...(schema === undefined ? {} : { schema: schema.value }),
    ...(prerelease === undefined ? {} : { prerelease: prerelease.value }),
    ...(metadata === undefined ? {} : { metadata: metadata.value }),
    ...(release === undefined ? {} : { release }),
    ...(epoch === undefined ? {} : { epoch: epoch.value }),
  })
}

/** `v1.2.3` as `1.2.3`. */
export function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '')
}

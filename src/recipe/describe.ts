import { PublishError } from '../errors.ts'
import type { Architecture } from './architecture.ts'
import type { PackageDescription, PackagedEntry } from './description.ts'

/** What was asked for; undefined where nothing says it. */
export interface RequestedPackage {
  readonly name: string | undefined
  readonly version: string | undefined
  readonly release: string | undefined
  readonly maintainer: string | undefined
  readonly description: string | undefined
  readonly homepage: string | undefined
  readonly license: string | undefined
  readonly depends: readonly string[]
}

/**
 * What was asked for, and what was found, as one description.
 *
 * @throws PublishError `INPUT` that names what is missing
 */
export function describePackage(
  request: RequestedPackage,
  group: { readonly arch: Architecture; readonly entries: readonly PackagedEntry[] },
  timeSeconds: number,
): PackageDescription {
  const name = given('name', request.name, 'hello')
  return {
    name,
    version: given('version', request.version, '1.2.3', 'this run is not for a tag'),
    ...(request.release === undefined ? {} : { release: request.release }),
    arch: group.arch,
    maintainer: given('maintainer', request.maintainer, 'Jane Doe <jane@example.com>'),
    description: request.description ?? name,
    ...(request.homepage === undefined ? {} : { homepage: request.homepage }),
    license: request.license ?? 'Unspecified',
    depends: request.depends,
    entries: group.entries,
    timeSeconds,
  }
}

function given(input: string, value: string | undefined, example: string, why = 'nothing says it'): string {
  if (value !== undefined && value !== '') return value
  throw new PublishError(
    'INPUT',
    `${input} is needed to build packages, and ${why}: set the input ${input}, for example to ${example}`,
  )
}

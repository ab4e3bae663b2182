import { faulty } from '../../errors.ts'
import type { Architecture } from '../architecture.ts'
import { type RequestedPackage, describePackage } from '../describe.ts'
import type { PackageDescription } from '../description.ts'
import { type Project, withProjectFacts } from '../project.ts'
import { advice } from './advice.ts'
import { changelogOf } from './changelog.ts'
import { type Expansion, contentsOf } from './contents.ts'
import { debDetails, relationsOf, rpmDetails } from './details.ts'
import type { Configuration, Overridden } from './keys/configuration.ts'
import { overridden } from './overriding.ts'
import { scriptsOf } from './scripts.ts'
import type { Sources } from './sources.ts'
import { describedVersion, withoutV } from './version.ts'

export interface DescribedBy extends Expansion {
  readonly format: 'deb' | 'rpm'
  readonly arch: Architecture
  /** What stands in for what the configuration does not say. */
  readonly defaults: RequestedPackage
  readonly project: Project
  /** The version that the run was asked for in so many words; a configuration must not say another. */
  readonly askedVersion: string | undefined
  /** Of the package, where the configuration says none. */
  readonly timeSeconds: number
}

/**
 * The package of a configuration for one format and architecture.
 *
 * @throws PublishError `INPUT`, with places as far as the configuration is at fault
 */
export async function describeConfiguration(
  configuration: Configuration,
  by: DescribedBy,
  sources: Sources,
): Promise<PackageDescription> {
  const said = overridden(configuration, by.format)
  for (const note of advice(said)) by.note(note)
  const { entries, ghosts } = await contentsOf(said, by.format, by, sources)
  const timeSeconds = said.mtime?.value ?? by.timeSeconds
  const requested = await withProjectFacts(requestedBy(said, by), by.project)
  const base = describePackage(requested, { arch: by.arch, entries }, timeSeconds)
  const scripts = await scriptsOf(said, by.format, sources)
  const { changelog } = said
  const released = { maintainer: base.maintainer, schema: said.version_schema?.value ?? 'semver' } as const
  return {
    ...base,
    ...describedVersion(said, base.version, requested.release),
    relations: relationsOf(said),
    ...(scripts === undefined ? {} : { scripts }),
    ...(changelog === undefined ? {} : { changelog: await changelogOf(changelog, released, sources) }),
    ...(by.format === 'deb'
      ? { deb: await debDetails(said, sources) }
      : { rpm: await rpmDetails(said, ghosts, sources) }),
  }
}

/** The configuration's own words first. */
function requestedBy(said: Overridden, { defaults, askedVersion }: DescribedBy): RequestedPackage {
  assertLinux(said)
  if (said.version !== undefined && askedVersion !== undefined) assertVersion(said.version, askedVersion)
  return {
    name: said.name?.value.trim() ?? defaults.name,
    version: said.version?.value.trim() ?? defaults.version,
    release: said.release?.value.trim() ?? defaults.release,
    maintainer: said.maintainer?.value.trim() ?? defaults.maintainer,
    description: said.description?.value.trim() ?? defaults.description,
    homepage: said.homepage?.value.trim() ?? defaults.homepage,
    license: said.license?.value.trim() ?? defaults.license,
    depends: said.depends?.map(({ value }) => value) ?? defaults.depends,
  }
}

function assertLinux({ platform }: Overridden): void {
  if (platform === undefined || platform.value === 'linux') return
  const message = `platform is ${JSON.stringify(platform.value)}; debs and rpms are built for linux alone`
  throw faulty([{ message, place: platform.at }])
}

function assertVersion({ value, at }: NonNullable<Overridden['version']>, asked: string): void {
  if (withoutV(value) === withoutV(asked)) return
  const message = `version is ${JSON.stringify(value)}, and the input version ${JSON.stringify(asked)}; leave one out, or write \${VERSION} here`
  throw faulty([{ message, place: at }])
}

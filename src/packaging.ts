import { abreast } from './abreast.ts'
import { type ExecutableGroup, gatherArtifacts } from './artifacts/gather.ts'
import type { Releases } from './artifacts/release-assets.ts'
import type { FoundArtifact } from './artifacts/found-artifact.ts'
import type { Scratch } from './content.ts'
import type { DebPackage } from './deb/package.ts'
import { checkData } from './deb/read.ts'
import { PublishError } from './errors.ts'
import { FORMATS } from './formats.ts'
import { LIMITS } from './limits.ts'
import type { SigningKeys } from './openpgp/signing-keys.ts'
import type { TrustedKey } from './openpgp/trust.ts'
import { type AnyPackage, contentDigest, identityOf, labelOf } from './package.ts'
import { describePackage } from './recipe/describe.ts'
import type { PackageDescription } from './recipe/description.ts'
import type { PackagingRequest } from './request/packaging.ts'
import { linkageFindings } from './report/linkage.ts'
import type { Log } from './report/log.ts'
import { sizeOf } from './report/size.ts'
import type { RpmPackage } from './rpm/package.ts'
import { isSigned } from './rpm/sign.ts'
import { authenticated } from './rpm/authenticity.ts'

/** Everything that a run publishes, read back from the bytes that will be published. */
export interface ReadyPackages {
  readonly debs: readonly DebPackage[]
  readonly rpms: readonly RpmPackage[]
  /** Those of them that lie in no file of the workspace: built, signed, or downloaded. */
  readonly made: ReadonlySet<AnyPackage>
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

export interface PackagingWorld {
  readonly cwd: string
  readonly scratch: Scratch
  readonly releases: Releases
  /** Undefined where the run builds and checks only. */
  readonly keys: SigningKeys | undefined
  readonly trust: readonly TrustedKey[]
  /** Of everything inside a package. */
  readonly timeSeconds: number
  readonly log: Log
}

/** Which packages to make, and where they are published. */
export interface PublishedPackaging extends PackagingRequest {
  readonly channels: readonly string[]
}

/**
 * Turns artifacts into packages: executables are packaged, packages are taken as they are, rpms are signed.
 *
 * @throws PublishError `INPUT`, `ARTIFACT` or `PACKAGE` that names the artifact
 */
export async function readyPackages(
  request: PublishedPackaging,
  world: PackagingWorld,
): Promise<ReadyPackages> {
  const artifacts = await gatherArtifacts(request, world)
  for (const { path, reason } of artifacts.skipped) world.log.info(`left out: ${path} (${reason})`)
  for (const { source, content } of [...artifacts.debs, ...artifacts.rpms])
    assertUploadable(source, content.sizeBytes)
  const [prebuiltDebs, prebuiltRpms, built] = await Promise.all([
    each(artifacts.debs, readPrebuiltDeb),
    each(artifacts.rpms, ({ content, source }) => FORMATS.rpm.read(content, source)),
    buildAll(request, artifacts.packages, world),
  ])
  const debs = [...prebuiltDebs, ...built.filter((pkg) => pkg.format === 'deb')]
  const unsigned = [...prebuiltRpms, ...built.filter((pkg) => pkg.format === 'rpm')]
  const signing = { ...world, signUnsigned: request.signPackages }
  const rpms = await each(unsigned, (pkg) => authenticated(pkg, signing))
  if (world.keys !== undefined && !rpms.every(isSigned)) {
    world.log.warning(
      'Unsigned rpms are published, as sign-packages says: dnf refuses them unless its configuration has gpgcheck=0.',
    )
  }
  const isDownloaded = request.releaseTag !== undefined
  const onDisk = new Set<AnyPackage>(isDownloaded ? [] : [...prebuiltDebs, ...prebuiltRpms])
  return {
    debs: distinct(debs),
    rpms: distinct(rpms),
    made: new Set([...debs, ...rpms].filter((pkg) => !onDisk.has(pkg))),
    skipped: artifacts.skipped,
  }
}

async function buildAll(
  request: PublishedPackaging,
  groups: readonly ExecutableGroup[],
  world: PackagingWorld,
) {
  const descriptions = groups.map((group) => describePackage(request, group, world.timeSeconds))
  for (const description of descriptions) reportLinkage(description, request, world.log)
  const jobs = descriptions.flatMap((description) =>
    request.formats.map((format) => ({ description, format })),
  )
  return each(jobs, async ({ description, format }): Promise<DebPackage | RpmPackage> => {
    const content = await FORMATS[format].build(description, world.scratch)
    const source = `the ${format} of ${description.name} for ${description.arch}`
    assertUploadable(source, content.sizeBytes)
    world.log.info(`built ${source}: ${sizeOf(content.sizeBytes)}`)
    return FORMATS[format].read(content, source)
  })
}

function reportLinkage(description: PackageDescription, request: PublishedPackaging, log: Log): void {
  const { warnings, notices } = linkageFindings(description, request)
  for (const text of warnings) log.warning(text)
  for (const text of notices) log.notice(text)
}

async function readPrebuiltDeb({ content, source }: FoundArtifact): Promise<DebPackage> {
  const pkg = await FORMATS.deb.read(content, source)
  await checkData(content, source)
  return pkg
}

function each<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  return abreast(things, LIMITS.parallelPackages, work)
}

/** @throws PublishError `LIMIT` where one upload cannot hold a package */
function assertUploadable(source: string, sizeBytes: number): void {
  if (sizeBytes <= LIMITS.packageBytes) return
  throw new PublishError(
    'LIMIT',
    `${source} has ${sizeBytes} bytes; one upload to R2 takes at most ${LIMITS.packageBytes} (4.995 GiB)`,
  )
}

/** @throws PublishError `CONFLICT` where two artifacts give the same package with other content */
function distinct<P extends AnyPackage>(packages: readonly P[]): readonly P[] {
  const seen = new Map<string, P>()
  for (const pkg of packages) {
    const other = seen.get(identityOf(pkg))
    if (other !== undefined && contentDigest(other) !== contentDigest(pkg)) {
      throw new PublishError(
        'CONFLICT',
        `${other.source} and ${pkg.source} are both ${labelOf(pkg)}, with other content. ` +
          'Publish one of them, or give one another name or version.',
      )
    }
    seen.set(identityOf(pkg), other ?? pkg)
  }
  return [...seen.values()]
}

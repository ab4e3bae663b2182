import { abreast } from './abreast.ts'
import { type GatheredArtifacts, gatherArtifacts } from './artifacts/gather.ts'
import type { Releases } from './artifacts/release-assets.ts'
import type { FoundArtifact } from './artifacts/found-artifact.ts'
import type { Content, Scratch } from './content.ts'
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
import type { FormatName, PackagingRequest } from './request/packaging.ts'
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
  readonly env: Readonly<Record<string, string | undefined>>
  readonly scratch: Scratch
  readonly releases: Releases
  /** Undefined where the run builds and checks only. */
  readonly keys: SigningKeys | undefined
  readonly trust: readonly TrustedKey[]
  /** Of everything inside a package. */
  readonly timeSeconds: number
  readonly log: Log
}

/**
 * Turns artifacts into packages: executables are packaged, packages are taken as they are, rpms are signed.
 *
 * @throws PublishError `INPUT`, `ARTIFACT` or `PACKAGE` that names the artifact
 */
export async function readyPackages(
  request: PackagingRequest,
  world: PackagingWorld,
): Promise<ReadyPackages> {
  const artifacts = request.config === undefined ? await gatherArtifacts(request, world) : NO_ARTIFACTS
  for (const { path, reason } of artifacts.skipped) world.log.info(`left out: ${path} (${reason})`)
  for (const { source, content } of [...artifacts.debs, ...artifacts.rpms])
    assertUploadable(source, content.sizeBytes)
  const [prebuiltDebs, prebuiltRpms, built] = await Promise.all([
    each(artifacts.debs, readPrebuiltDeb),
    each(artifacts.rpms, ({ content, source }) => FORMATS.rpm.read(content, source)),
    jobsOf(request, artifacts, world).then((jobs) => buildAll(jobs, world)),
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

/** A package to build. */
interface Job {
  readonly description: PackageDescription
  readonly format: FormatName
  /** The configuration that asks for it. */
  readonly file?: string
  readonly finish?: (built: Content) => Promise<Content>
}

const NO_ARTIFACTS: GatheredArtifacts = { debs: [], rpms: [], packages: [], skipped: [] }

async function jobsOf(
  request: PackagingRequest,
  artifacts: GatheredArtifacts,
  world: PackagingWorld,
): Promise<readonly Job[]> {
  if (request.config !== undefined) {
    // Brings the library for YAML, which other runs do without.
    const { describeConfigured } = await import('./configured.ts')
    return describeConfigured(request, request.config, world)
  }
  const descriptions = artifacts.packages.map((group) => describePackage(request, group, world.timeSeconds))
  return descriptions.flatMap((description) => request.formats.map((format) => ({ description, format })))
}

function buildAll(jobs: readonly Job[], world: PackagingWorld): Promise<(DebPackage | RpmPackage)[]> {
  return each(jobs, async (job): Promise<DebPackage | RpmPackage> => {
    const { description, format, file } = job
    const content = await builtContent(job, world).catch((error: unknown) =>
      Promise.reject(fromFile(error, file)),
    )
    const from = file === undefined ? '' : ` from ${file}`
    const source = `the ${format} of ${description.name} for ${description.arch}${from}`
    assertUploadable(source, content.sizeBytes)
    world.log.info(`built ${source}: ${sizeOf(content.sizeBytes)}`)
    return FORMATS[format].read(content, source)
  })
}

async function builtContent(
  { description, format, finish }: Job,
  { scratch }: PackagingWorld,
): Promise<Content> {
  const content = await FORMATS[format].build(description, scratch)
  return finish === undefined ? content : finish(content)
}

/** The error, with the file that described the package. */
function fromFile(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof PublishError) || error.faults.length > 0) return error
  return new PublishError(error.code, `${file}: ${error.message}`, { cause: error })
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

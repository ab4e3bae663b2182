import { abreast } from '../abreast.ts'
import { type GatheredArtifacts, gatherArtifacts } from '../artifacts/gather.ts'
import type { FoundArtifact } from '../artifacts/found-artifact.ts'
import type { DebPackage } from '../deb/package.ts'
import { checkData } from '../deb/read.ts'
import { PublishError } from '../errors.ts'
import { FORMATS } from '../formats.ts'
import { LIMITS } from '../limits.ts'
import { type AnyPackage, contentDigest, identityOf, labelOf } from '../package.ts'
import type { RpmPackage } from '../rpm/package.ts'
import { isSigned } from '../rpm/sign.ts'
import { authenticated } from '../rpm/authenticity.ts'
import { assertUploadable, buildAll } from './building.ts'
import type { PackagingWorld, PublishedPackaging } from './world.ts'

/** Everything that a run publishes, read back from the bytes that will be published. */
export interface ReadyPackages {
  readonly debs: readonly DebPackage[]
  readonly rpms: readonly RpmPackage[]
  /** Those of them that lie in no file of the workspace: built, signed, or downloaded. */
  readonly made: ReadonlySet<AnyPackage>
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
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
  const artifacts = request.config === undefined ? await gatherArtifacts(request, world) : NO_ARTIFACTS
  for (const { path, reason } of artifacts.skipped) world.log.info(`left out: ${path} (${reason})`)
  for (const { source, content } of [...artifacts.debs, ...artifacts.rpms])
    assertUploadable(source, content.sizeBytes)
  const [prebuiltDebs, prebuiltRpms, built] = await Promise.all([
    each(artifacts.debs, readPrebuiltDeb),
    each(artifacts.rpms, ({ content, source }) => FORMATS.rpm.read(content, source)),
    buildAll(request, artifacts, world),
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

const NO_ARTIFACTS: GatheredArtifacts = { debs: [], rpms: [], packages: [], skipped: [] }

async function readPrebuiltDeb({ content, source }: FoundArtifact): Promise<DebPackage> {
  const pkg = await FORMATS.deb.read(content, source)
  await checkData(content, source)
  return pkg
}

function each<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  return abreast(things, LIMITS.parallelPackages, work)
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

import { abreast } from '../abreast.ts'
import type { GatheredArtifacts, ReleaseGroup } from '../artifacts/gather.ts'
import type { Content, Scratch } from '../content.ts'
import type { DebPackage } from '../deb/package.ts'
import { PublishError } from '../errors.ts'
import { FORMATS } from '../formats.ts'
import { LIMITS } from '../limits.ts'
import type { PackagingWorld, PublishedPackaging } from './world.ts'
import { describePackage } from '../recipe/describe.ts'
import type { PackageDescription } from '../recipe/description.ts'
import { withProjectFacts } from '../recipe/project.ts'
import type { KnownFile } from '../recipe/placement/kind.ts'
import { withPlacedFiles } from '../recipe/placement/placed.ts'
import { linkageFindings } from '../report/linkage.ts'
import { type Progress, progress, watched } from '../report/progress.ts'
import { sizeOf } from '../report/size.ts'
import type { FormatName } from '../request/packaging.ts'
import type { RpmPackage } from '../rpm/package.ts'

/** A package to build. */
interface Job {
  readonly description: PackageDescription
  readonly format: FormatName
  /** What goes in besides, where the format's distributions have it. */
  readonly companions?: readonly KnownFile[]
  /** The configuration that asks for it. */
  readonly file?: string
  readonly finish?: (built: Content) => Promise<Content>
}

/**
 * Builds the packages of executables that were found, or of configurations, and reads them back.
 *
 * @throws PublishError `INPUT`, `ARTIFACT` or `PACKAGE` for what cannot be built, `LIMIT` for what cannot be uploaded
 */
export async function buildAll(
  request: PublishedPackaging,
  { packages: groups, skipped }: Pick<GatheredArtifacts, 'packages' | 'skipped'>,
  world: PackagingWorld,
): Promise<readonly (DebPackage | RpmPackage)[]> {
  const jobs = await jobsOf(request, groups, world)
  const leftOut = skipped.map(({ path }) => path)
  reportLinkage(jobs, { ...request, leftOut }, world)
  const said = progress({ title: 'Building packages', count: jobs.length }, world.log, world.clock)
  return abreast(jobs, LIMITS.parallelPackages, (job) => build(job, world, said))
}

async function jobsOf(
  request: PublishedPackaging,
  groups: readonly ReleaseGroup[],
  world: PackagingWorld,
): Promise<readonly Job[]> {
  if (request.config !== undefined) {
    // Brings the library for YAML, which other runs do without.
    const { describeConfigured } = await import('./configured.ts')
    return describeConfigured(request, request.config, world)
  }
  if (groups.length === 0) return []
  const requested = await withProjectFacts(request, world.project)
  reportMoved(groups, world)
  return groups.flatMap((group) => {
    const description = describePackage(requested, group, world.timeSeconds)
    const company = companyOf(group)
    if (company.length > 0)
      world.log.info(`packaged with the executables for ${group.arch}: ${company.join(', ')}`)
    return request.formats.map((format) => ({ description, format, companions: group.companions }))
  })
}

/** What goes in besides: files by the names that they have in their archives, and links. */
function companyOf({ companions, entries }: ReleaseGroup): readonly string[] {
  const links = entries.flatMap((entry) =>
    entry.type === 'symlink' ? [`${entry.path} (a link to ${entry.target})`] : [],
  )
  const files = companions.map(({ path, container }) =>
    container === undefined ? path : path.slice(`${container}: `.length),
  )
  return [...links, ...files]
}

/** What is packaged with other words than its makers wrote, for whatever architectures, is said once. */
function reportMoved(groups: readonly ReleaseGroup[], { log }: PackagingWorld): void {
  const texts = groups.flatMap(({ companions }) =>
    companions.flatMap(({ path, moved = [] }) =>
      moved.map(
        ({ from, to }) =>
          `${path}: names ${from}, which the package has as ${to}: it is packaged with that path`,
      ),
    ),
  )
  for (const text of new Set(texts)) log.notice(text)
}

/** What is found in both formats of a package is said once. */
function reportLinkage(
  jobs: readonly Job[],
  { channels, leftOut }: PublishedPackaging & { readonly leftOut: readonly string[] },
  { log }: PackagingWorld,
): void {
  const found = [...Map.groupBy(jobs, ({ description }) => description)].map(([description, its]) =>
    linkageFindings(description, { formats: its.map(({ format }) => format), channels, leftOut }),
  )
  for (const text of new Set(found.flatMap(({ warnings }) => warnings))) log.warning(text)
  for (const text of new Set(found.flatMap(({ notices }) => notices))) log.notice(text)
}

async function build(
  job: Job,
  world: PackagingWorld,
  { moved, finished }: Progress,
): Promise<DebPackage | RpmPackage> {
  const { description, format, file } = job
  const scratch: Scratch = (chunks) => world.scratch(watched(chunks, moved))
  const content = await builtContent(job, scratch).catch((error: unknown) =>
    Promise.reject(fromFile(error, file)),
  )
  const from = file === undefined ? '' : ` from ${file}`
  const source = `the ${format} of ${description.name} for ${description.arch}${from}`
  assertUploadable(source, content.sizeBytes)
  world.log.info(`built ${source}: ${sizeOf(content.sizeBytes)}`)
  finished()
  return FORMATS[format].read(content, source)
}

async function builtContent(
  { description, format, companions = [], finish }: Job,
  scratch: Scratch,
): Promise<Content> {
  const placed = await withPlacedFiles(description, companions, format)
  const content = await FORMATS[format].build(placed, scratch)
  return finish === undefined ? content : finish(content)
}

/** The error, with the file that described the package. */
function fromFile(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof PublishError) || error.faults.length > 0) return error
  return new PublishError(error.code, `${file}: ${error.message}`, { cause: error })
}

/** @throws PublishError `LIMIT` where one upload cannot hold a package */
export function assertUploadable(source: string, sizeBytes: number): void {
  if (sizeBytes <= LIMITS.packageBytes) return
  throw new PublishError(
    'LIMIT',
    `${source} has ${sizeBytes} bytes; one upload to R2 takes at most ${LIMITS.packageBytes} (4.995 GiB)`,
  )
}

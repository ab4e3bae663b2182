import type { Clock } from '../clock.ts'
import type { Scratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { Log } from '../report/log.ts'
import { progress } from '../report/progress.ts'
import type { ArchiveForm } from './archive-members.ts'
import { openArchive } from './archive.ts'
import { type Artifact, classify } from './artifact.ts'
import { type ReleaseGroup, accompanied } from './accompanied.ts'
import type { Companion } from './companion.ts'
import type { Executable, ExecutableLink } from './executable.ts'
import { type GroupingOptions, groupExecutables } from './executables.ts'
import { type LooseFile, looseCompanions } from './loose-files.ts'
import type { FoundArtifact } from './found-artifact.ts'
import { findArtifacts } from './globs.ts'
import { type Releases, findAssets } from './release-assets.ts'
import type { Skipped } from './skipped.ts'

export type { ReleaseGroup } from './accompanied.ts'

/** Artifacts by what becomes of them. */
export interface GatheredArtifacts {
  /** Published as they are. */
  readonly debs: readonly FoundArtifact[]
  readonly rpms: readonly FoundArtifact[]
  /** Packaged, one package each. */
  readonly packages: readonly ReleaseGroup[]
  /** What wildcards caught, and what archives hold besides. */
  readonly skipped: readonly Skipped[]
}

const ACCEPTED =
  'Artifacts are .deb and .rpm packages, ELF executables for Linux, and .tar, .tar.gz, .tgz, .tar.xz, .tar.zst and ' +
  '.zip archives that hold such executables; and what is packaged with these, such as manual pages.'

export interface ArtifactRequest extends GroupingOptions {
  readonly artifacts: readonly string[]
  /** The release whose assets are the artifacts; undefined: they are files. */
  readonly releaseTag: string | undefined
}

interface ArtifactWorld {
  readonly cwd: string
  readonly scratch: Scratch
  readonly releases: Releases
  readonly log: Log
  readonly clock: Clock
}

/**
 * Finds artifacts by their patterns, and sorts them.
 *
 * @throws PublishError as findArtifacts, findAssets and sortArtifacts
 */
export async function gatherArtifacts(
  request: ArtifactRequest,
  world: ArtifactWorld,
): Promise<GatheredArtifacts> {
  const files = await foundArtifacts(request, world)
  // Assets of a release have no folders.
  const pathOf = ({ source, fileName }: FoundArtifact) =>
    request.releaseTag === undefined ? source : fileName
  return sortArtifacts(files, { ...request, pathOf }, world.scratch)
}

function foundArtifacts(
  { artifacts, releaseTag }: ArtifactRequest,
  { cwd, releases, scratch, log, clock }: ArtifactWorld,
): Promise<readonly FoundArtifact[]> {
  return releaseTag === undefined
    ? findArtifacts(artifacts, cwd)
    : findAssets(releaseTag, artifacts, releases, scratch, (work) => progress(work, log, clock))
}

/**
 * Sorts artifacts by what they hold: packages, executables (in archives too), and what is skipped.
 *
 * @param scratch keeps what is unpacked
 * @throws PublishError `ARTIFACT` where one is damaged, where one that was named itself cannot be published, where
 *   nothing can, or where two executables want one name
 */
async function sortArtifacts(
  files: readonly FoundArtifact[],
  options: GroupingOptions & { readonly pathOf: (file: FoundArtifact) => string },
  scratch: Scratch,
): Promise<GatheredArtifacts> {
  const parts: Sorted[] = []
  // One after the other: what an archive holds may fill the disk, and errors come in their order.
  for (const file of files) parts.push(await sortFile(file, await classify(file), scratch))
  const of = <K extends keyof Sorted>(kind: K) =>
    parts.flatMap((part): Sorted[K][number][] => [...part[kind]])
  const [debs, rpms, executables] = [of('debs'), of('rpms'), of('executables')]
  const hasPrograms = executables.length > 0
  const loose = hasPrograms ? await looseCompanions(of('loose'), files, options.pathOf) : NO_COMPANIONS
  const others = hasPrograms ? loose.others : of('loose')
  const skipped = [...of('skipped'), ...others.map(skippedFile)].toSorted((a, b) => byName(a.path, b.path))
  if (debs.length + rpms.length + executables.length === 0) throw nothingLeft(skipped)
  const companions = [...of('companions'), ...loose.companions]
  const company = { companions, links: of('links') }
  const { groups, leftOut } = await accompanied(
    await groupExecutables(executables, options),
    company,
    options,
  )
  return { debs, rpms, packages: groups, skipped: [...skipped, ...leftOut] }
}

const NO_COMPANIONS = { companions: [], others: [] }

function byName(left: string, right: string): number {
  return left < right ? -1 : left === right ? 0 : 1
}

/** What came of one artifact. */
interface Sorted {
  readonly debs: readonly FoundArtifact[]
  readonly rpms: readonly FoundArtifact[]
  readonly executables: readonly Executable[]
  readonly links: readonly ExecutableLink[]
  readonly companions: readonly Companion[]
  /** What is nothing by itself, and may go with executables. */
  readonly loose: readonly LooseFile[]
  readonly skipped: readonly Skipped[]
}

const NOTHING: Sorted = {
  debs: [],
  rpms: [],
  executables: [],
  links: [],
  companions: [],
  loose: [],
  skipped: [],
}

function sortFile(file: FoundArtifact, artifact: Artifact, scratch: Scratch): Sorted | Promise<Sorted> {
  const { kind } = artifact
  if (kind === 'deb') return { ...NOTHING, debs: [file] }
  if (kind === 'rpm') return { ...NOTHING, rpms: [file] }
  if (kind === 'archive') return sortArchive(file, artifact.form, scratch)
  if (kind === 'other') return { ...NOTHING, loose: [{ file, reason: artifact.reason }] }
  const { source, fileName, content } = file
  const executable = { ...artifact, path: source, container: source, fileName, content }
  return { ...NOTHING, executables: [executable] }
}

async function sortArchive(file: FoundArtifact, form: ArchiveForm, scratch: Scratch): Promise<Sorted> {
  const { executables, links, companions, leftOut } = await openArchive(file, form, scratch)
  if (executables.length > 0) return { ...NOTHING, executables, links, companions, skipped: leftOut }
  return { ...NOTHING, skipped: [skippedFile({ file, reason: reasonOf(leftOut) })] }
}

function reasonOf(leftOut: readonly Skipped[]): string {
  const [first] = leftOut
  return `an archive without executables for Linux${first === undefined ? '' : ` (it has ${first.reason})`}`
}

function skippedFile({ file: { source, isLiteral }, reason }: LooseFile): Skipped {
  if (!isLiteral) return { path: source, reason }
  throw new PublishError('ARTIFACT', `${source} is ${reason}. ${ACCEPTED}`)
}

const FILES_SHOWN = 5

function nothingLeft(skipped: readonly Skipped[]): PublishError {
  const shown = skipped.slice(0, FILES_SHOWN).map(({ path, reason }) => `${path} is ${reason}`)
  const rest = skipped.length > FILES_SHOWN ? [`and ${skipped.length - FILES_SHOWN} more`] : []
  return new PublishError(
    'ARTIFACT',
    `artifacts caught nothing that can be published: ${[...shown, ...rest].join('; ')}. ${ACCEPTED}`,
  )
}

import type { Scratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import { openArchive } from './archive.ts'
import { classify } from './artifact.ts'
import type { Executable } from './executable.ts'
import { type ExecutableGroup, type GroupingOptions, groupExecutables } from './executables.ts'
import type { FoundFile } from './found-file.ts'
import { findArtifacts } from './globs.ts'
import type { Skipped } from './skipped.ts'

export type { ExecutableGroup } from './executables.ts'

/** Artifacts by what becomes of them. */
export interface GatheredArtifacts {
  /** Published as they are. */
  readonly debs: readonly FoundFile[]
  readonly rpms: readonly FoundFile[]
  /** Packaged, one package each. */
  readonly packages: readonly ExecutableGroup[]
  /** What wildcards caught, and what archives hold besides. */
  readonly skipped: readonly Skipped[]
}

export const ACCEPTED =
  'Artifacts are .deb and .rpm packages, ELF executables for Linux, and .tar, .tar.gz, .tgz, .tar.xz, .tar.zst and ' +
  '.zip archives that hold such executables.'

/**
 * Finds artifacts by their patterns, and sorts them.
 *
 * @throws PublishError as findArtifacts and sortArtifacts
 */
export async function gatherArtifacts(
  request: GroupingOptions & { readonly artifacts: readonly string[] },
  world: { readonly cwd: string; readonly scratch: Scratch },
): Promise<GatheredArtifacts> {
  return sortArtifacts(await findArtifacts(request.artifacts, world.cwd), request, world.scratch)
}

/**
 * Sorts files by what they hold: packages, executables (in archives too), and what is skipped.
 *
 * @param scratch keeps what is unpacked
 * @throws PublishError `ARTIFACT` where a file is damaged, where one that was named itself cannot be published, where
 *   nothing can, or where two executables want one name
 */
export async function sortArtifacts(
  files: readonly FoundFile[],
  options: GroupingOptions,
  scratch: Scratch,
): Promise<GatheredArtifacts> {
  const [debs, rpms, executables, skipped]: [FoundFile[], FoundFile[], Executable[], Skipped[]] = [[], [], [], []]
  for (const file of files) {
    const found = await sorted(file, scratch)
    if (found.deb !== undefined) debs.push(found.deb)
    if (found.rpm !== undefined) rpms.push(found.rpm)
    executables.push(...found.executables)
    skipped.push(...found.skipped)
  }
  if (debs.length + rpms.length + executables.length === 0) throw nothingLeft(skipped)
  return { debs, rpms, packages: await groupExecutables(executables, options), skipped }
}

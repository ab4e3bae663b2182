import { join } from 'node:path'
import { type Measurement, measured } from './measure.ts'
import type { PackagePaths } from './packages.ts'
import type { Program } from './program.ts'

/** A repository of ours in a directory. */
export interface OurRepository {
  readonly directory: string
  /** Where its rpms are, and their repodata. */
  readonly rpmFolder: string
  /** Publishes packages, in one process. */
  publish(patterns: readonly string[]): Promise<Measurement>
}

export function ourRepository(program: Program, scratch: string, directory: string): OurRepository {
  const args = ['--repository', directory, '--repository-name', 'bench']
  const env = { GPG_PRIVATE_KEY: program.armoredKey, GITHUB_ACTIONS: undefined }
  return {
    directory,
    rpmFolder: join(directory, 'rpm/stable/x86_64'),
    publish: (patterns) =>
      measured(scratch, process.execPath, [program.path, '--artifacts', patterns.join('\n'), ...args], {
        cwd: scratch,
        env,
      }),
  }
}

/** Both files of a package. */
export function patternsOf({ deb, rpm }: PackagePaths): readonly string[] {
  return [deb, rpm]
}

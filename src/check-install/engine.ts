import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { PublishError } from '../errors.ts'

/** A program that runs containers; both take the same options. */
export interface Engine {
  readonly name: 'docker' | 'podman'
  /** Absolute. */
  readonly path: string
}

const ENGINES: readonly Engine['name'][] = ['docker', 'podman']
const SUFFIXES = process.platform === 'win32' ? ['.exe'] : ['']

/**
 * The container engine of this machine: docker, else podman.
 *
 * @throws PublishError `INPUT` where there is none
 */
export async function findEngine(env: Readonly<Record<string, string | undefined>>): Promise<Engine> {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const name of ENGINES) {
    for (const path of folders.flatMap((folder) => SUFFIXES.map((suffix) => join(folder, name + suffix)))) {
      if (await isExecutable(path)) return { name, path }
    }
  }
  throw new PublishError(
    'INPUT',
    'check-install asks for containers, but neither docker nor podman is in the PATH of this machine: run the job on ' +
      'ubuntu-latest, or install one of them, or leave check-install out.',
  )
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

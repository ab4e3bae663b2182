import { exec } from '@actions/exec'
import type { Clock } from '../clock.ts'
import { isSecretVariable } from '../inputs.ts'
import { LIMITS } from '../limits.ts'
import type { Engine } from './engine.ts'
import { tailOf } from './tail.ts'

export interface ContainerRun {
  readonly image: string
  /** For its engine, of letters, digits and hyphens. */
  readonly name: string
  /** What sh reads. */
  readonly script: string
  /** A directory that is there under the same path, read-only. */
  readonly mounted: string | undefined
}

export interface ContainerGround {
  readonly engine: Engine
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly signal: AbortSignal
}

export interface ContainerResult {
  readonly code: number
  /** The end of what was said. */
  readonly log: string
  readonly isTimedOut: boolean
}

/** What docker and podman exit with where it did not come to a container. */
export const NOT_RUN = 125

/**
 * Runs a script in a container that is thrown away, and kills that where it takes too long or the run is cancelled.
 * Its code is that of the script, or NOT_RUN.
 */
export async function runContainer(run: ContainerRun, ground: ContainerGround): Promise<ContainerResult> {
  const { engine, env, clock, signal } = ground
  const [log, ended] = [tailOf(LIMITS.installLogBytes), new AbortController()]
  const settings = { env: ownEnvironment(env), silent: true, ignoreReturnCode: true }
  const command = (args: readonly string[], options: object) =>
    exec(`"${engine.path}"`, [...args], { ...settings, ...options })
  const listeners = { stdout: log.add, stderr: log.add }
  const work = command(argumentsOf(run), { input: Buffer.from(run.script), listeners })
    .catch((error: unknown) => {
      log.add(Buffer.from(error instanceof Error ? error.message : String(error)))
      return NOT_RUN
    })
    .finally(() => ended.abort())
  const kill = () => command(['kill', run.name], {}).catch(() => 1)
  const killed = killWhenLate(kill, { clock, signal, ended: ended.signal })
  const [code, isTimedOut] = await Promise.all([work, killed])
  return { code, log: log.text(), isTimedOut }
}

function argumentsOf({ image, name, mounted }: ContainerRun): readonly string[] {
  const mount =
    mounted === undefined ? [] : ['--mount', `type=bind,source=${mounted},target=${mounted},readonly`]
  return ['run', '--rm', '--interactive', '--name', name, ...mount, image, 'sh', '-s']
}

/** Secrets of the run are not the engine's business. */
function ownEnvironment(env: ContainerGround['env']): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !isSecretVariable(entry[0]),
  )
  return Object.fromEntries(entries)
}

const KILL_PAUSE_MS = 1_000

/** While an image is pulled there is no container yet: killing is tried again until the work has ended. */
async function killWhenLate(
  kill: () => Promise<number>,
  { clock, signal, ended }: { clock: Clock; signal: AbortSignal; ended: AbortSignal },
): Promise<boolean> {
  await clock.sleep(LIMITS.installMs, AbortSignal.any([signal, ended]))
  const isTimedOut = !ended.aborted && !signal.aborted
  while (!ended.aborted) {
    await kill()
    await clock.sleep(KILL_PAUSE_MS, ended)
  }
  return isTimedOut
}

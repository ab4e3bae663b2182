import { fileURLToPath } from 'node:url'
import { abreast } from '../abreast.ts'
import { LIMITS } from '../limits.ts'
import type { Log } from '../report/log.ts'
import { counted, some } from '../words.ts'
import { type ContainerGround, type ContainerResult, NOT_RUN, runContainer } from './container.ts'
import type { InstallOrder } from './order.ts'
import { NOTHING_FITS, installScript } from './script.ts'
import { linesOf } from './tail.ts'

/** What came of installing in one image. */
export interface Installation {
  readonly image: string
  readonly state: 'installed' | 'skipped' | 'failed'
  /** As a sentence. */
  readonly seen: string
}

export interface CheckGround extends ContainerGround {
  readonly log: Log
  /** Where the packages come from: a file URL is mounted. */
  readonly baseUrl: string
}

/**
 * Installs the packages of a run in containers of several images, some at once, and shows the log of each by itself.
 *
 * @returns what came of it, in the order of the images
 */
export async function checkInstalls(
  images: readonly string[],
  order: InstallOrder,
  ground: CheckGround,
): Promise<readonly Installation[]> {
  const { log, clock, engine, signal, baseUrl } = ground
  const script = installScript(order)
  const mounted = baseUrl.startsWith('file:') ? fileURLToPath(baseUrl) : undefined
  const own = `r2-package-repository-${clock.now().toString(36)}-${Math.floor(clock.random() * 36 ** 6).toString(36)}`
  log.info(
    `Installing from ${baseUrl} in ${counted(images.length, 'image')} with ${engine.name}: ${some(images)}`,
  )
  const results = await abreast([...images.entries()], LIMITS.parallelInstalls, async ([at, image]) => {
    if (signal.aborted) return undefined
    return runContainer({ image, name: `${own}-${at}`, script, mounted }, ground)
  })
  signal.throwIfAborted()
  const installations: Installation[] = []
  for (const [at, image] of images.entries()) {
    const result = results[at]
    if (result !== undefined) installations.push(await shown(image, result, ground))
  }
  return installations
}

async function shown(
  image: string,
  result: ContainerResult,
  { log, engine }: CheckGround,
): Promise<Installation> {
  const lines = linesOf(result.log)
  await log.group(`Log of ${image}`, async () => {
    for (const line of lines) log.info(line)
  })
  return { image, ...stateOf(result, lines, engine.name) }
}

/** A shell: there is no such program. */
const NO_SHELL = 127

function stateOf(
  { code, isTimedOut }: ContainerResult,
  lines: readonly string[],
  engine: string,
): Pick<Installation, 'state' | 'seen'> {
  const last = endOf(lines)
  if (isTimedOut)
    return {
      state: 'failed',
      seen: `It took more than ${LIMITS.installMs / 60_000} minutes and was killed. ${last}`,
    }
  if (code === 0) return { state: 'installed', seen: lines.at(-1) ?? '' }
  if (code === NOTHING_FITS) return { state: 'skipped', seen: lines.at(-1) ?? '' }
  if (code === NOT_RUN) {
    return {
      state: 'failed',
      seen: `${engine} could not run the image (exit code ${code}): look at its name and tag, whether it needs a login, and whether ${engine} works here. ${last}`,
    }
  }
  const shell = code === NO_SHELL ? ', perhaps because it has no sh' : ''
  return { state: 'failed', seen: `Installing failed with exit code ${code}${shell}. ${last}` }
}

const LAST_LINES = 4
const MOST_CHARACTERS = 600

function endOf(lines: readonly string[]): string {
  if (lines.length === 0) return 'It said nothing.'
  return `The end of its log: ${lines.slice(-LAST_LINES).join(' / ').slice(-MOST_CHARACTERS)}`
}

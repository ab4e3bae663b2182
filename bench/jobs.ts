import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Passing, faultProxy } from '../__tests__/support/fault-proxy.ts'
import { listedPackages } from '../__tests__/support/listed.ts'
import { type LocalR2, startR2 } from '../__tests__/support/miniflare.ts'
import { measured, spreadOf } from './measure.ts'
import { writePackages } from './packages.ts'
import type { Program } from './program.ts'
import { printTable } from './table.ts'

/** R2 takes one write a second and key. */
const THROTTLE_MS = 1000

/**
 * Jobs that start at the same moment, a process each, and publish a deb and an rpm each to the same suite and the same
 * rpm repository: every one has to replace both heads, which a store takes once a second.
 */
export async function benchJobs(
  program: Program,
  scratch: string,
  numbers: readonly number[],
): Promise<void> {
  const directory = join(scratch, 'jobs')
  await mkdir(directory)
  await writePackages(directory, 0, Math.max(...numbers) + 1)
  const r2 = await startR2()
  const rows: (readonly string[])[] = []
  try {
    for (const jobs of numbers) rows.push(await together(program, directory, r2, jobs))
  } finally {
    await r2.stop()
  }
  printTable(
    `Jobs started at once, a deb and an rpm each, on a bucket that takes one write a second and key`,
    [
      'jobs',
      'last deb there, s',
      'last commit, s',
      'last end, s',
      'median',
      'swaps tried',
      'throttled',
      'requests',
      'CPU s',
    ],
    rows,
  )
}

async function together(
  program: Program,
  directory: string,
  r2: LocalR2,
  jobs: number,
): Promise<readonly string[]> {
  const prefix = `jobs-${jobs}`
  const lastMs = { swap: 0, deb: 0 }
  const decide = (passing: Passing) => {
    if (isSwap(passing)) lastMs.swap = performance.now()
    if (isWrite(passing) && passing.path.endsWith('.deb')) lastMs.deb = performance.now()
    return undefined
  }
  const proxy = await faultProxy(r2.endpoint, { decide, throttleMs: THROTTLE_MS })
  const job = async (number: number) => {
    const folder = join(directory, `${prefix}-${number}`)
    await mkdir(folder)
    const env = jobEnvironment(
      program,
      directory,
      number,
      r2,
      `s3://${r2.bucketName}/${prefix}`,
      proxy.endpoint,
    )
    const taken = await measured(folder, process.execPath, [program.path], { env, cwd: folder })
    return { ...taken, endMs: performance.now() }
  }
  try {
    await job(0)
    const before = proxy.log.length
    const begin = performance.now()
    const ends = await Promise.all(Array.from({ length: jobs }, (_, number) => job(number + 1)))
    const found = await listedPackages(r2.store({ prefix }))
    if (found.length !== 2 * (jobs + 1))
      throw new Error(`${found.length} packages are listed after ${jobs} jobs`)
    const requests = proxy.log.slice(before)
    const tried = requests.filter(isSwap)
    const seconds = (atMs: number) => ((atMs - begin) / 1000).toFixed(1)
    return [
      String(jobs),
      seconds(lastMs.deb),
      seconds(lastMs.swap),
      seconds(Math.max(...ends.map(({ endMs }) => endMs))),
      seconds(spreadOf(ends.map(({ endMs }) => endMs)).median),
      `${tried.length} for ${2 * jobs}`,
      String(requests.filter(({ outcome }) => outcome === 'TooManyRequests').length),
      String(requests.length),
      (ends.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / 1000).toFixed(1),
    ]
  } finally {
    await proxy.stop()
  }
}

function isWrite({ method }: Passing): boolean {
  return method === 'PUT'
}

/** A head in the place of another; its copies are no swaps. */
function isSwap(passing: Passing): boolean {
  return (
    isWrite(passing) &&
    /\/(?:InRelease|repodata\/repomd\.xml)$/.test(passing.path) &&
    !passing.path.includes('/heads/')
  )
}

/** What a runner sets for a step. */
function jobEnvironment(
  { armoredKey }: Program,
  directory: string,
  number: number,
  { credentials }: LocalR2,
  repository: string,
  endpoint: string,
): Readonly<Record<string, string | undefined>> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'example/bench',
    GITHUB_WORKSPACE: directory,
    RUNNER_TEMP: directory,
    INPUT_ARTIFACTS: `package-${String(number).padStart(6, '0')}.*`,
    INPUT_REPOSITORY: repository,
    INPUT_ENDPOINT: endpoint,
    'INPUT_ACCESS-KEY-ID': credentials.accessKeyId,
    'INPUT_SECRET-ACCESS-KEY': credentials.secretAccessKey,
    'INPUT_GPG-PRIVATE-KEY': armoredKey,
  }
}

import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

/** What one process, with all that it waited for, took. */
export interface Measurement {
  readonly wallMs: number
  /** User and system time. */
  readonly cpuMs: number
  /** The largest resident set of any of its processes. */
  readonly peakBytes: number
}

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Runs a program to its end and gives its standard output. */
export async function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', ...options.env }
  const child = spawn(program, args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ])
  if (code === 0) return Buffer.concat(stdout as Buffer[]).toString()
  throw new Error(
    `${program} ${args.join(' ')} exited ${code}: ${Buffer.concat(stderr as Buffer[]).toString()}`,
  )
}

/** Runs a program under GNU time, which counts in hundredths of a second. */
export async function measured(
  directory: string,
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Measurement> {
  const report = join(directory, 'time')
  const start = performance.now()
  await run('/usr/bin/time', ['-o', report, '-f', '%U %S %M', program, ...args], options)
  const wallMs = performance.now() - start
  const [user = 0, system = 0, peakKib = 0] = (await readFile(report, 'utf8')).trim().split(' ').map(Number)
  return { wallMs, cpuMs: (user + system) * 1000, peakBytes: peakKib * 1024 }
}

/** The middle of several, and the smallest and largest. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (position: number) => sorted[position] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  return { median, least: at(0), most: at(sorted.length - 1) }
}

/**
 * Several ways to the same end, each as often as the others and in turn, so that what else the machine does meets all
 * of them alike.
 */
export async function interleaved<Name extends string>(
  repetitions: number,
  ways: Readonly<Record<Name, (repetition: number) => Promise<Measurement>>>,
  most?: Readonly<Partial<Record<Name, number>>>,
): Promise<Readonly<Record<Name, readonly Measurement[]>>> {
  const names = Object.keys(ways) as Name[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as Measurement[]])) as Record<
    Name,
    Measurement[]
  >
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const name of names)
      if (repetition < (most?.[name] ?? repetitions)) taken[name].push(await ways[name](repetition))
  }
  return taken
}

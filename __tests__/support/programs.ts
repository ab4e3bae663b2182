import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, test } from '@jest/globals'

export interface RunResult {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

export interface RunOptions {
  readonly cwd?: string
  /** Added to the environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string | Uint8Array
  /** Give a failure back instead of throwing it. */
  readonly allowFailure?: boolean
}

/** Runs a program without a shell, in the C locale, and gives back what it said. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', ...options.env }
  const child = spawn(program, args, { cwd: options.cwd, env })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const result = { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), code }
  if (code !== 0 && options.allowFailure !== true) {
    throw new Error(`${program} ${args.join(' ')} exited ${code}\n${result.stdout}\n${result.stderr}`)
  }
  return result
}

const directories: string[] = []
afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true, force: true }))))

/** A directory that is gone after the test file. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'r2-package-repository-'))
  directories.push(path)
  return path
}

export function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * A test that needs real programs. Without them it is skipped, and says so; where REQUIRE_CLIENTS is 1 (the gate of
 * this project), it fails.
 */
export function testWith(
  programs: readonly string[],
  title: string,
  body: () => Promise<void>,
  timeoutMs?: number,
): void {
  testUnlessMissing(
    programs.filter((program) => !isInstalled(program)),
    title,
    body,
    timeoutMs,
  )
}

/** As `testWith`, for whatever is missing, each named as it is to be shown. */
export function testUnlessMissing(
  missing: readonly string[],
  title: string,
  body: () => Promise<void>,
  timeoutMs?: number,
): void {
  if (missing.length === 0) test(title, body, timeoutMs)
  else if (process.env['REQUIRE_CLIENTS'] === '1') {
    test(title, () => {
      throw new Error(`not installed: ${missing.join(', ')}`)
    })
  } else test.skip(`${title} (not installed: ${missing.join(', ')})`, body)
}

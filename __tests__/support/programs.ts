import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, test } from '@jest/globals'
import { isInstalled } from './processes.ts'

export { type RunOptions, type RunResult, isInstalled, run } from './processes.ts'

const directories: string[] = []
afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true, force: true }))))

/** A directory that is gone after the test file. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'r2-package-repository-'))
  directories.push(path)
  return path
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

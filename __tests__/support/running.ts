import { readFileSync } from 'node:fs'
import { INPUT_NAMES, type InputName, readInputs } from '../../src/inputs.ts'
import { fileScratch } from '../../src/files.ts'
import { newJournal } from '../../src/report/journal.ts'
import { type RunReport, run } from '../../src/run/run.ts'
import type { Surroundings } from '../../src/run/surroundings.ts'
import { temporaryDirectory } from './programs.ts'
import { recordingLog } from './publishing.ts'

export const RSA_KEY = readFileSync('__tests__/fixtures/keys/rsa4096.asc', 'utf8')

export interface FinishedRun extends RunReport {
  readonly lines: readonly string[]
}

/** Runs the program in this process, with inputs as a workflow sets them, in a folder. */
export async function runIn(
  cwd: string,
  inputs: Partial<Record<InputName, string>>,
  env: Readonly<Record<string, string>> = {},
  event = { isPullRequestFromFork: false },
  surroundings: Partial<Surroundings> = {},
): Promise<FinishedRun> {
  const given = { 'gpg-private-key': RSA_KEY, repository: 'repository', ...inputs }
  const variables = INPUT_NAMES.map((name) => [
    `INPUT_${name.toUpperCase()}`,
    (given as Partial<Record<InputName, string>>)[name],
  ])
  const log = recordingLog()
  const scratch = fileScratch(await temporaryDirectory())
  const signal = new AbortController().signal
  const texts = readInputs([], { ...env, ...Object.fromEntries(variables) })
  return {
    ...(await run(texts, event, { env, cwd, log, journal: newJournal(), scratch, signal, ...surroundings })),
    lines: log.lines,
  }
}

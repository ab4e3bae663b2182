import { tmpdir } from 'node:os'
import { cancellation } from './cancellation.ts'
import { demonstrationInputs } from './demonstration.ts'
import { projectEvent } from './event.ts'
import { fileScratch } from './files.ts'
import { helpLines } from './help.ts'
import { type InputTexts, readInputs } from './inputs.ts'
import { throwAwayKey } from './openpgp/throw-away-key.ts'
import { arrivalFailure } from './report/arrival.ts'
import { installations } from './report/installation.ts'
import { newJournal } from './report/journal.ts'
import type { Log } from './report/log.ts'
import { hideWorkflowCommands, terminalLog } from './report/terminal.ts'
import { writeMadeFiles } from './report/made-files.ts'
import { closingOf, tableOf } from './report/table.ts'
import { failureOf } from './report/verification.ts'
import { outputDirectoryOf } from './run/output-folder.ts'
import { type RunReport, run } from './run/run.ts'
import { withTemporaryFolder } from './temporary-folder.ts'
import { VERSION } from './version.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Runs on a laptop: inputs from flags and the environment, the result for a person. Gives the exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    for (const line of helpLines()) say(line)
    return 0
  }
  // With a value it is the input: the version of what is built.
  if (args.length === 1 && args[0] === '--version') {
    say(VERSION)
    return 0
  }
  hideWorkflowCommands()
  const log = terminalLog({
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: process.stderr.isTTY ? process.stderr.columns || 80 : undefined,
  })
  try {
    const report = await withTemporaryFolder(tmpdir(), (folder) => carryOut(args, log, folder))
    show(report)
    const failure = failureOf(report.verification) ?? arrivalFailure(report.arrival)
    if (failure !== undefined) throw failure
    return 0
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

async function carryOut(args: readonly string[], log: Log, temporary: string): Promise<RunReport> {
  const { env } = process
  // npm changes to the folder of the program, and says where its user is.
  const cwd = env['INIT_CWD'] ?? process.cwd()
  const texts = await inputTexts(args, env, cwd)
  const scratch = fileScratch(temporary)
  const [journal, signal] = [newJournal(), cancellation()]
  const report = await run(texts, projectEvent(env, {}), { env, cwd, log, journal, scratch, signal })
  const folder = outputDirectoryOf(report.request)
  if (folder !== undefined && report.packages !== undefined) {
    await writeMadeFiles(report.packages, cwd, folder)
  }
  return report
}

/** Without a flag and without an input in the environment, the program shows what it can do. */
async function inputTexts(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<InputTexts> {
  const texts = readInputs(args, env)
  if (args.length > 0 || texts.artifacts !== '' || texts.repository !== '') return texts
  say(
    'No input is given, so this is a demonstration: it packages the Node.js that runs it, with a key that is thrown away.',
  )
  say('For your own: npm start -- --help')
  const key = await throwAwayKey('R2 Package Repository <demonstration@example.invalid>', new Date())
  return {
    ...demonstrationInputs(texts, cwd, process.execPath, process.version),
    'gpg-private-key': key,
    'gpg-passphrase': '',
  }
}

function show(report: RunReport): void {
  for (const line of [...tableOf(report), ...closingOf(report)]) say(line)
  const { baseUrl, request } = report
  const entries = report.entries.filter(({ status }) => status !== 'removed')
  if (baseUrl === undefined || !request.pages || entries.length === 0 || request.dryRun) return
  say(`\nThe repositories are at ${baseUrl}, signed by ${report.keyFingerprint}. To install from them:`)
  for (const { title, commands } of installations(baseUrl, request.repositoryName, entries)) {
    say(`${title}:`)
    for (const command of commands) say(`  ${command}`)
  }
}

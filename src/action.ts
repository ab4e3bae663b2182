import { tmpdir } from 'node:os'
import * as core from '@actions/core'
import { PublishError } from './errors.ts'
import { projectEvent } from './event.ts'
import { eventPayload } from './event-payload.ts'
import { fileScratch } from './files.ts'
import { readInputs, secretLines } from './inputs.ts'
import { cancellation } from './cancellation.ts'
import { arrivalFailure } from './report/arrival.ts'
import { failureSummaryOf } from './report/failure.ts'
import { type Journal, newJournal } from './report/journal.ts'
import { type MadeFiles, writeMadeFiles } from './report/made-files.ts'
import { packagesOutput, pathsOutput } from './report/outputs.ts'
import { annotationAt, runnerLog } from './report/runner-log.ts'
import { summaryOf } from './report/summary.ts'
import { closingOf, tableOf } from './report/table.ts'
import { failureOf } from './report/verification.ts'
import { verifyReport } from './report/verify-report.ts'
import { outputDirectoryOf } from './run/output-folder.ts'
import { type RunReport, run } from './run/run.ts'
import type { Counts } from './store/counting.ts'
import { newFolder, withTemporaryFolder } from './temporary-folder.ts'

/** Runs as a step of a workflow: inputs from the environment, outputs for the steps after it. Gives the exit code. */
export async function runAction(): Promise<number> {
  const { env } = process
  const temporaries = env['RUNNER_TEMP'] ?? tmpdir()
  const journal = newJournal()
  try {
    const report = await withTemporaryFolder(temporaries, (folder) => step(env, folder, temporaries, journal))
    await say(report)
    await writeSummary(() => summaryOf(report), journal, env)
    const failure = failureOf(report.verification) ?? arrivalFailure(report.arrival)
    if (failure === undefined) return 0
    fail(failure)
  } catch (error) {
    fail(error)
    await writeSummary(() => failureSummaryOf(error, journal), journal, env)
    if (!(error instanceof PublishError) && error instanceof Error) core.debug(error.stack ?? '')
  }
  return 1
}

async function step(
  env: NodeJS.ProcessEnv,
  temporary: string,
  temporaries: string,
  journal: Journal,
): Promise<RunReport> {
  const texts = readInputs([], env)
  for (const secret of secretLines(texts)) core.setSecret(secret)
  const event = projectEvent(env, await eventPayload(env['GITHUB_EVENT_PATH']))
  const cwd = env['GITHUB_WORKSPACE'] ?? process.cwd()
  const scratch = fileScratch(temporary)
  const signal = cancellation()
  const report = await run(texts, event, { env, cwd, log: runnerLog, journal, scratch, signal })
  setOutputs(report, await keptFiles(report, cwd, temporaries))
  return report
}

/** The last lines of the log: its groups are folded, so what they warned of is said again. */
async function say(report: RunReport): Promise<void> {
  const lines = tableOf(report)
  if (lines.length > 0) {
    await runnerLog.group('Result', async () => {
      for (const line of lines) runnerLog.info(line)
    })
  }
  for (const line of closingOf(report)) runnerLog.info(line)
  for (const warning of report.warnings) runnerLog.info(`Warned of above: ${warning}`)
}

/** Runners of other makers may have no such page; and what is done is done, whether or not it can be said there. */
async function writeSummary(
  markdown: () => string,
  { request }: Journal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const isWanted = request?.jobSummary ?? env['INPUT_JOB-SUMMARY'] !== 'false'
  if (!env['GITHUB_STEP_SUMMARY'] || !isWanted) return
  try {
    await core.summary.addRaw(markdown()).write()
  } catch (error) {
    runnerLog.warning(`The job summary could not be written: ${messageOf(error)}`)
  }
}

/** The packages of a run as files, for the steps that follow; undefined where it made and published none. */
async function keptFiles(
  { packages, request }: RunReport,
  cwd: string,
  temporaries: string,
): Promise<MadeFiles | undefined> {
  if (packages === undefined) return undefined
  const folder = outputDirectoryOf(request) ?? (await newFolder(temporaries, 'packages-'))
  return writeMadeFiles(packages, cwd, folder)
}

function setOutputs(
  { entries, counts, keyFingerprint, verification }: RunReport,
  files: MadeFiles | undefined,
): void {
  core.setOutput('packages', packagesOutput(entries, runnerLog))
  core.setOutput('changed', String(isChanged(counts)))
  core.setOutput('uploaded-objects', String(counts.uploadedObjects))
  core.setOutput('uploaded-bytes', String(counts.uploadedBytes))
  core.setOutput('package-paths', pathsOutput(files?.packagePaths ?? [], runnerLog))
  core.setOutput('checksums-path', files?.checksumsPath ?? '')
  core.setOutput('key-fingerprint', keyFingerprint)
  core.setOutput('verify-report', verification === undefined ? '' : verifyReport(verification))
}

function isChanged({ uploadedObjects, copiedObjects, deletedObjects }: Counts): boolean {
  return uploadedObjects + copiedObjects + deletedObjects > 0
}

/** Each thing that is wrong in a file is an annotation of its own, at its place. */
function fail(error: unknown): void {
  const faults = error instanceof PublishError ? error.faults : []
  for (const { message, place } of faults) core.error(message, annotationAt(place))
  if (faults.length === 0) core.setFailed(messageOf(error))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

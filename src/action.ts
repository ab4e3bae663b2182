import { tmpdir } from 'node:os'
import * as core from '@actions/core'
import { PublishError } from './errors.ts'
import { projectEvent } from './event.ts'
import { fileScratch } from './files.ts'
import { readInputs, secretLines } from './inputs.ts'
import { cancellation } from './cancellation.ts'
import { arrivalFailure } from './report/arrival.ts'
import { type MadeFiles, writeMadeFiles } from './report/made-files.ts'
import { annotationAt, runnerLog } from './report/runner-log.ts'
import { summaryOf } from './report/summary.ts'
import { tableOf } from './report/table.ts'
import { failureOf } from './report/verification.ts'
import { verifyReport } from './report/verify-report.ts'
import { outputDirectoryOf } from './run/output-folder.ts'
import { type RunReport, run } from './run/run.ts'
import type { Counts } from './store/counting.ts'
import { newFolder, withTemporaryFolder } from './temporary-folder.ts'

/** Runs as a step of a workflow: inputs from the environment, outputs for the steps after it. Gives the exit code. */
export async function runAction(): Promise<number> {
  const temporaries = process.env['RUNNER_TEMP'] ?? tmpdir()
  try {
    await withTemporaryFolder(temporaries, (folder) => step(process.env, folder, temporaries))
    return 0
  } catch (error) {
    fail(error)
    if (!(error instanceof PublishError) && error instanceof Error) core.debug(error.stack ?? '')
    return 1
  }
}

async function step(env: NodeJS.ProcessEnv, temporary: string, temporaries: string): Promise<void> {
  const texts = readInputs([], env)
  for (const secret of secretLines(texts)) core.setSecret(secret)
  const { context } = await import('@actions/github')
  const event = projectEvent(env, context.payload)
  const cwd = env['GITHUB_WORKSPACE'] ?? process.cwd()
  const scratch = fileScratch(temporary)
  const report = await run(texts, event, { env, cwd, log: runnerLog, scratch, signal: cancellation() })
  setOutputs(report, await keptFiles(report, cwd, temporaries))
  for (const line of tableOf(report)) runnerLog.info(line)
  await writeSummary(report, env)
  const failure = failureOf(report.verification) ?? arrivalFailure(report.arrival)
  if (failure !== undefined) throw failure
}

/** Runners of other makers may have no such page. */
async function writeSummary(report: RunReport, env: NodeJS.ProcessEnv): Promise<void> {
  if (!report.request.jobSummary || !env['GITHUB_STEP_SUMMARY']) return
  await core.summary.addRaw(summaryOf(report)).write()
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
  core.setOutput('packages', JSON.stringify(entries))
  core.setOutput('changed', String(isChanged(counts)))
  core.setOutput('uploaded-objects', String(counts.uploadedObjects))
  core.setOutput('uploaded-bytes', String(counts.uploadedBytes))
  core.setOutput('package-paths', files?.packagePaths.join('\n') ?? '')
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

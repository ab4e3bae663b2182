import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { run, temporaryDirectory } from '../support/programs.ts'
import { type Contexts, expandedAll } from './expression.ts'
import {
  type Combination,
  type Job,
  type Scalar,
  type Step,
  type Workflow,
  combinationsOf,
  isOurs,
} from './workflow.ts'

type Variables = Readonly<Record<string, string>>

/** Where a workflow runs. */
export interface Setting {
  /** `github`, `secrets`, `vars`, `inputs`. */
  readonly contexts: Contexts & { readonly github: Contexts & { readonly event: object } }
  /** What stands in for actions of others, by their names. */
  readonly actions: Readonly<Record<string, StandIn>>
  /** Inputs of ours that no workflow has: the bucket is on this machine. */
  readonly inputs: Variables
  /** Of all steps on a runner of this kind: where their programs are, and what it says of itself. */
  readonly env: (runsOn: string) => Variables
}

export type StandIn = (step: { readonly workspace: string; readonly inputs: Variables }) => Promise<void>

/** A step of ours that has run. */
export interface RanStep {
  readonly job: string
  readonly combination: Combination
  readonly outputs: Variables
}

const KNOWN = new Set(['id', 'uses', 'with', 'run', 'env', 'working-directory'])

/**
 * Runs a workflow as a runner does: jobs after those that they need, all combinations of a matrix at once, each in a
 * workspace of its own; scripts by bash, our action as its own process.
 *
 * @throws Error of the first step that fails
 */
export async function runWorkflow({ jobs }: Workflow, setting: Setting): Promise<readonly RanStep[]> {
  const first = Object.entries(jobs).filter(([, { needs }]) => needs === undefined)
  const later = Object.entries(jobs).filter(([, { needs }]) => needs !== undefined)
  const ran: RanStep[] = []
  for (const level of [first, later]) {
    const combinations = level.flatMap(([name, job]) =>
      combinationsOf(job).map((combination) => ({ name, job, combination })),
    )
    const steps = await Promise.all(combinations.map((it) => runJob(it, setting)))
    ran.push(...steps.flat())
  }
  return ran
}

interface RunningJob {
  readonly name: string
  readonly job: Job
  readonly combination: Combination
}

async function runJob({ name, job, combination }: RunningJob, setting: Setting): Promise<readonly RanStep[]> {
  const [workspace, runnerTemp] = [await temporaryDirectory(), await temporaryDirectory()]
  const contexts = { ...setting.contexts, matrix: combination }
  const env = await jobVariables(job, contexts, { workspace, runnerTemp }, setting)
  const steps: Record<string, { readonly outputs: Variables }> = {}
  const ran: RanStep[] = []
  for (const step of job.steps) {
    const place = { contexts: { ...contexts, env, steps }, env, workspace, runnerTemp }
    const { outputs, env: set } = await runStep(step, place, setting)
    Object.assign(env, set)
    if (step.id !== undefined) steps[step.id] = { outputs }
    if (isOurs(step)) ran.push({ job: name, combination, outputs })
  }
  return ran
}

async function jobVariables(
  job: Job,
  contexts: Contexts,
  { workspace, runnerTemp }: Pick<Place, 'workspace' | 'runnerTemp'>,
  setting: Setting,
): Promise<Record<string, string>> {
  const eventPath = join(runnerTemp, 'event.json')
  await writeFile(eventPath, JSON.stringify(setting.contexts.github.event))
  const { runsOn = '' } = expandedAll({ runsOn: job['runs-on'] }, contexts)
  return {
    ...setting.env(runsOn),
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: runnerTemp,
    ...expandedAll(job.env, contexts),
  }
}

interface Place {
  readonly contexts: Contexts
  readonly env: Variables
  readonly workspace: string
  readonly runnerTemp: string
}

interface DoneStep {
  readonly outputs: Variables
  /** What the step set for those behind it. */
  readonly env: Variables
}

async function runStep(step: Step, place: Place, setting: Setting): Promise<DoneStep> {
  const unknown = Object.keys(step).filter((key) => !KNOWN.has(key))
  if (unknown.length > 0) throw new Error(`this runner does not know ${unknown.join(', ')}`)
  const { contexts, workspace } = place
  const inputs = expandedAll(step.with, contexts)
  if (step.uses !== undefined && !isOurs(step)) {
    const standIn = setting.actions[step.uses.replace(/@.*/, '')]
    if (standIn === undefined) throw new Error(`nothing stands in for ${step.uses}`)
    await standIn({ workspace, inputs })
    return { outputs: {}, env: {} }
  }
  const own = step.run === undefined ? await inputVariables({ ...inputs, ...setting.inputs }, contexts) : {}
  const env = { ...place.env, ...expandedAll(step.env, contexts), ...own }
  const cwd = resolve(workspace, step['working-directory'] ?? '.')
  return withFiles(place, env, (all) => started(step, cwd, all))
}

/** Scripts as GitHub starts them, and our action. */
async function started(step: Step, cwd: string, env: Variables): Promise<void> {
  if (step.run === undefined) {
    await run(process.execPath, [resolve('src/main.ts')], { cwd, env })
    return
  }
  await mkdir(cwd, { recursive: true })
  const script = join(env['RUNNER_TEMP'] ?? '', 'script.sh')
  await writeFile(script, step.run)
  await run('bash', ['-e', script], { cwd, env })
}

/** The inputs as the runner hands them on, with the defaults of action.yml. */
async function inputVariables(inputs: Variables, contexts: Contexts): Promise<Variables> {
  const action = parse(await readFile('action.yml', 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default: Scalar }>>
  }
  const defaults = Object.entries(action.inputs).map(([name, spec]) => [name, spec.default] as const)
  const all = { ...expandedAll(Object.fromEntries(defaults), contexts), ...inputs }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  )
}

/** Runs a step with the files by which it speaks to those behind it. */
async function withFiles(
  { runnerTemp }: Place,
  env: Variables,
  work: (env: Variables) => Promise<void>,
): Promise<DoneStep> {
  const [outputPath, envPath] = [join(runnerTemp, 'output'), join(runnerTemp, 'env')]
  for (const path of [outputPath, envPath]) await writeFile(path, '')
  await work({ ...env, GITHUB_OUTPUT: outputPath, GITHUB_ENV: envPath })
  return { outputs: await saidIn(outputPath), env: await saidIn(envPath) }
}

/** `NAME=VALUE`, or several lines between a delimiter. */
async function saidIn(path: string): Promise<Variables> {
  const text = await readFile(path, 'utf8')
  const pattern = /^(.+)<<(\S+)\n([\s\S]*?)\n?\2$/gm
  const long = [...text.matchAll(pattern)].map(([, name, , value]) => [name, value])
  const rest = text.replaceAll(pattern, '')
  const short = [...rest.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value])
  return Object.fromEntries([...short, ...long]) as Variables
}

// Fuzzes readers in a process of its own; see `--help`.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sha256 } from '../../src/content.ts'
import { Profile } from './engine/coverage.ts'
import type { Outcome } from './engine/fuzz.ts'

const HELP = `npm run fuzz -- [--target NAME,…] [--seconds N | --seconds-in-all N] [--seed N] [--corpus FOLDER] [--finds FOLDER] [--json] [--list]

--target   which readers; all by default
--seconds  for each of them; 10 by default
--seconds-in-all  for all of them together, with what is not the reading
--seed     of all that happens by chance, but for what a clock ends; printed
--corpus   where inputs that reached something new are kept and found again
--finds    where inputs go that must not be; a temporary folder by default
`

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: '' },
    seconds: { type: 'string', default: '10' },
    'seconds-in-all': { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    corpus: { type: 'string' },
    finds: { type: 'string', default: join(tmpdir(), 'fuzz-finds') },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const say = (line: string) => process.stdout.write(`${line}\n`)

async function list(): Promise<void> {
  const { TARGETS } = await import('./targets/all.ts')
  for (const { name } of TARGETS) say(name)
  process.exit(0)
}

/** What is loaded before the profile begins is not in it. */
async function fuzzAll(profile: Profile): Promise<readonly Outcome[]> {
  const { TARGETS } = await import('./targets/all.ts')
  const { vectorsOf } = await import('./vectors.ts')
  const { fuzz } = await import('./engine/fuzz.ts')
  const { watchdog } = await import('./engine/watchdog.ts')
  const names = values.target.split(',').filter((name) => name !== '')
  const unknown = names.filter((name) => !TARGETS.some((it) => it.name === name))
  if (unknown.length > 0)
    throw new Error(
      `no such target: ${unknown.join(', ')}; there are ${TARGETS.map((it) => it.name).join(', ')}`,
    )
  const outcomes: Outcome[] = []
  const targets = TARGETS.filter(({ name }) => names.length === 0 || names.includes(name))
  for (const [at, target] of targets.entries()) {
    mkdirSync(values.finds, { recursive: true })
    const guard = watchdog(join(values.finds, `${target.name}-hang`))
    const known = [...vectorsOf(target.name), ...kept(target.name)]
    const outcome = await fuzz(target, {
      seed: Number(values.seed),
      seconds: secondsFor(targets.length - at),
      known,
      profile,
      watchdog: guard,
    })
    await guard.stop()
    keep(outcome)
    report(outcome)
    outcomes.push(outcome)
  }
  return outcomes
}

/** @param left targets that are still to come, this one among them */
function secondsFor(left: number): number {
  const inAll = values['seconds-in-all']
  return inAll === undefined ? Number(values.seconds) : (Number(inAll) - performance.now() / 1_000) / left
}

function kept(name: string): readonly Buffer[] {
  if (values.corpus === undefined) return []
  const folder = join(values.corpus, name)
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder).map((file) => readFileSync(join(folder, file)))
}

function keep({ target, corpus, finds }: Outcome): void {
  if (values.corpus !== undefined)
    for (const input of corpus) writeFileSync(join(values.corpus, target, sha256(input).slice(0, 16)), input)
  for (const { input } of finds)
    writeFileSync(join(values.finds, `${target}-${sha256(input).slice(0, 16)}`), input)
}

const percent = ({ covered, all }: { covered: number; all: number }) =>
  all === 0 ? 0 : Math.round((1_000 * covered) / all) / 10

function report({ target, executions, seconds, corpus, figures, finds }: Outcome): void {
  const { functions, lines } = figures
  const figuresOf = {
    target,
    executions,
    perSecond: Math.round(executions / seconds),
    corpus: corpus.length,
    functions: percent(functions),
    lines: percent(lines),
    finds: finds.length,
  }
  if (values.json)
    say(
      JSON.stringify({
        ...figuresOf,
        seconds: Math.round(seconds),
        found: finds.map(({ kind, message, place, input }) => ({
          kind,
          message,
          place,
          input: input.toString('base64'),
        })),
      }),
    )
  else
    say(
      `${target}: ${executions} executions, ${figuresOf.perSecond}/s, corpus ${corpus.length}, functions ${figuresOf.functions} %, lines ${figuresOf.lines} %, finds ${finds.length}`,
    )
  if (!values.json)
    for (const { kind, message, place, input } of finds)
      say(
        `  ${kind} at ${place}: ${message}\n    ${input.length} bytes: ${input.subarray(0, 300).toString('base64')}`,
      )
}

if (values.help) say(HELP)
else if (values.list) await list()
else {
  say(`seed ${values.seed}, finds go to ${values.finds}`)
  const outcomes = await fuzzAll(new Profile())
  const finds = outcomes.reduce((sum, it) => sum + it.finds.length, 0)
  say(
    `${outcomes.length} targets, ${outcomes.reduce((sum, it) => sum + it.executions, 0)} executions, ${finds} finds`,
  )
  process.exit(finds === 0 ? 0 : 1)
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileScratch } from '../../src/files.ts'
import { INPUT_NAMES, readInputs } from '../../src/inputs.ts'
import { newJournal } from '../../src/report/journal.ts'
import { type RunReport, run } from '../../src/run/run.ts'
import type { Chance } from '../simulation/chance.ts'
import { type Fault, faultProxy } from '../support/fault-proxy.ts'
import type { LocalR2 } from '../support/miniflare.ts'
import { recordingLog } from '../support/publishing.ts'
import type { DatedBucket } from './dated-bucket.ts'

export type Inputs = Readonly<Record<string, string>>

/** At which of its requests a process is killed, and whether that one arrives. */
export interface Killing {
  readonly atRequest: number
  readonly isApplied: boolean
}

/** At one of so many of its first requests; a run that has days to collect has more. */
const KILLED_WITHIN = 60
const KILLED_WITHIN_LONG = 200

/** @param isLong whether the run has much to do */
export function killingOf(chance: Chance, isLong: boolean): Killing {
  const within = isLong ? KILLED_WITHIN_LONG : KILLED_WITHIN
  return { atRequest: 1 + chance.below(within), isApplied: chance.isTrue(0.5) }
}

/** The program on one bucket: in this process, or in one of its own that is killed. */
export interface Runs {
  /** @throws PublishError as a run does */
  here(inputs: Inputs): Promise<RunReport>
  /** Whether it came to the request at which it was to be killed. */
  killed(inputs: Inputs, killing: Killing): Promise<{ readonly isReached: boolean }>
}

interface Place {
  readonly r2: LocalR2
  readonly bucket: DatedBucket
  readonly armoredKey: string
  /** A folder that is ours. */
  readonly scratch: string
}

/** So that no time of a commit is looked for in a clone. */
const SOURCE_DATE = { SOURCE_DATE_EPOCH: '1750000000' }

export function runsOn(place: Place): Runs {
  return {
    here: (inputs) => runHere(place, inputs),
    killed: (inputs, killing) => runKilled(place, inputs, killing),
  }
}

function given({ r2, armoredKey }: Place, endpoint: string, inputs: Inputs): Inputs {
  return {
    'gpg-private-key': armoredKey,
    repository: `r2://${r2.bucketName}`,
    'repository-name': 'demo',
    'access-key-id': r2.credentials.accessKeyId,
    'secret-access-key': r2.credentials.secretAccessKey,
    'public-url': r2.workerUrl.replace(/\/$/, ''),
    endpoint,
    ...inputs,
  }
}

const variablesOf = (inputs: Inputs): Inputs =>
  Object.fromEntries(
    INPUT_NAMES.flatMap((name) => {
      const text = inputs[name]
      return text === undefined ? [] : [[`INPUT_${name.toUpperCase()}`, text] as const]
    }),
  )

async function runHere(place: Place, inputs: Inputs): Promise<RunReport> {
  const folder = await mkdtemp(join(place.scratch, 'run-'))
  try {
    const env = { ...SOURCE_DATE, ...variablesOf(given(place, place.bucket.endpoint, inputs)) }
    return await run(
      readInputs([], env),
      { isPullRequestFromFork: false },
      {
        env: SOURCE_DATE,
        cwd: place.scratch,
        log: recordingLog(),
        journal: newJournal(),
        scratch: fileScratch(folder),
        signal: new AbortController().signal,
      },
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function runKilled(place: Place, inputs: Inputs, { atRequest, isApplied }: Killing) {
  let [seen, child] = [0, undefined as ChildProcess | undefined]
  const decide = (): Fault | undefined => {
    seen += 1
    if (seen !== atRequest) return undefined
    child?.kill('SIGKILL')
    return { kind: isApplied ? 'lose' : 'drop' }
  }
  const proxy = await faultProxy(place.bucket.endpoint, { decide })
  try {
    const { GITHUB_ACTIONS: _, ...inherited } = process.env
    const env = { ...inherited, ...SOURCE_DATE, ...variablesOf(given(place, proxy.endpoint, inputs)) }
    child = spawn(process.execPath, ['dist/main.js'], { env, stdio: 'ignore' })
    await once(child, 'close')
    await place.bucket.settled()
  } finally {
    await proxy.stop()
  }
  await place.bucket.settled()
  return { isReached: seen >= atRequest }
}

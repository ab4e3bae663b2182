import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startR2 } from '../__tests__/support/miniflare.ts'
import { fixtureKeys } from '../__tests__/support/publishing.ts'
import { flipper } from '../__tests__/torn/flips.ts'
import { ourPublisher } from '../__tests__/torn/our-publisher.ts'
import { CLIENTS, type Client, readersOf } from '../__tests__/torn/readers.ts'
import { releaseScript } from '../__tests__/torn/release-script.ts'
import { WAYS, type Way } from '../__tests__/torn/rpm-reader.ts'
import { type Row, session } from '../__tests__/torn/session.ts'
import type { Pace, Writer } from '../__tests__/torn/writer.ts'
import type { RefreshOptions } from '../__tests__/torn/reader.ts'
import { machine } from './machine.ts'
import { printTable, say } from './table.ts'

const HELP = `Usage: npm run stress [-- OPTION ...]

Real apt, dnf, dnf5 and zypper of four Debian releases refresh while a bucket is written to, and what they refuse is
counted: with our publish, with our heads flipped far faster than that, and with the uploads of a release script.
Needs Linux, the rights of root, the roots that __tests__/clients/roots.sh makes, reprepro, createrepo-c, rpm and gnupg.

  --refreshes N     of each row (100)
  --only CLIENT     apt, dnf or zypper
  --writer NAME     publish, flips, script or sync; all of them by default
  --every MS        from one publish to the next (1000); heads are flipped ten times as fast
  --object-ms MS    how long an object takes on its way to the bucket (30)
  --at-once N       clients that run at a moment (3)
  --seed N          of the pauses between refreshes, and of what is replaced
  --failures        show what the clients said`

const { values } = parseArgs({
  options: {
    refreshes: { type: 'string', default: '100' },
    only: { type: 'string' },
    writer: { type: 'string' },
    every: { type: 'string', default: '1000' },
    'object-ms': { type: 'string', default: '30' },
    'at-once': { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    failures: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const [everyMs, objectMs, seed] = [Number(values.every), Number(values['object-ms']), Number(values.seed)]

interface Experiment {
  readonly name: string
  readonly title: string
  readonly everyMs: number
  readonly ways: readonly Way[]
  readonly reading: RefreshOptions
  readonly start: (pace: Pace, scratch: string) => Promise<Writer>
}

const script = (atOnce: number, deletes: boolean) => async (pace: Pace, scratch: string) =>
  releaseScript(pace, {
    armoredKey: await readFile('__tests__/fixtures/keys/rsa4096.asc', 'utf8'),
    publicKey: await readFile('__tests__/fixtures/keys/rsa4096.pub.asc', 'utf8'),
    scratch,
    atOnce,
    deletes,
  })

/** A script has no snapshots that a mirrorlist could name. */
const WITHOUT_SNAPSHOTS = WAYS.filter((way) => way !== 'mirrorlist, signed')
const AS_USERS_DO = { fromNothing: false, download: true }

const EXPERIMENTS: readonly Experiment[] = [
  {
    name: 'publish',
    title: `our publish, every ${everyMs} ms`,
    everyMs,
    ways: WAYS,
    reading: AS_USERS_DO,
    start: async (pace) => ourPublisher(pace, await fixtureKeys(), seed),
  },
  {
    name: 'flips',
    title: `our heads and aliases, flipped every ${everyMs / 10} ms`,
    everyMs: everyMs / 10,
    ways: WAYS,
    reading: { fromNothing: true, download: false },
    start: async (pace) => flipper(pace, await fixtureKeys()),
  },
  {
    name: 'script',
    title: `reprepro, createrepo_c, upload in alphabetical order, every ${everyMs} ms`,
    everyMs,
    ways: WITHOUT_SNAPSHOTS,
    reading: AS_USERS_DO,
    start: script(1, false),
  },
  {
    name: 'sync',
    title: `the same, ten objects at once, and what is gone is deleted, every ${everyMs} ms`,
    everyMs,
    ways: WITHOUT_SNAPSHOTS,
    reading: AS_USERS_DO,
    start: script(10, true),
  },
]

async function stress(): Promise<void> {
  for (const line of await machine()) say(line)
  say(`seed     ${seed}; ${objectMs} ms for an object; ${values['at-once']} clients at once`)
  for (const experiment of EXPERIMENTS.filter(({ name }) => (values.writer ?? name) === name))
    await measure(experiment)
}

async function measure({ title, everyMs, ways, reading, start }: Experiment): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'r2-package-repository-stress-'))
  const r2 = await startR2()
  try {
    const writer = await start({ r2, everyMs, objectMs }, scratch)
    try {
      const clients: readonly Client[] = CLIENTS.filter((client) => (values.only ?? client) === client)
      const readers = await readersOf(clients, ways, scratch, writer.source)
      const numbers = { refreshes: Number(values.refreshes), atOnce: Number(values['at-once']), seed }
      const { rows, written, seconds } = await session(writer, readers, { ...numbers, ...reading })
      const { changes, objects, uploadMs } = written
      printTable(
        title,
        ['', 'refreshes', 'failed', '', 'after 5 tries', 'downloads', 'failed', 'stale'],
        rows.map(cellsOf),
      )
      say(
        `${changes} changes in ${seconds.toFixed(0)} s, ${(objects / changes).toFixed(1)} objects each; ` +
          `from a change's first request to its last answer ${(uploadMs / changes).toFixed(0)} ms`,
      )
      if (values.failures) for (const row of rows) sayFailures(row)
    } finally {
      await writer.stop()
    }
  } finally {
    await r2.stop()
    await rm(scratch, { recursive: true, force: true })
  }
}

function cellsOf(row: Row): readonly string[] {
  const { title, refreshes, failures, downloads, downloadFailures, stale } = row
  const lasting = [...failures, ...downloadFailures].filter(({ isMended }) => !isMended)
  const percent = `${((100 * failures.length) / refreshes).toFixed(1)} %`
  const counts = [lasting.length, downloads, downloadFailures.length, stale].map(String)
  return [title, String(refreshes), String(failures.length), percent, ...counts]
}

function sayFailures({ title, failures, downloadFailures }: Row): void {
  for (const { release, text } of [...failures, ...downloadFailures])
    say(`\n== ${title}, ${release}\n${text}`)
}

if (values.help) say(HELP)
else await stress()

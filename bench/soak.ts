import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { missingFor } from '../__tests__/clients/fresh-root.ts'
import { MOST, type Stretch, grown } from '../__tests__/soak/curve.ts'
import { type Soaked, soak } from '../__tests__/soak/soak.ts'
import { startR2 } from '../__tests__/support/miniflare.ts'
import { fixtureKeys } from '../__tests__/support/publishing.ts'
import { machine } from './machine.ts'
import { mebibytes, printTable, say } from './table.ts'

const HELP = `Usage: npm run soak [-- OPTION ...]

One bucket of Cloudflare's simulator, behind its S3 API, lives through publishes, replacements, removals, promotions,
rollbacks, republishes and verifications in one process, hours and days apart by its own clock; one in seven is a process
that is killed at a request, and then repeated. After each, a client looks that has the public key alone; after every
25th, real apt and dnf, which need the rights of root and the roots that __tests__/clients/roots.sh makes. In the end what
lies in the bucket is what is listed and a bounded rest. It fails where a promise is broken, or where the last tenth of
the steps has more than the second: ${Object.entries(MOST)
  .map(([figure, factor]) => `${figure} × ${factor}`)
  .join(', ')}.

  --steps N         (1000)
  --seed N          of everything that is left to chance
  --no-clients      without apt and dnf
  --trace           say what each step is`

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'no-clients': { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function main(): Promise<void> {
  const [steps, seed] = [Number(values.steps), Number(values.seed)]
  const missing = values['no-clients'] ? [] : missingFor('trixie')
  for (const line of await machine()) say(line)
  say(`seed     ${seed}: npm run soak -- --steps ${steps} --seed ${seed}`)
  if (missing.length > 0) say(`apt and dnf do not look: ${missing.join(', ')}`)
  const scratch = await mkdtemp(join(tmpdir(), 'r2-package-repository-soak-'))
  const r2 = await startR2()
  try {
    const keys = await fixtureKeys()
    const armoredKey = await readFile('__tests__/fixtures/keys/rsa4096.asc', 'utf8')
    const trace = values.trace ? say : () => undefined
    const clients = !values['no-clients'] && missing.length === 0
    report(await soak({ steps, seed, r2, keys, armoredKey, scratch, clients, stretch: sayStretch, trace }))
  } finally {
    await r2.stop()
    await rm(scratch, { recursive: true, force: true })
  }
}

const HEADER = [
  'steps',
  'publishes',
  'ms',
  'requests',
  'with collection',
  'of a step',
  'objects',
  'KiB',
  'heap MiB',
  'RSS MiB',
]

/** @param until the step that was its last */
function cellsOf(it: Stretch, until: number): readonly string[] {
  const whole = (value: number) => (Number.isNaN(value) ? '' : value.toFixed(0))
  const figures = [
    it.publishes,
    it.publishMs,
    it.requests,
    it.collectingRequests,
    it.stepRequests,
    it.objects,
    it.bytes / 1024,
  ]
  return [
    `${until - it.steps + 1}–${until}`,
    ...figures.map(whole),
    mebibytes(it.heapBytes),
    mebibytes(it.residentBytes),
  ]
}

/** What is known while it goes on. */
function sayStretch(it: Stretch, until: number): void {
  const [steps = '', ...figures] = cellsOf(it, until)
  say(`steps ${steps}: ${figures.map((figure, at) => `${HEADER[at + 1]} ${figure}`).join(', ')}`)
}

function report(soaked: Soaked): void {
  const { stretches, done, killed, killedInTime, clientLooks, days, requests, end, endBytes } = soaked
  let until = 0
  const rows = stretches.map((it) => cellsOf(it, (until += it.steps)))
  printTable(
    'Medians; of publishes of a deb and an rpm in the place of older ones; requests: a quarter takes fewer, and the mean of all steps',
    HEADER,
    rows,
  )
  say('')
  say([...done].map(([command, count]) => `${count} × ${command}`).join(', '))
  say(
    `${killed} of them were killed first, ${killedInTime} before their last request; ` +
      `${clientLooks} looks of real clients; ${requests} requests; ${days.toFixed(0)} days by the bucket's clock`,
  )
  const { mutable, inForce, earlier, marks, unnamed } = end
  const parts = [
    `${mutable.length} that are replaced under their keys`,
    `${inForce.length} that heads name`,
    `${earlier.length} copies of heads and what they name`,
    `${marks.length} marks of collections`,
    `${unnamed.length} that nothing names`,
  ]
  const all = mutable.length + inForce.length + earlier.length + marks.length + unnamed.length
  say(`In the end ${all} objects, ${(endBytes / 1024).toFixed(0)} KiB: ${parts.join(', ')}`)
  const complaints = grown(stretches)
  if (complaints === undefined) say('Too few steps to say what grows with them.')
  else if (complaints.length === 0) say('Nothing grew with the number of steps.')
  else throw new Error(complaints.join('; '))
}

if (values.help) say(HELP)
else await main()

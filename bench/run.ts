import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBuilding } from './building.ts'
import { machine } from './machine.ts'
import { run } from './measure.ts'
import { benchJobs } from './jobs.ts'
import { benchMemory } from './memory.ts'
import { benchRequests } from './requests.ts'
import { builtProgram } from './program.ts'
import { benchPublishing } from './publishing.ts'
import { benchRelease } from './release.ts'
import { benchStart } from './start.ts'
import { say } from './table.ts'

const MIB = 1024 * 1024

const HELP = `Usage: npm run bench [-- --quick] [-- --only SECTION] [-- --only publishing --packages 100000]

Sections: publishing, start, building, release, memory, jobs, requests.
Measures a publish beside reprepro, aptly and apt-ftparchive with createrepo_c, and package building beside dpkg-deb
and rpmbuild. Every ratio is theirs to ours, of the same input in the same run: over 1, ours is ahead. Needs Linux with
reprepro, aptly, apt-utils, createrepo-c, rpm, dpkg, gnupg, curl and time.`

/** Everything, and what is good enough to look at while something is changed. */
const FULL = {
  publishing: [
    { size: 1000, repetitions: 7, ofSlow: 7, beside: false },
    { size: 10_000, repetitions: 5, ofSlow: 5, beside: true },
    { size: 100_000, repetitions: 3, ofSlow: 1, beside: false },
  ],
  builds: 5,
  releases: 3,
  starts: 40,
  jobs: [8, 32],
  artifacts: [100, 500, 2048],
}
const QUICK = {
  publishing: [{ size: 1000, repetitions: 5, ofSlow: 5, beside: true }],
  builds: 3,
  releases: 1,
  starts: 15,
  jobs: [8],
  artifacts: [100, 500],
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    packages: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const PEERS = [
  'dpkg-deb',
  'reprepro',
  'aptly',
  'apt-ftparchive',
  'createrepo_c',
  'rpmbuild',
  'gpg',
  'gzip',
  'curl',
]
const OTHERS = ['rpmsign', '/usr/bin/time']

async function bench(): Promise<void> {
  const missing = await missingPrograms()
  if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}`)
  const plan = values.quick ? QUICK : FULL
  const wanted = (section: string) => (values.only ?? section) === section
  const scratch = await mkdtemp(join(tmpdir(), 'r2-package-repository-bench-'))
  try {
    for (const line of await measuredOn()) say(line)
    const program = await builtProgram(scratch)
    if (wanted('publishing')) {
      const sizes = plan.publishing.filter(({ size }) => (values.packages ?? String(size)) === String(size))
      for (const each of sizes) await benchPublishing(program, scratch, each)
    }
    if (wanted('start')) await benchStart(program, scratch, plan.starts)
    if (wanted('building')) await benchBuilding(program, scratch, process.execPath, plan.builds)
    if (wanted('release')) await benchRelease(program, scratch, process.execPath, plan.releases)
    if (wanted('jobs')) await benchJobs(program, scratch, plan.jobs)
    if (wanted('requests')) await benchRequests()
    if (wanted('memory'))
      await benchMemory(
        program,
        scratch,
        plan.artifacts.map((size) => size * MIB),
      )
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Where and of what this was measured. */
async function measuredOn(): Promise<readonly string[]> {
  const versions = await Promise.all(PEERS.map(async (program) => `${program} ${await versionOf(program)}`))
  return [
    ...(await machine()),
    `programs node ${process.versions.node} (zlib ${process.versions.zlib}), ${versions.join(', ')}`,
    'ratios   theirs / ours of the medians (least–most): over 1, ours is ahead',
  ]
}

async function missingPrograms(): Promise<readonly string[]> {
  const lookUp = 'for program; do command -v "$program" >/dev/null || echo "$program"; done'
  return (await run('sh', ['-c', lookUp, 'sh', ...PEERS, ...OTHERS]))
    .split('\n')
    .filter((line) => line !== '')
}

async function versionOf(program: string): Promise<string> {
  // reprepro says it on stderr.
  const text = await run('sh', ['-c', `"$1" ${program === 'aptly' ? '' : '--'}version 2>&1`, 'sh', program])
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? 'unknown'
}

if (values.help) say(HELP)
else await bench()

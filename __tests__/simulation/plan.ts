import { LIMITS } from '../../src/limits.ts'
import { ARCHITECTURES } from '../../src/recipe/architecture.ts'
import type { IfExists } from '../../src/request/request.ts'
import type { Chance } from './chance.ts'
import type { PackageKind } from './packages.ts'
import type { Ending } from './process.ts'
import { STARTS, type Start } from './start.ts'

/** One job of a workflow: what it does where, and what happens to its runs. */
export interface JobPlan {
  readonly name: string
  readonly command: 'publish' | 'remove' | 'promote' | 'republish' | 'rollback'
  /** What it publishes; none for other commands. */
  readonly kinds: readonly PackageKind[]
  readonly channels: readonly string[]
  readonly ifExists: IfExists
  /** Those that only its command has. */
  readonly inputs: Readonly<Record<string, string>>
  readonly startsAfterMs: number
  /** Of its first runs, one each; the runs after them end by themselves. */
  readonly endings: readonly Ending[]
}

/** Everything that a seed determines before anything happens. */
export interface Plan {
  readonly start: Start
  /** How long the start is ago. */
  readonly agoMs: number
  /** How bad the store is: 0 is perfect, 1 does to requests what fate.ts lists. */
  readonly badness: number
  /** How often what is due first happens first. */
  readonly inOrder: number
  readonly readers: number
  readonly jobs: readonly JobPlan[]
  /** After how long a run must have ended, one way or another; not looked at where machines stand still for long. */
  readonly mostRunMs?: number
}

export const CHANNELS = ['stable', 'testing', 'nightly'] as const
const NAMES = ['hello', 'data', 'tool'] as const
const VERSIONS = ['1.0', '1.1'] as const
/** `all` comes often: it is what concerns several architectures. */
const ARCHS = ['amd64', 'amd64', 'arm64', 'all', 's390x'] as const
const FORMATS = ['deb', 'rpm'] as const
const HOUR_MS = 60 * 60 * 1000
/** Longer than the grace time: then there is something to collect. */
const AGO_MS = [HOUR_MS, 20 * 24 * HOUR_MS]
/** For the last attempt of a run, and the wait before it. */
const SLACK_MS = 3 * 60_000

/** How the packages of jobs are related. */
const RELATIONS = ['identical', 'matrix', 'overlapping', 'conflicting', 'managed', 'managed'] as const
type Relation = (typeof RELATIONS)[number]

export function planOf(chance: Chance): Plan {
  const count = jobCount(chance)
  const relation = chance.pick(RELATIONS)
  const channels = chance.sample(CHANNELS, 1 + chance.below(2))
  const common = kindsOf(chance, relation)
  const endless = chance.isTrue(0.4) ? 0 : 0.4
  return {
    start: chance.pick(STARTS),
    agoMs: chance.pick(AGO_MS),
    badness: chance.pick([0, 0.3, 1]),
    inOrder: chance.pick([1, 0.9, 0.6, 0.2]),
    readers: chance.below(3),
    jobs: Array.from({ length: count }, (_, position) => ({
      name: `job-${position}`,
      kinds: relation === 'identical' ? common : ownKinds(chance, relation, position),
      channels: chance.isTrue(0.7) ? channels : chance.sample(CHANNELS, 1),
      ifExists: relation === 'conflicting' ? chance.pick(['fail', 'skip', 'replace']) : 'fail',
      ...(relation === 'managed' && chance.isTrue(0.5) ? management(chance) : PUBLISH),
      startsAfterMs: chance.isTrue(0.7) ? chance.below(500) : chance.below(60_000),
      endings: endingsOf(chance, endless),
    })),
  }
}

const PUBLISH = { command: 'publish', inputs: {} } as const

/** What is done to what is published. */
function management(chance: Chance): Pick<JobPlan, 'command' | 'inputs'> & Partial<JobPlan> {
  const pattern = `${chance.pick(NAMES)}=${chance.pick(VERSIONS)}*`
  const [from, to] = chance.sample(CHANNELS, 2)
  return chance.pick([
    { command: 'publish', inputs: { 'keep-versions': '1' } },
    { command: 'remove', inputs: { packages: pattern }, kinds: [] },
    { command: 'remove', inputs: { packages: pattern }, kinds: [] },
    { command: 'promote', inputs: { 'from-channel': from ?? '' }, channels: [to ?? ''], kinds: [] },
    { command: 'republish', inputs: {}, kinds: [] },
    { command: 'rollback', inputs: {}, kinds: [] },
  ])
}

/** Many jobs with a package each, for one head, at the same moment. */
export function crowdOf(chance: Chance, count: number): Plan {
  const format = chance.pick(FORMATS)
  return {
    start: 'hello',
    agoMs: HOUR_MS,
    badness: chance.pick([0, 0.3]),
    inOrder: 1,
    readers: 0,
    jobs: Array.from({ length: count }, (_, position) => ({
      name: `job-${position}`,
      kinds: [{ format, name: `hello-${position}`, version: '1.0', arch: 'amd64', content: 'one' }],
      channels: ['stable'],
      ifExists: 'fail',
      ...PUBLISH,
      startsAfterMs: chance.below(2_000),
      endings: [],
    })),
    mostRunMs: LIMITS.contentionMs + SLACK_MS,
  }
}

/** Few are quick to simulate, and most of what can go wrong goes wrong among few. */
function jobCount(chance: Chance): number {
  const share = chance.next()
  if (share < 0.7) return 2 + chance.below(2)
  return share < 0.95 ? 4 + chance.below(4) : 8 + chance.below(9)
}

function ownKinds(chance: Chance, relation: Relation, position: number): readonly PackageKind[] {
  if (relation !== 'matrix') return kindsOf(chance, relation)
  const arch = ARCHITECTURES[position % (ARCHITECTURES.length - 1)] ?? 'amd64'
  return FORMATS.map((format) => ({ format, name: 'hello', version: '1.1', arch, content: 'one' }))
}

function kindsOf(chance: Chance, relation: Relation): readonly PackageKind[] {
  const kinds = Array.from({ length: 1 + chance.below(3) }, (): PackageKind => {
    const [format, arch] = [chance.pick(FORMATS), chance.pick(ARCHS)]
    // Which of two noarch rpms wins is decided by each architecture's head, and may differ.
    const mayConflict = relation === 'conflicting' && !(format === 'rpm' && arch === 'all')
    const content = mayConflict && chance.isTrue(0.4) ? 'other' : 'one'
    const [name, version] = [chance.pick(NAMES), chance.pick(VERSIONS)]
    return relation === 'conflicting'
      ? { format, name: 'hello', version: '1.0', arch, content }
      : { format, name, version, arch, content }
  })
  const distinct = new Map(kinds.map((it) => [[it.format, it.name, it.version, it.arch].join(' '), it]))
  return [...distinct.values()]
}

function endingsOf(chance: Chance, probability: number): readonly Ending[] {
  const endings: Ending[] = []
  while (endings.length < 3 && chance.isTrue(probability)) {
    endings.push({ kind: chance.pick(['killed', 'killed', 'cancelled']), atRequest: 1 + chance.below(60) })
  }
  return endings
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf, contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import type { Architecture } from '../../src/recipe/architecture.ts'
import type { Chance } from '../simulation/chance.ts'
import { deb, rpm } from '../support/publishing.ts'
import {
  CHANNELS,
  type Earlier,
  type Model,
  headsOf,
  itemOf,
  itemsIn,
  partsOf,
  promoted,
  published,
  removed,
} from './model.ts'
import type { Inputs } from './runs.ts'

/** What is about to be done to the bucket, and what clients must see afterwards. */
export interface Act {
  readonly title: string
  readonly inputs: Inputs
  readonly after: Model
  /** Whether it is a publish of one deb and one rpm in the place of an older one each: those are compared over time. */
  readonly isPlain?: boolean
}

/** What acts are drawn from. */
export interface Ground {
  readonly chance: Chance
  readonly keys: SigningKeys
  /** A folder that is ours, for packages. */
  readonly scratch: string
  readonly model: Model
  /** The head that the one in force replaced, where it was seen, and what it listed, by the key of the head. */
  readonly previous: ReadonlyMap<string, Earlier>
  readonly step: number
}

/** How many versions publishes keep. */
const KEEP = 3

interface Project {
  readonly name: string
  readonly architectures: readonly Architecture[]
}

const HELLO: Project = { name: 'hello', architectures: ['amd64', 'arm64'] }
const TOOL: Project = { name: 'tool', architectures: ['amd64'] }
const DATA: Project = { name: 'data', architectures: ['all'] }
/** One version, of which every publish replaces the content. */
const NIGHTLY: Project = { name: 'hello-nightly', architectures: ['amd64'] }

/** Acts and their weights. */
const DRAWN: readonly (readonly [number, (ground: Ground) => Promise<Act | undefined>])[] = [
  [30, (it) => release(it, TOOL, [it.chance.pick(CHANNELS)])],
  [12, (it) => release(it, HELLO, [it.chance.pick(CHANNELS)])],
  [6, (it) => release(it, HELLO, ['stable', 'testing'])],
  [6, (it) => release(it, DATA, [it.chance.pick(CHANNELS)])],
  [4, (it) => release(it, DATA, CHANNELS)],
  [10, nightly],
  [10, removal],
  [8, promotion],
  [6, rollback],
  [3, republish],
  [3, verification],
]

const WEIGHTS = DRAWN.reduce((sum, [weight]) => sum + weight, 0)

/** What is done next. Where nothing is there to be done it with, something else is. */
export async function nextAct(ground: Ground): Promise<Act> {
  for (;;) {
    let at = ground.chance.below(WEIGHTS)
    for (const [weight, draw] of DRAWN) {
      at -= weight
      if (at >= 0) continue
      const act = await draw(ground)
      if (act !== undefined) return act
      break
    }
  }
}

/** Everything in every channel, to begin with. */
export async function firstAct(ground: Ground): Promise<Act> {
  const packages = (await Promise.all([HELLO, TOOL, DATA].map((it) => packagesOf(ground, it, '1.0')))).flat()
  return publish(ground, 'the first publish', packages, CHANNELS, { 'keep-versions': String(KEEP) })
}

/** A release of the smallest project, for what is done at the end. */
export function lastRelease(ground: Ground): Promise<Act> {
  return release(ground, TOOL, CHANNELS)
}

async function release(ground: Ground, project: Project, channels: readonly string[]): Promise<Act> {
  const architectures =
    project === HELLO
      ? ground.chance.sample(project.architectures, 1 + ground.chance.below(2))
      : project.architectures
  const packages = await packagesOf(ground, { ...project, architectures }, `1.${ground.step}`)
  const inputs = { 'keep-versions': String(KEEP) }
  return publish(ground, `publish ${project.name} 1.${ground.step}`, packages, channels, inputs)
}

async function nightly(ground: Ground): Promise<Act> {
  const packages = await packagesOf(ground, NIGHTLY, '0.0')
  return publish(ground, 'replace hello-nightly', packages, ['nightly'], { 'if-exists': 'replace' })
}

/** Of what there are two versions at least, so that no architecture is ever left without a package. */
async function removal({ chance, model }: Ground): Promise<Act | undefined> {
  const channel = chance.pick(CHANNELS)
  const listed = itemsIn(model, channel).map(({ identity }) => partsOf(identity))
  const isLast = (name: string, version: string) =>
    listed.some(
      (it) =>
        it.name === name &&
        it.version === version &&
        !listed.some(
          (other) =>
            other.name === name &&
            other.format === it.format &&
            other.arch === it.arch &&
            other.version !== version,
        ),
    )
  const able = listed.filter(({ name, version }) => !isLast(name, version))
  if (able.length === 0) return undefined
  const { name, version } = chance.pick(able)
  return {
    title: `remove ${name} ${version} from ${channel}`,
    inputs: { command: 'remove', channels: channel, packages: `${name}=${version}` },
    after: removed(model, channel, name, version),
  }
}

async function promotion({ chance, model }: Ground): Promise<Act> {
  const base = { command: 'promote', 'from-channel': 'testing', channels: 'stable' }
  if (chance.isTrue(0.5)) {
    return { title: 'promote the newest', inputs: base, after: promoted(model, 'testing', 'stable') }
  }
  const { name, version } = partsOf(chance.pick(itemsIn(model, 'testing')).identity)
  return {
    title: `promote ${name} ${version}`,
    inputs: { ...base, packages: `${name}=${version}` },
    after: promoted(model, 'testing', 'stable', { name, version }),
  }
}

/** By their IDs: a run again of a rollback to `previous` would go back to where it came from. */
async function rollback({ chance, model, previous }: Ground): Promise<Act | undefined> {
  const channel = chance.pick(CHANNELS)
  const heads = headsOf(channel).filter((head) => previous.has(head))
  if (heads.length === 0) return undefined
  const back = chance.isTrue(0.5) ? heads : [chance.pick(heads)]
  const goals = back.map((head) => ({ head, ...previous.get(head) }))
  const ids = goals.map(({ id }) => id).join(', ')
  const listings = goals.flatMap(({ head, listing }) =>
    listing === undefined ? [] : [[head, listing] as const],
  )
  const after = new Map([...model, ...listings])
  if (!agreeOnNoarch(after, channel)) return undefined
  return {
    title: `roll ${channel} back to ${ids}`,
    inputs: { command: 'rollback', channels: channel, to: ids },
    after,
  }
}

/** What one architecture lists for all of them is brought to the others by the next run: such a state does not stay. */
function agreeOnNoarch(model: Model, channel: string): boolean {
  const heads = headsOf(channel).filter((head) => head.startsWith('rpm/'))
  const lists = heads.map((head) => {
    const forAll = [...(model.get(head) ?? [])].filter(([identity]) => partsOf(identity).arch === 'noarch')
    return forAll
      .map((item) => item.join(' '))
      .sort()
      .join('\n')
  })
  return new Set(lists).size <= 1
}

async function republish({ chance, model }: Ground): Promise<Act> {
  const channels = chance.pick(CHANNELS)
  return {
    title: `republish ${channels}`,
    inputs: { command: 'republish', channels },
    after: model,
  }
}

async function verification({ chance, model }: Ground): Promise<Act> {
  const channels = chance.pick(CHANNELS)
  const inputs = { command: 'verify', channels, deep: String(chance.isTrue(0.5)) }
  return { title: `verify ${channels}, deep: ${inputs.deep}`, inputs, after: model }
}

async function packagesOf(
  { keys, chance }: Ground,
  { name, architectures }: Project,
  version: string,
): Promise<readonly AnyPackage[]> {
  const text = `${name} ${version} ${chance.below(2 ** 32)}\n`
  const content = contentOf(Buffer.from(text))
  const entries = [{ type: 'file', path: `/usr/share/${name}/text`, mode: 0o644, content }] as const
  const both = architectures.flatMap((arch) => {
    const description = { name, version, arch, entries }
    return [deb(description), rpm(keys, description)]
  })
  return Promise.all(both)
}

async function publish(
  { scratch, model }: Ground,
  title: string,
  packages: readonly AnyPackage[],
  channels: readonly string[],
  more: Inputs,
): Promise<Act> {
  const paths = await Promise.all(packages.map((pkg, position) => fileOf(scratch, pkg, position)))
  const inputs = { channels: channels.join(', '), artifacts: paths.join('\n'), ...more }
  const keep = Number(more['keep-versions'] ?? 0)
  const after = published(model, packages.map(itemOf), channels, keep)
  const isOfOneArchitecture = packages.length === 2 && packages.every(({ arch }) => !isNeutral(arch))
  const isPlain = isOfOneArchitecture && channels.length === 1 && keep > 0 && sizeOf(after) === sizeOf(model)
  return { title: `${title} in ${channels.join(', ')}`, inputs, after, isPlain }
}

const sizeOf = (model: Model) => [...model.values()].reduce((sum, { size }) => sum + size, 0)

/** For every architecture: spreading it takes requests of its own. */
const isNeutral = (arch: string) => arch === 'all' || arch === 'noarch'

async function fileOf(scratch: string, pkg: AnyPackage, position: number): Promise<string> {
  const path = join(scratch, `${position}.${pkg.format}`)
  await writeFile(path, await bytesOf(pkg.content, 2 ** 20, 'it'))
  return path
}

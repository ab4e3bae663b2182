import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { Entry } from '../../src/report/entries.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { type RunOptions, publishAll, runCommand } from '../support/publishing.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'
import { type PackageKind, packageOf } from './packages.ts'

/** What is published before anything happens. */
export const STARTS = ['nothing', 'nothing', 'hello', 'noarch', 'two-channels', 'history'] as const
export type Start = (typeof STARTS)[number]

export const BASE_URL = 'https://packages.example.com'
/** When it is published, or a little later. */
export const PUBLISHED_MS = 1_800_000_000_000

interface Published {
  readonly objects: MemoryStore['objects']
  readonly entries: readonly Entry[]
}

const hello = (['deb', 'rpm'] as const).map((format): PackageKind => ({
  format,
  name: 'hello',
  version: '1.0',
  arch: 'amd64',
  content: 'one',
}))
const noarch = hello.map((it): PackageKind => ({ ...it, name: 'data', arch: 'all' }))

const CONTENTS: Readonly<Record<Start, { kinds: readonly PackageKind[]; channels: string }>> = {
  nothing: { kinds: [], channels: '' },
  hello: { kinds: hello, channels: 'stable' },
  noarch: { kinds: [...hello, ...noarch], channels: 'stable' },
  'two-channels': { kinds: [...hello, ...noarch], channels: 'stable, testing' },
  history: { kinds: [...hello, ...noarch], channels: 'stable, testing' },
}

const published = new Map<Start, Promise<Published>>()

/** The kinds that a start has in a channel. */
export function startKinds(start: Start, channel: string): readonly PackageKind[] {
  const { kinds, channels } = CONTENTS[start]
  return channels.split(', ').includes(channel) ? kinds : []
}

/** Published once, then copied. */
export function publishedAt(start: Start, keys: SigningKeys): Promise<Published> {
  const known = published.get(start) ?? publishStart(start, keys)
  published.set(start, known)
  return known
}

async function publishStart(start: Start, keys: SigningKeys): Promise<Published> {
  const { kinds, channels } = CONTENTS[start]
  const clock = virtualClock(PUBLISHED_MS)
  const store = memoryStore(clock)
  if (kinds.length === 0) return { objects: store.objects, entries: [] }
  const packages = await Promise.all(kinds.map((kind) => packageOf(keys, kind)))
  const world = { store, keys, clock, baseUrl: BASE_URL, inputs: { channels } }
  if (start === 'history') await publishHistory(world)
  const { entries } = await publishAll(packages, world)
  return { objects: store.objects, entries }
}

/** Other packages, that are gone when the start is published: heads, indexes and files that nobody names. */
async function publishHistory(world: RunOptions & { readonly clock: VirtualClock }): Promise<void> {
  const older = hello.map((it): PackageKind => ({ ...it, name: 'tool' }))
  for (const kinds of [older, older.map((it): PackageKind => ({ ...it, version: '1.1' }))]) {
    await publishAll(await Promise.all(kinds.map((kind) => packageOf(world.keys, kind))), world)
    world.clock.advance(60_000)
  }
  await runCommand('remove', { packages: 'tool' }, world)
  world.clock.advance(60_000)
}

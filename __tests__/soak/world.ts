import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import type { Store } from '../../src/store/store.ts'
import type { Chance } from '../simulation/chance.ts'
import type { LocalR2 } from '../support/miniflare.ts'
import type { Ground } from './acts.ts'
import type { Objects, Seen } from './bucket-view.ts'
import { type FollowingClient, followingApt, followingDnf } from './clients.ts'
import type { Stretch } from './curve.ts'
import type { DatedBucket } from './dated-bucket.ts'
import type { Earlier, Model } from './model.ts'
import { type Runs, runsOn } from './runs.ts'
import type { StoreClock } from './store-clock.ts'

export interface SoakOptions {
  readonly steps: number
  readonly seed: number
  readonly r2: LocalR2
  readonly keys: SigningKeys
  readonly armoredKey: string
  /** A folder that is ours. */
  readonly scratch: string
  /** Whether apt and dnf look, which needs their roots. */
  readonly clients: boolean
  /** Takes the figures of some steps, and the last of those. */
  readonly stretch: (stretch: Stretch, until: number) => void
  /** Says what each step was. */
  readonly trace: (line: string) => void
}

/** One bucket, what was done to it, and who looks at it. */
export interface World {
  readonly options: SoakOptions
  readonly chance: Chance
  readonly trust: readonly TrustedKey[]
  readonly clock: StoreClock
  readonly bucket: DatedBucket
  /** The same, to look at: what that takes is in no figure. */
  readonly store: Store
  readonly runs: Runs
  readonly clients: readonly FollowingClient[]
  /** What was promised. */
  model: Model
  /** What was seen last. */
  objects: Objects
  heads: ReadonlyMap<string, Seen>
  readonly previous: Map<string, Earlier>
}

export async function worldOf(
  options: SoakOptions,
  chance: Chance,
  clock: StoreClock,
  bucket: DatedBucket,
): Promise<World> {
  const { r2, keys, armoredKey, scratch } = options
  return {
    options,
    chance,
    trust: trustOf(keys),
    clock,
    bucket,
    store: r2.store(),
    runs: runsOn({ r2, bucket, armoredKey, scratch }),
    clients: await clientsOf(options),
    model: new Map(),
    objects: new Map(),
    heads: new Map(),
    previous: new Map(),
  }
}

async function clientsOf({ clients, r2, keys, scratch }: SoakOptions): Promise<readonly FollowingClient[]> {
  if (!clients) return []
  const url = r2.workerUrl.replace(/\/$/, '')
  return Promise.all([
    followingApt(url, keys.publicArmored, scratch),
    followingDnf(url, keys.publicArmored, scratch),
  ])
}

/** What the next act is drawn from: no roll-back to a head whose copy was collected. */
export function groundOf({ options, chance, model, objects, previous }: World, step: number): Ground {
  const { keys, scratch } = options
  const kept = [...previous].filter(([head, { id }]) => objects.has(copyOf(head, id)))
  return { chance, keys, scratch, model, previous: new Map(kept), step }
}

const copyOf = (head: string, id: string) => head.replace(/([^/]+)$/, `heads/${id}/$1`)

import type { Entry } from '../../src/report/entries.ts'
import type { HeadView } from './head-view.ts'

/** What a job does on purpose to what others published. */
export type Intent =
  | { readonly kind: 'replace'; readonly channel: string; readonly identity: string; readonly sha256: string }
  /** Some versions of a name, or of all names. */
  | { readonly kind: 'remove'; readonly channel: string; readonly name: string | undefined }

/** What was acknowledged, and must be in every later head. */
interface Claim {
  readonly identity: string
  readonly channel: string
  readonly sha256: ReadonlySet<string>
  /** Of rpm repositories: noarch packages are promised where they were when the job ended. */
  readonly heads: ReadonlySet<string>
}

/** All that jobs reported, and the heads as they are. */
export interface Ledger {
  /** @throws Error where the head lacks what was acknowledged */
  changed(view: HeadView): void
  /** @throws Error where what a job reports is not there */
  acknowledge(entries: readonly Entry[]): void
  /** @throws Error where an architecture of a channel lacks a noarch package that another has */
  assertSpread(): void
  readonly heads: ReadonlyMap<string, HeadView>
}

function identityOf({ format, name, version, arch }: Entry): string {
  return [format, name, version, arch].join(' ')
}

/** @param intents of all jobs of this world: whoever replaces or removes a package may do so at any time */
export function ledger(intents: readonly Intent[]): Ledger {
  const heads = new Map<string, HeadView>()
  const claims = new Map<string, Claim>()

  function acknowledge(entry: Entry): void {
    const { channel, name } = entry
    const identity = identityOf(entry)
    const concerning = intents.filter((it) => it.channel === channel)
    const isRemoved = concerning.some((it) => it.kind === 'remove' && (it.name ?? name) === name)
    if (entry.status === 'removed' || isRemoved) return
    const replaced = concerning.flatMap((it) =>
      it.kind === 'replace' && it.identity === identity ? it.sha256 : [],
    )
    const inPlace = [...heads.values()].filter((view) => has(view, channel, identity))
    if (inPlace.length === 0) throw new Error(`${identity} was reported in ${channel}, but no head names it`)
    const sha256 = new Set([entry.sha256, ...replaced])
    const claim = { identity, channel, sha256, heads: new Set(inPlace.map(({ key }) => key)) }
    claims.set(`${channel} ${identity}`, claim)
    for (const view of inPlace) assertKept(view, claim)
  }
  return {
    heads,
    changed(view) {
      heads.set(view.key, view)
      for (const claim of claims.values()) if (claim.heads.has(view.key)) assertKept(view, claim)
    },
    acknowledge: (entries) => entries.forEach(acknowledge),
    assertSpread() {
      for (const { identity, channel } of claims.values()) {
        if (!identity.endsWith(' noarch')) continue
        const repositories = [...heads.values()].filter((view) => isOf(view, channel, identity))
        const lacking = repositories.find((view) => !has(view, channel, identity))
        if (lacking !== undefined) throw new Error(`${lacking.key} lacks ${identity}`)
      }
    },
  }
}

function isOf({ key }: HeadView, channel: string, identity: string): boolean {
  return identity.startsWith('deb ')
    ? key === `apt/dists/${channel}/InRelease`
    : key.startsWith(`rpm/${channel}/`)
}

function has(view: HeadView, channel: string, identity: string): boolean {
  return isOf(view, channel, identity) && view.indexes.some((index) => index.has(identity))
}

function assertKept(view: HeadView, { identity, sha256 }: Claim): void {
  const arch = identity.slice(identity.lastIndexOf(' ') + 1)
  const isEverywhere = arch === 'all' || arch === 'noarch'
  for (const [position, index] of view.indexes.entries()) {
    const ownArch = view.architectures[position]
    if (ownArch !== '' && ownArch !== arch && !isEverywhere) continue
    const found = index.get(identity)
    if (found === undefined)
      throw new Error(`${view.key} lost ${identity}${ownArch === '' ? '' : ` for ${ownArch}`}`)
    if (!sha256.has(found.sha256))
      throw new Error(`${view.key} has ${identity} with content that nobody reported`)
  }
}

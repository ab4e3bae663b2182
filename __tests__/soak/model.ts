import { type AnyPackage, identityOf } from '../../src/package.ts'

/** The packages that a head lists, by identity (`deb hello 1.0 amd64`), with their SHA-256. */
export type Listing = ReadonlyMap<string, string>

/** A head that was in force before, and what it listed. */
export interface Earlier {
  readonly id: string
  readonly listing: Listing
}

/** What clients must see: the listing of every head, by its key. */
export type Model = ReadonlyMap<string, Listing>

export const CHANNELS = ['stable', 'testing', 'nightly'] as const

const RPM_ARCHITECTURES = ['x86_64', 'aarch64'] as const

export function aptHead(channel: string): string {
  return `apt/dists/${channel}/InRelease`
}

export function rpmHead(channel: string, arch: string): string {
  return `rpm/${channel}/${arch}/repodata/repomd.xml`
}

export function headsOf(channel: string): readonly string[] {
  return [aptHead(channel), ...RPM_ARCHITECTURES.map((arch) => rpmHead(channel, arch))]
}

/** A package as indexes list it. */
export interface Item {
  readonly identity: string
  readonly sha256: string
}

export function itemOf(pkg: AnyPackage): Item {
  return { identity: identityOf(pkg), sha256: pkg.sha256 }
}

export interface Parts {
  readonly format: string
  readonly name: string
  /** Without the release of an rpm. */
  readonly version: string
  readonly arch: string
}

export function partsOf(identity: string): Parts {
  const [format = '', name = '', version = '', arch = ''] = identity.split(' ')
  return { format, name, version: version.replace(/-1$/, ''), arch }
}

/** The N of versions `1.N`, by which both dpkg and rpm order them. */
function numberOf(identity: string): number {
  return Number(partsOf(identity).version.split('.')[1])
}

function destinations({ format, arch }: Parts, channel: string): readonly string[] {
  if (format === 'deb') return [aptHead(channel)]
  return (arch === 'noarch' ? RPM_ARCHITECTURES : [arch]).map((it) => rpmHead(channel, it))
}

/** Packages more in some channels; where `keep` is not 0, of each of their names and architectures so many stay. */
export function published(
  model: Model,
  items: readonly Item[],
  channels: readonly string[],
  keep: number,
): Model {
  const next = new Map(model)
  for (const channel of channels) {
    for (const head of headsOf(channel)) {
      const arriving = items.filter(({ identity }) => destinations(partsOf(identity), channel).includes(head))
      if (arriving.length > 0) next.set(head, retained(next.get(head) ?? new Map(), arriving, keep))
    }
  }
  return next
}

const groupOf = (identity: string) => {
  const { format, name, arch } = partsOf(identity)
  return [format, name, arch].join(' ')
}

function retained(listing: Listing, arriving: readonly Item[], keep: number): Listing {
  const all = new Map([...listing, ...arriving.map(({ identity, sha256 }) => [identity, sha256] as const)])
  if (keep === 0) return all
  const own = new Set(arriving.map(({ identity }) => identity))
  const groups = new Set([...own].map(groupOf))
  for (const group of groups) {
    const newestFirst = [...all.keys()]
      .filter((identity) => groupOf(identity) === group)
      .sort((a, b) => numberOf(b) - numberOf(a))
    for (const identity of newestFirst.slice(keep)) if (!own.has(identity)) all.delete(identity)
  }
  return all
}

/** A version less in a channel, of whatever format and architecture. */
export function removed(model: Model, channel: string, name: string, version: string): Model {
  const isGone = (identity: string) =>
    partsOf(identity).name === name && partsOf(identity).version === version
  const next = new Map(model)
  for (const head of headsOf(channel)) {
    next.set(head, new Map([...(model.get(head) ?? [])].filter(([identity]) => !isGone(identity))))
  }
  return next
}

/** What is listed in a channel, each package once. */
export function itemsIn(model: Model, channel: string): readonly Item[] {
  const all = new Map(headsOf(channel).flatMap((head) => [...(model.get(head) ?? [])]))
  return [...all].map(([identity, sha256]) => ({ identity, sha256 }))
}

/** The newest version of each name for each architecture, or one version of a name, in another channel too. */
export function promoted(
  model: Model,
  from: string,
  to: string,
  only?: { readonly name: string; readonly version: string },
): Model {
  const listed = itemsIn(model, from)
  const selected = listed.filter(({ identity }) => {
    if (only !== undefined)
      return partsOf(identity).name === only.name && partsOf(identity).version === only.version
    const rivals = listed.filter((it) => groupOf(it.identity) === groupOf(identity))
    return rivals.every((it) => numberOf(it.identity) <= numberOf(identity))
  })
  return published(model, selected, [to], 0)
}

/** What a head lists otherwise than was promised; empty where that is nothing. */
export function differenceOf(listing: Listing, promised: Listing): string {
  const missing = [...promised].filter(([identity, sha256]) => listing.get(identity) !== sha256)
  const odd = [...listing.keys()].filter((identity) => !promised.has(identity))
  const lines = [
    ...missing.map(([identity]) => `lacks ${identity}`),
    ...odd.map((identity) => `has ${identity}`),
  ]
  return lines.join(', ')
}

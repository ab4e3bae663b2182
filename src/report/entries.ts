import { type AnyPackage, listedIdentityOf, versionOf } from '../package.ts'
import type { Outcome, Status } from '../repository/commit/publisher.ts'

/** One line of the output `packages`: a package in a channel. */
export interface Entry {
  readonly format: AnyPackage['format']
  readonly name: string
  readonly version: string
  /** As the format spells it. */
  readonly arch: string
  readonly channel: string
  /** Relative to the root of the store. */
  readonly key: string
  /** Empty where nothing says how clients reach the store. */
  readonly url: string
  readonly sha256: string
  readonly size: number
  readonly status: Status
}

/**
 * A package that several architectures' repositories list is one entry, with its first key; a change anywhere wins. Each
 * component of a suite has a file of its own.
 */
export function entriesOf(outcomes: readonly Outcome[], baseUrl: string | undefined): readonly Entry[] {
  const entries = new Map<string, Entry>()
  for (const outcome of outcomes) {
    const entry = entryOf(outcome, baseUrl)
    const identity = `${entry.channel} ${listedIdentityOf(outcome.pkg)}`
    const first = entries.get(identity)
    const status = first === undefined || first.status === 'unchanged' ? entry.status : first.status
    entries.set(identity, { ...(first ?? entry), status })
  }
  return [...entries.values()]
}

function entryOf({ pkg, channel, file, status }: Outcome, baseUrl: string | undefined): Entry {
  return {
    format: pkg.format,
    name: pkg.name,
    version: versionOf(pkg),
    arch: pkg.arch,
    channel,
    key: file.key,
    url: baseUrl === undefined ? '' : `${baseUrl}/${encodePath(file.key)}`,
    sha256: file.sha256,
    size: file.sizeBytes,
    status,
  }
}

function encodePath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/')
}

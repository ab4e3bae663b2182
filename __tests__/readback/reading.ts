import { publicClient } from '../../src/readback/answer.ts'
import type { ReadBack } from '../../src/readback/finding.ts'
import { readBack } from '../../src/readback/read-back.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { Committed } from '../../src/repository/commit/commit.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'

/** A repository in memory with two packages of each format, as one run published it. */
export async function published() {
  const keys = await fixtureKeys('ed25519')
  const clock = virtualClock(Date.now())
  const store = memoryStore(clock)
  const packages = [
    await deb(),
    await rpm(keys),
    await deb({ version: '1.1-rc.1' }),
    await rpm(keys, { version: '1.1-rc.1' }),
  ]
  const options = { store, keys, clock, baseUrl: 'https://packages.example.com' }
  const publish = async (list: Parameters<typeof publishAll>[0]) => {
    clock.advance(5_000)
    return (await publishAll(list, options)).committed ?? []
  }
  return { keys, clock, store, publish, committed: await publish(packages) }
}

interface Reading {
  readonly keys: SigningKeys
  readonly clock: VirtualClock
  readonly prefix?: string
}

/** Reads back through a URL, on a clock on which waiting takes no time. */
export async function readThrough(
  url: string,
  committed: readonly Committed[],
  { keys, clock, prefix = '' }: Reading,
): Promise<ReadBack & { readonly said: readonly string[] }> {
  const said: string[] = []
  const { signal } = new AbortController()
  const read = await readBack(committed, {
    ask: publicClient(signal),
    place: { baseUrl: url, prefix },
    trust: trustOf(keys),
    keys,
    keyFile: 'demo.asc',
    patience: { clock, signal, say: (message) => void said.push(message) },
  })
  return { ...read, said }
}

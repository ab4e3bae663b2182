import { beforeAll, describe, expect, test } from '@jest/globals'
import { bytesOf, contentOf } from '../../src/content.ts'
import { signDetachedArmored } from '../../src/openpgp/sign.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { emptyMetadata, renderMetadata } from '../../src/rpm/repodata/metadata.ts'
import { countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import { aliasesAgree, clientView } from '../support/client-view.ts'
import { deb, fixtureKeys, publishAll, recordingLog, rpm } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { indexOf, write, writeSuite } from './foreign-suite.ts'

const RPM = 'rpm/stable/x86_64/'
const UNSIGNED = { 'adopt-unsigned': 'true' }

let keys: SigningKeys
let others: SigningKeys
let packages: Readonly<Record<'apt' | 'rpm', AnyPackage>>
beforeAll(async () => {
  keys = await fixtureKeys()
  others = await fixtureKeys('rsa3072-other')
  packages = { apt: await deb({ version: '2.0' }), rpm: await rpm(keys, { version: '2.0' }) }
})

/** A run, what it wrote and what it said. */
async function publish(memory: MemoryStore, pkg: AnyPackage, inputs: Readonly<Record<string, string>> = {}) {
  const [store, log] = [countingStore(memory), recordingLog()]
  const failure = await publishAll([pkg], { store, keys, inputs, log, clock: virtualClock() }).then(
    () => undefined,
    (error: Error) => error,
  )
  const notices = log.lines.filter((line) => line.startsWith('notice:'))
  return { failure, notices, written: store.counts().uploadedObjects }
}

interface Maker {
  readonly head: string
  readonly signature: string
  /** What carries a signature of ours at the plain names. */
  readonly ours: readonly string[]
  readonly make: (memory: MemoryStore) => Promise<void>
}

const MAKERS: Readonly<Record<'apt' | 'rpm', Maker>> = {
  apt: {
    head: 'apt/dists/stable/Release',
    signature: 'apt/dists/stable/Release.gpg',
    ours: ['apt/dists/stable/InRelease', 'apt/dists/stable/Release.gpg'],
    make: async (memory: MemoryStore) => {
      const old = await deb({ name: 'old' })
      const stored = { 'main/binary-amd64/Packages': indexOf(old) }
      await write(memory, 'apt/pool/old.deb', await bytesOf(old.content, 2 ** 20, 'old'))
      await writeSuite(memory, ['Suite: stable', 'Architectures: amd64', 'Components: main'], { stored })
    },
  },
  rpm: {
    head: `${RPM}repodata/repomd.xml`,
    signature: `${RPM}repodata/repomd.xml.asc`,
    ours: [`${RPM}repodata/repomd.xml.asc`],
    make: async (memory: MemoryStore) => {
      const { indexes, repomd } = await renderMetadata(
        emptyMetadata(),
        { stampSeconds: 1_600_000_000, previous: undefined },
        others,
      )
      for (const { href, stored } of indexes) await write(memory, RPM + href, stored)
      await write(memory, `${RPM}repodata/repomd.xml`, repomd)
    },
  },
}

describe.each(['apt', 'rpm'] as const)('an unsigned repository: %s', (format) => {
  const { head, signature, ours, make } = MAKERS[format]

  async function foreign(): Promise<MemoryStore> {
    const memory = memoryStore(virtualClock())
    await make(memory)
    return memory
  }

  async function signAs(memory: MemoryStore, by: SigningKeys, text: Uint8Array): Promise<void> {
    const at = new Date('2020-11-21T09:15:44Z')
    await write(memory, signature, await signDetachedArmored(contentOf(text), by, at, 'first'))
  }

  test('is refused, and the input is named', async () => {
    const { failure, written } = await publish(await foreign(), packages[format])
    expect(failure).toMatchObject({
      code: 'SIGNATURE',
      message: expect.stringContaining('set adopt-unsigned'),
    })
    expect(failure?.message).toContain(head)
    expect(written).toBe(0)
  })

  test('is taken over where the input says so, and signed from then on', async () => {
    const memory = await foreign()
    const first = await publish(memory, packages[format], UNSIGNED)
    expect(first.failure).toBeUndefined()
    expect(first.notices).toEqual([expect.stringMatching(/stable.* is not signed and is taken as it stands/)])
    expect((await clientView(memory, trustOf(keys))).join()).toContain('hello')
    expect(await aliasesAgree(memory, trustOf(keys))).toBe(true)

    const second = await publish(memory, packages[format], UNSIGNED)
    expect(second.failure).toBeUndefined()
    expect(second.notices).toEqual([expect.stringContaining('take it out')])
    expect((await publish(memory, packages[format])).notices).toEqual([])
  })

  test('whose signature is bad, or by an unknown key, is refused all the same', async () => {
    for (const [by, text, message] of [
      [keys, 'other text\n', /bad/],
      [others, undefined, /trusted-keys/],
    ] as const) {
      const memory = await foreign()
      const bytes = text === undefined ? memory.objects.get(head)?.bytes : Buffer.from(text)
      await signAs(memory, by, bytes ?? Buffer.alloc(0))
      const { failure, written } = await publish(memory, packages[format], UNSIGNED)
      expect(failure).toMatchObject({ code: 'SIGNATURE', message: expect.stringMatching(message) })
      expect(written).toBe(0)
    }
    const memory = await foreign()
    await write(memory, signature, 'no signature')
    expect((await publish(memory, packages[format], UNSIGNED)).failure).toMatchObject({ code: 'SIGNATURE' })
  })

  test('that was ours is not taken back by somebody who deleted its signatures', async () => {
    const memory = memoryStore(virtualClock())
    const first = await publish(memory, packages[format])
    expect(first.failure).toBeUndefined()
    for (const key of memory.objects.keys())
      if (ours.includes(key) || /heads\/.*\.asc$/.test(key)) memory.objects.delete(key)
    const before = memory.objects.size
    const { failure } = await publish(memory, packages[format], UNSIGNED)
    expect(failure).toMatchObject({ code: 'SIGNATURE', message: expect.stringContaining('republish') })
    expect(memory.objects.size).toBe(before)
  })
})

test('a Release that is none is refused also where unsigned ones are taken', async () => {
  const memory = memoryStore(virtualClock())
  await write(memory, 'apt/dists/stable/Release', '<html>404</html>')
  const { failure } = await publish(memory, packages.apt, UNSIGNED)
  expect(failure).toMatchObject({
    code: 'INTEGRITY',
    message: expect.stringContaining('dists/stable/Release'),
  })
})

test('nothing there is no reason to leave the input', async () => {
  const { notices } = await publish(memoryStore(virtualClock()), packages.apt, UNSIGNED)
  expect(notices).toEqual([expect.stringContaining('take it out')])
})

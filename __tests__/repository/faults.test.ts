import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { aliasesAgree, clientView } from '../support/client-view.ts'
import { Crash, type Faults, LostAnswer, type StoreCall, faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'

let keys: SigningKeys
let trust: readonly TrustedKey[]
let first: AnyPackage[]
let second: AnyPackage[]
beforeAll(async () => {
  keys = await fixtureKeys()
  trust = trustOf(keys)
  first = [await deb(), await rpm(keys)]
  second = [await deb({ version: '1.1' }), await rpm(keys, { version: '1.1' })]
})

function world() {
  const clock = virtualClock()
  const memory = memoryStore(clock)
  const publish = (packages: readonly AnyPackage[], store: Store = memory) => {
    clock.advance(5000)
    return publishAll(packages, { store, keys, clock, baseUrl: 'https://packages.example.com' })
  }
  return { clock, memory, publish, faulty: (faults: Faults) => faultyStore(memory, faults) }
}

const BOTH = [
  'deb pool/main/h/hello/hello_1.0_amd64.deb',
  'deb pool/main/h/hello/hello_1.1_amd64.deb',
  'rpm rpm/stable/x86_64/hello-1.0-1.x86_64.rpm',
  'rpm rpm/stable/x86_64/hello-1.1-1.x86_64.rpm',
]

const isHead = (key: string) => /(^|\/)(InRelease|repomd\.xml)$/.test(key) && !key.includes('/heads/')
const isHeadSwap = ({ operation, key }: StoreCall) => operation === 'swap' && isHead(key)

function once(applies: (call: StoreCall) => boolean, fault: (call: StoreCall) => Promise<void> | void) {
  const done = new Set<string>()
  return async (call: StoreCall) => {
    if (!applies(call) || done.has(call.key)) return
    done.add(call.key)
    await fault(call)
  }
}

describe('a swap', () => {
  test.each([
    ['throttled before it was applied', 'before'],
    ['applied, its answer lost', 'after'],
  ] as const)('%s ends in both versions, added', async (_, moment) => {
    const it = world()
    await it.publish(first)
    const lose = once(isHeadSwap, () => {
      throw new LostAnswer()
    })
    const report = await it.publish(second, it.faulty({ [moment]: lose }))
    expect(report.entries.map(({ status }) => status)).toEqual(['added', 'added'])
    expect(await clientView(it.memory, trust)).toEqual(BOTH)
    expect(await aliasesAgree(it.memory, trust)).toBe(true)
  })

  test('that another publisher was faster than is done again on what he left', async () => {
    const it = world()
    await it.publish(first)
    const other = [await deb({ name: 'other' }), await rpm(keys, { name: 'other' })]
    const overtake = once(isHeadSwap, async ({ key }) => {
      await it.publish(other.filter(({ format }) => (format === 'deb') === key.endsWith('InRelease')))
    })
    await it.publish(second, it.faulty({ before: overtake }))
    const view = await clientView(it.memory, trust)
    expect(view).toEqual(expect.arrayContaining(BOTH))
    expect(view).toHaveLength(6)
    expect(await aliasesAgree(it.memory, trust)).toBe(true)
  })

  test('that is always refused ends in an error, not in a hang', async () => {
    const it = world()
    await it.publish(first)
    const store = it.faulty({
      before: (call) => {
        if (isHeadSwap(call)) throw new LostAnswer()
      },
    })
    await expect(it.publish(second, store)).rejects.toThrow(/For 15 minutes .* run the step again/)
    await it.publish(second)
    expect(await clientView(it.memory, trust)).toEqual(BOTH)
  })

  test('a conflict that shows up on a retry fails, and says what is done', async () => {
    const it = world()
    await it.publish(first)
    const entries = [
      {
        type: 'file' as const,
        path: '/usr/bin/hello',
        mode: 0o755,
        content: contentOf(Buffer.from('other')),
      },
    ]
    const rival = await deb({ version: '1.1', entries })
    const overtake = once(
      (call) => isHeadSwap(call) && call.key.endsWith('InRelease'),
      async () => {
        await it.publish([rival])
      },
    )
    await expect(it.publish(second, it.faulty({ before: overtake }))).rejects.toThrow(
      /with other content.*Done nevertheless: rpm repository stable\/x86_64/,
    )
    expect(await clientView(it.memory, trust)).toHaveLength(4)
  })
})

describe('keys of packages', () => {
  const key = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
  const headers = { contentType: 'application/octet-stream', cacheControl: '', metadata: {} }
  const APART = /^apt\/pool\/main\/h\/hello\/\d{10}-[0-9a-f]{16}\/hello_1.0_amd64.deb$/

  test('that other bytes have taken are left to them', async () => {
    const it = world()
    await it.memory.put(key, contentOf(Buffer.from('something else')), headers)
    const report = await it.publish(first)
    expect(report.entries[0]?.key).toMatch(APART)
    await clientView(it.memory, trust)
  })

  test.each([
    [0.4, (stored: string) => stored === key],
    [0.6, (stored: string) => APART.test(stored)],
  ])(
    'that no head names are used again after %f days only if no collector can be at them',
    async (days, isExpected) => {
      const it = world()
      const [pkg] = first
      if (pkg === undefined) throw new Error('no package')
      await it.memory.put(key, pkg.content, { ...headers, metadata: { sha256: pkg.sha256 } })
      it.clock.advance(days * 24 * 60 * 60 * 1000)
      const report = await it.publish([pkg])
      expect(isExpected(report.entries[0]?.key ?? '')).toBe(true)
    },
  )

  test('that a collector has marked are given up', async () => {
    const it = world()
    await it.publish([await deb({ name: 'other' })])
    const [pkg] = first
    if (pkg === undefined) throw new Error('no package')
    await it.memory.put(key, pkg.content, { ...headers, metadata: { sha256: pkg.sha256 } })
    await it.memory.put(
      'apt/collecting/1800000000-0123456789abcdef',
      contentOf(Buffer.from(`${key}\n`)),
      headers,
    )
    const report = await it.publish([pkg])
    expect(report.entries[0]?.key).toMatch(APART)
  })

  test('that a head of another channel names are shared, however old', async () => {
    const it = world()
    await it.publish(first)
    it.clock.advance(400 * 24 * 60 * 60 * 1000)
    const report = await publishAll(first, {
      store: it.memory,
      keys,
      clock: it.clock,
      inputs: { channels: 'stable, testing' },
    })
    const debs = report.entries.filter(({ format }) => format === 'deb')
    expect(debs.map(({ key: stored }) => stored)).toEqual([key, key])
  })
})

describe('what a review found', () => {
  const other = async () =>
    deb({
      version: '1.1',
      entries: [
        { type: 'file', path: '/usr/bin/hello', mode: 0o755, content: contentOf(Buffer.from('rival')) },
      ],
    })

  test('a first publish that comes between the reads of another is no damage', async () => {
    for (const alias of ['/Release.gpg', '/Release', '/repomd.xml.asc']) {
      const it = world()
      const overtake = once(
        (call) => call.operation === 'get' && call.key.endsWith(alias),
        async () => {
          await it.publish(first)
        },
      )
      await it.publish(second, it.faulty({ before: overtake }))
      expect([alias, await clientView(it.memory, trust)]).toEqual([alias, BOTH])
    }
  })

  test('a run with nothing to publish does not write over the aliases of a newer head', async () => {
    for (const key of [
      'rpm/stable/x86_64/repodata/repomd.xml.asc',
      'apt/dists/stable/Release',
      'apt/dists/stable/main/binary-amd64/Packages.gz',
    ]) {
      const it = world()
      await it.publish(first)
      const overtake = once(
        (call) => call.operation === 'get' && call.key === key,
        async () => {
          await it.publish(second)
        },
      )
      await it.publish(first, it.faulty({ before: overtake }))
      expect([key, await aliasesAgree(it.memory, trust)]).toEqual([key, true])
    }
  })

  test('an alias that could not be written is written by the next run, whatever that publishes', async () => {
    const it = world()
    const arm = 'apt/dists/stable/main/binary-arm64/Packages.gz'
    await it.publish([await deb(), await deb({ arch: 'arm64' })])
    const failing = it.faulty({
      before: ({ operation, key }) => {
        if (operation === 'swap' && key === arm) throw new Error('unreachable')
      },
    })
    await it.publish([await deb({ version: '1.1' }), await deb({ version: '1.1', arch: 'arm64' })], failing)
    expect(await aliasesAgree(it.memory, trust)).toBe(false)
    await it.publish([await deb({ version: '1.2' })])
    expect(await aliasesAgree(it.memory, trust)).toBe(true)
  })

  test('a package that a rival was faster with is skipped, and reported so', async () => {
    const it = world()
    await it.publish(first)
    const overtake = once(isHeadSwap, async () => {
      await it.publish([await other()])
    })
    const report = await publishAll([second[0] as AnyPackage], {
      store: it.faulty({ before: overtake }),
      keys,
      clock: it.clock,
      inputs: { 'if-exists': 'skip' },
    })
    expect(report.entries).toMatchObject([{ status: 'skipped', sha256: (await other()).sha256 }])
  })

  test('a package gets one key of its own, however often its swap is refused', async () => {
    const it = world()
    await it.publish([await deb({ name: 'other' })])
    const key = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
    await it.memory.put(key, contentOf(Buffer.from('taken')), { contentType: '', cacheControl: '' })
    let refusals = 0
    const refuse = it.faulty({
      before: (call) => {
        if (isHeadSwap(call) && (refusals += 1) <= 4) throw new LostAnswer()
      },
    })
    const report = await it.publish([await deb()], refuse)
    const stored = [...it.memory.objects.keys()].filter((name) => name.includes('/hello/') && name !== key)
    expect(stored).toEqual([report.entries[0]?.key])
    expect(await clientView(it.memory, trust)).toContain(`deb ${stored[0]?.slice('apt/'.length)}`)
  })

  test('a file that a collector can be at is not used by a later attempt either', async () => {
    const it = world()
    await it.publish([await deb({ name: 'other' })])
    const pkg = await deb()
    const key = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
    const headers = { contentType: '', cacheControl: '', metadata: { sha256: pkg.sha256 } }
    await it.memory.put(key, pkg.content, headers)
    it.clock.advance(30 * 24 * 60 * 60 * 1000)
    const refuse = once(isHeadSwap, () => {
      throw new LostAnswer()
    })
    const report = await it.publish([pkg], it.faulty({ before: refuse }))
    expect(report.entries[0]?.key).toMatch(/\/\d{10}-[0-9a-f]{16}\/hello_1.0_amd64.deb$/)
    expect(await clientView(it.memory, trust)).not.toContain(`deb ${key.slice('apt/'.length)}`)
  })

  test('time runs from the first refusal, not from the upload', async () => {
    const it = world()
    await it.publish(first)
    const lose = once(isHeadSwap, () => {
      throw new LostAnswer()
    })
    const slow = it.faulty({
      before: async (call) => {
        if (call.operation === 'put' && call.key.endsWith('.deb')) it.clock.advance(20 * 60_000)
        await lose(call)
      },
    })
    const report = await it.publish([second[0] as AnyPackage], slow)
    expect(report.entries).toMatchObject([{ status: 'added' }])
  })

  test('a collector that deletes a marked file at once is no error', async () => {
    const it = world()
    await it.publish([await deb({ name: 'other' })])
    const [pkg] = first
    if (pkg === undefined) throw new Error('no package')
    const key = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
    const headers = { contentType: '', cacheControl: '', metadata: { sha256: pkg.sha256 } }
    await it.memory.put(key, pkg.content, headers)
    await it.memory.put(
      'apt/collecting/1800000000-0123456789abcdef',
      contentOf(Buffer.from(`${key}\n`)),
      headers,
    )
    const collector = it.faulty({
      after: ({ operation }) => {
        if (operation === 'list') it.memory.objects.delete(key)
      },
    })
    const report = await it.publish([pkg], collector)
    expect(report.entries[0]?.key).not.toBe(key)
    await clientView(it.memory, trust)
  })

  test('after a failed upload no other begins', async () => {
    const it = world()
    const many = await Promise.all(Array.from({ length: 60 }, (_, index) => deb({ name: `many-${index}` })))
    let begun = 0
    const failing = it.faulty({
      before: ({ operation, key }) => {
        if (operation === 'put' && key.endsWith('.deb') && (begun += 1) === 4) throw new Crash()
      },
    })
    await expect(it.publish(many, failing)).rejects.toThrow(Crash)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(begun).toBeLessThan(20)
  })

  test('a run that is cancelled while its swap has no answer still looks, and writes its aliases', async () => {
    const it = world()
    await it.publish(first)
    const controller = new AbortController()
    const lose = once(isHeadSwap, () => {
      controller.abort(new Error('Cancelled by SIGTERM'))
      throw new LostAnswer()
    })
    it.clock.advance(5000)
    await publishAll(second, {
      store: it.faulty({ after: lose }),
      keys,
      clock: it.clock,
      signal: controller.signal,
    }).catch(() => undefined)
    expect(await aliasesAgree(it.memory, trust)).toBe(true)
  })
})

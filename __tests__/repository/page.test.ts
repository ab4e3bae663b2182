import { beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { readContent } from '../../src/pages/index/data.ts'
import { countingStore } from '../../src/store/counting.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, publishAll, recordingLog, rpm, runCommand } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'

let keys: SigningKeys
beforeAll(async () => void (keys = await fixtureKeys()))

function world() {
  const clock = virtualClock()
  const memory = memoryStore(clock)
  const store = countingStore(memory)
  const log = recordingLog()
  const options = { store, keys, clock, log, baseUrl: 'https://packages.example.com' }
  const textAt = (key: string) => memory.objects.get(key)?.bytes.toString('utf8') ?? ''
  const shown = () =>
    readContent(textAt('index.html')).sections.flatMap(({ format, channel, arch, rows }) =>
      rows.map((row) => `${format} ${channel} ${arch}: ${row.name} ${row.version} +${row.older}`),
    )
  const message = () => (JSON.parse(textAt('demo.json')) as { message: string }).message
  const put = async (key: string, text: string) => {
    await memory.delete(key)
    await memory.put(key, contentOf(Buffer.from(text)), { contentType: 'text/html', cacheControl: '' })
  }
  return { clock, memory, store, log, options, textAt, shown, message, put }
}

describe('the page', () => {
  test('shows what each command leaves', async () => {
    const it = world()
    const both = async (version: string) => [await deb({ version }), await rpm(keys, { version })]
    await publishAll(await both('1.0'), it.options)
    it.clock.advance(5000)
    await publishAll(await both('1.1'), { ...it.options, inputs: { channels: 'stable, testing' } })
    const testing = ['deb testing amd64: hello 1.1 +0', 'rpm testing x86_64: hello 1.1-1 +0']
    const stable = (version: string, older: number) => [
      `deb stable amd64: hello ${version} +${older}`,
      `rpm stable x86_64: hello ${version}-1 +${older}`,
    ]
    expect(it.shown().sort()).toEqual([...stable('1.1', 1), ...testing].sort())
    expect(it.message()).toBe('v1.1')
    const steps = [
      ['remove', { packages: 'hello=1.1', channels: 'stable' }, stable('1.0', 0), 'v1.0'],
      ['rollback', { channels: 'stable' }, stable('1.1', 1), 'v1.1'],
      ['promote', { 'from-channel': 'testing', channels: 'next' }, stable('1.1', 1), 'v1.1'],
      ['republish', { channels: 'stable, testing' }, stable('1.1', 1), 'v1.1'],
    ] as const
    for (const [command, inputs, wanted, message] of steps) {
      it.clock.advance(5000)
      await runCommand(command, inputs, it.options)
      expect([command, it.shown()]).toEqual([command, expect.arrayContaining([...wanted, ...testing])])
      expect([command, it.message()]).toEqual([command, message])
    }
    expect(it.shown()).toContain('deb next amd64: hello 1.1 +0')
  })

  test('is written only when it changes, and again where it is lost', async () => {
    const it = world()
    const packages = [await deb(), await rpm(keys)]
    await publishAll(packages, it.options)
    const [before, written] = [it.textAt('index.html'), it.store.counts().uploadedObjects]
    it.clock.advance(60_000)
    await publishAll(packages, it.options)
    expect(it.store.counts().uploadedObjects).toBe(written)
    await it.memory.delete('index.html')
    await publishAll(packages, it.options)
    expect(it.textAt('index.html')).toBe(before)
    await it.put(
      'index.html',
      before.replace('"older":0', '"older":"<b>"').replace('</h1>', '<script>x()</script></h1>'),
    )
    await publishAll(packages, it.options)
    expect(it.textAt('index.html')).toBe(before)
  })

  test('of somebody else stays, which is said once', async () => {
    const it = world()
    const own = '<!doctype html><title>Ours</title>'
    await it.put('index.html', own)
    await publishAll([await deb()], it.options)
    it.clock.advance(5000)
    await publishAll([await deb({ version: '1.1' })], it.options)
    expect(it.textAt('index.html')).toBe(own)
    expect(it.message()).toBe('v1.1')
    const said = it.log.lines.filter((line) => line.includes('index.html'))
    expect(said).toEqual(
      Array(2).fill('info: index.html in memory was not made by a publish; it stays as it is.'),
    )
    // What is larger than any page of ours is not read.
    await it.put('index.html', own.padEnd(33 * 1024 * 1024))
    await publishAll([await deb({ version: '1.2' })], it.options)
    expect(it.textAt('index.html')).toHaveLength(33 * 1024 * 1024)
  })

  test('and what goes with it is not written where pages is false; the keys are', async () => {
    const it = world()
    await publishAll([await deb(), await rpm(keys)], { ...it.options, inputs: { pages: 'false' } })
    const atRoot = [...it.memory.objects.keys()].filter((key) => !key.includes('/'))
    expect(atRoot.sort()).toEqual(['demo.asc', 'demo.gpg'])
    await runCommand('remove', { packages: 'hello', pages: 'false' }, it.options)
    expect(it.textAt('index.html')).toBe('')
    const { verification } = await runCommand('verify', { pages: 'false' }, it.options)
    expect(verification?.findings).toEqual([])
  })

  test('has what both of two publishers brought, whoever writes it last', async () => {
    const it = world()
    await publishAll([await deb({ name: 'first' })], it.options)
    it.clock.advance(5000)
    let isHeld = true
    // The slow one has read the page, and is about to write it, when the fast one runs from its start to its end.
    const slow = faultyStore(it.store, {
      before: async ({ operation, key }) => {
        if (!isHeld || operation !== 'swap' || key !== 'index.html') return
        isHeld = false
        it.clock.advance(5000)
        await publishAll(
          [await deb({ name: 'fast', version: '2.0' }), await deb({ arch: 'arm64' })],
          it.options,
        )
      },
    })
    await publishAll([await deb({ name: 'slow' })], { ...it.options, store: slow })
    expect(isHeld).toBe(false)
    expect(it.shown().map((line) => line.replace(/^deb stable /, ''))).toEqual([
      'amd64: fast 2.0 +0',
      'amd64: first 1.0 +0',
      'amd64: slow 1.0 +0',
      'arm64: hello 1.0 +0',
    ])
    expect((await runCommand('verify', {}, it.options)).verification?.findings).toEqual([])
  })
})

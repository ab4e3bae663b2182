import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findAssets } from '../../src/artifacts/release-assets.ts'
import { matchesWildcards } from '../../src/wildcards.ts'
import { type Scratch, contentOf, memoryScratch } from '../../src/content.ts'

const UNHEARD = { moved: () => undefined, finished: () => undefined, spared: () => undefined }

async function found(names: readonly string[], patterns: readonly string[]) {
  const downloads: string[] = []
  const assets = names.map((name) => ({
    name,
    sizeBytes: name.length,
    download: async () => {
      downloads.push(name)
      return contentOf(Buffer.from(name))
    },
  }))
  const releases = { assets: async () => assets, commitSeconds: async () => undefined }
  const artifacts = await findAssets('v1', patterns, releases, memoryScratch, () => UNHEARD)
  expect(downloads.toSorted()).toEqual(artifacts.map(({ fileName }) => fileName))
  return artifacts.map(({ fileName, isLiteral }) => (isLiteral ? `=${fileName}` : fileName)).join(' ')
}

const NAMES = ['b.deb', 'a.deb', 'a.rpm', 'a.deb.sig', 'a[1]{x}+.tar.gz', 'SHA256SUMS']

test.each<readonly [string, readonly string[], string]>([
  ['all, sorted', [], 'SHA256SUMS a.deb a.deb.sig a.rpm a[1]{x}+.tar.gz b.deb'],
  ['some', ['*.deb'], 'a.deb b.deb'],
  ['one character', ['?.deb'], 'a.deb b.deb'],
  ['the whole name', ['a.*b'], 'a.deb'],
  ['names themselves', ['a.deb', '?.rpm'], '=a.deb a.rpm'],
  ['each once, literal where one says so', ['*.deb', 'a.deb', 'a*.deb'], '=a.deb b.deb'],
  ['characters that are none of regular expressions', ['a[1]{x}+.tar.*'], 'a[1]{x}+.tar.gz'],
  ['what is taken out', ['*.deb*', '!*.sig', '*.rpm'], 'a.deb a.rpm b.deb'],
  ['what is taken out and named again', ['*.deb', '!a.deb', 'a.deb'], '=a.deb b.deb'],
  ['all but some', ['!*.sig', '! SHA*'], 'a.deb a.rpm a[1]{x}+.tar.gz b.deb'],
  ['comments', ['# packages', '*.rpm'], 'a.rpm'],
])('%s', async (_, patterns, names) => {
  expect(await found(NAMES, patterns)).toBe(names)
})

test('what is downloaded is told as it comes', async () => {
  const said: unknown[] = []
  const assets = ['a.deb', 'bb.deb', 'c.rpm'].map((name) => ({
    name,
    sizeBytes: name.length,
    download: (scratch: Scratch) => scratch(contentOf(Buffer.from(name)).read()),
  }))
  const releases = { assets: async () => assets, commitSeconds: async () => undefined }
  await findAssets('v1', ['*.deb'], releases, memoryScratch, (work) => {
    said.push(work)
    return { ...UNHEARD, moved: (bytes) => said.push(bytes), finished: () => said.push('one') }
  })
  expect(said[0]).toEqual({ title: 'Downloading assets', count: 2, sizeBytes: 11 })
  expect(new Set(said.slice(1))).toEqual(new Set([5, 6, 'one']))
})

test('names as they were uploaded are those that GitHub wrote dots in', async () => {
  const uploaded = ['hello_1.0~rc1+b2_amd64.deb', 'hello 1.0 (arm).rpm', 'greet+1~2.deb']
  const encoded = ['hello_1.0.rc1+b2_amd64.deb', 'hello.1.0.arm.rpm', 'greet+1.2.deb']
  const asSpace = ['hello_1.0.rc1.b2_amd64.deb', 'hello.1.0.arm.rpm', 'greet.1.2.deb']
  for (const names of [encoded, asSpace]) {
    const all = names.toSorted().map((name) => `=${name}`)
    expect(await found([...names, 'other.deb'], uploaded)).toBe(all.join(' '))
  }
  const tilde = ['hello_1.0~*', '!*~rc1+*arm64.deb']
  expect(await found([...encoded, 'hello_1.0.rc1+b2_arm64.deb'], tilde)).toBe(encoded[0])
})

test('a pattern of many wildcards costs little', async () => {
  const startMs = performance.now()
  await expect(found(['a'.repeat(200)], [`${'*a'.repeat(50)}b`])).rejects.toThrow(/matches no asset/)
  expect(performance.now() - startMs).toBeLessThan(1_000)
})

test('any pattern matches as its regular expression does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 6 })
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      const same = pattern.replaceAll('.', '[.]').replaceAll('?', '[^]').replaceAll('*', '[^]*')
      expect(matchesWildcards(pattern, text)).toBe(new RegExp(`^${same}$`).test(text))
    }),
    { numRuns: 2_000 },
  )
})

test.each<readonly [readonly string[], readonly string[], string]>([
  [
    NAMES,
    ['*.deb', 'hello~rc1.deb'],
    'artifacts: the pattern "hello~rc1.deb" matches no asset of v1, which has SHA256SUMS, a.deb, a.deb.sig, a.rpm, ' +
      'a[1]{x}+.tar.gz, b.deb. It was also looked for with the dots that GitHub writes for ~, + and spaces.',
  ],
  [
    ['a.deb'],
    ['dist/*'],
    'artifacts: the pattern "dist/*" matches no asset of v1, which has a.deb. With release-tag, artifacts are names of ' +
      'assets, without folders.',
  ],
  [
    ['a.deb'],
    ['a.{deb,rpm}'],
    'artifacts: the pattern "a.{deb,rpm}" matches no asset of v1, which has a.deb. Only * and ? are wildcards here.',
  ],
  [
    ['a.deb'],
    ['*.deb', '!a*'],
    'artifacts: the pattern "*.deb" matches no asset of v1 that a later pattern does not take out.',
  ],
  [[], [], 'The release v1 has no assets: upload them before this step runs.'],
  [
    ['a\n::error::b'],
    [],
    String.raw`The name "a\n::error::b" of an asset of v1 has control characters; rename it.`,
  ],
])('%j by %j', async (names, patterns, message) => {
  await expect(found(names, patterns)).rejects.toThrow(message)
})

test('a long list of names is cut', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `n${index}`)
  await expect(found(names, ['x'])).rejects.toThrow(/n16, n17 and 20 more\./)
})

import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { isArchitecture } from '../../src/deb/architecture.ts'
import { isPackageName } from '../../src/deb/name.ts'
import { poolKey } from '../../src/deb/pool.ts'
import { parseRelease } from '../../src/deb/release.ts'
import { isVersion } from '../../src/deb/version.ts'
import { PublishError } from '../../src/errors.ts'
import { rpmKeyName } from '../../src/rpm/layout.ts'
import { checkNvra } from '../../src/rpm/nevra.ts'
import { isRelativeHref } from '../../src/rpm/repodata/href.ts'
import { parseRepomd } from '../../src/rpm/repodata/repomd.ts'
import { escapeAttribute } from '../../src/rpm/repodata/xml.ts'
import { assertKey, isKey } from '../../src/store/keys.ts'
import { encodedPath, pathOf } from '../../src/worker/path.ts'
import { HOSTILE_TEXTS } from './mutations/hostile-text.ts'

const CASES = 10_000

/** Paths of words, and of what climbs, hides or ends one. */
const paths = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE_TEXTS, 'a', 'pool', 'c+d', '1.0-1', 'ü'),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom(parts.join('/'), parts.join('')))

/** Mostly what names are made of. */
const words = fc
  .array(
    fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom('a', '1', 'b2', 'lib', '1', '9') },
      { weight: 5, arbitrary: fc.constantFrom('+', '.', '-', '~', '^', ':', '_') },
      { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''))

/** What no client, cache or file system may take for another path. */
function assertInside(path: string): void {
  const parts = path.split('/')
  expect(parts.filter((part) => part === '' || part === '.' || part === '..')).toEqual([])
  expect(path).not.toMatch(/[\\\p{Cc}]/u)
  expect(path.isWellFormed()).toBe(true)
}

function assertInUrls(path: string): void {
  assertInside(path)
  expect(path).not.toMatch(/[%?#]/)
  expect(new URL(`https://host/base/${path}`).href.startsWith('https://host/base/')).toBe(true)
}

/** Runs for a value that is taken; returns whether it is. */
function taken(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(PublishError)
    return false
  }
}

/** The share that is taken must be worth its name. */
function checkAll<T>(values: fc.Arbitrary<T>, check: (value: T) => boolean, least: number): void {
  let count = 0
  fc.assert(
    fc.property(values, (value) => {
      if (check(value)) count += 1
    }),
    { numRuns: CASES },
  )
  expect(count).toBeGreaterThan(least)
}

test('hrefs of metadata stay inside', () => {
  const repomd = (href: string) =>
    `<repomd xmlns="http://linux.duke.edu/metadata/repo"><data type="x"><checksum type="sha256">${'a'.repeat(64)}</checksum><location href="${href}"/></data></repomd>`
  checkAll(
    paths,
    (href) => {
      if (isRelativeHref(href)) {
        assertInUrls(href)
        expect(new URL(href, 'https://host/base/').href.startsWith('https://host/base/')).toBe(true)
      }
      const escaped = taken(() => escapeAttribute(href, 'it')) ? escapeAttribute(href, 'it') : ''
      const isTaken = taken(() => parseRepomd(Buffer.from(repomd(escaped)), 'repomd.xml'))
      expect(isTaken).toBe(escaped !== '' && isRelativeHref(href))
      return isTaken
    },
    300,
  )
})

test('paths of a Release stay inside', () => {
  checkAll(
    paths,
    (path) =>
      taken(() => {
        const { files } = parseRelease(`Suite: a\nSHA256:\n ${'a'.repeat(64)} 1 ${path}\n`, 'it')
        for (const listed of files.keys()) assertInUrls(listed)
      }),
    300,
  )
})

test('keys stay inside', () => {
  checkAll(
    paths,
    (key) => {
      const isTaken = taken(() => assertKey(key, 'the store'))
      expect(isKey(key)).toBe(isTaken)
      if (isTaken) assertInside(key)
      return isTaken
    },
    300,
  )
})

test('paths that the Worker is asked for stay inside, and are decoded once', () => {
  checkAll(
    paths,
    (path) => {
      const read = pathOf(`https://host/${path.toWellFormed()}`)
      if (read === undefined || read === '') return false
      assertInside(read.replace(/\/$/, ''))
      expect(pathOf(`https://host/${encodedPath(read)}`)).toBe(read)
      return true
    },
    300,
  )
})

test('where a package lies follows from names that are names', () => {
  checkAll(
    fc.tuple(words, words, words, words),
    ([name, version, release, arch]) => {
      const isDeb = isPackageName(name) && isVersion(version) && isArchitecture(arch)
      if (isDeb) assertInUrls(poolKey({ name, version, arch }, 'main'))
      const isRpm = taken(() => checkNvra({ name, version, release, arch }, 'it'))
      if (isRpm) assertInUrls(rpmKeyName({ name, version, release, arch }))
      return isDeb || isRpm
    },
    300,
  )
})

import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { debianVersion } from '../../src/deb/debian-version.ts'
import { PublishError } from '../../src/errors.ts'
import { type Versioned, projectVersion, readVersion } from '../../src/recipe/project-version.ts'
import { printEvr } from '../../src/rpm/evr.ts'
import { rpmVersion } from '../../src/rpm/version.ts'
import { randomSeed } from '../support/orders.ts'
import { PROPOSALS, VERSION_TABLE } from './version-table.ts'

const FORMATS = {
  deb: (description: Versioned) => debianVersion(description),
  rpm: (description: Versioned) => printEvr({ ...rpmVersion(description), release: '' }).slice(0, -1),
}

/** The version, or the message of the error. */
function attempt(format: keyof typeof FORMATS, description: Versioned): { said?: string; refused?: string } {
  try {
    return { said: FORMATS[format](description) }
  } catch (error) {
    if (error instanceof PublishError && error.code === 'PACKAGE') return { refused: error.message }
    throw error
  }
}

test.each(VERSION_TABLE)('$written is $deb, and $rpm', ({ written, deb, rpm }) => {
  expect(attempt('deb', { version: written }).said).toBe(deb)
  expect(attempt('rpm', { version: written }).said).toBe(rpm)
})

test.each(PROPOSALS)('%j: whoever refuses it proposes %j', (version, proposal) => {
  const refused = [attempt('deb', { version }), attempt('rpm', { version })].flatMap((it) => it.refused ?? [])
  expect(refused.length).toBeGreaterThan(0)
  for (const message of refused) {
    expect(message).toMatch(/^version: .* is none that (a \.deb|an rpm) can have: /)
    expect(message).toContain(`${JSON.stringify(version)} is none`)
    expect(message).toContain(`; write ${JSON.stringify(proposal)} instead`)
  }
  expect(attempt('deb', { version: proposal }).said).toBeDefined()
  expect(attempt('rpm', { version: proposal }).said).toBeDefined()
})

test.each(['', '-', 'é', '1'.repeat(129), 'a'.repeat(200)])('%j is refused without a proposal', (version) => {
  const { refused } = attempt('deb', { version })
  expect(refused).toMatch(/^version: .* at most 128 characters$/)
})

test('whatever is proposed for any text fits both formats', () => {
  const character = fc.constantFrom(...Array.from('0019avrg.._+~^--:/@ é\n'))
  const text = fc.oneof(
    fc.string({ unit: character, maxLength: 12 }),
    fc.string({ maxLength: 12 }),
    fc.tuple(
      fc.constantFrom('1.2.3-', 'v1.2-4-g', '2026-1-', '3:'),
      fc.string({ unit: character, maxLength: 6 }),
    ),
  )
  const seed = randomSeed()
  const versions = fc.sample(text, { numRuns: 3_000, seed }).map((it) => [it].flat().join(''))
  const proposals = versions
    .flatMap((version) => [attempt('deb', { version }), attempt('rpm', { version })])
    .flatMap(({ refused }) => /; write (".*") instead$/.exec(refused ?? '')?.slice(1) ?? [])
    .map((quoted) => String(JSON.parse(quoted)))
  expect(proposals.length).toBeGreaterThan(1_000)
  const unfit = proposals.filter((version) =>
    [attempt('deb', { version }), attempt('rpm', { version })].some(({ said }) => said === undefined),
  )
  expect({ seed, unfit }).toEqual({ seed, unfit: [] })
})

test('a text is read into its parts', () => {
  expect(readVersion('2:1.2.3-rc.1+5-4-gabc-broken')).toEqual({
    epoch: 2,
    base: '1.2.3',
    prerelease: 'rc.1',
    metadata: '5',
    snapshot: '4.gabc.broken',
  })
  for (const text of ['a-b', '1-2-3', '1.2.3-4-gabc-5-gdef', '1.2.3-4-gxyz', '2026-13-01', '2026-11-32']) {
    expect(readVersion(text)).toBeUndefined()
  }
})

test('parts that a text has not are left out', () => {
  expect(readVersion('1.2')).toStrictEqual({ base: '1.2' })
  expect(readVersion('0:1.2')).toStrictEqual({ base: '1.2', epoch: 0 })
  expect(readVersion('1.2-rc1')).toStrictEqual({ base: '1.2', prerelease: 'rc1' })
  expect(readVersion('2:a-b')).toBeUndefined()
  expect(projectVersion({ version: 'a-b', epoch: 2 })).toBeUndefined()
  expect(projectVersion({ version: '1.2' })).toStrictEqual({ base: '1.2' })
})

test('a version that is too long is quoted up to twice of what a format can have', () => {
  expect(attempt('deb', { version: 'é'.repeat(300) }).refused).toBe(
    `version: "${'é'.repeat(256)}" is none that a .deb can have: letters, digits and . + ~, beginning with a digit, ` +
      'and a pre-release as in 1.2.3-rc.1, at most 128 characters',
  )
  const versionParts = { base: '1'.repeat(100), metadata: 'a'.repeat(100) }
  expect(attempt('deb', { version: '1.2.3', versionParts }).refused).toMatch(/^version: "1\.2\.3" is none/)
})

test('parts that are given are printed as they are, whatever the text says', () => {
  const versionParts = { base: '1.2-3', prerelease: 'rc-1', metadata: 'a-b' }
  const description = { version: '9', versionParts }
  expect(debianVersion(description)).toBe('1.2-3~rc-1+a-b')
  expect(debianVersion({ ...description, release: '7' })).toBe('1.2-3~rc-1+a-b-7')
  expect(attempt('rpm', description).refused).toMatch(
    /^version: "1\.2-3" is none .*; write "1\.2\.3" instead/,
  )
  const without = { version: '9', versionParts: { ...versionParts, base: '1.2' } }
  expect(rpmVersion(without)).toEqual({ version: '1.2~rc_1+a_b', release: '1' })
})

test.each([
  ['prerelease', { base: '1', prerelease: 'a b' }, 'a.b'],
  ['prerelease', { base: '1', prerelease: 'a_-' }, 'a'],
  ['version_metadata', { base: '1', metadata: 'ü/1' }, '1'],
  ['version', { base: 'v1.2/3' }, '1.2.3'],
  ['version', { base: 'main' }, '0.0.0+main'],
])('of parts, the %s that does not fit is named', (field, versionParts, proposal) => {
  const { refused } = attempt('deb', { version: '1', versionParts })
  expect(refused).toMatch(new RegExp(`^${field}: "`))
  expect(refused).toContain(`; write ${JSON.stringify(proposal)} instead`)
})

test('an epoch comes from the description, or from the version', () => {
  const description = { version: '1.2.3-rc.1', epoch: 3, release: '2' }
  expect(debianVersion(description)).toBe('3:1.2.3~rc.1-2')
  expect(rpmVersion(description)).toEqual({ epoch: 3, version: '1.2.3~rc.1', release: '2' })
  expect(debianVersion({ version: '3:1', epoch: 3 })).toBe('3:1')
  expect(debianVersion({ version: '1', epoch: 0 })).toBe('0:1')
  expect(attempt('deb', { version: '3:1', epoch: 0 }).refused).toBe(
    'epoch: is 0, but the version begins with the epoch 3; leave one of them out',
  )
  expect(attempt('rpm', { version: '3:1', epoch: 4 }).refused).toMatch(/^epoch: is 4/)
})

test('an epoch is a number that the format holds', () => {
  expect(debianVersion({ version: '1', epoch: 2 ** 31 - 1 })).toBe('2147483647:1')
  expect(rpmVersion({ version: '1', epoch: 2 ** 32 - 1 }).epoch).toBe(4_294_967_295)
  for (const epoch of [-1, 0.5, Number.NaN, 2 ** 31]) {
    expect(attempt('deb', { version: '1', epoch }).refused).toMatch(
      /^epoch: .* is none that a \.deb can have/,
    )
  }
  expect(attempt('rpm', { version: '1', epoch: 2 ** 32 }).refused).toBe(
    'epoch: 4294967296 is none that an rpm can have: 0 to 4294967295',
  )
})

test.each([
  ['1-2', '1.2'],
  ['1_2', '1.2'],
  ['', '1'],
  ['é', '1'],
  ['el9^1', 'el9+1'],
])('release %j: whoever refuses it proposes %j', (release, proposal) => {
  const { refused } = attempt('deb', { version: '1', release })
  expect(refused).toContain(`; write ${JSON.stringify(proposal)} instead`)
  expect(debianVersion({ version: '1', release: proposal })).toBe(`1-${proposal}`)
  expect(rpmVersion({ version: '1', release: proposal }).release).toBe(proposal)
})

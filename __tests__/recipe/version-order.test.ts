import { expect } from '@jest/globals'
import * as fc from 'fast-check'
import { debianVersion } from '../../src/deb/debian-version.ts'
import { printEvr } from '../../src/rpm/evr.ts'
import { rpmVersion } from '../../src/rpm/version.ts'
import { dpkgOrders, randomSeed, rpmOrders } from '../support/orders.ts'
import { testWith } from '../support/programs.ts'
import { type Published, orderOf, twoOfOneProject } from './published-versions.ts'

const PAIRS = Number(process.env['VERSION_PAIRS'] ?? 300)

const asDeb = ({ description }: Pick<Published, 'description'>) => debianVersion(description)
const asRpm = ({ description }: Pick<Published, 'description'>) => printEvr(rpmVersion(description))

testWith(['dpkg'], "dpkg keeps the order of a project's versions", async () => {
  await assertKept(asDeb, dpkgOrders)
})

testWith(['rpm'], "rpm keeps the order of a project's versions", async () => {
  await assertKept(asRpm, rpmOrders)
})

async function assertKept(print: (published: Published) => string, orders: typeof dpkgOrders) {
  const seed = randomSeed()
  const pairs = fc.sample(twoOfOneProject, { numRuns: PAIRS, seed }).filter((pair) => orderOf(pair) !== 0)
  const printed = pairs.map(([a, b]) => [print(a), print(b)] as const)
  const theirs = await orders(printed)
  const told = pairs.map((pair, at) => ({
    written: pair.map(({ description }) => description.version),
    printed: printed[at],
    order: orderOf(pair),
    theirs: theirs[at],
  }))
  expect(told.length).toBeGreaterThan(PAIRS / 2)
  expect({ seed, wrong: told.filter((it) => it.order !== it.theirs) }).toEqual({ seed, wrong: [] })
}

/** Where a format orders otherwise than semver.org's item 11, which says -1 of each: what a project should not mix. */
const EXCEPTIONS = [
  { pair: ['1.0.0-alpha.1', '1.0.0-alpha.beta'], why: 'rpm has numbers after words', deb: -1, rpm: 1 },
  { pair: ['1.0.0-1', '1.0.0-alpha'], why: 'rpm has numbers after words', deb: -1, rpm: 1 },
  { pair: ['1.0.0-a.1', '1.0.0-ab'], why: 'Debian has letters before dots', deb: 1, rpm: -1 },
  { pair: ['1.0.0-rc.1', '1.0.0-rc1'], why: 'for rpm, a dot alone is no difference', deb: 1, rpm: 0 },
  { pair: ['1.0.0-rc10', '1.0.0-rc9'], why: 'both read numbers in words', deb: 1, rpm: 1 },
  { pair: ['1.0.0-rc.1+9', '1.0.0-rc.1.2'], why: 'rpm reads metadata as more of the same', deb: -1, rpm: 1 },
] as const

testWith(['dpkg', 'rpm'], 'what is known to be ordered otherwise', async () => {
  const pairs = EXCEPTIONS.map(({ pair }) => pair)
  const printed = (print: typeof asDeb) =>
    pairs.map(
      ([a, b]) => [print({ description: { version: a } }), print({ description: { version: b } })] as const,
    )
  expect(await dpkgOrders(printed(asDeb))).toEqual(EXCEPTIONS.map(({ deb }) => deb))
  expect(await rpmOrders(printed(asRpm))).toEqual(EXCEPTIONS.map(({ rpm }) => rpm))
})

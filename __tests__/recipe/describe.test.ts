import { expect, test } from '@jest/globals'
import { type RequestedPackage, describePackage } from '../../src/recipe/describe.ts'
import { describe as described } from '../support/publishing.ts'
import { NOTHING_REQUESTED } from './nothing-requested.ts'

const { entries } = described()
const LEAST = {
  ...NOTHING_REQUESTED,
  name: 'hello',
  version: '1.2.3',
  maintainer: 'Jane Doe <jane@example.com>',
}
const of = (request: RequestedPackage) => describePackage(request, { arch: 'arm64', entries }, 7)

test('what is asked for as little as can be has a description all the same', () => {
  expect(of(LEAST)).toStrictEqual({
    name: 'hello',
    version: '1.2.3',
    arch: 'arm64',
    maintainer: 'Jane Doe <jane@example.com>',
    description: 'hello',
    license: 'Unspecified',
    depends: [],
    entries,
    timeSeconds: 7,
  })
})

test('all that is asked for is in the description', () => {
  const more = {
    release: '2',
    description: 'Greets',
    homepage: 'https://example.com',
    license: 'MIT',
    depends: ['bash'],
  }
  expect(of({ ...LEAST, ...more })).toMatchObject(more)
})

test.each([
  ['name', 'nothing says it', 'hello'],
  ['version', 'this run is not for a tag', '1.2.3'],
  ['maintainer', 'nothing says it', 'Jane Doe <jane@example.com>'],
])('without %s there is no package', (input, why, example) => {
  for (const missing of [undefined, ''])
    expect(() => of({ ...LEAST, [input]: missing })).toThrow(
      expect.objectContaining({
        code: 'INPUT',
        message: `${input} is needed to build packages, and ${why}: set the input ${input}, for example to ${example}`,
      }),
    )
})

import { expect, test } from '@jest/globals'
import type { RequestedPackage } from '../../src/recipe/describe.ts'
import { type ProjectFact, withProjectFacts } from '../../src/recipe/project.ts'

const REQUEST: RequestedPackage = {
  name: 'hello',
  version: undefined,
  release: undefined,
  maintainer: undefined,
  description: 'Greets',
  homepage: undefined,
  license: undefined,
  depends: [],
}

test('a project is asked for what the request does not say, and takes nothing of it away', async () => {
  const asked: (readonly ProjectFact[])[] = []
  const project = (wanted: readonly ProjectFact[]) => {
    asked.push(wanted)
    return Promise.resolve({ description: 'Other', license: 'MIT' })
  }
  expect(await withProjectFacts(REQUEST, project)).toEqual({ ...REQUEST, license: 'MIT' })
  expect(asked).toEqual([['homepage', 'license']])
  await withProjectFacts({ ...REQUEST, description: undefined, homepage: 'https://example.com' }, project)
  expect(asked[1]).toEqual(['description', 'license'])
})

test('a project is not asked where nothing is missing', async () => {
  const whole = { ...REQUEST, homepage: 'https://example.com', license: 'MIT' }
  const never = () => Promise.reject(new Error('the project was asked'))
  expect(await withProjectFacts(whole, never)).toBe(whole)
})

import { expect, test } from '@jest/globals'
import { projectEvent } from '../src/event.ts'

const ENV = { GITHUB_REPOSITORY: 'ada/engine', GITHUB_SERVER_URL: 'https://github.com' }

test('a tag push names the version, a release event too', () => {
  expect(projectEvent({ ...ENV, GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v2' }, {})).toMatchObject({
    tag: 'v2',
  })
  expect(projectEvent(ENV, { release: { tag_name: 'v3' } })).toMatchObject({ tag: 'v3' })
  expect(projectEvent({ ...ENV, GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' }, {}).tag).toBeUndefined()
})

test('what the event says of the repository, and where its page is', () => {
  const repository = { description: 'It computes', homepage: null, license: { spdx_id: 'MIT' } }
  expect(projectEvent(ENV, { repository })).toMatchObject({
    told: { description: 'It computes', homepage: '', license: 'MIT' },
    page: 'https://github.com/ada/engine',
  })
  const server = { ...ENV, GITHUB_SERVER_URL: 'https://git.example.com' }
  expect(projectEvent(server, {})).toMatchObject({ page: 'https://git.example.com/ada/engine' })
})

test.each([
  [{ pull_request: { head: { repo: { full_name: 'ada/engine' } } } }, false],
  [{ pull_request: { head: { repo: { full_name: 'eve/engine' } } } }, true],
  [{ pull_request: { head: { repo: null } } }, true],
  [{}, false],
])('%j comes from a fork: %j', (payload, expected) => {
  expect(projectEvent(ENV, payload).isPullRequestFromFork).toBe(expected)
})

test('a laptop has no event', () => {
  expect(projectEvent({}, {})).toEqual({ isPullRequestFromFork: false })
})

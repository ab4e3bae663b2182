import { describe, expect, test } from '@jest/globals'
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

/** As senders of events, and files that people write, may have them. Found by fuzzing. */
describe('a payload that is not what GitHub sends', () => {
  test.each([
    null,
    'text',
    7,
    true,
    [],
    [null],
    { repository: 'text' },
    { release: null },
    { release: 'v1' },
  ])('%j says nothing', (payload) => {
    expect(projectEvent(ENV, payload)).toEqual({
      owner: 'ada',
      repository: 'engine',
      page: 'https://github.com/ada/engine',
      isPullRequestFromFork: false,
    })
  })

  test.each([2, null, {}, ['v3'], true])('a tag %j is none', (tag_name) => {
    expect(projectEvent(ENV, { release: { tag_name } })).not.toHaveProperty('tag')
  })

  test.each([
    { pull_request: null },
    { pull_request: 'text' },
    { pull_request: { head: null } },
    { pull_request: { head: { repo: 'ada/engine' } } },
    { pull_request: { head: { repo: { full_name: 7 } } } },
    { pull_request: { head: { repo: { full_name: ['ada/engine'] } } } },
    { workflow_run: null },
    { workflow_run: { head_repository: { full_name: { toLowerCase: 'ada/engine' } } } },
  ])('%j comes from a fork, for it does not say that it does not', (payload) => {
    expect(projectEvent(ENV, payload).isPullRequestFromFork).toBe(true)
  })
})

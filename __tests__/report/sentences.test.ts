import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/report/entries.ts'
import { costOf } from '../../src/report/cost.ts'
import { intentOf } from '../../src/report/intent.ts'
import { resultOf } from '../../src/report/result.ts'
import { readInputs } from '../../src/inputs.ts'
import { readRequest } from '../../src/request/request.ts'
import { NO_REQUESTS } from '../../src/store/counting.ts'

const SOME_REQUESTS = { ...NO_REQUESTS, requests: { ...NO_REQUESTS.requests, get: 1 } }

function request(inputs: Readonly<Record<string, string>>) {
  const given = Object.entries({ artifacts: 'dist/*', ...inputs })
  const texts = readInputs(
    [],
    Object.fromEntries(given.map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
  )
  return readRequest(texts, { isPullRequestFromFork: false })
}

const entries = (text: string): readonly Entry[] =>
  text
    .split(' ')
    .map((item) => item.split(':'))
    .map(([channel, status]) => ({ channel, status }) as Entry)

describe('the first line of a run', () => {
  const many = Array.from({ length: 12 }, (_, at) => `dist/${at}`)
  test.each([
    [{}, 'Publish dist/* in the channel stable of r2://b.'],
    [
      { channels: 'stable, testing', 'keep-versions': '1', 'dry-run': 'true' },
      'Dry run, nothing is written: publish dist/* in the channels stable, testing of r2://b, and keep 1 version of each package.',
    ],
    [
      { artifacts: many.join('\n') },
      `Publish ${many.slice(0, 10).join(', ')} and 2 more in the channel stable of r2://b.`,
    ],
    [
      { 'release-tag': 'v1.0' },
      'Publish the assets dist/* of the GitHub release v1.0 in the channel stable of r2://b.',
    ],
    [
      { artifacts: '', config: 'nfpm.yaml' },
      'Publish what nfpm.yaml describes in the channel stable of r2://b.',
    ],
    [
      { 'release-tag': 'v1.0', artifacts: '', command: 'republish' },
      'Write every index of the channel stable of r2://b anew, and publish the assets of the GitHub release v1.0.',
    ],
  ])('of %j', (inputs, line) => {
    expect(intentOf(request(inputs), 'r2://b')).toBe(line)
  })
})

describe('the result of a run', () => {
  test.each([
    [
      {},
      'stable:added stable:added new:added new:removed',
      'Done: in stable 2 packages added; in new 1 package added, 1 removed.',
    ],
    [{ 'dry-run': 'true' }, 'stable:replaced', 'Would be done: in stable 1 package replaced.'],
    [{}, 'stable:unchanged stable:skipped', 'No package changes: in stable 1 package unchanged, 1 skipped.'],
    [
      { command: 'republish' },
      '',
      'Done: every index of the channel stable written anew, with the packages that were in it.',
    ],
    [
      { command: 'republish', 'dry-run': 'true' },
      'stable:added',
      'Would be done: every index of the channel stable written anew; in stable 1 package added.',
    ],
    [
      { command: 'rollback' },
      '',
      'No package changes: what is in force has those of the head to go back to.',
    ],
    [
      { command: 'promote', 'from-channel': 'testing' },
      '',
      'No package changes: the channel testing has none to promote.',
    ],
  ])('of %j with %s', (inputs, text, line) => {
    const report = { packages: undefined, request: request(inputs) }
    expect(resultOf({ ...report, entries: text === '' ? [] : entries(text) })).toBe(line)
  })

  test('that only built says why', () => {
    const packages = { debs: [{}], rpms: [{}], made: new Set(), skipped: [] } as never
    const whyUnpublished = 'this is a dry run without gpg-private-key'
    const report = { packages, whyUnpublished, request: request({ 'dry-run': 'true' }), entries: [] }
    expect(resultOf(report)).toBe(`Built and checked: 2 packages. Nothing is published: ${whyUnpublished}.`)
  })
})

test('the cost says where nothing was written', () => {
  expect(costOf(false, NO_REQUESTS)).toBe('Nothing was read from the store, and nothing written.')
  expect(costOf(false, SOME_REQUESTS)).toBe('Wrote nothing, with 1 request.')
  expect(costOf(true, SOME_REQUESTS)).toBe('Would write nothing, with 1 request.')
})

test('the cost names what was copied and deleted too, where something was', () => {
  const counts = { ...SOME_REQUESTS, uploadedObjects: 1, uploadedBytes: 2048 }
  expect(costOf(false, counts)).toBe('Uploaded 1 object, 2.0 KiB, with 1 request.')
  expect(costOf(true, { ...counts, copiedObjects: 1, deletedObjects: 3 })).toBe(
    'Would upload 1 object, 2.0 KiB, copy 1, delete 3, with 1 request.',
  )
})

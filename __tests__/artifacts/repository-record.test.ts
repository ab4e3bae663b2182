import { expect, test } from '@jest/globals'
import { repositoryRecord } from '../../src/artifacts/github/repository-record.ts'
import { licenseOf, repositoryRecordOf } from './github-records.ts'

test('what GitHub says, does not say, and says there is none of', () => {
  const said = { description: 'It computes', homepage: 'https://engine.example', license: licenseOf('MIT') }
  expect(repositoryRecord(repositoryRecordOf(said))).toEqual({
    description: 'It computes',
    homepage: 'https://engine.example',
    license: 'MIT',
  })
  expect(repositoryRecord(repositoryRecordOf())).toEqual({ description: '', homepage: '', license: '' })
  expect(repositoryRecord({})).toEqual({ description: undefined, homepage: undefined, license: undefined })
})

test.each([
  ['a\nDepends: evil\r\n.b\u0000\u2028c\u0085d', 'a Depends: evil .b c d'],
  ['  :rocket: grüßt \u{1f600} ', ':rocket: grüßt \u{1f600}'],
  ['a\ud800b', 'a b'],
  [' \n', ''],
  [7, ''],
])('the description %j', (description, told) => {
  expect(repositoryRecord({ description }).description).toBe(told)
})

test.each([
  [' https://engine.example/a?b#c ', 'https://engine.example/a?b#c'],
  ['http://engine.example', 'http://engine.example'],
  ['https://engine.example/ü\n', 'https://engine.example/%C3%BC'],
  ['engine.example', ''],
  ['javascript:alert(1)', ''],
  ['https://ada:secret@engine.example', ''],
  ['', ''],
  [{}, ''],
])('the homepage %j', (homepage, told) => {
  expect(repositoryRecord({ homepage }).homepage).toBe(told)
})

test.each([
  [licenseOf('GPL-3.0'), 'GPL-3.0'],
  [licenseOf('NOASSERTION'), ''],
  [licenseOf(null), ''],
  [{ spdx_id: 'NONE' }, ''],
  [{ spdx_id: 'MIT\nDepends: evil' }, ''],
  [{}, ''],
  ['MIT', ''],
  [null, ''],
])('the licence %j', (license, told) => {
  expect(repositoryRecord({ license }).license).toBe(told)
})

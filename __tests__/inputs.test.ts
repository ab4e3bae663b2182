import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { INPUTS, INPUT_NAMES, listOf, readInputs, secretLines } from '../src/inputs.ts'

test('action.yml declares the same inputs, with the same defaults and words', () => {
  const action = parse(readFileSync('action.yml', 'utf8')) as {
    inputs: Record<string, { description: string; default: string; required: boolean }>
  }
  const declared = Object.entries(action.inputs).map(([name, it]) => [name, it.description, it.default])
  const known = INPUT_NAMES.map((name) => {
    const spec: { description: string; default?: string; inWorkflow?: string } = INPUTS[name]
    return [name, spec.description, spec.inWorkflow ?? spec.default ?? '']
  })
  expect(declared).toEqual(known)
})

test('a flag wins over the environment, the input over its variable, the variable over nothing', () => {
  expect(readInputs(['--channels', 'testing'], { INPUT_CHANNELS: 'stable' }).channels).toBe('testing')
  expect(readInputs(['--channels=el9'], {}).channels).toBe('el9')
  expect(readInputs([], { 'INPUT_ACCOUNT-ID': 'a', CLOUDFLARE_ACCOUNT_ID: 'b' })['account-id']).toBe('a')
  expect(readInputs([], { INPUT_ACCOUNT_ID: 'a' })['account-id']).toBe('a')
  expect(readInputs([], { 'INPUT_ACCOUNT-ID': '', CLOUDFLARE_ACCOUNT_ID: 'b' })['account-id']).toBe('b')
  expect(readInputs([], {}).channels).toBe('stable')
})

test.each([
  [['--chanels', 'x'], /unknown argument "--chanels"; did you mean "--channels"\?/],
  [['--keep_version=1'], /unknown argument "--keep_version"; did you mean "--keep-versions"\?/],
  [['--frobnicate', 'x'], /unknown argument "--frobnicate"; known are --command, --artifacts, .*--help/],
  [['dist/*'], /unknown argument "dist\/\*"/],
  [['--channels'], /--channels needs a value/],
  [['--channels', 'a', '--channels', 'b'], /--channels is given twice/],
  [['--gpg-private-key', 'x'], /would show a secret .* set GPG_PRIVATE_KEY/],
  [['--command', 'destroy'], /command is "destroy"; it can be publish/],
  [['--if-exists', 'maybe'], /if-exists is "maybe"; it can be fail, skip, replace/],
  [['--dry-run', 'yes'], /dry-run is "yes"; it can be true, false/],
])('%j is refused by name', (args, message) => {
  expect(() => readInputs(args, {})).toThrow(message)
})

test('lists are split at lines, a single line at commas', () => {
  expect(listOf(' a , b ,, c')).toEqual(['a', 'b', 'c'])
  expect(listOf('a, b\n\n c \r\n')).toEqual(['a, b', 'c'])
  expect(listOf('')).toEqual([])
})

test('every line of a secret is masked, but no armor line', () => {
  const key =
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdGBGWZ\nabcdEFGH\n-----END PGP PRIVATE KEY BLOCK-----'
  const lines = secretLines(readInputs([], { GPG_PRIVATE_KEY: key, GPG_PASSPHRASE: 'correct horse' }))
  expect(lines).toEqual(expect.arrayContaining(['lQdGBGWZ', 'abcdEFGH', 'correct horse']))
  expect(lines.filter((line) => line.startsWith('-----') && !line.includes('\n'))).toEqual([])
})

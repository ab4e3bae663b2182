import { expect, test } from '@jest/globals'
import { LIMITS } from '../../src/limits.ts'
import type { Entry } from '../../src/report/entries.ts'
import { packagesOutput, pathsOutput } from '../../src/report/outputs.ts'

function entry(at: number, status: Entry['status']): Entry {
  const version = `1.0.${at}`
  const key = `apt/pool/main/h/hello/hello_${version}_amd64.deb`
  const file = { key, url: `https://packages.example.com/${key}`, sha256: 'a'.repeat(64), size: at }
  return { format: 'deb', name: 'hello', version, arch: 'amd64', channel: 'stable', ...file, status }
}

function withWarnings<T>(work: (log: { warning(message: string): void }) => T) {
  const warnings: string[] = []
  return { value: work({ warning: (message) => warnings.push(message) }), warnings }
}

test('entries that fit are all there, in their order', () => {
  const entries = [entry(1, 'unchanged'), entry(2, 'added')]
  const { value, warnings } = withWarnings((log) => packagesOutput(entries, log))
  expect(JSON.parse(value)).toEqual(entries)
  expect(warnings).toEqual([])
})

test('of more than an output holds, those that changed are there, and the rest is counted', () => {
  const entries = Array.from({ length: 1_000 }, (_, at) => entry(at, at % 10 === 9 ? 'added' : 'unchanged'))
  const { value, warnings } = withWarnings((log) => packagesOutput(entries, log))
  const shown = JSON.parse(value) as readonly Entry[]
  expect(value.length).toBeLessThanOrEqual(LIMITS.outputLength + 2)
  expect(shown.filter(({ status }) => status === 'added')).toHaveLength(100)
  expect(warnings).toEqual([expect.stringContaining(`packages lacks ${1_000 - shown.length} items`)])
})

test('paths end with a whole one', () => {
  const paths = Array.from({ length: 5_000 }, (_, at) => `/runner/temporary/packages-F64P9i/hello_${at}.deb`)
  const { value, warnings } = withWarnings((log) => pathsOutput(paths, log))
  const shown = value.split('\n')
  expect(paths.slice(0, shown.length)).toEqual(shown)
  expect(warnings).toEqual([expect.stringContaining(`package-paths lacks ${5_000 - shown.length} items`)])
})

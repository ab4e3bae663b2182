import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/report/entries.ts'
import { planOf } from '../../src/report/plan.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { verifyReport } from '../../src/report/verify-report.ts'
import type { RunReport } from '../../src/run/run.ts'
import { NO_REQUESTS } from '../../src/store/counting.ts'
import type { Planned } from '../../src/store/planning.ts'
import type { Finding } from '../../src/verification/finding.ts'
import type { Verification } from '../../src/verification/verdict.ts'

const MIB = 1024 * 1024

function report(changes: Partial<RunReport> = {}, request: object = {}): RunReport {
  return {
    packages: undefined,
    entries: [],
    keyFingerprint: '',
    baseUrl: undefined,
    counts: { ...NO_REQUESTS, uploadedObjects: 3, requests: { ...NO_REQUESTS.requests, get: 7 } },
    warnings: [],
    planned: [],
    ...changes,
    request: { command: 'publish', repositoryName: 'demo', channels: ['stable'], dryRun: false, ...request },
  } as unknown as RunReport
}

const entry = (changes: Partial<Entry> = {}): Entry => ({
  format: 'deb',
  name: 'hello',
  version: '1.0',
  arch: 'amd64',
  channel: 'stable',
  key: 'apt/pool/main/h/hello/hello_1.0_amd64.deb',
  url: '',
  sha256: '',
  size: 1,
  status: 'added',
  ...changes,
})

const finding = (changes: Partial<Finding> = {}): Finding => ({
  severity: 'error',
  repository: 'apt suite stable',
  key: 'apt/dists/stable/InRelease',
  seen: 'It is gone.',
  remedy: 'Put it back.',
  ...changes,
})

const verification = (findings: readonly Finding[]): Verification => ({
  isSound: findings.length === 0,
  findings,
  repositories: [
    {
      title: 'apt suite stable',
      channel: 'stable',
      format: 'deb',
      head: { id: '1-a', date: '2027-01-15', key: 'apt/dists/stable/InRelease', signedBy: ['ABCD'] },
      packages: 2,
      objects: 3,
      bytes: 4096,
      copies: [{ id: '0-b', date: '2027-01-14' }],
      neverInForce: [],
    },
  ],
})

describe('a summary', () => {
  test('has a row for each package, the warnings, and the cost', () => {
    expect(summaryOf(report({ entries: [entry()], warnings: ['Take care'] }))).toBe(
      [
        '## demo: publish stable',
        '',
        'Done: in stable 1 package added.',
        '',
        '| status | format | name | version | architecture | channel | key |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        String.raw`| added | deb | hello | 1.0 | amd64 | stable | apt/pool/main/h/hello/hello\_1.0\_amd64.deb |`,
        '',
        '- ⚠️ Take care',
        '',
        'Uploaded 3 objects, 0 bytes, with 7 requests.',
        '',
      ].join('\n'),
    )
  })

  test('of verify has the repositories, what rollback takes, and the findings', () => {
    const text = summaryOf(report({ verification: verification([finding()]) }, { command: 'verify' }))
    expect(text).toContain(
      '| apt suite stable | 1 error, 0 warnings, 0 notices | 2 packages, 4.0 KiB | 1-a of 2027-01-15 | ABCD |',
    )
    expect(text).toContain('| apt suite stable | 0-b | 2027-01-14 |')
    expect(text).toContain('| error | apt/dists/stable/InRelease | It is gone. | Put it back. |')
  })

  test.each([
    ['a | b', String.raw`a \| b`],
    ['line\nbreak\r\u2028', 'line break '],
    ['<script>&amp;', '&lt;script&gt;&amp;amp;'],
    ['![x](http://evil)', String.raw`\!\[x\](http://evil)`],
    ['`code` *bold* ~~gone~~', String.raw`\`code\` \*bold\* \~\~gone\~\~`],
    ['back\\|slash', String.raw`back\\\|slash`],
  ])('shows %j as text', (name, shown) => {
    const text = summaryOf(report({ entries: [entry({ name })] }))
    const row = text.split('\n').find((line) => line.startsWith('| added')) ?? ''
    expect(row).toContain(`| deb | ${shown} |`)
    expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(8)
  })

  test.each([
    ['packages', (count: number) => report({ entries: Array.from({ length: count }, () => entry()) })],
    [
      'findings',
      (count: number) =>
        report({ verification: verification(Array.from({ length: count }, () => finding())) }),
    ],
  ])('of too many %s is cut at a row, and says how many are left out', (_, made) => {
    const text = summaryOf(made(20_000))
    expect(Buffer.byteLength(text)).toBeLessThan(MIB)
    expect(Buffer.byteLength(text)).toBeGreaterThan(0.99 * MIB - 4096)
    const left = Number(/^(\d+) more rows left out/m.exec(text)?.[1])
    expect(text.split('\n').filter((line) => /^\| (added|error)/.test(line))).toHaveLength(20_000 - left)
    expect(text).toContain('Uploaded 3 objects')
  })

  test('of a dry run has its plan', () => {
    const planned: readonly Planned[] = [{ kind: 'write', key: '</pre><b>', sizeBytes: 5 }]
    const text = summaryOf(report({ planned }, { dryRun: true }))
    expect(text).toContain('(dry run: nothing was written)')
    expect(text).toContain('write  &lt;/pre>&lt;b>  5 bytes')
    expect(text.match(/<\/pre>/g)).toHaveLength(1)
  })
})

test('a plan is in order of kinds, and cut', () => {
  const planned: readonly Planned[] = [
    { kind: 'delete', key: 'old' },
    { kind: 'write', key: 'new', sizeBytes: 2048 },
    { kind: 'relabel', key: 'same' },
    { kind: 'copy', key: 'there', from: 'here' },
  ]
  expect(planOf(planned)).toEqual([
    'write    new    2.0 KiB',
    'copy     there  from here',
    'relabel  same',
    'delete   old',
    'Planned: write 1, copy 1, relabel 1, delete 1.',
  ])
  const many = planOf(Array.from({ length: 1000 }, (_, at) => ({ kind: 'delete', key: `key-${at}` })))
  expect(many).toHaveLength(302)
  expect(many.slice(-2)).toEqual(['and 700 more', 'Planned: write 0, copy 0, relabel 0, delete 1000.'])
})

test('a report of too many findings is cut, and says how many are left out', () => {
  const text = verifyReport(verification(Array.from({ length: 10_000 }, () => finding())))
  expect(Buffer.byteLength(text)).toBeLessThan(MIB / 2)
  const { errors, sound, findings, findingsLeftOut } = JSON.parse(text) as {
    errors: number
    sound: boolean
    findings: readonly unknown[]
    findingsLeftOut: number
  }
  expect([sound, errors, findings.length + findingsLeftOut]).toEqual([false, 10_000, 10_000])
  expect(findings.length).toBeGreaterThan(1000)
})

import { describe, expect, test } from '@jest/globals'
import type { ReadyPackages } from '../../src/packaging/ready.ts'
import type { Entry } from '../../src/report/entries.ts'
import { planOf } from '../../src/report/plan.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { verifyReport } from '../../src/report/verify-report.ts'
import type { RunReport } from '../../src/run/run.ts'
import { NO_REQUESTS } from '../../src/store/counting.ts'
import type { Planned } from '../../src/store/planning.ts'
import type { Finding } from '../../src/verification/finding.ts'
import type { Verification } from '../../src/verification/verdict.ts'
import { deb } from '../support/publishing.ts'

const MIB = 1024 * 1024
const BASE = 'https://packages.example.com'

function report(changes: Partial<RunReport> = {}, request: object = {}): RunReport {
  return {
    packages: undefined,
    entries: [],
    keyFingerprint: 'ABCD',
    storeName: 'r2://repo',
    baseUrl: undefined,
    counts: { ...NO_REQUESTS, uploadedObjects: 3, requests: { ...NO_REQUESTS.requests, get: 7 } },
    warnings: [],
    planned: [],
    ...changes,
    request: {
      command: 'publish',
      repositoryName: 'demo',
      channels: ['stable'],
      dryRun: false,
      pages: true,
      ...request,
    },
  } as unknown as RunReport
}

const ready = (changes: Partial<ReadyPackages>): ReadyPackages => ({
  debs: [],
  rpms: [],
  made: new Set(),
  skipped: [],
  ...changes,
})

const KEY = 'apt/pool/main/h/hello/hello_1.0_amd64.deb'
const entry = (changes: Partial<Entry> = {}): Entry => ({
  format: 'deb',
  name: 'hello',
  version: '1.0',
  arch: 'amd64',
  channel: 'stable',
  key: KEY,
  url: '',
  sha256: 'f00d',
  size: 2048,
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
  test('has the outcome, the place, the packages with links, how to install them, what is left out, and the cost', () => {
    const entries = [
      entry({ url: `${BASE}/${KEY}` }),
      entry({ name: 'old', status: 'removed', url: `${BASE}/old` }),
    ]
    const packages = ready({ skipped: [{ path: 'dist/a|b', reason: 'a text' }] })
    expect(summaryOf(report({ entries, packages, baseUrl: BASE }))).toBe(
      [
        '## ✅ demo: 1 package added, 1 removed',
        '',
        'Done: in stable 1 package added, 1 removed.',
        '',
        `Repositories: <code>r2://repo</code>, for clients at [${BASE}](${BASE}), signed by <code>ABCD</code>`,
        '',
        '| status | package | version | architecture | format | channel | size |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        `| added | [hello](${BASE}/${KEY}) | 1.0 | amd64 | deb | stable | 2.0 KiB |`,
        '| removed | old | 1.0 | amd64 | deb | stable | 2.0 KiB |',
        '',
        '<details><summary>SHA-256 of the files</summary>',
        '',
        '<pre>',
        `f00d  ${KEY}`,
        '</pre>',
        '',
        '</details>',
        '',
        '### Install',
        '',
        'Debian, Ubuntu:',
        '',
        '```sh',
        'sudo install -d -m 755 /etc/apt/keyrings',
        `sudo curl -fsSL -o /etc/apt/keyrings/demo.asc ${BASE}/demo.asc`,
        `sudo curl -fsSL -o /etc/apt/sources.list.d/demo.sources ${BASE}/demo.sources`,
        'sudo apt-get update && sudo apt-get install hello',
        '```',
        '',
        '### Left out',
        '',
        '| artifact | because it is |',
        '| --- | --- |',
        String.raw`| <code>dist/a\|b</code> | a text |`,
        '',
        'Uploaded 3 objects, 0 bytes, with 7 requests: 7 get.',
        '',
      ].join('\n'),
    )
  })

  test('has no commands that fetch files which pages: false did not write', () => {
    const text = summaryOf(report({ entries: [entry()], baseUrl: BASE }, { pages: false }))
    expect(text).toContain('| added | hello')
    expect(text).not.toContain('demo.sources')
  })

  test('says what public-url is good for where there is none', () => {
    const text = summaryOf(report({ entries: [entry()] }))
    expect(text).toContain('With the input `public-url`, here would be links')
    expect(text).not.toContain('### Install')
  })

  test('of other channels says where they are chosen', () => {
    const text = (channels: readonly string[]) =>
      summaryOf(report({ entries: [entry()], baseUrl: BASE }, { channels }))
    expect(text(['stable'])).not.toContain('by Suites')
    expect(text(['nightly'])).toContain('in .sources by Suites, in .repo by enabled=1.')
  })

  test('of rpms says how dnf and zypper install them', () => {
    const entries = [
      entry({ format: 'rpm', name: 'tool' }),
      entry({ format: 'rpm', name: 'tool', arch: 'aarch64' }),
    ]
    const text = summaryOf(report({ entries, baseUrl: BASE }))
    expect(text).toContain('\nsudo dnf install tool\n')
    expect(text).toContain(`\nsudo zypper addrepo ${BASE}/demo.repo\nsudo zypper install tool\n`)
    expect(text).not.toContain('apt-get')
  })

  test.each([
    ['a warning', { entries: [entry()], warnings: ['Take care'] }, {}, '⚠️ demo: 1 package added'],
    ['no change', { entries: [entry({ status: 'unchanged' })] }, {}, '✅ demo: nothing to change'],
    [
      'several channels',
      { entries: [entry(), entry({ channel: 'testing' })] },
      {},
      '✅ demo: 1 package added',
    ],
    ['republish', {}, { command: 'republish' }, '✅ demo: every index written anew'],
    [
      'a dry run',
      { entries: [entry()] },
      { dryRun: true },
      'ℹ️ demo: 1 package added (dry run: nothing was written)',
    ],
    [
      'a run that must not publish',
      { whyUnpublished: 'it is from a fork' },
      {},
      'ℹ️ demo: 0 packages built and checked, nothing published',
    ],
    ['damage', { verification: verification([finding()]) }, { command: 'verify' }, '❌ demo: 1 error found'],
  ])('of %s says so first', (_, changes, request, title) => {
    expect(summaryOf(report(changes as never, request)).split('\n')[0]).toBe(`## ${title}`)
  })

  test('of a run that must not publish says why, and has what was built', async () => {
    const packages = ready({ debs: [await deb()] })
    const nowhere = { whyUnpublished: 'it is from a fork', storeName: undefined, keyFingerprint: '' }
    const text = summaryOf(report({ packages, ...nowhere }))
    expect(text).toContain('Built and checked: 1 package. Nothing is published: it is from a fork.')
    expect(text).toContain('\n| hello | 1.0 | amd64 | deb | 1.3 KiB |\n')
    expect(text).toContain(`${packages.debs[0]?.sha256}  hello_1.0_amd64.deb`)
    expect(text).not.toContain('Repositories:')
  })

  test('has warnings as a list, so many as are read', () => {
    const warnings = Array.from({ length: 60 }, (_, at) => `Number ${at}\n- of many`)
    const lines = summaryOf(report({ warnings }))
      .split('\n')
      .filter((line) => line.startsWith('- '))
    expect(lines).toHaveLength(51)
    expect([lines[0], lines.at(-1)]).toEqual(['- ⚠️ Number 0 - of many', '- and 10 more warnings'])
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
    for (const url of ['', `${BASE}/a`]) {
      const text = summaryOf(report({ entries: [entry({ name, url })] }))
      const row = text.split('\n').find((line) => line.startsWith('| added')) ?? ''
      expect(row).toContain(url === '' ? `| ${shown} |` : `| [${shown}](${url}) |`)
      expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(8)
    }
  })

  test.each([
    ['https://a.example/x)|[y](javascript:1)', 'https://a.example/x%29%7C%5By%5D%28javascript:1%29'],
    ['https://a.example/ü "><img', 'https://a.example/%C3%BC%20%22%3E%3Cimg'],
  ])('has %j as a link to there and nowhere else', (url, target) => {
    const row = summaryOf(report({ entries: [entry({ url })] }))
      .split('\n')
      .find((line) => line.startsWith('| added'))
    expect(row).toContain(`| [hello](${target}) |`)
  })

  test.each(['javascript:alert(1)', 'file:///srv/repo/hello.deb', 'data:text/html,x'])(
    'has no link to %s',
    (url) => {
      expect(summaryOf(report({ entries: [entry({ url })] }))).toContain('| added | hello |')
    },
  )

  test('has commands that a shell takes for what they are', () => {
    const evil = "https://a.example/$(id)`id`';x"
    const text = summaryOf(report({ entries: [entry({ name: 'a;b' })], baseUrl: evil }))
    expect(text).toContain(String.raw`'https://a.example/$(id)${'`id`'}'\'';x/demo.asc'`)
    expect(text).toContain("apt-get install 'a;b'\n")
  })

  test.each([
    ['packages', (count: number) => report({ entries: Array.from({ length: count }, () => entry()) })],
    [
      'findings',
      (count: number) =>
        report({ verification: verification(Array.from({ length: count }, () => finding())) }),
    ],
  ])('of too many %s is cut at a row, and says how many are left out', (_, made) => {
    const text = summaryOf(made(30_000))
    expect(Buffer.byteLength(text)).toBeLessThan(MIB)
    expect(Buffer.byteLength(text)).toBeGreaterThan(0.99 * MIB - 4096)
    const left = Number(/^(\d+) more rows left out/m.exec(text)?.[1])
    expect(text.split('\n').filter((line) => /^\| (added|error)/.test(line))).toHaveLength(30_000 - left)
    expect(text).toContain('Uploaded 3 objects')
  })

  test('of too many of everything is cut everywhere, and its HTML is closed', () => {
    const path = 'x'.repeat(5_000)
    const skipped = Array.from({ length: 2_000 }, () => ({ path, reason: path }))
    const packages = ready({ skipped })
    const entries = Array.from({ length: 6_000 }, (_, at) => entry({ key: `${KEY}${at}` }))
    const text = summaryOf(report({ entries, packages, warnings: skipped.map(() => path) }))
    expect(Buffer.byteLength(text)).toBeLessThan(MIB)
    expect(text.match(/<\/?(?:details|pre)>/g)).toEqual(['<details>', '<pre>', '</pre>', '</details>'])
    expect(text).toMatch(/^\d+ more rows left out/m)
  })

  test('of a dry run has its plan, and no links to what is not there', () => {
    const planned: readonly Planned[] = [{ kind: 'write', key: '</pre><b>', sizeBytes: 5 }]
    const entries = [entry({ url: `${BASE}/a` })]
    const text = summaryOf(report({ planned, entries, baseUrl: BASE }, { dryRun: true }))
    expect(text).toContain('write  &lt;/pre>&lt;b>  5 bytes')
    expect(text).toContain('| added | hello |')
    expect(text).not.toContain('### Install')
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

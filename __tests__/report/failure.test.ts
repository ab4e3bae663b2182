import { describe, expect, test } from '@jest/globals'
import { type ErrorCode, PublishError, faulty } from '../../src/errors.ts'
import { failureSummaryOf } from '../../src/report/failure.ts'
import { type Journal, newJournal } from '../../src/report/journal.ts'
import type { Request } from '../../src/request/request.ts'
import { NO_REQUESTS } from '../../src/store/counting.ts'

function journal(changes: Partial<Journal> = {}): Journal {
  const request = { command: 'publish', repositoryName: 'demo', dryRun: false } as unknown as Request
  const planned = new Map([
    ['apt suite stable', '1 package to add'],
    ['rpm repository stable/x86_64', '2 packages to add'],
  ])
  return { ...newJournal(), request, storeName: 'r2://repo', planned, ...changes }
}

const written = () => ({
  ...NO_REQUESTS,
  uploadedObjects: 2,
  requests: { ...NO_REQUESTS.requests, put: 3 },
})
const refused = new PublishError('DENIED', 'r2://repo: the token may not do this.')

describe('the summary of a run that failed', () => {
  test('says what was seen, that nothing was written, and what to do', () => {
    expect(failureSummaryOf(refused, journal())).toBe(
      [
        '## ❌ demo: publish failed',
        '',
        '> r2://repo: the token may not do this.',
        '',
        '**What is published:** Nothing was written in <code>r2://repo</code>; clients see what they saw before.',
        '',
        '**What to do:** Look at the token, its rights and the name of the bucket or repository, and run the step ' +
          'again: it goes on where this run stopped, and writes nothing twice.',
        '',
      ].join('\n'),
    )
  })

  test('says what is in force already, and what is not', () => {
    const committed = new Set(['apt suite stable'])
    const text = failureSummaryOf(refused, journal({ committed, counts: written }))
    expect(text).toContain('have changed, each as a whole; what is published works.')
    expect(text).toContain('\n| apt suite stable | 1 package to add | done |\n')
    expect(text).toContain('| 2 packages to add | not done, or not known to be |\n')
    expect(text).toContain('Uploaded 2 objects, 0 bytes, with 3 requests: 3 put.')
  })

  test('says where things were stored that nobody sees', () => {
    const text = failureSummaryOf(refused, journal({ counts: written }))
    expect(text).toContain('2 objects were stored in <code>r2://repo</code>, but no index names anything new')
    expect(text).not.toContain('| done |')
  })

  test('of a dry run says that nothing was written', () => {
    const request = { command: 'remove', repositoryName: 'demo', dryRun: true } as unknown as Request
    expect(failureSummaryOf(refused, journal({ request, counts: written }))).toContain('Nothing was written')
  })

  test('of inputs that cannot be read has each fault, as text', () => {
    const place = { file: 'nfpm.yaml', line: 1, column: 2 }
    const error = faulty([
      { message: 'unknown key "<b>"', place },
      { message: 'a | b', place },
    ])
    const text = failureSummaryOf(error, newJournal())
    expect(text).toContain('## ❌ The inputs cannot be used\n')
    expect(text).toContain('> - nfpm.yaml:1:2: unknown key "&lt;b&gt;"\n')
    expect(text).toContain(String.raw`> - nfpm.yaml:1:2: a \| b`)
    expect(text).toContain('Nothing was written; clients')
  })

  test('has warnings and what was left out', () => {
    const packages = {
      debs: [],
      rpms: [],
      made: new Set<never>(),
      skipped: [{ path: 'a.txt', reason: 'a text' }],
    }
    const text = failureSummaryOf(refused, journal({ warnings: ['The key expires'], packages }))
    expect(text).toContain('- ⚠️ The key expires')
    expect(text).toContain('| <code>a.txt</code> | a text |')
  })

  test('of a fault of our own asks for a report', () => {
    expect(failureSummaryOf(new TypeError('x is undefined'), journal())).toContain('please report it')
  })

  test.each<ErrorCode>(['INPUT', 'SIGNATURE', 'INTEGRITY', 'CONTENTION', 'CANCELLED', 'GITHUB'])(
    'of %s says what to do',
    (code) => {
      expect(failureSummaryOf(new PublishError(code, 'Seen.'), journal())).toMatch(
        /\*\*What to do:\*\* [A-Z].{20}/,
      )
    },
  )

  test('of a message without end stays a page', () => {
    const message = Array.from({ length: 10_000 }, () => 'x'.repeat(5_000)).join('\n')
    const text = failureSummaryOf(new PublishError('INPUT', message), journal())
    expect(Buffer.byteLength(text)).toBeLessThan(200_000)
    expect(text).toContain('> - and 9950 more lines')
  })
})

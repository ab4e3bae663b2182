import fc from 'fast-check'
import { describe, expect, test } from '@jest/globals'
import { LIMITS } from '../../src/limits.ts'
import { badge } from '../../src/pages/badge.ts'
import { isOurPage, printContent, readContent } from '../../src/pages/index/data.ts'
import { freshSections, withSections } from '../../src/pages/index/merge.ts'
import { indexPage } from '../../src/pages/index/page.ts'
import { NO_CONTENT, type PageContent, type PageRow } from '../../src/pages/index/section.ts'
import { lackingArchitectures, removedArchitectures, sourcesFile } from '../../src/pages/sources.ts'
import { FEW, MANY, SITE, row, section } from './sample.ts'

const NOW = 1_790_000_000

function merged(existing: PageContent, rows: readonly PageRow[], stampSeconds: number, isChanged = true) {
  const index = { component: 'main', arch: 'amd64', names: rows.length, newest: rows }
  const fresh = freshSections({ format: 'deb', channel: 'stable' }, stampSeconds, [index], isChanged)
  return withSections(existing, fresh, { deb: 'stable' }, NOW)
}

const versionsIn = ({ sections }: PageContent) =>
  sections.flatMap(({ rows }) => rows.map(({ version }) => version))

describe('a page', () => {
  test('is read back as what it was made of', () => {
    for (const content of [FEW, MANY, NO_CONTENT]) {
      const page = indexPage(SITE, content)
      expect(isOurPage(page)).toBe(true)
      expect(readContent(page)).toEqual(content)
      expect(indexPage(SITE, readContent(page))).toBe(page)
    }
  })

  const HOSTILE = [
    '</script><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><b>',
    "' onmouseover='alert(1)",
    'a\u2028b',
    'x\ny',
    '\u0000',
    '\ud800',
    ']]>',
    '-->',
    '&lt;',
    '../../etc',
    'javascript:alert(1)',
    'x'.repeat(64 * 1024),
  ]

  const FIELDS = ['name', 'version', 'arch', 'key', 'sizeBytes', 'older', 'publishedSeconds'] as const

  test('shows nothing that an index or another page says in other than the known forms', () => {
    const clean = indexPage(SITE, { ...FEW, sections: [section({ rows: [] })] })
    for (const text of HOSTILE) {
      for (const field of FIELDS) {
        const odd = { ...row('planets', 'amd64'), [field]: text } as unknown as PageRow
        const index = { component: 'main', arch: 'amd64', names: 0, newest: [odd] }
        const { stampSeconds } = section()
        const fresh = freshSections({ format: 'deb', channel: 'stable' }, stampSeconds, [index], true)
        const ours = indexPage(SITE, withSections(NO_CONTENT, fresh, FEW.defaults, NOW))
        // The date is our own, and a key may have a colon: the link to it begins with a dot.
        const isPlain = field === 'publishedSeconds' || (field === 'key' && /^javascript|^x+$/.test(text))
        if (isPlain) expect(ours).not.toMatch(/href="(?!\.|#|data:)/)
        else expect([field, text.slice(0, 40), ours === clean]).toEqual([field, text.slice(0, 40), true])
        const theirs = printContent({ ...FEW, sections: [section({ rows: [odd] })] })
        const again = indexPage(SITE, readContent(theirs))
        expect(again.match(/<script/g)).toHaveLength(2)
        expect(again).not.toMatch(/<img|onmouseover|<b>/)
      }
    }
  })

  test('takes any text for a page of somebody else, or for nothing', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const page = `<script type="application/json" id="content">${text}</script>`
        expect(readContent(page).sections).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(isOurPage('<!doctype html><title>Our packages</title>')).toBe(false)
  })

  test('of values of any kind keeps those that are of its own', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constantFrom(...HOSTILE))
    const record = fc.record({
      format: fc.constantFrom('deb', 'rpm', 'exe'),
      channel: value,
      component: value,
      arch: value,
      stampSeconds: value,
      names: value,
      rows: fc.array(fc.dictionary(fc.constantFrom(...FIELDS), value)),
    })
    fc.assert(
      fc.property(record, (odd) => {
        const page = printContent({ defaults: {}, sections: [odd as never] })
        const content = readContent(page)
        const again = indexPage(SITE, content)
        expect(readContent(again)).toEqual(content)
        expect(again.match(/<script/g)).toHaveLength(2)
      }),
      { numRuns: 500 },
    )
  })

  test('is bounded, whatever lies in the store', () => {
    const most = Array.from({ length: LIMITS.pageSections + 5 }, (_, at) => section({ channel: `c${at}` }))
    expect(readContent(indexPage(SITE, { defaults: {}, sections: most })).sections).toHaveLength(
      LIMITS.pageSections,
    )
    const rows = Array.from({ length: LIMITS.pageRows + 1 }, (_, at) => row(`p${at}`, 'amd64'))
    expect(readContent(indexPage(SITE, { defaults: {}, sections: [section({ rows })] })).sections).toEqual([])
  })
})

describe('of two publishers', () => {
  const old = [row('planets', 'amd64', { version: '1' })]
  const both = [row('comet', 'amd64', { version: '1' }), row('planets', 'amd64', { version: '2' })]

  test('the one that saw the newer head stays, whoever writes first', () => {
    const newer = merged(merged(NO_CONTENT, old, NOW - 20), both, NOW - 10)
    expect(versionsIn(newer)).toEqual(['1', '2'])
    expect(versionsIn(merged(newer, old, NOW - 20))).toEqual(['1', '2'])
    // Also where the newer one says the same as an older one did.
    const back = merged(merged(NO_CONTENT, old, NOW - 30), old, NOW - 10)
    expect(versionsIn(merged(back, both, NOW - 20))).toEqual(['1'])
  })

  test('each keeps the sections of the other', () => {
    const arm = { ...FEW, sections: [section({ arch: 'arm64' }), section({ channel: 'testing' })] }
    expect(merged(arm, both, NOW).sections.map(({ channel, arch }) => `${channel} ${arch}`)).toEqual([
      'stable arm64',
      'testing amd64',
      'stable amd64',
    ])
  })

  test('no page from the future keeps them from writing', () => {
    const planted = { defaults: {}, sections: [section({ stampSeconds: NOW + 3600, rows: both })] }
    expect(versionsIn(merged(planted, old, NOW))).toEqual(['1'])
  })

  test('a package keeps its date, and who has no news writes nothing', () => {
    const first = merged(NO_CONTENT, old, NOW - 100)
    const second = merged(first, [...old, row('comet', 'amd64')], NOW - 50)
    expect(second.sections[0]?.rows.map(({ publishedSeconds }) => publishedSeconds)).toEqual([
      NOW - 100,
      NOW - 50,
    ])
    expect(merged(second, [...old, row('comet', 'amd64')], NOW - 10, false)).toEqual(second)
  })
})

describe('what leads to packages', () => {
  test('the badge says the version of the main package, as its project writes it', () => {
    const of = (version: string) =>
      badge('planets', { ...FEW, sections: [section({ rows: [row('planets', 'amd64', { version })] })] })
    expect(JSON.parse(of('2:1.4.2~rc.1-1') ?? '')).toEqual({
      schemaVersion: 1,
      label: 'planets',
      message: 'v1.4.2-rc.1',
      color: 'blue',
    })
    expect(badge('planets', { ...FEW, sections: [section({ channel: 'testing' })] })).toBeUndefined()
    expect(badge('planets', { ...FEW, sections: [section({ rows: [] })] })).toContain('no package')
  })

  test('the address of a page goes into commands as one word', () => {
    const baseUrl = "https://packages.example.com/it's;$(x)"
    const page = indexPage({ ...SITE, baseUrl }, FEW)
    expect(page).toContain(
      'curl -fsSL &#39;https://packages.example.com/it&#39;\\&#39;&#39;s;$(x)/install.sh&#39; | sh',
    )
  })

  test('a source names the foreign architectures that its suite lacks', () => {
    const files = { repositoryName: 'demo', baseUrl: 'https://packages.example.com' }
    const text = sourcesFile(files, 'apt/', 'stable', 'main', lackingArchitectures(['amd64', 'arm64']))
    expect(text).toContain('Architectures-Remove: armel armhf i386\n')
    expect(removedArchitectures(text)).toEqual(['armel', 'armhf', 'i386'])
    expect(removedArchitectures('Architectures-Remove: i386 $(x) mips')).toEqual(['i386'])
    expect(removedArchitectures('Types: deb\n')).toBeUndefined()
  })
})

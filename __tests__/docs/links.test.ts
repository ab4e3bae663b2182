import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'

const DOCUMENTS = ['README.md', 'CHANGELOG.md', ...readdirSync('docs').map((name) => join('docs', name))]

/** As GitHub makes them of headings. */
function anchorsOf(document: string): readonly string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function linksOf(document: string): readonly string[] {
  return [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

const LINKS = DOCUMENTS.filter((document) => document.endsWith('.md')).flatMap((document) =>
  linksOf(document)
    .filter((target) => !/^https?:/.test(target))
    .map((target) => [document, target] as const),
)

test.each(LINKS)('%s links to %s, which is there', (document, target) => {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? document : join(dirname(document), path)
  expect(existsSync(file)).toBe(true)
  if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor)
})

test('every document is reached from the README', () => {
  const reached = new Set(linksOf('README.md').map((target) => target.split('#')[0]))
  const missed = readdirSync('docs').filter((name) => !reached.has(`docs/${name}`))
  expect(missed).toEqual([])
})

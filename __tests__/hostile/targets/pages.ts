import { badge } from '../../../src/pages/badge.ts'
import { isOurPage, printContent, readContent } from '../../../src/pages/index/data.ts'
import { withSections } from '../../../src/pages/index/merge.ts'
import { indexPage } from '../../../src/pages/index/page.ts'
import { firstChannelOf, repoFile } from '../../../src/pages/repo-file.ts'
import {
  lackingArchitectures,
  removedArchitectures,
  sourcesFile,
  suiteOf,
} from '../../../src/pages/sources.ts'
import { throughMirrorlists } from '../../../src/worker/repo-file.ts'
import { within } from '../mutations/within.ts'
import { type Target, promised } from '../engine/target.ts'
import { jsonMutations } from '../mutations/json.ts'
import { textMutations } from '../mutations/text.ts'
import { xmlMutations } from '../mutations/xml.ts'

const SITE = {
  repositoryName: 'demo',
  baseUrl: 'https://packages.example.com',
  fingerprints: ['A'.repeat(40)],
}
const NOW = 1_750_000_000

function readPage(input: Buffer): void {
  const text = input.toString('utf8')
  isOurPage(text)
  const content = withSections(readContent(text), [], {}, NOW)
  const page = indexPage(SITE, content)
  badge('demo', content)
  promised(
    JSON.stringify(readContent(page)) === JSON.stringify(content),
    'what a page is made of prints back',
  )
  const scripts = page.split('<script').length
  promised(
    scripts === indexPage(SITE, { ...content, sections: [], defaults: {} }).split('<script').length,
    'no page gets a script by what it shows',
  )
}

const row = {
  name: 'hello',
  version: '1:1.2-3',
  arch: 'amd64',
  key: 'pool/main/h/hello/hello_1.2-3_amd64.deb',
  sizeBytes: 10,
  older: 2,
  publishedSeconds: NOW,
}
const section = {
  format: 'deb' as const,
  channel: 'stable',
  component: 'main',
  arch: 'amd64',
  stampSeconds: NOW,
  names: 1,
  rows: [row],
}
const CONTENT = {
  defaults: { deb: 'stable' },
  sections: [section, { ...section, format: 'rpm' as const, component: '', channel: 'testing' }],
}

const START = '<script type="application/json" id="content">'
const inJson = within(
  (page) => {
    const text = page.toString('utf8')
    const start = text.indexOf(START)
    return start < 0
      ? undefined
      : Buffer.from(text.slice(start + START.length, text.indexOf('</script>', start)))
  },
  (inner, page) => {
    const text = page.toString('utf8')
    const start = text.indexOf(START) + START.length
    return Buffer.from(
      text.slice(0, start) +
        inner.toString('utf8').replaceAll('<', '\\u003c') +
        text.slice(text.indexOf('</script>', start)),
    )
  },
  jsonMutations,
)

const FILES = { repositoryName: 'demo', baseUrl: 'https://packages.example.com' }
const SECTIONS = [{ channel: 'stable', folder: 'rpm/stable/{arch}' }]

function readRepo(input: Buffer): void {
  const text = input.toString('utf8')
  firstChannelOf(text, 'demo')
  const next = repoFile(text, FILES, SECTIONS)
  promised(repoFile(next, FILES, SECTIONS) === next, 'a .repo that was written stays as it is')
  const served = throughMirrorlists(text, 'x/demo.repo', 'https://here.example.com')
  promised(
    throughMirrorlists(served, 'x/demo.repo', 'https://here.example.com').length >= 0,
    'a .repo is served',
  )
}

function readSources(input: Buffer): void {
  const text = input.toString('utf8')
  const suite = suiteOf(text)
  promised(suite === undefined || !/\s/.test(suite), 'a suite is a word')
  const removed = removedArchitectures(text) ?? []
  promised(
    removed.every((it) => lackingArchitectures([]).includes(it)),
    'architectures are known ones',
  )
}

export const pageTargets: readonly Target[] = [
  {
    name: 'page',
    files: /\/src\/pages\/(?:badge|index\/[a-z-]+)\.ts$/,
    seeds: async () => [Buffer.from(indexPage(SITE, CONTENT)), Buffer.from(printContent(CONTENT))],
    mutations: [...Array.from({ length: 12 }, () => inJson), ...xmlMutations],
    read: async (input) => readPage(input),
  },
  {
    name: 'repo-file',
    files: /\/src\/(?:pages\/repo-file|worker\/repo-file)\.ts$/,
    seeds: async () => [
      Buffer.from(repoFile('', FILES, [...SECTIONS, { channel: 'testing', folder: 'rpm/testing' }])),
    ],
    mutations: textMutations(['[', ']', 'baseurl=', 'gpgkey=', 'mirrorlist=', '\n[demo-stable]\n', '\n ']),
    read: async (input) => readRepo(input),
  },
  {
    name: 'sources',
    files: /\/src\/pages\/sources\.ts$/,
    seeds: async () => [Buffer.from(sourcesFile(FILES, 'apt/', 'stable', 'main', ['i386']))],
    mutations: textMutations(['Suites: ', 'Architectures-Remove: ', 'i386 ']),
    read: async (input) => readSources(input),
  },
]

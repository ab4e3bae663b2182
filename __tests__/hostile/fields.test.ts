import { expect, test } from '@jest/globals'
import { memoryScratch, sha256 } from '../../src/content.ts'
import { buildDeb } from '../../src/deb/build.ts'
import { indexStanza } from '../../src/deb/index-stanza.ts'
import { changedIndex, namesIn, packagesIndex, stanzaOf, stanzasWanted } from '../../src/deb/packages.ts'
import { readDeb } from '../../src/deb/read.ts'
import { field, printStanza } from '../../src/deb/stanza.ts'
import { PublishError } from '../../src/errors.ts'
import type {
  ChangelogEntry,
  DebDetails,
  PackageDescription,
  PackagedEntry,
  RpmDetails,
} from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { entriesOf } from '../../src/rpm/repodata/entries.ts'
import { emptyIndex, printIndex, withEntries } from '../../src/rpm/repodata/index-file.ts'
import { withoutControls } from '../../src/rpm/repodata/xml.ts'
import { TAGS } from '../../src/rpm/tags.ts'
import { run, testWith } from '../support/programs.ts'
import { describe as described } from '../support/publishing.ts'
import { onDisk } from '../deb/sample.ts'
import { file } from './targets/built.ts'

/** What would end a field, a stanza, an element or a line, or hide in one. */
const HOSTILE: readonly string[] = [
  'a\nb',
  'a\n\nb',
  'x\nPackage: evil',
  'x\n\nPackage: evil\nVersion: 1\nFilename: evil',
  ' leading',
  'NUL \0',
  'x\u2028Package: evil',
  'x]]></summary></package><package type="rpm"><name>evil</name>',
  '<evil a="b">&evil;&#0;',
  '&"\'',
  'lone \ud800 surrogate',
  'escape \x1b[31m \x7f \x85',
  'x'.repeat(64 * 1_024),
  '../../evil',
]

type Place = (text: string) => Partial<PackageDescription>
const entry = (changes: Partial<PackagedEntry>): Partial<PackageDescription> => ({
  entries: [{ ...file('/opt/a', ''), ...changes } as PackagedEntry],
})
const change = (changes: Partial<ChangelogEntry>): Partial<PackageDescription> => ({
  changelog: [{ version: '1.0', author: 'a', timeSeconds: 1_750_000_000, changes: ['b'], ...changes }],
})
const inDeb = (deb: DebDetails): Partial<PackageDescription> => ({ deb })
const inRpm = (rpm: RpmDetails): Partial<PackageDescription> => ({ rpm })

const BOTH: Readonly<Record<string, Place>> = {
  name: (name) => ({ name }),
  version: (version) => ({ version }),
  release: (release) => ({ release }),
  maintainer: (maintainer) => ({ maintainer }),
  summary: (summary) => ({ description: `${summary}\nmore` }),
  description: (text) => ({ description: `summary\n${text}` }),
  homepage: (homepage) => ({ homepage }),
  license: (license) => ({ license }),
  depends: (it) => ({ depends: [it] }),
  recommends: (it) => ({ relations: { recommends: [it] } }),
  suggests: (it) => ({ relations: { suggests: [it] } }),
  conflicts: (it) => ({ relations: { conflicts: [it] } }),
  replaces: (it) => ({ relations: { replaces: [it] } }),
  provides: (it) => ({ relations: { provides: [it] } }),
  path: (name) => entry({ path: `/opt/${name}` }),
  target: (target) => ({ entries: [{ type: 'symlink', path: '/opt/a', target }] }),
  owner: (owner) => entry({ owner }),
  group: (group) => entry({ group }),
  author: (author) => change({ author }),
  change: (text) => change({ changes: [text] }),
}

const DEB: Readonly<Record<string, Place>> = {
  section: (section) => inDeb({ section }),
  priority: (priority) => inDeb({ priority }),
  architecture: (architecture) => inDeb({ architecture }),
  variant: (architectureVariant) => inDeb({ architectureVariant }),
  breaks: (it) => inDeb({ breaks: [it] }),
  preDepends: (it) => inDeb({ preDepends: [it] }),
  enhances: (it) => inDeb({ enhances: [it] }),
  fieldValue: (value) => inDeb({ fields: [{ name: 'Note', value }] }),
  fieldName: (name) => inDeb({ fields: [{ name, value: 'x' }] }),
  trigger: (it) => inDeb({ triggers: { interest: [it] } }),
}

const RPM: Readonly<Record<string, Place>> = {
  architecture: (architecture) => inRpm({ architecture }),
  buildHost: (buildHost) => inRpm({ buildHost }),
  rpmGroup: (group) => inRpm({ group }),
  ownSummary: (summary) => inRpm({ summary }),
  vendor: (vendor) => inRpm({ vendor }),
  packager: (packager) => inRpm({ packager }),
  prefix: (it) => inRpm({ prefixes: [`/${it}`] }),
  requiresPost: (it) => inRpm({ requiresPost: [it] }),
  ghost: (name) => inRpm({ ghosts: [{ path: `/opt/${name}`, mode: 0o644 }] }),
  ghostOwner: (owner) => inRpm({ ghosts: [{ path: '/opt/g', mode: 0o644, owner }] }),
}

interface Case {
  readonly title: string
  readonly text: string
  readonly field: string
  readonly changes: Partial<PackageDescription>
}

function casesOf(places: Readonly<Record<string, Place>>): readonly Case[] {
  return Object.entries(places).flatMap(([name, place]) =>
    HOSTILE.map((text) => ({
      title: `${name} ${JSON.stringify(text.slice(0, 20))}`,
      text,
      field: name,
      changes: place(text),
    })),
  )
}

const DEB_CASES = casesOf({ ...BOTH, ...DEB })
const RPM_CASES = casesOf({ ...BOTH, ...RPM })

test('so many fields and texts are tried', () => {
  expect(DEB_CASES.length + RPM_CASES.length).toBe(840)
})

/** The package, or undefined where it is refused, which is fine. */
async function unlessRefused<T>(title: string, build: () => Promise<T>): Promise<T | undefined> {
  return build().catch((error: unknown) => {
    expect([title, error instanceof PublishError ? 'PublishError' : error]).toEqual([title, 'PublishError'])
    return undefined
  })
}

const NEIGHBOURS = ['before', 'after'].map((name) => Buffer.from(`Package: ${name}\nVersion: 1\n`))

/** Fields that a control file says in the words of the description; blanks around a line are none of it. */
const SAID: Readonly<Record<string, string>> = {
  maintainer: 'Maintainer',
  homepage: 'Homepage',
  section: 'Section',
  fieldValue: 'Note',
}

testWith(
  ['dpkg-deb'],
  'no field of a .deb writes another stanza, and dpkg-deb reads what we read',
  async () => {
    let built = 0
    for (const { title, text, field: name, changes } of DEB_CASES) {
      const pkg = await unlessRefused(title, async () =>
        readDeb(await buildDeb(described(changes), memoryScratch), 'a.deb'),
      )
      if (pkg === undefined) continue
      built += 1
      const stanza = indexStanza(pkg.control, 'pool/a.deb', 1, sha256(''))
      const index = changedIndex(packagesIndex(Buffer.alloc(0)), [], [NEIGHBOURS[0]!, stanza, NEIGHBOURS[1]!])
      expect([title, [...namesIn(index)]]).toEqual([title, ['before', 'hello', 'after']])
      expect(stanzasWanted(index, () => true).map(stanzaOf).length).toBe(3)
      const said = SAID[name]
      if (said !== undefined) expect([title, field(pkg.control, said)]).toEqual([title, text.trim()])
      const path = await onDisk(Buffer.concat(await Array.fromAsync(pkg.content.read())))
      expect((await run('dpkg-deb', ['-f', path])).stdout).toBe(printStanza(pkg.control))
    }
    expect(built).toBeGreaterThan(60)
  },
  300_000,
)

/** What primary must say where a field has a text; prose goes without what XML cannot hold. */
const ELEMENTS: Readonly<Record<string, string>> = {
  ownSummary: 'summary',
  homepage: 'url',
  packager: 'packager',
  license: 'format/license',
  vendor: 'format/vendor',
  rpmGroup: 'format/group',
  buildHost: 'format/buildhost',
}

const READER = `
import json, re, sys, xml.etree.ElementTree as tree
def plain(tag): return re.sub('{.*}', '', tag)
def texts(element, above=''):
    for child in element:
        yield above + plain(child.tag), child.text or ''
        if plain(child.tag) == 'format': yield from texts(child, 'format/')
root = tree.fromstring(sys.stdin.buffer.read())
json.dump([dict(texts(package)) for package in root], sys.stdout)
`

testWith(
  ['python3'],
  'no field of an .rpm writes another element, and another reader of XML reads exactly the value',
  async () => {
    const entries: string[] = []
    const built: Case[] = []
    for (const it of RPM_CASES) {
      const pkg = await unlessRefused(it.title, async () =>
        readRpm(await buildRpm(described(it.changes), memoryScratch), 'a.rpm'),
      )
      if (pkg === undefined) continue
      const entry = await unlessRefused(it.title, async () => entriesOf(pkg, 'a.rpm').primary)
      if (entry === undefined) continue
      expect(pkg.header.string(TAGS.NAME)).toBe('hello')
      entries.push(entry)
      built.push(it)
    }
    expect(built.length).toBeGreaterThan(60)
    const primary = printIndex(withEntries(emptyIndex('primary'), entries))
    const { stdout } = await run('python3', ['-c', READER], { input: primary })
    const packages = JSON.parse(stdout) as readonly Readonly<Record<string, string>>[]
    expect(packages.map(({ name }) => name)).toEqual(built.map(() => 'hello'))
    for (const [at, { title, text, field: name }] of built.entries()) {
      const element = ELEMENTS[name]
      if (element !== undefined)
        expect([title, packages[at]?.[element]?.trim()]).toEqual([title, withoutControls(text).trim()])
    }
  },
  300_000,
)

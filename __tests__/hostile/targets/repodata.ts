import { countOf, eachOf } from '../../../src/entries.ts'
import { entriesOf } from '../../../src/rpm/repodata/entries.ts'
import { isRelativeHref } from '../../../src/rpm/repodata/href.ts'
import {
  type IndexKind,
  emptyIndex,
  parseIndex,
  printIndex,
  withEntries,
} from '../../../src/rpm/repodata/index-file.ts'
import { hintsIn, withKeyHints } from '../../../src/rpm/repodata/key-hints.ts'
import { relationsInEntry } from '../../../src/rpm/repodata/listed-relations.ts'
import {
  entriesById,
  namesIn,
  packagesOf,
  packagesWanted,
  pkgidsOf,
  withoutPackages,
} from '../../../src/rpm/repodata/lookup.ts'
import { parseDocument } from '../../../src/rpm/repodata/element.ts'
import { EMPTY_REPOMD, parseRepomd, printRepomd } from '../../../src/rpm/repodata/repomd.ts'
import { textsOf } from '../../rpm/repodata/texts.ts'
import { fixtureKeys, rpm } from '../../support/publishing.ts'
import { type Target, promised } from '../engine/target.ts'
import { xmlMutations } from '../mutations/xml.ts'

const HASH = 'a'.repeat(64)
const ORDER = { stampSeconds: 1_750_000_000, previous: `1749999999-${'b'.repeat(16)}` }
const RECORD = {
  type: 'primary' as const,
  sha256: HASH,
  openSha256: HASH,
  href: `repodata/${HASH}-primary.xml.gz`,
  sizeBytes: 1,
  openSizeBytes: 2,
}

/** With what createrepo_c, modules and others put in. */
const FOREIGN = `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <revision>1750000000</revision>
  <tags>
    <content>gpg-pubkey-0123abcd-${'c'.repeat(16)}.asc?fpr=${'A'.repeat(40)}</content>
  </tags>
  <!-- a comment -->
  <data type="primary">
    <checksum type="sha256">${HASH}</checksum>
    <open-checksum type="sha256">${HASH}</open-checksum>
    <location href="repodata/${HASH}-primary.xml.gz"/>
    <timestamp>1750000000.5</timestamp>
    <size>1</size>
    <open-size>2</open-size>
  </data>
  <data type="primary_db">
    <checksum type="sha">${'e'.repeat(40)}</checksum>
    <location href="repodata/primary.sqlite.bz2"/>
    <database_version>10</database_version>
  </data>
</repomd>
`

function readRepomd(input: Buffer): void {
  const repomd = parseRepomd(input, 'repomd.xml')
  for (const { href } of repomd.records.values()) promised(isRelativeHref(href), 'hrefs stay inside')
  hintsIn(repomd.text)
  const printed = printRepomd(repomd, [RECORD], ORDER)
  const again = parseRepomd(printed, 'ours')
  promised(again.stampSeconds >= ORDER.stampSeconds, 'what is printed is dated')
  promised(again.previous === ORDER.previous, 'what is printed says the head before')
  promised(again.records.get('primary')?.href === RECORD.href, 'what is printed names the new index')
  promised(printRepomd(again, [RECORD], ORDER).equals(printed), 'what was printed prints back')
  withKeyHints(repomd.text, [])
}

function readIndex(input: Buffer, kind: IndexKind): void {
  const index = parseIndex(input, kind, kind)
  const printed = printIndex(index)
  const again = parseIndex(printed, kind, 'ours')
  promised(textsOf(again).join('') === textsOf(index).join(''), 'entries stay byte for byte')
  promised(printIndex(again).equals(printed), 'what was printed prints back')
  const ids = pkgidsOf(index)
  entriesById(index)
  promised(countOf(withoutPackages(index, new Set(ids)).entries) === 0, 'every package can be removed')
  if (kind !== 'primary') return
  for (const { href, base } of packagesOf(index)) void [href, base]
  promised(packagesWanted(index, () => true).length === countOf(index.entries), 'every package has a name')
  for (const name of namesIn(index))
    promised(
      packagesWanted(index, (it) => it === name).every(({ fields }) => fields.name === name),
      'a name finds its packages',
    )
  for (const { bytes } of eachOf(index.entries)) relationsInEntry(bytes, 'it')
}

async function seed(kind: IndexKind): Promise<Buffer> {
  const keys = await fixtureKeys('ed25519')
  const packages = await Promise.all(
    ['one', 'two'].map((name) => rpm(keys, { name, description: 'a <b> & c\n"d"' })),
  )
  return printIndex(
    withEntries(
      emptyIndex(kind),
      packages.map((pkg) => entriesOf(pkg, `packages/${pkg.name}.rpm`)[kind]),
    ),
  )
}

const indexTarget = (kind: IndexKind): Target => ({
  name: kind,
  files: /\/src\/rpm\/repodata\/(?:index-file|lookup|element|xml|primary|listed-relations)\.ts$/,
  seeds: async () => [await seed(kind), printIndex(emptyIndex(kind))],
  mutations: xmlMutations,
  read: async (input) => readIndex(input, kind),
})

export const repodataTargets: readonly Target[] = [
  {
    name: 'repomd',
    files: /\/src\/rpm\/repodata\/(?:repomd|record|element|xml|href|previous-head|key-hints)\.ts$/,
    seeds: async () => [
      Buffer.from(EMPTY_REPOMD),
      printRepomd(parseRepomd(Buffer.from(EMPTY_REPOMD), 'it'), [RECORD], ORDER),
      Buffer.from(FOREIGN),
    ],
    mutations: xmlMutations,
    read: async (input) => readRepomd(input),
  },
  indexTarget('primary'),
  indexTarget('filelists'),
  indexTarget('other'),
  {
    name: 'xml',
    files: /\/src\/rpm\/repodata\/(?:element|xml)\.ts$/,
    seeds: async () => [Buffer.from(FOREIGN)],
    mutations: xmlMutations,
    read: async (input) => parseDocument(input.toString('utf8'), 'it'),
  },
]

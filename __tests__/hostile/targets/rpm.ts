import { bytesOf, contentOf } from '../../../src/content.ts'
import { rpmKeyName } from '../../../src/rpm/layout.ts'
import { parseDependency } from '../../../src/rpm/dependency.ts'
import { compareEvr, parseEvr, printEvr } from '../../../src/rpm/evr.ts'
import { decodeHeader, encodeHeader } from '../../../src/rpm/header.ts'
import { readRpm } from '../../../src/rpm/read.ts'
import { countOf } from '../../../src/entries.ts'
import { entriesOf } from '../../../src/rpm/repodata/entries.ts'
import { emptyIndex, parseIndex, printIndex, withEntries } from '../../../src/rpm/repodata/index-file.ts'
import { listedFiles } from '../../../src/rpm/repodata/files.ts'
import { packagesOf, pkgidsOf } from '../../../src/rpm/repodata/lookup.ts'
import { isRelativeHref } from '../../../src/rpm/repodata/href.ts'
import { relationsInEntry } from '../../../src/rpm/repodata/listed-relations.ts'
import { signaturesOf } from '../../../src/rpm/sign.ts'
import { verifyDetached } from '../../../src/openpgp/verify.ts'
import { trustOf } from '../../../src/openpgp/trust.ts'
import { builtRpm } from './built.ts'
import { fixtureKeys, rpm } from '../../support/publishing.ts'
import { type Target, promised } from '../engine/target.ts'
import { byteMutations } from '../mutations/bytes.ts'
import { rpmHeaderMutation, rpmMutation, rpmSignatureMutation } from '../mutations/rpm.ts'
import { textMutations } from '../mutations/text.ts'

const KINDS = ['primary', 'filelists', 'other'] as const

async function readPackage(input: Buffer): Promise<void> {
  const pkg = await readRpm(contentOf(input), 'some.rpm')
  const { start, end } = pkg.headerRange
  promised(input.subarray(start, end).equals(pkg.header.bytes), 'a header is where it is said to be')
  const key = rpmKeyName(pkg)
  promised(
    isRelativeHref(key) && !key.includes('/') && !key.includes('+'),
    'the name of a package is one of a file',
  )
  const entries = entriesOf(pkg, key)
  for (const kind of KINDS) {
    const index = parseIndex(printIndex(withEntries(emptyIndex(kind), [entries[kind]])), kind, 'it')
    promised(
      countOf(index.entries) === 1 && pkgidsOf(index).join() === pkg.sha256,
      'a package has one entry, of its own ID',
    )
    if (kind !== 'primary') continue
    const [fields] = packagesOf(index)
    promised(
      fields?.name === pkg.name && fields.version === pkg.version && fields.href === key,
      'an entry says what the package says',
    )
    relationsInEntry(Buffer.from(entries.primary), 'it')
  }
  listedFiles(pkg.header)
  for (const { bytes, over } of signaturesOf(pkg))
    await verifyDetached(over, bytes, trustOf(await fixtureKeys('ed25519')), 'it')
}

function readHeader(input: Buffer): void {
  const header = decodeHeader(input, 'main', 'some.rpm')
  const printed = encodeHeader(header.entries, 'main')
  const again = decodeHeader(printed, 'main', 'ours')
  promised(encodeHeader(again.entries, 'main').equals(printed), 'a header prints back')
  promised(again.entries.length === header.entries.length, 'no entry of a header is lost')
  const data = (entries: typeof header.entries) =>
    entries
      .map((it) => `${it.tag} ${it.type} ${Buffer.from(it.data).toString('hex')}`)
      .sort()
      .join()
  promised(data(again.entries) === data(header.entries), 'the data of a header print back')
}

function readEvr(input: Buffer): void {
  const [first = '', second = ''] = input.toString('utf8').split('\n')
  promised(printEvr(parseEvr(first)) === first, 'an EVR prints back')
  const order = (a: string, b: string) => Math.sign(compareEvr(parseEvr(a), parseEvr(b)))
  promised(order(first, second) === -order(second, first), 'an order has two sides')
  parseDependency(first)
}

const rpmFiles =
  /\/src\/rpm\/(?:read|lead|header|value|arrays|integrity|nevra|sign|layout|repodata\/(?:entries|primary|filelists|other|files|relations|package-tag|element|xml|index-file))\.ts$/

export const rpmTargets: readonly Target[] = [
  {
    name: 'rpm',
    files: rpmFiles,
    seeds: async () => [
      await builtRpm(),
      await builtRpm({ entries: [], version: '1.2.3-rc.1' }),
      await bytesOf((await rpm(await fixtureKeys('ed25519'))).content, 2 ** 24, 'a seed'),
    ],
    mutations: [
      ...byteMutations,
      ...Array.from({ length: 12 }, () => rpmMutation),
      rpmSignatureMutation,
      rpmSignatureMutation,
    ],
    read: readPackage,
  },
  {
    name: 'rpm-header',
    files: /\/src\/rpm\/(?:header|value)\.ts$/,
    seeds: async () => {
      const { header } = await readRpm(contentOf(await builtRpm()), 'a seed')
      return [header.bytes]
    },
    mutations: [...byteMutations, ...Array.from({ length: 8 }, () => rpmHeaderMutation)],
    read: async (input) => readHeader(input),
  },
  {
    name: 'evr',
    files: /\/src\/rpm\/(?:evr|dependency)\.ts$/,
    seeds: async () =>
      [
        '1:1.2.3-4\n1.2.3-4',
        'libc.so.6(GLIBC_2.34)(64bit)\n1',
        'hello >= 1:2.0~rc1-1\n2^a',
        '(a >= 1 or b)\n0',
      ].map((it) => Buffer.from(it)),
    mutations: textMutations(['~', '^', '-', ':', '(', ')', ' or ', ' and ', ' >= ', ' if ', '0']),
    read: async (input) => readEvr(input),
  },
]

import { readFileSync } from 'node:fs'
import { movedStanza } from '../../../src/deb/index-stanza.ts'
import {
  architectureAll,
  changedIndex,
  filenamesOf,
  namesIn,
  packagesIndex,
  packagesParts,
  stanzaOf,
  stanzasNamed,
  stanzasWanted,
} from '../../../src/deb/packages.ts'
import { previousHead } from '../../../src/deb/previous-head.ts'
import {
  type Release,
  continuationWarnings,
  dateOf,
  parseRelease,
  printRelease,
  readsArchitectureAll,
  wordsOf,
} from '../../../src/deb/release.ts'
import { field } from '../../../src/deb/stanza.ts'
import { relationsInStanza } from '../../../src/deb/listed-relations.ts'
import { compareVersionTexts } from '../../../src/deb/version.ts'
import { signCleartext, signDetachedArmored } from '../../../src/openpgp/sign.ts'
import { contentOf } from '../../../src/content.ts'
import { trustOf } from '../../../src/openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../../src/openpgp/verify.ts'
import { fixtureKeys } from '../../support/publishing.ts'
import { type Target, promised } from '../engine/target.ts'
import { byteMutations, wordMutation } from '../mutations/bytes.ts'
import { textMutations } from '../mutations/text.ts'
import { withinArmor } from '../mutations/within.ts'

const HASH = 'a'.repeat(64)
const RELEASE = `Origin: o
Label: l
Suite: stable
Codename: stable
X-Previous-Head: 1750000000-${'b'.repeat(16)}
Date: Sat, 21 Nov 2026 09:15:44 UTC
Architectures: amd64 arm64
Components: main
Acquire-By-Hash: yes
SHA256:
 ${HASH}      123 main/binary-amd64/Packages
 ${HASH}       45 main/binary-amd64/Packages.gz
`
const FOREIGN = `Suite: stable\nValid-Until: Sat, 21 Nov 2026 09:15:44 UTC\nSigned-By: ${'A'.repeat(40)}\nNo-Support-for-Architecture-all: Packages\nMD5Sum:\n ${'c'.repeat(32)} 1 contrib/binary-all/Packages.xz\nSHA1:\n ${'d'.repeat(40)} 1 contrib/binary-all/Packages.xz\n`
const PACKAGES = `Package: hello
Version: 1.0
Architecture: amd64
Filename: pool/main/h/hello/hello_1.0_amd64.deb
Size: 10
SHA256: ${HASH}
Description: x

Architecture: all
Package: other
Version: 2
Filename: ./pool/o.deb
Provides: virtual (= 2)
Depends: hello (>= 1) | b, c:any

Package: hello
Version: 1.1
Architecture: all
Filename: pool/x.deb
`

function linesOf(files: Release['files']): string {
  return [...files]
    .map(([path, { sha256, sizeBytes }]) => `${path} ${sha256} ${sizeBytes}`)
    .sort()
    .join()
}

function readRelease(input: Buffer): void {
  const release = parseRelease(input.toString('utf8'), 'it')
  for (const path of [...release.files.keys(), ...release.unhashed.map((it) => it.path)])
    promised(
      !path.split('/').some((part) => part === '' || part === '.' || part === '..'),
      'listed paths stay inside',
    )
  previousHead(release)
  dateOf(release)
  readsArchitectureAll(release)
  continuationWarnings(release, 'it')
  const { fields, files } = release
  const [architectures, components] = [wordsOf(release, 'Architectures'), wordsOf(release, 'Components')]
  const printed = printRelease({ fields, architectures, components, files, stampSeconds: 1_750_000_000 })
  const again = parseRelease(printed, 'ours')
  promised(linesOf(again.files) === linesOf(files), 'what a Release lists prints back')
  const second = printRelease({
    fields: again.fields,
    architectures,
    components,
    files,
    stampSeconds: 1_750_000_000,
  })
  promised(second === printed, 'a Release that we wrote stays as it is')
}

function readIndex(input: Buffer): void {
  const index = packagesIndex(input)
  const names = [...namesIn(index)]
  const unchanged = Buffer.concat(packagesParts(changedIndex(index, [], [])))
  promised(unchanged.equals(input), 'an index without changes stays byte for byte')
  architectureAll(index)
  const named = new Set(filenamesOf(index))
  for (const bytes of stanzasWanted(index, () => true)) {
    const stanza = stanzaOf(bytes)
    relationsInStanza(stanza)
    const name = field(stanza, 'Package')?.trim() ?? ''
    promised(names.includes(name) || name.includes('\n'), 'every stanza is found by its name')
    const filename = field(stanza, 'Filename')?.trim().replace(/^\.\//, '')
    promised(filename === undefined || named.has(filename), 'collectors know every file of an index')
    stanzaOf(movedStanza(bytes, 'pool/moved.deb'))
    compareVersionTexts(field(stanza, 'Version') ?? '', '1.0')
  }
  const added = Buffer.from('Package: added\nVersion: 1\n')
  const without = changedIndex(index, stanzasNamed(index, names[0] ?? '').slice(0, 1), [added])
  promised([...namesIn(without)].includes('added'), 'what is added is found')
  const again = packagesIndex(Buffer.concat(packagesParts(without)))
  promised([...namesIn(again)].includes('added'), 'what is added is found when it is read again')
}

const AT = new Date('2026-06-01T00:00:00Z')
const publicKey = () => readFileSync('__tests__/fixtures/keys/ed25519.pub.asc', 'utf8')

async function readInRelease(input: Buffer): Promise<void> {
  const keys = await fixtureKeys('ed25519')
  const { text } = await verifyCleartext(input, trustOf(keys), 'it')
  promised(text === RELEASE, 'nothing is taken that the key did not sign')
}

async function readSignature(input: Buffer): Promise<void> {
  const keys = await fixtureKeys('ed25519')
  const cut = input.indexOf('\n--\n')
  const content = input.subarray(0, Math.max(cut, 0))
  await verifyDetached(contentOf(content), input.subarray(cut + 4), trustOf(keys), 'it')
  promised(content.toString() === RELEASE, 'nothing is taken that the key did not sign')
}

const release = textMutations([
  'SHA256:\n',
  ` ${HASH} 1 a/b\n`,
  'main/binary-',
  'Packages',
  '/',
  '\r\n',
  'Date: ',
])
const packet = [
  ...byteMutations,
  wordMutation([Buffer.from('c2', 'hex'), Buffer.from('88ff', 'hex'), Buffer.from('c6ffffffffff', 'hex')]),
]

export const aptTargets: readonly Target[] = [
  {
    name: 'release',
    files: /\/src\/deb\/(?:release|stanza|previous-head)\.ts$/,
    seeds: async () => [Buffer.from(RELEASE), Buffer.from(FOREIGN)],
    mutations: release,
    read: async (input) => readRelease(input),
  },
  {
    name: 'packages',
    files: /\/src\/deb\/(?:packages|stanza|listed-relations)\.ts$/,
    seeds: async () => [Buffer.from(PACKAGES)],
    mutations: textMutations([
      'Package: ',
      '\n\n',
      'Filename: ',
      'Filename: ./',
      'Architecture: all\n',
      '\n\nPackage: x\n',
    ]),
    read: async (input) => readIndex(input),
  },
  {
    name: 'inrelease',
    files: /\/src\/openpgp\/(?:cleartext|armor|packet|signature|verify)\.ts$/,
    seeds: async () => {
      const keys = await fixtureKeys('ed25519')
      const other = await fixtureKeys('rsa3072-other')
      return [
        Buffer.from(await signCleartext(RELEASE, keys, AT)),
        Buffer.from(await signCleartext(RELEASE, other, AT)),
      ]
    },
    mutations: [
      ...textMutations([
        '-----BEGIN PGP SIGNED MESSAGE-----\n',
        '-----BEGIN PGP SIGNATURE-----\n',
        'Hash: SHA256\n',
        '- ',
        '\n\n',
        publicKey(),
      ]),
      withinArmor(packet),
      withinArmor(packet),
      withinArmor(packet),
    ],
    read: readInRelease,
  },
  {
    name: 'signature',
    files: /\/src\/openpgp\/(?:armor|packet|signature|verify)\.ts$/,
    seeds: async () => {
      const keys = await fixtureKeys('ed25519')
      const signature = await signDetachedArmored(contentOf(Buffer.from(RELEASE)), keys, AT, 'all')
      return [Buffer.from(`${RELEASE}\n--\n${signature}`)]
    },
    mutations: [
      ...textMutations(['-----BEGIN PGP SIGNATURE-----\n', '=abcd\n']),
      withinArmor(packet),
      withinArmor(packet),
      withinArmor(packet),
    ],
    read: readSignature,
  },
]

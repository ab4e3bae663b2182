import { gzipSync, zstdCompressSync } from 'node:zlib'
import { bytesOf, contentOf } from '../../../src/content.ts'
import { arArchive, readAr } from '../../../src/deb/ar.ts'
import { relationsInStanza } from '../../../src/deb/listed-relations.ts'
import { indexStanza } from '../../../src/deb/index-stanza.ts'
import { namesIn, packagesIndex, stanzasNamed } from '../../../src/deb/packages.ts'
import { poolKey } from '../../../src/deb/pool.ts'
import { checkData, readDeb } from '../../../src/deb/read.ts'
import { parseStanza, printStanza } from '../../../src/deb/stanza.ts'
import { encodeTarHeader } from '../../../src/deb/tar-header.ts'
import { tarArchive, tarMembers } from '../../../src/deb/tar.ts'
import { compareVersions, parseVersion, printVersion } from '../../../src/deb/version.ts'
import { assertKey } from '../../../src/store/keys.ts'
import { builtDeb, file } from './built.ts'
import { type Target, promised } from '../engine/target.ts'
import { arMutation } from '../mutations/ar.ts'
import { byteMutations } from '../mutations/bytes.ts'
import { tarMutation } from '../mutations/tar.ts'
import { textMutations } from '../mutations/text.ts'
import { withinGzip, withinZstd } from '../mutations/within.ts'

const FIELDS = [
  'Package: ',
  'Version: ',
  'Architecture: ',
  'Description: ',
  'Depends: ',
  ':',
  '\n ',
  '\n\t',
  '\n .\n',
  '1:1.0-1',
  'all',
]
const stanza = textMutations(FIELDS)
const CONTROL =
  'Package: hello\nVersion: 1:1.2.3-4\nArchitecture: amd64\nDepends: libc6 (>= 2.34), a | b\nDescription: one\n two\n'

async function tarOf(text: string): Promise<Buffer> {
  const entries = [file('/control', text), file(`/${'long/'.repeat(40)}md5sums`, '')]
  return Buffer.concat(await Array.fromAsync(tarArchive(entries, 0)))
}

function debOf(name: string, control: Uint8Array): Promise<Buffer> {
  const members = [
    { name: 'debian-binary', content: contentOf(Buffer.from('2.0\n')) },
    { name, content: contentOf(control) },
    { name: 'data.tar.gz', content: contentOf(gzipSync('data')) },
  ]
  return bytesOf(arArchive(members, 0), 2 ** 20, 'a seed')
}

async function readPackage(input: Buffer): Promise<void> {
  const pkg = await readDeb(contentOf(input), 'a.deb')
  promised(
    printStanza(parseStanza(printStanza(pkg.control), 'it')) === printStanza(pkg.control),
    'a control file prints back',
  )
  const key = poolKey(pkg, 'main')
  assertKey(key, 'the store')
  promised(!/[%?#+]/.test(key), 'a key means the same in every URL')
  const listed = packagesIndex(indexStanza(pkg.control, key, input.length, pkg.sha256))
  promised([...namesIn(listed)].join() === pkg.name, 'a package has one stanza, of its own name')
  promised(stanzasNamed(listed, pkg.name).length === 1, 'its stanza is found')
  await checkData(contentOf(input), 'a.deb')
}

async function readArchive(input: Buffer): Promise<void> {
  const members = await readAr(contentOf(input), 'a.deb')
  const again = await bytesOf(arArchive(members, 0), 2 ** 24, 'it')
  const names = (await readAr(contentOf(again), 'it')).map(
    ({ name, content }) => `${name} ${content.sizeBytes}`,
  )
  promised(
    names.join() === members.map(({ name, content }) => `${name} ${content.sizeBytes}`).join(),
    'an ar prints back',
  )
  for (const { content } of members) await bytesOf(content, 2 ** 24, 'it')
}

async function readTar(input: Buffer): Promise<void> {
  let sizeBytes = 0
  for await (const member of tarMembers(contentOf(input).read(), 'a.tar')) {
    let ownBytes = 0
    for await (const chunk of member.content) ownBytes += chunk.length
    promised(ownBytes === member.sizeBytes || member.sizeBytes === 0, 'a member has the bytes that it says')
    sizeBytes += ownBytes
  }
  promised(sizeBytes <= input.length, 'a tar holds no more than it is')
}

function readStanza(input: Buffer): void {
  const text = input.toString('utf8')
  const fields = parseStanza(text, 'it')
  promised(printStanza(fields) === `${text.replace(/\n+$/, '')}\n`, 'a stanza prints back')
  relationsInStanza(fields)
}

function readVersions(input: Buffer): void {
  const texts = input.toString('utf8').split('\n')
  const versions = texts.map((text) => parseVersion(text, 'it'))
  promised(versions.map(printVersion).join('\n') === texts.join('\n'), 'a version prints back')
  const [first, second] = versions
  if (first === undefined || second === undefined) return
  promised(
    Math.sign(compareVersions(first, second)) === -Math.sign(compareVersions(second, first)),
    'an order has two sides',
  )
}

const inner = tarMutation(stanza)

export const debTargets: readonly Target[] = [
  {
    name: 'deb',
    files:
      /\/src\/(?:deb\/(?:ar|read|tar|tar-header|stanza|version|name|architecture|pool)|compression\/[a-z-]+)\.ts$/,
    seeds: async () => [
      await builtDeb({ entries: [] }),
      await debOf('control.tar', await tarOf(CONTROL)),
      await debOf('control.tar.gz', gzipSync(await tarOf(CONTROL))),
      await debOf('control.tar.zst', zstdCompressSync(await tarOf(CONTROL))),
    ],
    mutations: [
      ...byteMutations,
      ...Array.from({ length: 8 }, () =>
        arMutation([
          ...byteMutations,
          inner,
          inner,
          withinGzip([inner, ...byteMutations]),
          withinGzip([inner]),
          withinZstd([inner]),
        ]),
      ),
    ],
    read: readPackage,
  },
  {
    name: 'ar',
    files: /\/src\/deb\/ar\.ts$/,
    seeds: async () => [await builtDeb({ entries: [] })],
    mutations: [
      ...byteMutations,
      arMutation(byteMutations),
      arMutation(byteMutations),
      arMutation(byteMutations),
    ],
    read: readArchive,
  },
  {
    name: 'tar',
    files: /\/src\/deb\/(?:tar|tar-header)\.ts$/,
    seeds: async () => [await tarOf(CONTROL), paxTar()],
    mutations: [
      ...byteMutations,
      ...Array.from({ length: 6 }, () =>
        tarMutation([...byteMutations, ...textMutations(['path=', '30 path=a\n', 'size=1\n'])]),
      ),
    ],
    read: readTar,
  },
  {
    name: 'control',
    files: /\/src\/deb\/(?:stanza|listed-relations)\.ts$/,
    seeds: async () => [
      Buffer.from(CONTROL),
      Buffer.from('Package: a\nX-Odd:  two\tblanks \nProvides: b (= 1), c\n'),
      Buffer.from('A:\n b\n .\n c\nD:x'),
    ],
    mutations: stanza,
    read: async (input) => readStanza(input),
  },
  {
    name: 'deb-version',
    files: /\/src\/deb\/version\.ts$/,
    seeds: async () =>
      ['1:1.2.3-4\n1.2.3-4', '1.0~rc1+b1-1~deb12u1\n1.0-0', '0:0.0.0009\n0.0.9z'].map((it) =>
        Buffer.from(it),
      ),
    mutations: textMutations(['~', '+', '-', ':', '.', '0']),
    read: async (input) => readVersions(input),
  },
]

/** A file whose name a PAX header says. */
function paxTar(): Buffer {
  const record = Buffer.from('26 path=a/name/of/others\n')
  const header = (type: string, sizeBytes: number) =>
    encodeTarHeader({ name: 'a', linkName: '', type, mode: 0o644, sizeBytes, mtimeSeconds: 0 })
  const padded = Buffer.alloc(512)
  record.copy(padded)
  return Buffer.concat([header('x', record.length), padded, header('0', 0), Buffer.alloc(1_024)])
}

import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { openArchive } from '../../src/artifacts/archive.ts'
import { bytesOf, contentOf, memoryScratch } from '../../src/content.ts'
import { arArchive, readAr } from '../../src/deb/ar.ts'
import { readDeb } from '../../src/deb/read.ts'
import { encodeTarHeader } from '../../src/deb/tar-header.ts'
import { tarArchive, tarMembers } from '../../src/deb/tar.ts'
import { PublishError } from '../../src/errors.ts'
import { LIMITS } from '../../src/limits.ts'
import { printArmor } from '../../src/openpgp/armor.ts'
import { signDetachedBinary } from '../../src/openpgp/sign.ts'
import { readTrustedKeys, trustOf } from '../../src/openpgp/trust.ts'
import { verifyDetached } from '../../src/openpgp/verify.ts'
import { parseDocument } from '../../src/recipe/config/document.ts'
import { alternatives } from '../../src/recipe/config/pattern.ts'
import { decodeHeader, encodeHeader, headerSize } from '../../src/rpm/header.ts'
import { TAGS } from '../../src/rpm/tags.ts'
import { parseDocument as parseXml } from '../../src/rpm/repodata/element.ts'
import { EMPTY_REPOMD, parseRepomd } from '../../src/rpm/repodata/repomd.ts'
import { assertKey } from '../../src/store/keys.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { systemClock } from '../../src/clock.ts'
import { fixtureKeys } from '../support/publishing.ts'
import { file } from './targets/built.ts'
import { PLAIN_FIELDS } from '../support/tar.ts'

const CONTROL = 'Package: hello\nVersion: 1\nArchitecture: all\n'

function debOf(controlTar: Uint8Array): Promise<Buffer> {
  const members = [
    { name: 'debian-binary', content: contentOf(Buffer.from('2.0\n')) },
    { name: 'control.tar.gz', content: contentOf(gzipSync(controlTar, { level: 1 })) },
    { name: 'data.tar', content: contentOf(Buffer.from('x')) },
  ]
  return bytesOf(arArchive(members, 0), 2 ** 26, 'it')
}

const tarOf = async (...entries: Parameters<typeof tarArchive>[0]) =>
  Buffer.concat(await Array.fromAsync(tarArchive(entries, 0)))

/** A number of something, in a thing that is otherwise as it should be. */
type Sized = (size: number) => Promise<unknown>

const controlFile: Sized = async (size) => {
  const text = `${CONTROL}X: ${'x'.repeat(size - CONTROL.length - 4)}\n`
  return readDeb(contentOf(await debOf(await tarOf(file('/control', text)))), 'a.deb')
}

/** Unpacked it is a number of blocks. */
const controlArchive: Sized = async (blocks) => {
  const filler = file('/a', Buffer.alloc((blocks - 5) * 512))
  return readDeb(
    contentOf(await debOf(await tarOf(filler, file('/control', CONTROL.padEnd(512, '\n'))))),
    'a.deb',
  )
}

const arMembers: Sized = async (count) => {
  const members = Array.from({ length: count }, (_, at) => ({
    name: `_${at}`,
    content: contentOf(Buffer.from('x')),
  }))
  return readAr(contentOf(await bytesOf(arArchive(members, 0), 2 ** 20, 'it')), 'a.deb')
}

const tarName: Sized = async (sizeBytes) => {
  const header = encodeTarHeader({
    name: '././@LongLink',
    linkName: '',
    type: 'L',
    mode: 0,
    sizeBytes,
    mtimeSeconds: 0,
  })
  const name = Buffer.alloc(Math.ceil(sizeBytes / 512) * 512, 'a')
  const after = encodeTarHeader(PLAIN_FIELDS)
  const tar = Buffer.concat([header, name, after, Buffer.alloc(1_024)])
  for await (const member of tarMembers(contentOf(tar).read(), 'a.tar'))
    expect(member.name.length).toBeGreaterThan(0)
}

const rpmEntries =
  (kind: 'main' | 'signature'): Sized =>
  async (count) => {
    // With the region there is one more.
    const entries = Array.from({ length: count - 1 }, (_, at) => ({
      tag: 1_000 + at,
      type: 'int8' as const,
      count: 1,
      data: Buffer.alloc(1),
    }))
    return decodeHeader(encodeHeader(entries, kind), kind, 'some.rpm')
  }

/** What a header announces is refused before a byte of it is read. */
const rpmData =
  (kind: 'main' | 'signature'): Sized =>
  async (sizeBytes) => {
    const intro = Buffer.from('8eade801000000000000000100000000', 'hex')
    intro.writeUInt32BE(sizeBytes, 12)
    return headerSize(intro, kind, 'some.rpm')
  }

const head: Sized = async (sizeBytes) =>
  parseRepomd(Buffer.from(EMPTY_REPOMD.padEnd(sizeBytes, '\n')), 'repomd.xml')

const SIGNED = contentOf(Buffer.from('signed'))

const signatures: Sized = async (count) => {
  const keys = await fixtureKeys('ed25519')
  const one = await signDetachedBinary(SIGNED, keys, new Date('2026-06-01T00:00:00Z'))
  const many = Buffer.concat(Array.from({ length: count }, () => one))
  return verifyDetached(SIGNED, Buffer.from(printArmor('PGP SIGNATURE', many)), trustOf(keys), 'it')
}

const signatureBytes: Sized = async (sizeBytes) => {
  const keys = await fixtureKeys('ed25519')
  const one = await signDetachedBinary(SIGNED, keys, new Date('2026-06-01T00:00:00Z'))
  const text = Buffer.from(printArmor('PGP SIGNATURE', one).padEnd(sizeBytes, '\n'))
  return verifyDetached(SIGNED, text, trustOf(keys), 'it')
}

const keyText: Sized = async (sizeBytes) => {
  const [key] = trustOf(await fixtureKeys('ed25519'))
  const armored = printArmor('PGP PUBLIC KEY BLOCK', key?.certificate ?? Buffer.alloc(0))
  return readTrustedKeys(armored.padEnd(sizeBytes, '\n'), new Date('2026-06-01T00:00:00Z'))
}

const archiveMembers: Sized = async (count) => {
  const header = encodeTarHeader({
    name: 'folder/',
    linkName: '',
    type: '5',
    mode: 0o755,
    sizeBytes: 0,
    mtimeSeconds: 0,
  })
  const tar = Buffer.concat([...Array.from({ length: count }, () => header), Buffer.alloc(1_024)])
  const form = { container: 'tar', compression: 'none' } as const
  return openArchive(
    { source: 'a.tar', fileName: 'a.tar', content: contentOf(tar), isLiteral: true },
    form,
    memoryScratch,
  )
}

/** Levels below the top. */
const yamlDepth: Sized = async (depth) =>
  parseDocument(`${'['.repeat(depth + 1)}${']'.repeat(depth + 1)}`, 'nfpm.yaml')

/** An alias of a list with a list of its own brings ten thousand nodes each time. */
const yamlNodes: Sized = async (count) => {
  const list = `a: &a [${Array.from({ length: 9_999 }, () => '').join('x,')}x]\n`
  const [times, left] = [Math.floor((count - 4) / 10_000), (count - 4) % 10_000]
  const aliases = Array.from({ length: times - 1 }, () => '*a').join(',')
  return parseDocument(
    `${list}b: [${aliases}]\nc: [${Array.from({ length: left }, () => 'x').join(',')}]\n`,
    'nfpm.yaml',
  )
}

const braces: Sized = async (count) =>
  alternatives(`{${Array.from({ length: count }, (_, at) => at).join(',')}}`)

const xmlDepth: Sized = async (depth) =>
  parseXml(`${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`, 'repomd.xml')

const objectKey: Sized = async (sizeBytes) => assertKey('k'.repeat(sizeBytes), 'the store')

const object: Sized = async (sizeBytes) => {
  const store = memoryStore(systemClock)
  await store.put('head', contentOf(Buffer.alloc(sizeBytes)), {
    contentType: 'text/plain',
    cacheControl: 'no-cache',
  })
  return store.get('head', 1_000)
}

const rpmArray: Sized = async (count) => {
  const entry = { tag: TAGS.FILESIZES.number, type: 'int32' as const, count, data: Buffer.alloc(count * 4) }
  return decodeHeader(encodeHeader([entry], 'main'), 'main', 'some.rpm')
}

describe.each<readonly [string, number, Sized]>([
  ['the control file of a .deb, bytes', LIMITS.controlFileBytes, controlFile],
  ['its control archive unpacked, blocks', LIMITS.controlTarBytes / 512, controlArchive],
  ['members of a .deb', LIMITS.arMembers, arMembers],
  ['a long name in a tar, bytes', LIMITS.tarExtensionBytes, tarName],
  ['entries of an rpm header', LIMITS.rpmHeaderEntries, rpmEntries('main')],
  ['entries of a signature header', LIMITS.rpmSignatureHeaderEntries, rpmEntries('signature')],
  ['data of an rpm header, bytes', LIMITS.rpmHeaderBytes, rpmData('main')],
  ['data of a signature header, bytes', LIMITS.rpmSignatureHeaderBytes, rpmData('signature')],
  ['elements of an array of an rpm header', LIMITS.rpmArrayEntries, rpmArray],
  ['a head, bytes', LIMITS.headBytes, head],
  ['signatures of one object', LIMITS.signatures, signatures],
  ['a signature, bytes', LIMITS.signatureBytes, signatureBytes],
  ['a file of keys, characters', LIMITS.keyBytes, keyText],
  ['members of an archive', LIMITS.archiveEntries, archiveMembers],
  ['depth of a configuration', LIMITS.configurationDepth, yamlDepth],
  ['alternatives of a pattern', LIMITS.globAlternatives, braces],
  ['depth of metadata', 16, xmlDepth],
  ['a key, bytes', LIMITS.objectKeyBytes, objectKey],
  ['an object that is read whole, bytes', 1_000, object],
])('%s: %d', (_, limit, attempt) => {
  test.each([limit - 1, limit])('%d are read', async (size) => {
    await attempt(size)
  })
  test(`${limit + 1} are refused`, async () => {
    const refusal: unknown = await attempt(limit + 1).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(PublishError)
  })
})

test('what aliases of a configuration bring is counted', async () => {
  const sizes = [LIMITS.configurationNodes - 20_000, LIMITS.configurationNodes + 20_000]
  await yamlNodes(sizes[0] ?? 0)
  await expect(yamlNodes(sizes[1] ?? 0)).rejects.toMatchObject({ code: 'INPUT' })
})
